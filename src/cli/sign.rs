//! `feedmill sign`.

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};

use super::CliError;
use super::args::SignArguments;
use super::output::print_line;
use crate::app::{self, AppError};
use crate::config;

/// The longest life of a signed address.
const LONGEST: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);

/// Prints the signed form of an address.
pub(super) fn run(arguments: &SignArguments) -> Result<(), CliError> {
    let settings = config::load(&arguments.config.flags(), std::env::vars())?;
    let expires = arguments.expires.as_deref().map(|life| expiry(life, Timestamp::now())).transpose()?;
    match app::sign(&settings, &arguments.address, expires) {
        Ok(signed) => print_line(&signed),
        Err(AppError::Sign(error)) => Err(CliError::Usage(chain(&error))),
        Err(error) => Err(error.into()),
    }
}

/// The end of a life that begins now.
fn expiry(life: &str, now: Timestamp) -> Result<Timestamp, CliError> {
    let span: Option<Span> = life.parse().ok();
    let duration = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
    let duration = duration.filter(|life| *life >= SignedDuration::from_secs(1) && *life <= LONGEST);
    duration.and_then(|life| now.checked_add(life).ok()).ok_or_else(|| {
        CliError::Usage(format!(
            "--expires: expected a time such as 12h, 30d or 52w, of at most ten years, found {life:?}"
        ))
    })
}

/// An error with its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("90s", Some("2026-05-01T12:01:30Z"))]
    #[case("12h", Some("2026-05-02T00:00:00Z"))]
    #[case("30d", Some("2026-05-31T12:00:00Z"))]
    #[case("2w", Some("2026-05-15T12:00:00Z"))]
    #[case("0s", None)]
    #[case("-1h", None)]
    #[case("11y", None)]
    #[case("4000d", None)]
    #[case("soon", None)]
    fn a_life_is_a_time_of_at_most_ten_years(#[case] life: &str, #[case] expected: Option<&str>) {
        let end = expiry(life, "2026-05-01T12:00:00Z".parse().unwrap());
        assert_eq!(end.ok(), expected.map(|end| end.parse().unwrap()));
    }
}
