//! Named queries: finding them, reading their headers, binding their parameters, running them read-only.
//!
//! A named query is one `.sql` file that any SQLite tool can run. This module knows SQLite and the text of
//! the file; it does not know how a store is written, nor how rows are printed.

pub mod rows;
