//! Where the cutter stands.

/// How the records stand in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Nothing is read yet.
    Start,
    /// Each on its line.
    Lines,
    /// One behind the other, each on several lines.
    Values,
    /// In the outermost array.
    Array,
    /// Within the outer object.
    Object,
    /// In the list of the outer object.
    List,
    /// Behind the outermost value.
    Behind,
    /// Where what follows cannot be placed.
    Broken(u64),
    /// Nothing follows.
    Ended,
}
