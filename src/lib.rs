//! An embedded SQL analytics store for channel posts.
//!
//! ```text
//! bytes ─▶ detect ─▶ reader ─▶ Post ─▶ extract ─▶ writer ─▶ SQLite           (load)
//! .sql  ─▶ catalogue ─▶ parameters ─▶ runner (read-only) ─▶ rows ─▶ renderer   (run)
//! ```
//!
//! Data flows one way, and no module knows a later one.

#![cfg_attr(not(test), deny(clippy::print_stdout, clippy::print_stderr))]

#[cfg(feature = "cli")]
pub mod cli;
pub mod clock;
pub mod error;
pub mod extract;
pub mod input;
pub mod load;
pub mod model;
pub mod query;
#[cfg(feature = "cli")]
pub mod render;
#[cfg(feature = "cli")]
pub mod report;
pub mod search;
mod shell;
pub mod store;

pub use error::{Error, ErrorKind, Result};
