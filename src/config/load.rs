//! From file, environment and flags to settings.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use super::{ConfigError, Settings};
use crate::web::Listen;

/// What the command line says of the configuration. It goes before the environment, which goes before the file.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The file. Without one `feedmill.toml` is read where it is there.
    pub config: Option<PathBuf>,
    /// `server.listen`.
    pub listen: Option<Listen>,
    /// `data_dir`.
    pub data_dir: Option<PathBuf>,
    /// `sites.dir`.
    pub sites: Option<PathBuf>,
}

/// The file that is read when none is named.
const USUAL_FILE: &str = "feedmill.toml";

/// What the names of variables begin with.
const PREFIX: &str = "FEEDMILL_";

/// Keys at the top level. Only these may be set by a variable without `__`, since other programs' variables may share
/// the prefix.
const TOP_LEVEL: [&str; 1] = ["data_dir"];

/// Reads the configuration. `environment` is all of the process's variables.
///
/// # Errors
/// When a named file cannot be read, a key is unknown, or a value is not what the key takes.
pub fn load(
    flags: &Flags,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, ConfigError> {
    let mut table = match &flags.config {
        Some(path) => read(path)?,
        None if Path::new(USUAL_FILE).exists() => read(Path::new(USUAL_FILE))?,
        None => Table::new(),
    };
    for (variable, value) in environment {
        let Some(keys) = keys_of(&variable) else { continue };
        set(&mut table, &keys, if is_secret(&keys) { secret_value(&value) } else { parse_value(&value) });
        // Checked one by one, so that a fault is told with the name of its variable.
        settings_of(&table)
            .map_err(|error| ConfigError::Variable { variable, cause: error.message().to_owned() })?;
    }
    let mut settings =
        settings_of(&table).map_err(|error| ConfigError::Invalid(error.message().to_owned()))?;
    if let Some(listen) = &flags.listen {
        settings.server.listen = listen.clone();
    }
    if let Some(folder) = &flags.data_dir {
        settings.data_dir.clone_from(folder);
    }
    if let Some(folder) = &flags.sites {
        settings.sites.dir = Some(folder.clone());
    }
    settings.validate()?;
    Ok(settings)
}

/// The file as a table, after it was checked as a whole, so that a fault is told with its line.
fn read(path: &Path) -> Result<Table, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    let fault = |error: &toml::de::Error, field: String| ConfigError::File {
        path: path.to_owned(),
        line: text
            .bytes()
            .take(error.span().map_or(0, |span| span.start))
            .filter(|byte| *byte == b'\n')
            .count()
            + 1,
        field,
        cause: error.message().to_owned(),
    };
    let deserializer = toml::Deserializer::parse(&text).map_err(|error| fault(&error, String::new()))?;
    serde_path_to_error::deserialize::<_, Settings>(deserializer).map_err(|error| {
        let path = error.path().to_string();
        fault(error.inner(), if path == "." { String::new() } else { format!("{path}: ") })
    })?;
    toml::from_str(&text).map_err(|error| fault(&error, String::new()))
}

fn settings_of(table: &Table) -> Result<Settings, toml::de::Error> {
    Settings::deserialize(table.clone())
}

/// The keys that a variable sets: `FEEDMILL_SERVER__LISTEN` is `server`, `listen`.
fn keys_of(variable: &str) -> Option<Vec<String>> {
    let keys: Vec<String> = variable.strip_prefix(PREFIX)?.split("__").map(str::to_ascii_lowercase).collect();
    let known = match keys.as_slice() {
        [key] => TOP_LEVEL.contains(&key.as_str()),
        keys => keys.iter().all(|key| !key.is_empty()),
    };
    known.then_some(keys)
}

fn set(table: &mut Table, keys: &[String], value: Value) {
    match keys {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let inner = table.entry(key.clone()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// The keys whose values nobody may see. A token may look like a number, so they are texts whatever they look like.
fn is_secret(keys: &[String]) -> bool {
    const SECRETS: [[&str; 2]; 2] = [["access", "tokens"], ["access", "signing_keys"]];
    SECRETS.iter().any(|secret| secret == keys)
}

/// A list as TOML writes it, else the text itself.
fn secret_value(text: &str) -> Value {
    match parse_value(text) {
        list @ Value::Array(_) => list,
        _ => Value::String(text.to_owned()),
    }
}

/// A value as TOML writes it (`8`, `true`, `["a"]`), else the text itself.
fn parse_value(text: &str) -> Value {
    toml::from_str::<Table>(&format!("value = {text}"))
        .ok()
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, Flags) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feedmill.toml");
        std::fs::write(&path, text).unwrap();
        (folder, Flags { config: Some(path), ..Flags::default() })
    }

    fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn without_a_file_the_service_listens_on_loopback_and_keeps_its_data_in_a_folder() {
        let settings = load(&Flags::default(), []).unwrap();
        assert_eq!(settings.server.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.store_url().to_string(), "sqlite:feedmill-data/feedmill.sqlite3");
    }

    #[test]
    fn flags_go_before_the_environment_and_the_environment_before_the_file() {
        let (_folder, mut flags) =
            file("[server]\nlisten = \"127.0.0.1:1\"\n[cache]\nttl_seconds = 60\nmax_bytes = 2097152");
        let variables =
            environment(&[("FEEDMILL_SERVER__LISTEN", "127.0.0.1:2"), ("FEEDMILL_CACHE__TTL_SECONDS", "90")]);
        let settings = load(&flags, variables.clone()).unwrap();
        assert_eq!(settings.server.listen.to_string(), "127.0.0.1:2");
        assert_eq!((settings.cache.ttl_seconds, settings.cache.max_bytes), (90, 2_097_152));
        flags.listen = Some("127.0.0.1:3".parse().unwrap());
        assert_eq!(load(&flags, variables).unwrap().server.listen.to_string(), "127.0.0.1:3");
    }

    #[test]
    fn a_fault_in_the_file_is_told_with_its_line_and_key() {
        let (_folder, flags) =
            file("[server]\nlisten = \"127.0.0.1:1\"\n\n[cache]\nttl_seconds = \"soon\"\n");
        let error = load(&flags, []).unwrap_err().to_string();
        assert!(error.contains("feedmill.toml:5: cache.ttl_seconds: "), "{error}");
        let (_folder, flags) = file("[server]\nlisten_on = 7\n");
        let error = load(&flags, []).unwrap_err().to_string();
        assert!(
            error.contains(":2: ") && error.contains("listen_on") && error.contains("expected"),
            "{error}"
        );
    }

    #[test]
    fn a_fault_in_the_environment_is_told_with_its_variable() {
        let error =
            load(&Flags::default(), environment(&[("FEEDMILL_SERVER__PORT", "8")])).unwrap_err().to_string();
        assert!(error.starts_with("FEEDMILL_SERVER__PORT: ") && error.contains("listen"), "{error}");
    }

    #[test]
    fn secrets_of_the_environment_are_texts_and_are_not_shown() {
        for value in [
            "12345678901234567890",
            "1e4567890123456789",
            "[\"a-token-of-20-letters\"]",
            "one-token two-tokens",
        ] {
            let settings =
                load(&Flags::default(), environment(&[("FEEDMILL_ACCESS__TOKENS", value)])).unwrap();
            assert!(format!("{:?}", settings.access.tokens).contains("REDACTED"), "{settings:?}");
            assert!(!format!("{settings:?}").contains(value.trim_matches(['[', ']', '"'])), "{value}");
        }
        let error =
            load(&Flags::default(), environment(&[("FEEDMILL_ACCESS__TOKENS", "[47114711]")])).unwrap_err();
        assert!(!error.to_string().contains("4711"), "{error}");
    }

    #[test]
    fn a_value_out_of_bounds_is_told_with_its_key_and_its_bounds() {
        let error =
            load(&Flags::default(), environment(&[("FEEDMILL_FEEDS__ITEMS", "0")])).unwrap_err().to_string();
        assert_eq!(error, "feeds.items: expected 1 to 1000, found 0");
    }

    #[test]
    fn a_file_that_is_named_and_not_there_is_an_error() {
        let flags = Flags { config: Some("no/such/file.toml".into()), ..Flags::default() };
        assert!(matches!(load(&flags, []), Err(ConfigError::Unreadable { .. })));
    }

    #[test]
    fn variables_of_other_programs_are_left_alone() {
        assert!(
            load(&Flags::default(), environment(&[("FEEDMILL_REQUIRE_ALL", "1"), ("PATH", "/bin")])).is_ok()
        );
    }
}
