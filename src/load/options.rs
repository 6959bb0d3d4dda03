//! What a caller chooses of a load.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::clock::Clock;
use crate::input::Format;
#[cfg(doc)]
use crate::input::ReadOptions;
use crate::load::authors::AuthorPolicy;
use crate::model::PointRule;

/// How to load.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The format of all inputs; detected from their content when not given.
    pub format: Option<Format>,
    /// For tables and JSON lines: the documented column by the input's own name for it, as in
    /// [`ReadOptions::columns`].
    pub columns: BTreeMap<String, String>,
    /// The channel of inputs that name none: an id, a handle, a t.me link or a name.
    pub channel: Option<String>,
    /// The reporting zone of a new store: an IANA name or an offset. UTC when not given.
    pub time_zone: Option<String>,
    /// What counts as a talking point in a new store: items when not given.
    pub points: Option<PointRule>,
    /// The zone of wall clocks that have none; the reporting zone when not given.
    pub input_time_zone: Option<String>,
    /// Do everything but keep it.
    pub dry_run: bool,
    /// The first record that cannot be read fails its input.
    pub strict: bool,
    /// What becomes of authors; chosen when a store is made.
    pub authors: AuthorPolicy,
    /// Files that the caller writes: no inputs when they lie in a folder that is loaded.
    pub outputs: Vec<PathBuf>,
    /// The clock.
    pub clock: Clock,
}
