//! Whether the loops go round and what troubles them: logged once when it begins, changes and ends, never every second.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::StoreResult;

/// What the loops note and the service tells.
#[derive(Debug, Clone, Default)]
pub(super) struct Pulse(Arc<Mutex<Noted>>);

#[derive(Debug, Default)]
struct Noted {
    answers: u64,
    troubles: BTreeMap<&'static str, String>,
}

impl Pulse {
    /// Notes what the store answered to a loop. An error is an answer too: an outage is reported, a hang is not outlived.
    pub(super) fn note<T>(&self, what: &'static str, answer: StoreResult<T>) -> Option<T> {
        let mut held = self.held();
        held.answers += 1;
        match answer {
            Ok(value) => {
                if held.troubles.remove(what).is_some() {
                    tracing::info!("{what}: works again");
                }
                Some(value)
            }
            Err(e) => {
                let text = e.to_string();
                if held.troubles.get(what) != Some(&text) {
                    tracing::error!("{what}: {text}; tried again until it works");
                    held.troubles.insert(what, text);
                }
                None
            }
        }
    }

    /// Counts answers of the store; the watchdog looks at it.
    pub(super) fn answers(&self) -> u64 {
        self.held().answers
    }

    /// What goes wrong at present.
    pub(super) fn trouble(&self) -> Option<String> {
        self.held().troubles.values().next().cloned()
    }

    fn held(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    #[test]
    fn a_trouble_is_there_until_its_own_loop_works_again() {
        let pulse = Pulse::default();
        let full = || Err::<(), _>(StoreError::Failed { attempt: "claim due targets", why: "disk full".to_owned() });
        assert_eq!(pulse.trouble(), None);
        assert_eq!(pulse.note("check", full()), None);
        assert_eq!(pulse.note("deliver", Ok(3)), Some(3));
        assert_eq!(pulse.trouble().as_deref(), Some("claim due targets: disk full"));
        assert_eq!(pulse.note("check", Ok(())), Some(()));
        assert_eq!(pulse.trouble(), None);
        assert_eq!(pulse.answers(), 3);
    }
}
