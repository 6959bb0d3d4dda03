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

/// What spreadsheets show for no, in capitals: in German, French, Spanish, Italian and Portuguese, Dutch, Polish, Czech and
/// Slovak, Russian, Ukrainian, Turkish, Hungarian, Swedish, Norwegian, Danish and Finnish. What they show for yes is a name,
/// too, such as `PRAVDA`; where a source stands it tells of a forward in either case.
const NO: [&str; 14] = [
    "FALSCH",
    "FAUX",
    "FALSO",
    "ONWAAR",
    "FAŁSZ",
    "NEPRAVDA",
    "ЛОЖЬ",
    "ХИБНІСТЬ",
    "YANLIŞ",
    "HAMIS",
    "FALSKT",
    "USANN",
    "FALSK",
    "EPÄTOSI",
];

/// Whole numbers up to this are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Value<'_> {
    /// The value as a word or a number written out, without white space around it; `None` where nothing is
    /// known.
    pub(in crate::input) fn word(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => {
                let text = as_text(text.trim());
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
                word if NO.contains(&word) => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What stands in a cell that a spreadsheet is told to take as text: `="123"`, or `'123` and `'@name`.
fn as_text(cell: &str) -> &str {
    let in_formula = || cell.strip_prefix("=\"")?.strip_suffix('"').filter(|inner| !inner.contains('"'));
    let behind_quote = || {
        let inner = cell.strip_prefix('\'')?;
        let is_figure = inner.starts_with(|c: char| c.is_ascii_digit())
            && inner.chars().all(|c| c.is_ascii_digit() || "-:./, TZ".contains(c));
        (is_figure || inner.len() > 1 && inner.starts_with(['-', '+', '@', '='])).then_some(inner)
    };
    match cell.as_bytes().first() {
        Some(b'=') => in_formula().unwrap_or(cell).trim(),
        Some(b'\'') => behind_quote().unwrap_or(cell),
        _ => cell,
    }
}

/// The number as a whole one, when it is one that a double holds exactly.
pub(in crate::input) fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 2^53")]
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_is_told_to_take_as_text_is_what_stands_there() {
        for (cell, word) in [
            ("=\"123\"", "123"),
            ("=\"\u{200E}a\"", "\u{200E}a"),
            ("'123", "123"),
            ("'-1001234567890", "-1001234567890"),
            ("'@harbour", "@harbour"),
            ("'2024-07-01 10:00", "2024-07-01 10:00"),
            ("'Tis", "'Tis"),
            ("'90s news", "'90s news"),
            ("'", "'"),
            ("'-", "'-"),
            ("=A1", "=A1"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
        ] {
            assert_eq!(Value::Text(Cow::Borrowed(cell)).word().as_deref(), Some(word), "{cell}");
        }
        assert_eq!(Value::Text(Cow::Borrowed("=\"\"")).word(), None);
    }
}
