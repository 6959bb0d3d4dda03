//! The values of `-f`.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::render::OutputFormat;

/// The formats of a list of rows: those that write any rows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ListFormat(OutputFormat);

impl From<ListFormat> for OutputFormat {
    fn from(format: ListFormat) -> Self {
        format.0
    }
}

impl ValueEnum for ListFormat {
    fn value_variants<'a>() -> &'a [Self] {
        const VARIANTS: [ListFormat; OutputFormat::OF_ANY_ROWS.len()] = {
            let mut variants = [ListFormat(OutputFormat::Table); OutputFormat::OF_ANY_ROWS.len()];
            let mut index = 0;
            while index < variants.len() {
                variants[index] = ListFormat(OutputFormat::OF_ANY_ROWS[index]);
                index += 1;
            }
            variants
        };
        &VARIANTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

/// The formats of a page that is no list of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum PageFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}
