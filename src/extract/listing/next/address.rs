//! The page numbers in addresses: `?page=2`, `/page/2/`, `page-2.html`.

use url::Url;

/// An address taken apart: the list that it is a page of, and which page.
#[derive(Debug)]
pub(super) struct Place {
    /// The segments of the path without the page's number and what announces it.
    path: Vec<String>,
    /// The parameters without the page's number.
    query: Vec<(String, String)>,
    /// The number of the page, where the address says it.
    pub number: Option<u32>,
    /// The whole path, for lists whose pages are numbered in a way of their own.
    segments: Vec<String>,
    parameters: Vec<(String, String)>,
}

/// Parameters that number pages.
const PARAMETERS: [&str; 16] = [
    "page",
    "p",
    "pg",
    "paged",
    "pageno",
    "page_no",
    "pagenum",
    "pagenumber",
    "page_num",
    "pagina",
    "seite",
    "sida",
    "side",
    "strona",
    "sayfa",
    "stranica",
];

/// Segments that announce the number of a page.
const SEGMENTS: [&str; 14] = [
    "page", "p", "pg", "pages", "pagina", "pagine", "paginas", "seite", "sida", "side", "strona", "sayfa",
    "stranica", "strana",
];

/// What stands before the number in a single segment, such as `page-2.html`.
const PREFIXES: [&str; 6] = ["page", "pagina", "seite", "index", "list", "p"];

impl Place {
    /// Takes an address apart.
    pub fn of(url: &Url) -> Self {
        let segments: Vec<String> = url
            .path_segments()
            .into_iter()
            .flatten()
            .filter(|segment| !segment.is_empty())
            .map(ToOwned::to_owned)
            .collect();
        let parameters: Vec<(String, String)> =
            url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let (path, of_path) = numbered_path(&segments);
        let is_page = |(name, value): &&(String, String)| {
            PARAMETERS.contains(&name.to_ascii_lowercase().as_str()) && number(value).is_some()
        };
        let of_query = parameters.iter().find(is_page).and_then(|(_, value)| number(value));
        let query = parameters.iter().filter(|pair| !is_page(pair)).cloned().collect();
        Self { path, query, number: of_query.or(of_path), segments, parameters }
    }

    /// Whether another address is the page of this list with that number, by its address alone or by the number that its
    /// link says.
    pub fn has_page(&self, other: &Self, number: u32) -> bool {
        if self.is_same_list(other) && other.number.is_some() {
            return other.number == Some(number)
                || other.number.and_then(|zero| zero.checked_add(1)) == Some(number);
        }
        // `?start=20`: the same path, and the value of one parameter.
        let counted = self.path == other.path
            && other.parameters.iter().filter(|pair| !self.query.contains(pair)).count() == 1
            && other
                .parameters
                .last()
                .is_some_and(|(_, value)| value.bytes().all(|byte| byte.is_ascii_digit()));
        // `/news/2` and `/news/2.html`, but not the second day of `/2024/05`.
        let appended = other.segments.split_last().is_some_and(|(last, rest)| {
            let last = last.split('.').next().unwrap_or(last);
            let before = self.segments.split_last().map_or(&[][..], |(_, before)| before);
            last.parse() == Ok(number)
                && (rest == self.path || (self.ends_in_number() && rest == before))
                && !rest
                    .last()
                    .is_some_and(|segment| segment.len() == 4 && segment.bytes().all(|b| b.is_ascii_digit()))
                && !rest.iter().rev().take(2).all(|segment| segment.bytes().all(|b| b.is_ascii_digit()))
        });
        counted || appended
    }

    /// Whether another address is a later page of this list.
    pub fn is_before(&self, other: &Self) -> bool {
        let later = match (self.number, other.number) {
            (own, Some(other)) => other > own.unwrap_or(0),
            (_, None) => false,
        };
        self.is_same_list(other) && later
    }

    /// Whether another address is an earlier page of this list.
    pub fn is_after(&self, other: &Self) -> bool {
        self.is_same_list(other) && other.number.unwrap_or(1) <= self.number.unwrap_or(1)
    }

    /// Whether another address is the page of this list that follows.
    pub fn is_step(&self, other: &Self) -> bool {
        self.is_same_list(other)
            && other.number.is_some()
            && other.number == self.number.unwrap_or(1).checked_add(1)
    }

    /// Whether another address is on this list's path or below it.
    pub fn is_around(&self, other: &Self) -> bool {
        other.path.starts_with(&self.path)
    }

    /// Whether the list may go on at an address that is declared as its next page: below it, or where a number or a cursor
    /// counts. Some sites declare the next section of their menu.
    pub fn may_go_on_at(&self, url: &Url) -> bool {
        let counts = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        self.is_around(&Self::of(url)) && !self.path.is_empty() || url.query().is_some() || counts(url.path())
    }

    fn is_same_list(&self, other: &Self) -> bool {
        self.path == other.path && self.query == other.query
    }

    fn ends_in_number(&self) -> bool {
        self.segments.last().is_some_and(|last| number(last.split('.').next().unwrap_or(last)).is_some())
    }
}

/// A path without the number of the page.
fn numbered_path(segments: &[String]) -> (Vec<String>, Option<u32>) {
    if let [before @ .., name, last] = segments
        && SEGMENTS.contains(&name.to_ascii_lowercase().as_str())
        && let Some(found) = number(last.split('.').next().unwrap_or(last))
    {
        return (before.to_vec(), Some(found));
    }
    let Some((last, before)) = segments.split_last() else {
        return (Vec::new(), None);
    };
    let lower = last.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or(&lower);
    let found = PREFIXES.iter().find_map(|prefix| {
        let rest = stem.strip_prefix(prefix)?;
        number(rest.strip_prefix(['-', '_']).unwrap_or(rest))
    });
    match found {
        Some(found) => (before.to_vec(), Some(found)),
        // The index of a folder is the folder.
        None if stem == "index" => (before.to_vec(), None),
        None => (segments.to_vec(), None),
    }
}

/// A number that may count pages. Dates and ids of articles are longer.
fn number(text: &str) -> Option<u32> {
    let fits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits && (text == "0" || !text.starts_with('0')) { text.parse().ok() } else { None }
}
