//! I/O. Named places where tests make the process die, as a power cut would. Not in release builds.

/// Ends the process at once when `PLEDGEWATCH_FAILPOINT` is `name` or `name:N` and this is the N-th time it is passed.
#[cfg(any(debug_assertions, feature = "failpoints"))]
pub fn hit(name: &str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};
    static WANTED: OnceLock<Option<(String, usize)>> = OnceLock::new();
    static PASSED: AtomicUsize = AtomicUsize::new(0);
    let wanted = WANTED.get_or_init(|| {
        let text = std::env::var("PLEDGEWATCH_FAILPOINT").ok()?;
        match text.rsplit_once(':') {
            Some((name, number)) => Some((name.to_owned(), number.parse().ok()?)),
            None => Some((text, 1)),
        }
    });
    if let Some((wanted, number)) = wanted
        && wanted == name
        && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *number
    {
        std::process::abort();
    }
}

/// Ends nothing: the places exist only in test builds.
#[cfg(not(any(debug_assertions, feature = "failpoints")))]
#[inline(always)]
pub fn hit(_name: &str) {}
