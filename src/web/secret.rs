//! Secrets from a file or the environment: never shown, and wiped from memory when they are let go.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, de};

/// Texts that nobody may see. Written as a list of texts, or as one text with white space between them.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Vec<SecretString>);

/// A secret with the place where it stands, which may be told.
pub(super) struct Placed {
    pub(super) secret: SecretString,
    /// The key of the configuration, with file and line where it is one.
    pub(super) place: String,
}

/// A file of secrets that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{key}: cannot read {}", path.display())]
pub(super) struct UnreadableSecrets {
    key: &'static str,
    path: PathBuf,
    #[source]
    source: std::io::Error,
}

impl Secrets {
    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<String>> FromIterator<T> for Secrets {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        Self(texts.into_iter().map(|text| SecretString::from(text.into())).collect())
    }
}

impl<'de> Deserialize<'de> for Secrets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The errors of the usual readers quote what they find, which nobody may see.
        let bad = || de::Error::custom("expected a text or a list of texts, found something else");
        match toml::Value::deserialize(deserializer).map_err(|_| bad())? {
            toml::Value::String(text) => Ok(text.split_whitespace().collect()),
            toml::Value::Array(values) => {
                let texts = values.into_iter().map(|value| match value {
                    toml::Value::String(text) => Ok(SecretString::from(text)),
                    _ => Err(bad()),
                });
                texts.collect::<Result<_, _>>().map(Self)
            }
            _ => Err(bad()),
        }
    }
}

/// All secrets of a kind, those of the file before the others. In a file one stands on each line; empty lines and those that
/// begin with `#` are none.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn gather(
    (file_key, file): (&'static str, Option<&Path>),
    (key, values): (&'static str, &Secrets),
) -> Result<Vec<Placed>, UnreadableSecrets> {
    let mut found = Vec::new();
    if let Some(path) = file {
        let text = std::fs::read_to_string(path).map_err(|source| UnreadableSecrets {
            key: file_key,
            path: path.to_owned(),
            source,
        })?;
        let text = SecretString::from(text);
        let lines = text.expose_secret().lines().map(str::trim).enumerate();
        found.extend(lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(
            |(index, line)| Placed {
                secret: SecretString::from(line),
                place: format!("{file_key}: {}:{}", path.display(), index + 1),
            },
        ));
    }
    found.extend(values.0.iter().enumerate().map(|(index, secret)| Placed {
        secret: secret.clone(),
        place: format!("{key}: the value with the number {}", index + 1),
    }));
    Ok(found)
}

/// An address as it was written, for a message that refuses it: without the user name and password that may stand in it.
pub(super) fn quoted_address(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((_, behind)) => format!("{behind:?} behind a user name"),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Table {
        secrets: Secrets,
    }

    #[rstest]
    #[case("secrets = 'first second'")]
    #[case("secrets = ['first', 'second']")]
    #[case("secrets = \"first\\nsecond\\n\"")]
    fn secrets_are_a_list_or_one_text_with_white_space_between(#[case] text: &str) {
        let table: Table = toml::from_str(text).unwrap();

        let shown: Vec<&str> = table.secrets.0.iter().map(ExposeSecret::expose_secret).collect();
        assert_eq!(shown, ["first", "second"]);
    }

    #[test]
    fn secrets_are_shown_neither_as_values_nor_in_errors() {
        let table: Table = toml::from_str("secrets = 'hush'").unwrap();
        assert!(!format!("{table:?}").contains("hush"));

        for text in ["secrets = 4711", "secrets = ['hush', 4711]", "secrets = { hush = 4711 }"] {
            let error = toml::from_str::<Table>(text).unwrap_err();
            let told = error.message();
            assert_eq!(told, "expected a text or a list of texts, found something else", "{text}");
        }
    }

    #[test]
    fn the_lines_of_a_file_come_first_and_say_where_they_stand() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens");
        std::fs::write(&path, "# mine\n\n one \n").unwrap();

        let values = Secrets::from_iter(["two"]);
        let found = gather(("file", Some(path.as_path())), ("values", &values)).unwrap();

        let told: Vec<(&str, String)> = found
            .iter()
            .map(|placed| (placed.secret.expose_secret(), placed.place.replace(path.to_str().unwrap(), "F")))
            .collect();
        assert_eq!(
            told,
            [("one", "file: F:3".to_owned()), ("two", "values: the value with the number 1".to_owned())]
        );
    }
}
