//! Pure. Tests.
