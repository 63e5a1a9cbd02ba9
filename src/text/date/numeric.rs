//! Pure. Dates in digits alone, written alike in every language.

use std::sync::LazyLock;

use super::meaning::Meaning::{Day, Month, Slashed};
use super::rule::{Family, compile};

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            // A day of one digit after a month of two would also fit a CAS number.
            (
                Day,
                r"(?P<r>%Y-(?P<m>[01][0-9])-(?P<d>[0-3][0-9])(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)",
            ),
            (Day, r"%Y-(?P<m>[1-9])-%D"),
            (Day, r"%Y/(?P<m>[01]?[0-9])/%D"),
            (Day, r"%Y\.(?P<m>[01]?[0-9])\.%D"),
            (Slashed, r"(?P<a>[0-3]?[0-9])(?P<slash>/)(?P<b>[0-3]?[0-9])/%Y"),
            (Slashed, r"(?P<a>[0-3][0-9])(?P<slash>/)(?P<b>[0-3][0-9])/(?P<y>[2-4][0-9])"),
            (Slashed, r"(?P<a>[0-3]?[0-9])\.(?P<b>[0-3]?[0-9])\.%Y"),
            (Slashed, r"(?P<a>[0-3]?[0-9])-(?P<b>[0-3]?[0-9])-%Y"),
            (Month, r"(?P<number>(?P<m>[01]?[0-9]))/%Y"),
        ],
        &[],
    )
});
