//! The verdicts, form by form.

use super::*;

fn judged(url: &str, opened: &[&str]) -> Result<Passage, FetchError> {
    let opened = opened.iter().map(|host| host.parse().unwrap()).collect();
    let settings = FetchSettings { private_hosts: opened, ..FetchSettings::default() };
    Guard::new(&settings).judge(&Url::parse(url).unwrap())
}

fn kind(url: &str) -> &'static str {
    judged(url, &[]).map_or_else(|error| error.kind(), |_| "passes")
}

/// The verdict in the words of the table of forms.
fn reason(text: &str) -> String {
    let Ok(url) = Url::parse(text) else { return "no URL".to_owned() };
    match Guard::new(&FetchSettings::default()).judge(&url) {
        Ok(_) => String::new(),
        Err(FetchError::ForbiddenAddress { range, .. }) => range.to_owned(),
        Err(FetchError::BadUrl { fault, .. }) => fault.to_string(),
        Err(other) => panic!("{text:?}: {other}"),
    }
}

#[test]
fn every_form_of_an_address_is_judged_by_where_it_leads() {
    let rows = [forms::addresses::FORMS, forms::urls::FORMS].concat();
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(url, expected)| reason(url) != *expected)
        .map(|(url, expected)| format!("{url:?}: expected {expected:?}, found {:?}", reason(url)))
        .collect();
    assert!(wrong.is_empty(), "{} of {} forms:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn the_error_tells_address_and_range() {
    let error = judged("http://0xa000001/a", &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a host on the public internet, found 10.0.0.1 (private use (RFC 1918)) for http://10.0.0.1/a"
    );
}

#[test]
fn an_opened_host_passes_and_its_other_ports_do_not() {
    let opened = ["127.0.0.1:8080", "wiki"];
    assert_eq!(judged("http://127.0.0.1:8080/", &opened).unwrap(), Passage::Private);
    assert_eq!(judged("http://wiki:9000/", &opened).unwrap(), Passage::Private);
    assert!(judged("http://127.0.0.1/", &opened).is_err());
    assert!(judged("http://127.0.0.2:8080/", &opened).is_err());
}

#[test]
fn other_schemes_and_credentials_are_refused_without_telling_the_password() {
    assert_eq!(kind("file:///etc/passwd"), "bad_url");
    assert_eq!(kind("ftp://news.example/"), "bad_url");
    assert_eq!(kind("http://news.example:0/"), "bad_url");
    let text = judged("http://clerk:hush@news.example/", &["news.example"]).unwrap_err().to_string();
    assert_eq!(text, "expected a URL without user name and password, found http://news.example/");
}

#[test]
fn the_ports_that_may_be_asked_are_set_and_those_of_opened_hosts_are_not_among_them() {
    let judged = |url: &str| {
        let settings = FetchSettings {
            ports: vec![443, 8000],
            private_hosts: vec!["127.0.0.1:9000".parse().unwrap(), "wiki.example".parse().unwrap()],
            ..FetchSettings::default()
        };
        Guard::new(&settings).judge(&Url::parse(url).unwrap()).map_err(|error| error.kind())
    };
    assert_eq!(judged("https://news.example/"), Ok(Passage::Public));
    assert_eq!(judged("http://news.example:8000/"), Ok(Passage::Public));
    assert_eq!(judged("http://news.example/"), Err("bad_url"));
    assert_eq!(judged("http://127.0.0.1:9000/"), Ok(Passage::Private));
    assert_eq!(judged("http://wiki.example:11211/"), Ok(Passage::Private));
}
