//! How single values stand in columns.

use std::error::Error;
use std::io::Read;
use std::str::FromStr;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::Moment;

/// A moment as milliseconds since 1970 in UTC.
pub(super) struct Millis(pub(super) Timestamp);

/// A record as JSON text.
pub(super) struct Json<T>(pub(super) T);

/// A record as JSON text in gzip, for what is large and seldom read.
pub(super) struct Zipped<T>(pub(super) T);

/// A value as the text that it parses from.
pub(super) struct Parsed<T>(pub(super) T);

/// A number of things. SQLite counts to 2^63; what is more is as good as that.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The moment at another instant, in the offset it was written in.
pub(super) const fn with_instant(moment: Moment, Millis(instant): Millis) -> Moment {
    Moment::new(instant, moment.offset())
}

impl ToSql for Millis {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_millisecond()))
    }
}

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_millisecond(value.as_i64()?).map(Self).map_err(FromSqlError::other)
    }
}

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        serde_json::to_string(&self.0)
            .map(ToSqlOutput::from)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(FromSqlError::other)
    }
}

impl<T: Serialize> ToSql for Zipped<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let mut out = GzEncoder::new(Vec::new(), Compression::default());
        serde_json::to_writer(&mut out, &self.0)
            .map_err(std::io::Error::from)
            .and_then(|()| out.finish())
            .map(ToSqlOutput::from)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }
}

impl<T: DeserializeOwned> FromSql for Zipped<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let mut text = Vec::new();
        GzDecoder::new(value.as_blob()?).read_to_end(&mut text).map_err(FromSqlError::other)?;
        serde_json::from_slice(&text).map(Self).map_err(FromSqlError::other)
    }
}

impl<T> FromSql for Parsed<T>
where
    T: FromStr,
    T::Err: Error + Send + Sync + 'static,
{
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(FromSqlError::other)
    }
}
