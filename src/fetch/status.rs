//! I/O stage, pure part. An HTTP status and its headers in; nothing to say, or the failure it means, out.

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::model::{Failure, Reason};

/// No server may ask for more than this; a wild number would otherwise silence a watch for ever.
const MAX_RETRY_AFTER_SECS: u64 = 7 * 24 * 3600;

/// The failure a status means; None for 200.
pub(super) fn judge(status: u16, retry_after: Option<&str>, now: Timestamp) -> Option<Failure> {
    let wait = retry_after.and_then(|value| retry_after_secs(value, now));
    let reason = match status {
        200 => return None,
        401 | 403 | 412 | 451 | 521 => Reason::Forbidden,
        404 => Reason::NotFound,
        410 => Reason::Gone,
        429 => Reason::HostBusy,
        503 if wait.is_some() => Reason::HostBusy,
        400..=499 => Reason::Http4xx,
        500..=599 => Reason::Http5xx,
        _ => Reason::UnexpectedStatus,
    };
    Some(Failure::new(reason, format!("status {status}")).retry_after(wait))
}

/// Whether a status asks to look elsewhere.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// `Retry-After` as seconds from now: a number or an HTTP date; a past date is 0.
pub(super) fn retry_after_secs(value: &str, now: Timestamp) -> Option<u64> {
    let value = value.trim();
    let secs = if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        value.parse().unwrap_or(u64::MAX)
    } else {
        let at = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
        u64::try_from(at.as_second().saturating_sub(now.as_second())).unwrap_or(0)
    };
    Some(secs.min(MAX_RETRY_AFTER_SECS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_reason() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(judge(200, None, now), None);
        for (status, reason) in [
            (100, Reason::UnexpectedStatus),
            (201, Reason::UnexpectedStatus),
            (204, Reason::UnexpectedStatus),
            (206, Reason::UnexpectedStatus),
            (300, Reason::UnexpectedStatus),
            (304, Reason::UnexpectedStatus),
            (400, Reason::Http4xx),
            (401, Reason::Forbidden),
            (403, Reason::Forbidden),
            (404, Reason::NotFound),
            (410, Reason::Gone),
            (412, Reason::Forbidden),
            (418, Reason::Http4xx),
            (429, Reason::HostBusy),
            (451, Reason::Forbidden),
            (500, Reason::Http5xx),
            (503, Reason::Http5xx),
            (521, Reason::Forbidden),
            (599, Reason::Http5xx),
            (799, Reason::UnexpectedStatus),
        ] {
            assert_eq!(judge(status, None, now).map(|f| f.reason), Some(reason), "{status}");
        }
        assert_eq!(judge(503, Some("30"), now).map(|f| f.reason), Some(Reason::HostBusy));
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date_and_is_bounded() {
        let now: Timestamp = "2015-10-21T07:00:00Z".parse().expect("an instant");
        for (value, secs) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(28 * 60)),
            ("Wed, 21 Oct 2015 06:28:00 GMT", Some(0)),
            ("99999999999999999999999", Some(MAX_RETRY_AFTER_SECS)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(retry_after_secs(value, now), secs, "{value}");
        }
    }
}
