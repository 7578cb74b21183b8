//! What the examples for containers and for systemd show behind `#` fits the program, and fits together.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use feedmill::config::{Flags, Settings, load};
use feedmill::web::TrustedProxy;
use ipnet::IpNet;
use regex::Regex;

use crate::support::programs;

#[test]
fn the_container_behind_a_proxy_trusts_the_gateway_of_its_own_network() {
    let text = shown("compose.yaml");

    let set = settings(&variables(&text, r#"(?m)^ +(FEEDMILL_\w+): ["'](.*)["']$"#));
    let network: IpNet = only(&text, r#"subnet: "([^"]+)""#).parse().unwrap();
    let gateway: IpAddr = only(&text, r#"gateway: "([^"]+)""#).parse().unwrap();

    assert_eq!(set.server.trusted_proxies, [TrustedProxy::Network(gateway.into())]);
    assert!(network.contains(&gateway), "{gateway} in {network}");
    assert!(set.server.public_url.is_some());
}

#[test]
fn the_service_reads_its_secrets_where_systemd_puts_them() {
    let text = shown("feedmill.service");
    let folder = Path::new("/run/credentials/feedmill.service");
    let loaded = variables(&text, r"(?m)^LoadCredential=([^:\n]+):(/.+)$");

    let set = settings(&variables(
        &text.replace("%d", &folder.display().to_string()),
        r"(?m)^Environment=(FEEDMILL_\w+)=(.*)$",
    ));

    let names: Vec<PathBuf> = loaded.iter().map(|(name, _)| folder.join(name)).collect();
    let read: Vec<PathBuf> =
        [set.access.tokens_file, set.access.signing_keys_file].into_iter().flatten().collect();
    assert_eq!(read.len(), 2);
    assert_eq!(read, names);
    let configuration = example("feedmill.toml");
    for (_, file) in loaded {
        assert!(configuration.contains(&format!("_file = \"{file}\"")), "{file}");
    }
}

/// An example with the variables and lines of units taken over that it shows: they stand behind `#` without a space.
fn shown(name: &str) -> String {
    let behind = Regex::new(r"(?m)^( *)#([A-Z])").unwrap();
    behind.replace_all(&example(name), "$1$2").into_owned()
}

fn example(name: &str) -> String {
    std::fs::read_to_string(programs::root().join("deploy").join(name)).unwrap()
}

/// Names and values, by an expression with a group for each.
fn variables(text: &str, expression: &str) -> Vec<(String, String)> {
    let expression = Regex::new(expression).unwrap();
    expression.captures_iter(text).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

fn only(text: &str, expression: &str) -> String {
    Regex::new(expression).unwrap().captures(text).unwrap()[1].to_owned()
}

/// The settings that variables of the environment make.
fn settings(variables: &[(String, String)]) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("feedmill.toml");
    std::fs::write(&config, "").unwrap();
    load(&Flags { config: Some(config), ..Flags::default() }, variables.iter().cloned()).unwrap()
}
