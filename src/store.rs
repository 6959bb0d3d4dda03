//! The store: one SQLite file, its schema, and everything that is written to it.
