//! Pure. Durations as the watchlist writes them: text in, a length of time out, and back into words.

use std::time::Duration;

const UNITS: &[(&str, u64)] = &[("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)];

/// Parses a whole number and one unit: `"0s"`, `"90s"`, `"10m"`, `"6h"`, `"2d"`.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
    Some(Duration::from_secs(digits.parse::<u64>().ok()?.checked_mul(*seconds)?))
}

/// In words, in the largest unit that fits without a rest: "20 minutes".
pub fn duration_in_words(length: Duration) -> String {
    let seconds = length.as_secs();
    let (unit, size) = [("day", 86_400), ("hour", 3_600), ("minute", 60)]
        .into_iter()
        .find(|(_, size)| seconds >= *size && seconds.is_multiple_of(*size))
        .unwrap_or(("second", 1));
    let count = seconds / size;
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// One step of `cooling`: the pause, and how long after publication it holds (None: from then on).
pub fn parse_cooling(step: &str) -> Option<(Duration, Option<Duration>)> {
    match step.split_once(" for ") {
        Some((pause, span)) => Some((parse_duration(pause.trim())?, Some(parse_duration(span.trim())?))),
        None => Some((parse_duration(step.trim())?, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_whole_number_and_one_unit() {
        for (text, seconds) in [("0s", 0), ("90s", 90), ("10m", 600), ("6h", 21_600), ("2d", 172_800)] {
            assert_eq!(parse_duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "s", "10", "1.5h", "-1s", "1h30m", "10 m", "99999999999999999999d", "9999999999999999999d"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn words_use_the_largest_unit_without_a_rest() {
        for (seconds, words) in
            [(1, "1 second"), (90, "90 seconds"), (1_200, "20 minutes"), (86_400, "1 day"), (0, "0 seconds")]
        {
            assert_eq!(duration_in_words(Duration::from_secs(seconds)), words);
        }
    }

    #[test]
    fn a_cooling_step_is_a_pause_and_perhaps_a_span() {
        let hour = Duration::from_secs(3_600);
        assert_eq!(parse_cooling("1h for 1d"), Some((hour, Some(hour * 24))));
        assert_eq!(parse_cooling("7d"), Some((hour * 168, None)));
        assert_eq!(parse_cooling("often"), None);
    }
}
