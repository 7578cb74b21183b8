//! Pages in the markup of the first site, as short as a test can have them.

/// A card of a listing. An empty date or teaser is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    pub path: &'static str,
    pub title: &'static str,
    pub date: &'static str,
    pub teaser: &'static str,
}

/// An article. An empty date is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Story {
    pub post_id: &'static str,
    pub title: &'static str,
    pub date: &'static str,
    pub text: &'static str,
}

pub(super) const FERRY: Card = Card {
    path: "/news/politics/a-ferry-by-night",
    title: "A ferry by night",
    date: "1 Mar 2026 20:15",
    teaser: "",
};
pub(super) const FERRY_STORY: Story = Story {
    post_id: "501",
    title: "A ferry by night",
    date: "1 Mar 2026 20:15",
    text: "The council lets the boats cross the bay until one in the morning.",
};
pub(super) const SPRING: Card = Card {
    path: "/news/politics/a-spring-is-shared",
    title: "A spring is shared",
    date: "28 Feb 2026 08:00",
    teaser: "",
};
pub(super) const SPRING_STORY: Story = Story {
    post_id: "502",
    title: "A spring is shared",
    date: "28 Feb 2026 08:00",
    text: "Two towns read the same gauge every Monday and write the number on a board.",
};

/// A section with these cards.
pub(super) fn listing(cards: &[Card]) -> String {
    let cards: String = cards.iter().map(card).collect();
    page("A section", &format!("<section class=\"listing\">{cards}</section>"), "")
}

/// A home page whose ticker says these things.
pub(super) fn home(ticker: &[&str]) -> String {
    let lines: String = ticker.iter().map(|line| format!("<li>{line}</li>")).collect();
    page("Home", "", &format!("<div class=\"breaking-news\"><ul>{lines}</ul></div>"))
}

/// An article's page.
pub(super) fn article(story: &Story) -> String {
    let Story { post_id, title, date, text } = story;
    page(
        title,
        &format!(
            "<article><h1>{title}</h1><ul class=\"article-meta\"><li>By Salma Idris</li><li>{date}</li></ul>\
             <div class=\"p-content\"><p class=\"lg_para\">{text}</p></div></article>"
        ),
        &format!("<meta name=\"postid\" content=\"{post_id}\">"),
    )
}

fn card(card: &Card) -> String {
    let Card { path, title, date, teaser } = card;
    format!(
        "<div class=\"media-caption\"><h3 class=\"media-title\"><a href=\"{path}\">{title}</a></h3>\
         <p class=\"media-summary\">{teaser}</p><span class=\"date\">{date}</span></div>"
    )
}

fn page(title: &str, main: &str, before: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head>\
         <body>{before}<main>{main}</main></body></html>"
    )
}
