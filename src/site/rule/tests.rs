use super::*;

#[derive(Deserialize, Serialize)]
struct Field {
    rule: Alternatives<Rule>,
}

fn read(text: &str) -> Result<Field, toml::de::Error> {
    toml::from_str(text)
}

#[test]
fn a_rule_is_a_string_a_table_or_an_array_of_both() {
    let field =
        read("rule = [\"h2 a\", {meta = \"og:title\"}, {css = \"img\", attribute = \"src\"}]").unwrap();
    let shown: Vec<String> = field.rule.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["h2 a", "meta og:title", "img@src"]);
    assert_eq!(read("rule = \"@href\"").unwrap().rule.iter().next().unwrap().to_string(), "@href");
}

#[test]
fn rules_are_written_back_as_they_were_read() {
    let field =
        read("rule = [\"a@href\", {meta = \"keywords\", split = \",\"}, {json_ld = \"/author/name\"}]")
            .unwrap();
    let again = read(&toml::to_string(&field).unwrap()).unwrap();
    assert_eq!(field.rule, again.rule);
}

#[test]
fn a_rule_splits_and_takes_what_its_pattern_says() {
    let field = read("rule = {css = \"p\", split = \";\", pattern = \"Source: (.+)\"}").unwrap();
    let rule = field.rule.iter().next().unwrap();
    assert_eq!(rule.values_of("Source: Agencies ; Source: Own ; nothing"), ["Agencies", "Own"]);
}

#[test]
fn a_broken_selector_or_pattern_is_told_in_one_line() {
    for (text, expected) in [
        ("", "expected a CSS selector, found an empty text"),
        (" ", "expected a CSS selector, found an empty text"),
    ] {
        assert_eq!(Rule::css(text).unwrap_err(), expected, "{text:?}");
    }
    for text in ["a >", "a,,b", "h2[", ":nope", "::x"] {
        let error = Rule::css(text).unwrap_err();
        assert!(!error.contains('\n') && !error.contains("developer"), "{text:?}: {error}");
    }
    let pattern = |pattern: &str| {
        RuleTable { css: Some("p".into()), pattern: Some(pattern.into()), ..RuleTable::default() }.into_rule()
    };
    assert_eq!(pattern("(").unwrap_err(), "expected a regular expression, found \"(\": unclosed group");
    let too_large = pattern("a{1000}{1000}{1000}").unwrap_err();
    assert!(!too_large.contains('\n'), "{too_large}");
}

#[test]
fn a_broken_rule_says_what_was_expected() {
    for (text, expected) in [
        ("rule = \"h2[\"", "expected a CSS selector"),
        ("rule = {css = \"a\", meta = \"b\"}", "exactly one of"),
        ("rule = {json = \"script\"}", "expected `pointer`"),
        ("rule = {css = \"a\", pattern = \"(\"}", "expected a regular expression"),
        ("rule = {json_ld = \"name\"}", "begins with a slash"),
        ("rule = 7", "a rule, or an array of rules"),
    ] {
        let error = read(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(expected), "{text}: {error}");
    }
}
