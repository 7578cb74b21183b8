//! What the words of an element say of the facts in it.

/// Classes of what stands above every page of a site, whole.
const HEADS: [&str; 11] = [
    "current-date",
    "header-date",
    "header-top",
    "masthead",
    "navbar",
    "site-header",
    "today",
    "todays-date",
    "top-bar",
    "top-header",
    "topbar",
];

/// What the words of an element say of the texts in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::extract::article) struct Words {
    /// That they speak of an author.
    pub author: bool,
    /// That they are a name.
    pub name: bool,
    /// That they are a date …
    pub date: bool,
    /// … of publication …
    pub publication: bool,
    /// … or of a change …
    pub update: bool,
    /// … or of something else than the page.
    pub event: bool,
    /// That something other than the article stands there.
    pub aside: bool,
    /// That it stands above every page of the site.
    pub head: bool,
}

impl Words {
    /// What a class in lower case says.
    pub(in crate::extract::article) fn of(class: &str) -> Self {
        let mut words =
            Self { aside: is_aside_class(class), head: HEADS.contains(&class), ..Self::default() };
        for (at, letter) in class.bytes().enumerate() {
            let begins = |word: &str| class.get(at..).is_some_and(|rest| rest.starts_with(word));
            match letter {
                b'a' => words.author |= begins("author"),
                b'b' => words.author |= begins("byline"),
                b'c' => words.author |= begins("contributor"),
                b'w' => words.author |= begins("writer"),
                b'n' => words.name |= begins("name"),
                b'd' => words.date |= begins("date"),
                b't' => words.date |= begins("time"),
                b'e' => words.publication |= begins("entry-date"),
                b'm' => words.update |= begins("modified"),
                b'u' => words.update |= begins("updated") || begins("update-date"),
                b'p' if begins("publish") || begins("posted") => {
                    (words.date, words.publication) = (true, true)
                }
                _ => {}
            }
        }
        words.event = (words.date && !words.publication && names_event(class)) || is_event(class);
        words
    }

    /// All that two texts say.
    pub(in crate::extract::article) const fn and(self, other: Self) -> Self {
        Self {
            author: self.author || other.author,
            name: self.name || other.name,
            date: self.date || other.date,
            publication: self.publication || other.publication,
            update: self.update || other.update,
            event: self.event || other.event,
            aside: self.aside || other.aside,
            head: self.head || other.head,
        }
    }
}

/// Whether a class says of what a date is, and that is not the page: `event-date`, `birthdate`, `start-time`.
fn names_event(class: &str) -> bool {
    const WORDS: [&str; 8] = ["event", "birth", "death", "deadline", "due", "expiry", "start", "end"];
    let mut words = class.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.any(|word| WORDS.iter().any(|event| word == *event || word.strip_suffix("date") == Some(event)))
}

/// Whether a class says that an event stands here, with a date of its own.
fn is_event(class: &str) -> bool {
    class
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|word| matches!(word, "event" | "events" | "upcoming"))
}

/// Whether a class says that something other than the article stands here.
fn is_aside_class(class: &str) -> bool {
    const WORDS: [&str; 17] = [
        "comment",
        "comments",
        "commentlist",
        "recent",
        "popular",
        "trending",
        "ticker",
        "countdown",
        "newsletter",
        "card",
        "cards",
        "promo",
        "menu",
        "breadcrumbs",
        "reviews",
        "testimonial",
        "testimonials",
    ];
    // `card__date` is a part of the block `card`, which bears its name itself.
    if class.contains("__") {
        return false;
    }
    class.starts_with("widget")
        || class.starts_with("footer")
        || ["related", "sidebar", "recommend"].iter().any(|word| class.contains(word))
        || class.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|word| WORDS.contains(&word))
}
