//! What the words of an element say of the facts in it.

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
    /// … or of a change.
    pub update: bool,
    /// That something other than the article stands there.
    pub aside: bool,
}

impl Words {
    /// What a class in lower case says.
    pub(in crate::extract::article) fn of(class: &str) -> Self {
        let mut words = Self { aside: is_aside_class(class), ..Self::default() };
        for (at, letter) in class.bytes().enumerate() {
            // Hardly any letter begins one of them.
            if matches!(letter, b'a'..=b'e' | b'm' | b'n' | b'p' | b't' | b'u' | b'w') {
                words.begin(class.get(at..).unwrap_or_default());
            }
        }
        words
    }

    /// Reads what a part of a class begins with.
    fn begin(&mut self, rest: &str) {
        let any = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
        self.author |= any(&["author", "byline", "writer", "contributor"]);
        self.name |= any(&["name"]);
        self.date |= any(&["date", "time", "publish", "posted"]);
        self.publication |= any(&["publish", "posted", "entry-date"]);
        self.update |= any(&["updated", "modified", "update-date"]);
    }

    /// All that two texts say.
    pub(in crate::extract::article) const fn and(self, other: Self) -> Self {
        Self {
            author: self.author || other.author,
            name: self.name || other.name,
            date: self.date || other.date,
            publication: self.publication || other.publication,
            update: self.update || other.update,
            aside: self.aside || other.aside,
        }
    }
}

/// Whether a class says that something other than the article stands here.
fn is_aside_class(class: &str) -> bool {
    const WORDS: [&str; 14] = [
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
