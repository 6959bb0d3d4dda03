//! One value of a record, be it a cell of a table or a member of an object.

use std::borrow::Cow;

use super::Column;

/// A value as the input has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::input) enum Value<'a> {
    /// The record does not have it.
    #[default]
    Missing,
    /// A cell, or a string.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// An array or an object.
    Nested(serde_json::Value),
}

/// The values of a record, by column.
pub(in crate::input) type Values<'a> = [Value<'a>; Column::COUNT];

/// A record without values.
pub(in crate::input) fn no_values<'a>() -> Values<'a> {
    std::array::from_fn(|_| Value::Missing)
}

/// What pandas, R, SQL and spreadsheets write where nothing is known.
const NOTHING: [&str; 12] =
    ["NaN", "nan", "None", "null", "NULL", "NA", "N/A", "#N/A", "<NA>", "NaT", "\\N", "-"];

/// Whole numbers up to this are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Value<'_> {
    /// The value as a word or a number written out, without white space around it; `None` where nothing is
    /// known.
    pub(in crate::input) fn word(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => {
                let text = text.trim();
                (!text.is_empty() && !NOTHING.contains(&text)).then_some(Cow::Borrowed(text))
            }
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
            Self::Float(number) => whole(*number).map(|number| Cow::Owned(number.to_string())),
            Self::Missing | Self::Bool(_) | Self::Nested(_) => None,
        }
    }

    /// The value as a name that people read: U+0000 becomes U+FFFD.
    pub(in crate::input) fn name(&self) -> Option<String> {
        self.word().map(|word| word.replace('\0', "\u{FFFD}"))
    }

    /// Whether it says yes or no, and which.
    pub(in crate::input) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            Self::Text(text) => match text.trim() {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The number as a whole one, when it is one that a double holds exactly.
pub(in crate::input) fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2^53")]
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}
