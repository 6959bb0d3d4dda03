//! Which of an input's own columns are meant by the documented ones.

use std::collections::BTreeMap;

use super::{Column, DateOrder, Target};
use crate::{Error, ErrorKind, Result};

/// What the user maps: for each documented column the input's own name, and the order of dates.
#[derive(Debug, Clone, Default)]
pub(in crate::input) struct Mapping {
    own_names: [Option<String>; Column::COUNT],
    pub(in crate::input) orders: [Option<DateOrder>; Column::COUNT],
}

impl Mapping {
    /// The user's map, documented column to own name.
    ///
    /// # Errors
    /// When a column is none of the documented ones, or stands there twice.
    pub(in crate::input) fn new(columns: &BTreeMap<String, String>) -> Result<Self> {
        let mut mapping = Self::default();
        for (written, own_name) in columns {
            let Some(Target { column, order }) = Target::parse(written) else {
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!("there is no column '{written}' to map to"),
                )
                .hint(format!("columns: {}", Column::ALL.map(Column::name).join(", "))));
            };
            let index = column as usize;
            if mapping.own_names[index].is_some() {
                let message = format!("'{}' is mapped twice", column.name());
                return Err(Error::new(ErrorKind::Usage, message).hint("map each column once"));
            }
            mapping.own_names[index] = Some(own_name.clone());
            mapping.orders[index] = order;
        }
        Ok(mapping)
    }

    /// The own name to which the user maps a column.
    pub(in crate::input) fn own_name(&self, column: Column) -> Option<&str> {
        self.own_names[column as usize].as_deref()
    }

    /// Whether the user maps anything to an own column of this name.
    pub(in crate::input) fn claims(&self, own_name: &str) -> bool {
        self.own_names.iter().flatten().any(|claimed| claimed == own_name)
    }

    /// The documented column that an own column stands for by its name alone.
    pub(in crate::input) fn by_name(&self, own_name: &str) -> Option<Column> {
        if self.claims(own_name) {
            return None;
        }
        Column::by_name_or_alias(&normalised(own_name)).filter(|column| self.own_name(*column).is_none())
    }

    /// Whether the instant of a message is found by the name that Telegram Desktop gives it: the user has not said what it is.
    pub(in crate::input) fn may_find_instant(&self) -> bool {
        self.own_name(Column::PostedAt).is_none() && !self.claims(INSTANT)
    }

    /// Whether a caption is found by its name where Telegram's bots, or their libraries, have written the record: it has a
    /// `message_id`, and its text is called `text`. The user has said neither what the caption is nor what the text is.
    pub(in crate::input) fn may_find_caption(&self) -> bool {
        self.own_name(Column::Caption).is_none()
            && self.own_name(Column::Text).is_none()
            && !self.claims(Column::Caption.name())
    }
}

/// The column in which Telegram Desktop tells the instant of a message, beside its wall clock in `date`.
pub(in crate::input) const INSTANT: &str = "date_unixtime";

/// The column in which Telegram Desktop has a text once more, in parts throughout.
const PARTS: &str = "text_entities";

/// The column in which Telethon tells what a row is.
const TYPE: &str = "_";

/// The column that tells a record of Telegram's bots, with [`Mapping::may_find_caption`].
pub(in crate::input) const OF_BOTS: &str = "message_id";

/// A name as it is compared: in lower case, without white space around it.
pub(in crate::input) fn normalised(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Where in a table's rows the documented columns stand.
#[derive(Debug, Default)]
pub(in crate::input) struct Layout {
    /// Column and index of its cell.
    pub(in crate::input) cells: Vec<(Column, usize)>,
    /// Whether one of them is that of the instant, beside which Telegram Desktop tells the kind of a row.
    pub(in crate::input) has_instant: bool,
    /// Whether a text may be in parts, written out: in any other table it is what somebody has posted.
    pub(in crate::input) has_parts: bool,
    /// Where a column has the types that Telethon gives.
    pub(in crate::input) types: Option<usize>,
}

impl Layout {
    /// Finds the columns in a header.
    ///
    /// # Errors
    /// When a mapped name is not in the header, two columns could mean the same, or there is no text.
    pub(in crate::input) fn of_header(header: &[String], mapping: &Mapping) -> Result<Self> {
        let mut cells = Vec::new();
        for column in Column::ALL {
            let found: Vec<usize> = match mapping.own_name(column) {
                Some(own_name) => mapped(header, own_name)?,
                None => (0..header.len())
                    .filter(|index| mapping.by_name(&header[*index]) == Some(column))
                    .collect(),
            };
            match found.as_slice() {
                [] => {}
                [index] => cells.push((column, *index)),
                [first, second, ..] => return Err(two_mean(column, &header[*first], &header[*second])),
            }
        }
        let instant = header.iter().position(|name| name == INSTANT).filter(|_| mapping.may_find_instant());
        cells.extend(instant.map(|index| (Column::PostedAt, index)));
        let Some((_, text)) = cells.iter().find(|(column, _)| *column == Column::Text) else {
            return Err(no_text(header.iter().map(String::as_str), "column"));
        };
        if mapping.may_find_caption()
            && header[*text] == Column::Text.name()
            && header.iter().any(|name| name == OF_BOTS)
        {
            let mut captions = (0..header.len()).filter(|index| header[*index] == Column::Caption.name());
            if let (Some(caption), None) = (captions.next(), captions.next()) {
                cells.push((Column::Caption, caption));
            }
        }
        let types = header.iter().position(|name| name == TYPE).filter(|_| !mapping.claims(TYPE));
        let has_parts = header.iter().any(|name| [INSTANT, PARTS].contains(&name.as_str()));
        Ok(Self { cells, has_instant: instant.is_some(), has_parts, types })
    }

    /// The input's own name of a column, else the documented one.
    pub(in crate::input) fn own_name(&self, column: Column, header: &[String]) -> String {
        let cell = self.cells.iter().find(|(one, _)| *one == column);
        cell.map_or_else(|| column.name().to_owned(), |(_, index)| header[*index].clone())
    }
}

/// The columns of this name: as it is written, else in upper or lower case.
fn mapped(header: &[String], own_name: &str) -> Result<Vec<usize>> {
    let find = |is_it: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..header.len()).filter(|index| is_it(&header[*index])).collect()
    };
    let exact = find(&|name| name == own_name.trim());
    let found = if exact.is_empty() { find(&|name| normalised(name) == normalised(own_name)) } else { exact };
    if found.is_empty() {
        return Err(no_such("column", own_name, header.iter().map(String::as_str)));
    }
    Ok(found)
}

/// A mapped name that the input does not have.
pub(in crate::input) fn no_such<'n>(
    what: &str,
    own_name: &str,
    names: impl Iterator<Item = &'n str>,
) -> Error {
    let names = listed(names);
    Error::new(ErrorKind::Input, format!("there is no {what} '{own_name}'"))
        .hint(format!("there are: {names}"))
}

/// Two own columns that could both be the documented one.
pub(in crate::input) fn two_mean(column: Column, one: &str, other: &str) -> Error {
    let name = column.name();
    let message = if one == other {
        format!("two columns are called '{one}'")
    } else {
        format!("'{one}' and '{other}' could both be the {name}")
    };
    let example = if one == other { String::new() } else { format!(": --map {name}={one}") };
    Error::new(ErrorKind::Input, message).hint(format!("say which one is meant{example}"))
}

/// Nothing that could be the text.
pub(in crate::input) fn no_text<'n>(names: impl Iterator<Item = &'n str>, what: &str) -> Error {
    let names = listed(names);
    Error::new(ErrorKind::Input, format!("which {what} is the text? there are: {names}"))
        .hint(format!("say which: --map text={}", what.to_uppercase()))
}

/// The first names of a list, none of them long.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    const MOST: usize = 40;
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if all.len() == MOST {
            all.push("…".to_owned());
            break;
        }
        let short: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        if !short.is_empty() {
            all.push(short);
        }
    }
    all.join(", ")
}
