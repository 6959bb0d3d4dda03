//! The parameters that a query's header declares: `@param NAME TYPE[MARK] [= DEFAULT] : HELP`.

use std::fmt;

mod declaration;

/// The names that no parameter may have, because `run` has options of these names.
pub const RESERVED_NAMES: [&str; 21] = [
    "as_of", "chart", "color", "db", "excel", "f", "format", "from", "h", "help", "limit", "meta", "no_meta",
    "o", "output", "pack", "q", "queries", "timeout", "version", "wide",
];

/// One declared parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The name, as in `:name`.
    pub name: String,
    /// What its values are.
    pub kind: ParameterType,
    /// How many values it takes.
    pub mark: Mark,
    /// The value that stands for NULL, as written. The body of the query applies it.
    pub default: Option<String>,
    /// What it does.
    pub help: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// How many values a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// No mark: one value; needed unless there is a default.
    One,
    /// `?`: one value or none.
    Optional,
    /// `*`: any number of values.
    List,
}

/// What the values of a parameter are, and how they are bound.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterType {
    /// Words, as they are.
    Text,
    /// A whole number, within these bounds.
    Int {
        /// The least, if there is one.
        min: Option<i64>,
        /// The greatest, if there is one.
        max: Option<i64>,
    },
    /// A number, within these bounds.
    Float {
        /// The least, if there is one.
        min: Option<f64>,
        /// The greatest, if there is one.
        max: Option<f64>,
    },
    /// `yes` or `no`; bound as 1 or 0.
    Bool,
    /// One of some words.
    Enum {
        /// The words.
        words: Vec<String>,
        /// A SELECT whose values, folded, are such words, too; they differ from store to store.
        more: Option<String>,
    },
    /// A day; bound as `2024-03-01`.
    Date,
    /// A length of time such as `90s`, `15m`, `6h`, `2d`, `1w`; bound in seconds.
    Duration,
    /// A channel of the store; bound as its `channel_id`.
    Channel,
    /// A hashtag; bound folded, without `#`.
    Hashtag,
    /// A handle; bound folded, without `@`.
    Handle,
    /// `words`: a phrase, folded as the `folded` columns of the store are.
    Words,
    /// Somebody named; bound as the folded name, without `@`.
    Entity,
    /// An FTS5 query; bound as it is.
    FullText,
    /// Words, for which this SELECT lists those that occur.
    Values(String),
}

impl fmt::Display for ParameterType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Int { min, max } => write_range(f, "int", *min, *max),
            Self::Float { min, max } => write_range(f, "float", *min, *max),
            Self::Bool => f.write_str("bool"),
            Self::Enum { words, more } => {
                let words: Vec<&str> = words.iter().chain(more).map(String::as_str).collect();
                write!(f, "enum({})", words.join("|"))
            }
            Self::Date => f.write_str("date"),
            Self::Duration => f.write_str("duration"),
            Self::Channel => f.write_str("channel"),
            Self::Hashtag => f.write_str("hashtag"),
            Self::Handle => f.write_str("handle"),
            Self::Words => f.write_str("words"),
            Self::Entity => f.write_str("entity"),
            Self::FullText => f.write_str("query(fts)"),
            Self::Values(select) => write!(f, "values({select})"),
        }
    }
}

fn write_range<N: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    min: Option<N>,
    max: Option<N>,
) -> fmt::Result {
    let text = |bound: Option<N>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    match (min, max) {
        (None, None) => f.write_str(name),
        (min, max) => write!(f, "{name}({}..{})", text(min), text(max)),
    }
}

impl Parameter {
    /// The flag without its dashes: the name with `-` for `_`.
    #[must_use]
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Whether a run must give it a value.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.mark == Mark::One && self.default.is_none()
    }
}
