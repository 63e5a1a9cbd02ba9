//! I/O (shapes only). How values are written into columns: times, JSON, compressed blobs, documents as deltas.

use jiff::Timestamp;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// No stored page or document is larger than this; four times what a page may have.
const MOST: usize = 1024 * 1024 * 1024;
const LEVEL: i32 = 3;

pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

pub(super) fn time(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(super) fn wrong(e: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(e))
}

pub(super) fn unread(e: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(e))
}

pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(wrong)
}

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(unread)
}

/// A word of a closed set, as it was written.
pub(super) fn word<T: std::str::FromStr>(text: &str) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(unread)
}

pub(super) fn pack(bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    bounded(bytes)?;
    zstd::bulk::compress(bytes, LEVEL).map_err(wrong)
}

pub(super) fn unpack(bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    zstd::bulk::decompress(bytes, capacity(bytes)).map_err(unread)
}

/// Packs against an earlier text of the same target, of which little differs.
pub(super) fn pack_against(earlier: &[u8], bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    bounded(bytes)?;
    let mut packer = zstd::bulk::Compressor::with_dictionary(LEVEL, earlier).map_err(wrong)?;
    packer.compress(bytes).map_err(wrong)
}

pub(super) fn unpack_against(earlier: &[u8], bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let mut unpacker = zstd::bulk::Decompressor::with_dictionary(earlier).map_err(unread)?;
    unpacker.decompress(bytes, capacity(bytes)).map_err(unread)
}

/// Nothing is written that could not be read again.
fn bounded(bytes: &[u8]) -> rusqlite::Result<()> {
    if bytes.len() <= MOST {
        return Ok(());
    }
    Err(wrong(std::io::Error::other(format!("{} bytes are too many to keep", bytes.len()))))
}

/// What the frame says it holds, never more than the bound.
fn capacity(bytes: &[u8]) -> usize {
    zstd::bulk::Decompressor::upper_bound(bytes).unwrap_or(MOST).min(MOST)
}
