//! I/O. The address guard: which addresses may be connected to.
