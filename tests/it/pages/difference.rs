//! What two JSON documents differ in, told place by place.

use std::collections::BTreeSet;

use serde_json::Value;

/// Most characters that are shown of a value.
const SHOWN: usize = 160;
/// Characters before the first difference of two texts that are shown with it.
const BEFORE: usize = 40;

/// One line for each place, with its JSON pointer.
pub(super) fn between(expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare(String::new(), Some(expected), Some(found), &mut lines);
    lines
}

fn compare(place: String, expected: Option<&Value>, found: Option<&Value>, lines: &mut Vec<String>) {
    match (expected, found) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for name in names {
                compare(format!("{place}/{name}"), left.get(name), right.get(name), lines);
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                compare(format!("{place}/{index}"), left.get(index), right.get(index), lines);
            }
        }
        (Some(Value::String(left)), Some(Value::String(right))) if left != right => {
            let same = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
            let from = same.saturating_sub(BEFORE);
            lines.push(format!("{place}: expected {:?}, found {:?}", cut(left, from), cut(right, from)));
        }
        (left, right) if left != right => {
            lines.push(format!("{place}: expected {}, found {}", told(left), told(right)));
        }
        _ => {}
    }
}

fn cut(text: &str, from: usize) -> String {
    let shown: String = text.chars().skip(from).take(SHOWN).collect();
    if from > 0 { format!("…{shown}") } else { shown }
}

fn told(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| cut(&value.to_string(), 0))
}

#[test]
fn a_difference_is_told_with_its_place_and_both_values() {
    let expected = serde_json::json!({"a": [1, {"b": "one"}], "c": null});
    let found = serde_json::json!({"a": [1, {"b": "two"}, 3], "c": null});

    let lines = between(&expected, &found);

    assert_eq!(lines, ["/a/1/b: expected \"one\", found \"two\"", "/a/2: expected nothing, found 3"]);
    assert!(between(&expected, &expected).is_empty());
}
