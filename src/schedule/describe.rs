//! Pure. A crontab line in; plain English out.

use std::collections::BTreeSet;

use super::cron::Line;
use super::field::{Field, KINDS};

/// "every 20 minutes from 07:00 to 22:59, Monday to Friday".
pub(super) fn line(line: &Line) -> String {
    let mut text = times(&line.minute, &line.hour);
    if !line.weekday.all {
        text.push_str(&weekdays(&line.weekday.values));
    }
    if !line.day.all {
        let days: Vec<String> = line.day.values.iter().map(u32::to_string).collect();
        text.push_str(&format!(" on day {} of the month", list(&days)));
    }
    if !line.month.all {
        let months: Vec<String> = line.month.values.iter().map(|m| KINDS[3].label(*m)).collect();
        text.push_str(&format!(" in {}", list(&months)));
    }
    text
}

fn times(minute: &Field, hour: &Field) -> String {
    let hours = run(&hour.values, 24);
    if let Some(step) = step(minute) {
        let often = if step == 1 { "every minute".to_owned() } else { format!("every {step} minutes") };
        return match hours {
            _ if hour.all => often,
            Some((first, last)) => format!("{often} from {first:02}:00 to {last:02}:59"),
            None => format!("{often} in the hours {}", list(&labels(&hour.values))),
        };
    }
    if let (1, Some(at)) = (minute.values.len(), minute.values.first()) {
        return match hours {
            _ if hour.all && *at == 0 => "every hour on the hour".to_owned(),
            _ if hour.all => format!("every hour at {at} past"),
            Some((first, last)) if hour.values.len() > 2 => {
                format!("hourly from {first:02}:{at:02} to {last:02}:{at:02}")
            }
            _ => {
                let at: Vec<String> = hour.values.iter().map(|h| format!("{h:02}:{at:02}")).collect();
                format!("at {}", list(&at))
            }
        };
    }
    let minutes = list(&labels(&minute.values));
    match hours {
        _ if hour.all => format!("at {minutes} minutes past every hour"),
        Some((first, last)) if first != last => {
            format!("at {minutes} minutes past each hour from {first:02} to {last:02}")
        }
        _ => format!("at {minutes} minutes past {}", list(&labels(&hour.values))),
    }
}

fn labels(values: &BTreeSet<u32>) -> Vec<String> {
    values.iter().map(|v| format!("{v:02}")).collect()
}

/// The even pause between minutes, when it holds from one hour to the next.
fn step(minute: &Field) -> Option<u32> {
    let count = minute.values.len() as u32;
    if count < 2 || !60u32.is_multiple_of(count) {
        return None;
    }
    let step = 60 / count;
    minute.values.iter().enumerate().all(|(index, value)| *value == index as u32 * step).then_some(step)
}

/// First and last of values that follow each other, also across the end of the circle: 23, 0 to 6.
fn run(values: &BTreeSet<u32>, circle: u32) -> Option<(u32, u32)> {
    let starts: Vec<u32> = values.iter().copied().filter(|v| !values.contains(&((v + circle - 1) % circle))).collect();
    let [first] = starts.as_slice() else { return None };
    Some((*first, (first + values.len() as u32 - 1) % circle))
}

fn weekdays(values: &BTreeSet<u32>) -> String {
    const FULL: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let name = |day: u32| FULL[(day as usize - 1) % 7];
    let from_zero: BTreeSet<u32> = values.iter().map(|v| v - 1).collect();
    match run(&from_zero, 7) {
        Some((first, last)) if values.len() > 2 => format!(", {} to {}", name(first + 1), name(last + 1)),
        _ => format!(" on {}", list(&values.iter().map(|v| format!("{}s", name(*v))).collect::<Vec<_>>())),
    }
}

fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}
