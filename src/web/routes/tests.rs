use std::collections::{BTreeMap, BTreeSet};

use super::super::problem::Kind;
use super::super::query::VIEW;
use super::*;
use crate::feed::Outcome;

const DOCUMENT: &str = include_str!("../../../openapi.yaml");

/// What `openapi.yaml` says of one address.
#[derive(Debug, Default)]
struct Operation {
    methods: Vec<String>,
    name: String,
    summary: String,
    parameters: BTreeSet<String>,
    answers: BTreeSet<String>,
}

/// The operations of the document by address. It is written with two spaces a level and one address a line, so lines
/// are enough to find them.
fn operations() -> BTreeMap<String, Operation> {
    let (_, paths) = DOCUMENT.split_once("\npaths:\n").unwrap();
    let (paths, _) = paths.split_once("\ncomponents:\n").unwrap();
    let mut operations = BTreeMap::new();
    let mut address = String::new();
    for line in paths.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(found) = line.strip_prefix("  /") {
            address = format!("/{}", found.strip_suffix(':').unwrap());
            operations.insert(address.clone(), Operation::default());
            continue;
        }
        read(line, operations.get_mut(&address).unwrap());
    }
    operations
}

fn read(line: &str, operation: &mut Operation) {
    let after = |start| line.strip_prefix(start).map(str::to_owned);
    let indent = line.len() - line.trim_start().len();
    if indent == 4 {
        operation.methods.push(line.trim().trim_end_matches(':').to_owned());
    } else if let Some(name) = after("      operationId: ") {
        operation.name = name;
    } else if let Some(summary) = after("      summary: ") {
        operation.summary = summary;
    } else if let Some(reference) = after("        - { $ref: '#/components/parameters/") {
        operation.parameters.insert(reference.trim_end_matches("' }").to_owned());
    } else if indent == 8 && (line.trim().starts_with('\'') || line.trim().starts_with("default:")) {
        let answer = line.trim().split(':').next().unwrap();
        operation.answers.insert(answer.trim_matches('\'').to_owned());
    }
}

#[test]
fn every_route_is_documented_and_every_documented_address_is_a_route() {
    let documented: BTreeSet<String> = operations().into_keys().collect();
    let routed: BTreeSet<String> =
        TABLE.iter().flat_map(|line| line.documented).map(|path| (*path).to_owned()).collect();
    assert_eq!(routed, documented);
}

#[test]
fn route_and_document_call_the_same_thing_by_the_same_words() {
    let operations = operations();
    for line in TABLE {
        for address in line.documented {
            let operation = &operations[*address];
            assert_eq!(operation.summary, line.summary, "{address}");
            assert_eq!(operation.methods, [line.method().to_lowercase()], "{address}");
            assert!(
                operation.name.ends_with(line.name),
                "{address} is {} there and {} here",
                operation.name,
                line.name
            );
            assert!(operation.answers.contains("200") && operation.answers.contains("default"), "{address}");
        }
    }
}

#[test]
fn what_needs_admission_documents_that_it_may_be_refused() {
    let operations = operations();
    for line in TABLE {
        for address in line.documented {
            let refusable = operations[*address].answers.contains("403");
            let is_closed = matches!(line.readers, Admitted | Operators | Administrators);
            assert_eq!(refusable, is_closed, "{address}");
        }
    }
}

#[test]
fn feeds_document_every_parameter_of_a_view() {
    let operations = operations();
    for address in ["/feeds/{site}/{path}.{format}", "/feeds/{site}/{path}", "/convert.{format}"] {
        let parameters = &operations[address].parameters;
        for parameter in VIEW {
            assert!(parameters.contains(parameter), "{address} lacks {parameter}");
        }
    }
}

#[test]
fn the_braces_of_an_address_are_its_parameters_in_the_path() {
    for (address, operation) in operations() {
        let named = address.split('{').skip(1).map(|rest| rest.split('}').next().unwrap());
        for name in named.filter(|name| *name != "name") {
            assert!(operation.parameters.contains(name), "{address} lacks {name}");
        }
    }
}

#[test]
fn the_document_lists_every_code_of_a_problem() {
    let documented = listed("        code:\n", "            - ");
    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.row().1).collect();
    assert_eq!(documented, known);
}

#[test]
fn the_document_lists_every_outcome_of_a_refresh() {
    let documented = listed("    Outcome:\n", "        - ");
    let known: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
    assert_eq!(documented, known);
}

/// The values that the document lists below a name, each behind the same mark.
fn listed(name: &str, mark: &str) -> Vec<&'static str> {
    let (_, schema) = DOCUMENT.split_once(name).unwrap();
    let (_, values) = schema.split_once("enum:\n").unwrap();
    values.lines().map_while(|line| line.strip_prefix(mark)).collect()
}
