//! Pure. Claims of one reading and a slice of the ledger in; changed entries, sightings and events with reasons out.
