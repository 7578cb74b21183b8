//! Query parameters: every one known, none given twice.

use std::borrow::Cow;

use actix_web::web;
use url::Url;

use super::problem::{Kind, Problem};
use super::secret::quoted_address;
use super::signature;
use crate::feed::{View, ViewParameters};
use crate::site::MAX_PAGES;

/// The parameters by which a reader chooses among the items of a feed.
pub(super) const VIEW: [&str; 7] = ["limit", "content", "q", "include", "exclude", "author", "tag"];

/// The parameters of a feed: those, and the number of a page of its archive.
pub(super) const FEED: [&str; 8] = ["limit", "content", "q", "include", "exclude", "author", "tag", "page"];

/// Longest address of a page, in bytes.
const MAX_PAGE_URL: usize = 2_048;

/// The parameters of a request.
#[derive(Debug)]
pub(super) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    /// Reads a query, and refuses what the address does not take: a misspelt filter must not look like one that works.
    pub(super) fn read(query: &'a str, allowed: &[&str]) -> Result<Self, Problem> {
        let mut parameters: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if !allowed.contains(&name.as_ref()) {
                return Err(unknown(&name, allowed));
            }
            if parameters.iter().any(|(known, _)| *known == name) {
                let detail = format!("{name}: expected the parameter once, found it again");
                return Err(Problem::new(Kind::BadParameter, detail));
            }
            parameters.push((name, value));
        }
        Ok(Self(parameters))
    }

    /// Reads the query of an address that may be signed. Whether it is signed rightly was looked at before, where it counts.
    pub(super) fn read_signable(query: &'a str, allowed: &[&str]) -> Result<Self, Problem> {
        let query = Self::read(query, &[allowed, &signature::PARAMETERS].concat())?;
        match query.0.iter().find_map(|(name, value)| Some((name, signature::fault(name, value)?))) {
            None => Ok(query),
            Some((name, expected)) => {
                let detail = format!("{name}: expected {expected}, found something else");
                Err(Problem::new(Kind::BadParameter, detail))
            }
        }
    }

    /// Takes a parameter out.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(at).1.into_owned())
    }

    /// The page that `url` names.
    pub(super) fn page(&mut self) -> Result<Url, Problem> {
        let Some(text) = self.take("url") else {
            let detail = "expected the address of a page as the parameter url, found none";
            return Err(Problem::new(Kind::MissingParameter, detail));
        };
        let bad = |found: &str| {
            let detail = format!(
                "url: expected an http or https address of at most {MAX_PAGE_URL} bytes, found {found}"
            );
            Problem::new(Kind::BadParameter, detail)
        };
        if text.len() > MAX_PAGE_URL {
            return Err(bad(&format!("{} bytes", text.len())));
        }
        let url = Url::parse(text.trim()).map_err(|_| bad(&quoted_address(&text)))?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(url)
        } else {
            Err(bad(&quoted_address(&text)))
        }
    }

    /// How many pages of a listing are wanted; none where the query does not say.
    pub(super) fn pages(&mut self) -> Result<Option<u32>, Problem> {
        let Some(found) = self.wish("pages") else { return Ok(None) };
        match found.parse() {
            Ok(pages) if (1..=MAX_PAGES).contains(&pages) => Ok(Some(pages)),
            _ => {
                let detail = format!("pages: expected a number from 1 to {MAX_PAGES}, found {found:?}");
                Err(Problem::new(Kind::BadParameter, detail))
            }
        }
    }

    /// The number of a page of the archive; none where the query does not say. A page never changes, so no reader's wish
    /// applies to it, and there is no page with one.
    pub(super) fn archive_page(&mut self) -> Result<Option<u32>, Problem> {
        let Some(found) = self.wish("page") else { return Ok(None) };
        let is_number =
            found.bytes().all(|byte| byte.is_ascii_digit()) && found.bytes().any(|byte| byte != b'0');
        if !is_number {
            let detail = format!("page: expected a number from 1, which is the oldest, found {found:?}");
            return Err(Problem::new(Kind::BadParameter, detail));
        }
        // No archive has as many pages as do not fit.
        let page = found.parse().unwrap_or(u32::MAX);
        match VIEW.into_iter().find_map(|name| Some((name, self.wish(name)?))) {
            None => Ok(Some(page)),
            Some((name, value)) => {
                let detail = format!(
                    "page: expected no wish beside it, since pages of the archive never change, found {name}={value}"
                );
                Err(Problem::new(Kind::UnknownPage, detail))
            }
        }
    }

    /// Whether the answer is to be explained.
    pub(super) fn explain(&mut self) -> Result<bool, Problem> {
        match self.wish("explain").as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(found) => {
                let detail = format!("explain: expected true or false, found {found:?}");
                Err(Problem::new(Kind::BadParameter, detail))
            }
        }
    }

    /// The reader's wishes. A regular expression may take some tens of milliseconds to be compiled, which is done where it
    /// holds up nobody.
    pub(super) async fn view(&mut self) -> Result<View, Problem> {
        let parameters = ViewParameters {
            limit: self.wish("limit"),
            content: self.wish("content"),
            q: self.text("q"),
            include: self.text("include"),
            exclude: self.text("exclude"),
            author: self.text("author"),
            tag: self.text("tag"),
        };
        if parameters.include.is_none() && parameters.exclude.is_none() {
            return Ok(View::try_from(parameters)?);
        }
        let view = web::block(move || View::try_from(parameters)).await;
        Ok(view.map_err(|_| Problem::new(Kind::NotReady, "the service is stopping"))??)
    }

    /// A parameter, where it says something: a form sends the fields that were left empty too.
    fn wish(&mut self, name: &str) -> Option<String> {
        self.take(name).filter(|value| !value.is_empty())
    }

    /// A text that is looked for, where there is one.
    fn text(&mut self, name: &str) -> Option<String> {
        self.take(name).filter(|value| !value.trim().is_empty())
    }
}

/// The problem of a parameter that the address does not take.
fn unknown(name: &str, allowed: &[&str]) -> Problem {
    if name == "pages" && allowed == FEED {
        // All readers of a feed share its archive, so how far it is read is for its definition to say.
        let detail = "expected how many pages a feed has in its definition (`pages`) or as a parameter of /convert, \
                      found \"pages\" as a parameter of a feed";
        return Problem::new(Kind::UnknownParameter, detail);
    }
    let expected = match allowed {
        [] => "no parameter".to_owned(),
        [one] => format!("the parameter {one}"),
        several => format!("the parameters {}", several.join(", ")),
    };
    Problem::new(Kind::UnknownParameter, format!("expected {expected}, found {name:?}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_parameter_is_decoded_and_taken_once() {
        let mut query = Query::read("q=a%20b+c&tag=%D8%BA%D8%B2%D8%A9", &VIEW).unwrap();

        assert_eq!(query.take("q").as_deref(), Some("a b c"));
        assert_eq!(query.take("tag").as_deref(), Some("غزة"));
        assert_eq!(query.take("q"), None);
    }

    #[rstest]
    #[case("lmit=3", &FEED, "expected the parameters limit, content, q, include, exclude, author, tag, page, found \"lmit\"")]
    #[case("x", &["url"], "expected the parameter url, found \"x\"")]
    #[case("x=1", &[], "expected no parameter, found \"x\"")]
    fn an_unknown_parameter_is_refused_with_those_there_are(
        #[case] query: &str,
        #[case] allowed: &[&str],
        #[case] expected: &str,
    ) {
        let problem = Query::read(query, allowed).unwrap_err();

        assert_eq!(problem.kind(), Kind::UnknownParameter);
        assert_eq!(problem.to_string(), expected);
    }

    #[test]
    fn a_parameter_that_is_given_twice_is_refused() {
        let problem = Query::read("limit=1&limit=2", &VIEW).unwrap_err();
        assert_eq!(problem.kind(), Kind::BadParameter);
    }

    #[tokio::test]
    async fn an_empty_query_is_the_plain_view() {
        for query in ["", "limit=&q=", "q=%20&include="] {
            assert!(Query::read(query, &VIEW).unwrap().view().await.unwrap().is_plain(), "{query}");
        }
    }

    #[tokio::test]
    async fn a_wish_out_of_bounds_names_its_parameter() {
        let problem = Query::read("limit=0", &VIEW).unwrap().view().await.unwrap_err();

        assert_eq!(problem.kind(), Kind::BadParameter);
        assert!(problem.to_string().starts_with("limit: expected a number from 1 to"), "{problem}");
    }

    #[rstest]
    #[case::none("", Kind::MissingParameter)]
    #[case::relative("url=/news", Kind::BadParameter)]
    #[case::another_scheme("url=file:///etc/passwd", Kind::BadParameter)]
    #[case::no_host("url=http://clerk:hush@/", Kind::BadParameter)]
    fn a_page_needs_an_address_of_the_web(#[case] query: &str, #[case] expected: Kind) {
        let problem = Query::read(query, &["url"]).unwrap().page().unwrap_err();
        assert_eq!(problem.kind(), expected);
        assert!(!problem.to_string().contains("hush"), "{problem}");
    }

    #[rstest]
    #[case("url=a&key=a%20b", "key: expected the name of a key")]
    #[case("url=a&expires=soon", "expires: expected a moment")]
    #[case("url=a&signature=00", "signature: expected 64 hexadecimal digits")]
    fn what_can_be_no_signature_is_a_fault_of_its_parameter(#[case] query: &str, #[case] expected: &str) {
        let problem = Query::read_signable(query, &["url"]).unwrap_err();
        assert_eq!(problem.kind(), Kind::BadParameter);
        assert!(problem.to_string().starts_with(expected), "{problem}");
    }

    #[test]
    fn a_page_address_has_a_bound() {
        let query = format!("url=https://news.example/{}", "a".repeat(MAX_PAGE_URL));
        assert!(Query::read(&query, &["url"]).unwrap().page().is_err());
    }
}
