//! Headers of tables of posts that stand one behind the other, and which columns they name.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::ControlFlow;

use super::escapes::Evidence;
use super::table::{Headers, NAMES_AGAIN, NAMES_ALONE};
use super::{Delimited, Layout, Mapping};
use crate::input::columns::moment::{self, Reading};
use crate::input::columns::post::leads_elsewhere;
use crate::input::columns::value::Value;
use crate::input::columns::{Column, layout};
use crate::input::{four_cat_csv, minet_csv};
use crate::model::{Place, Record};
use crate::{Error, Result};

/// What a row is below a header of which it cannot be told which column is which.
const BELOW_UNKNOWN: &str = "below names of columns that do not tell which is which";

/// What a row is below the header that a program writes whose tables are a format of their own.
pub(super) const BELOW_OTHER_FORMAT: &str = "of a table in another format: put it into a file of its own";

/// Whether these are the columns of a program whose tables are read otherwise.
pub(super) fn are_of_other_format(names: &[String]) -> bool {
    let header = names.join(",");
    four_cat_csv::looks_like(header.as_bytes()) || minet_csv::looks_like(header.as_bytes())
}

/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 64;

/// The headers that a table of posts can have.
pub(super) struct PostHeaders(pub(super) Mapping);

impl Headers for PostHeaders {
    fn can_be(&self, names: &[String]) -> bool {
        let has = |layout: &Layout, wanted: &[Column]| {
            layout.cells.iter().any(|(column, _)| wanted.contains(column))
        };
        Layout::of_header(names, &self.0).is_ok_and(|layout| {
            has(&layout, &[Column::Text]) && has(&layout, &[Column::Id, Column::PostedAt])
        })
    }

    /// Only ids and times have a form by which they are told from other words. A number alone is no time here: ids may look
    /// like one.
    fn fitting(&self, names: &[String], rows: &[Vec<String>]) -> Option<usize> {
        let layout = Layout::of_header(names, &self.0).ok()?;
        let order = self.0.orders[Column::PostedAt as usize];
        let is_time = |cell: &str| {
            let reading = moment::read(&Value::Text(Cow::Borrowed(cell)), order);
            !cell.bytes().all(|byte| byte.is_ascii_digit())
                && matches!(reading, Reading::Moment(_) | Reading::Ambiguous(_))
        };
        let is_id =
            |cell: &str| cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains(char::is_whitespace);
        let fits = |row: &[String], column: Column, index: usize| {
            row.get(index).is_some_and(|cell| match column {
                Column::Id => is_id(cell),
                Column::PostedAt => is_time(cell),
                _ => false,
            })
        };
        let cells = |row: &Vec<String>| {
            layout.cells.iter().filter(|(column, index)| fits(row, *column, *index)).count()
        };
        Some(rows.iter().map(cells).sum())
    }
}

impl<R: BufRead> Delimited<R> {
    /// Whether the row at hand names columns where the text and the time of a post would stand, or in all cells of a table
    /// without times, each for another one than stands there. A post may say what a column is called, and its id may be
    /// such a word, but no post was posted so.
    pub(super) fn names_columns(&self) -> bool {
        let is_at = |wanted: Column| self.layout.cells.iter().find(|(column, _)| *column == wanted);
        let is_named = |(_, index): &(Column, usize)| self.named(*index).is_some();
        let Some(text) = is_at(Column::Text).filter(|cell| is_named(cell)) else { return false };
        match is_at(Column::PostedAt) {
            Some(time) => is_named(time),
            None => {
                const LEAST: usize = 3;
                let columns = self.layout.cells.len();
                columns >= LEAST
                    && columns == self.table.header().len()
                    && self.layout.cells.iter().all(is_named)
                    && self.named(text.1) != Some(Column::Text)
                    && Layout::of_header(&self.table.names(), &self.mapping).is_ok()
            }
        }
    }

    /// Whether the row at hand has the names of such a program's columns, as many as the header has.
    pub(super) fn names_other_format(&self) -> bool {
        !self.may_be_of_program
            && (0..self.table.header().len()).all(|index| self.table.cell_length(index) <= LONGEST_NAME)
            && are_of_other_format(&self.table.names())
    }

    /// The column that a cell of the row at hand names, be it as the header does.
    fn named(&self, index: usize) -> Option<Column> {
        if self.table.cell_length(index) > LONGEST_NAME {
            return None;
        }
        let name = layout::normalised(&self.table.cell(index));
        let is_own = |(_, at): &&(Column, usize)| {
            *at == index && self.table.header().get(index).is_some_and(|own| layout::normalised(own) == name)
        };
        let own = self.layout.cells.iter().find(is_own).map(|(column, _)| *column);
        own.or_else(|| Column::by_name_or_alias(&name))
    }

    /// Takes a row of names for the header of the rows below it, unless these are not by its names.
    pub(super) fn take_names(&mut self) -> Result<Record> {
        let names = self.table.names();
        let is_repeated =
            |name: &String| !name.is_empty() && names.iter().filter(|other| *other == name).count() > 1;
        let is_same = || self.layout.cells.iter().all(|(column, index)| self.named(*index) == Some(*column));
        Ok(Record::Reject(match Layout::of_header(&names, &self.mapping) {
            // A header that names the same columns needs none, and one that names a column twice is none.
            Err(_) if is_same() || names.iter().any(is_repeated) => self.table.reject(NAMES_AGAIN, None),
            _ if !self.table.is_above_own_rows(&names)? => self.table.reject(NAMES_ALONE, None),
            _ => {
                let reject = self.table.begin_header(names, &[]);
                self.find_columns(&reject.place)?;
                reject
            }
        }))
    }

    /// Finds the columns anew below another header, which stands here. What was learnt above it is of another table.
    pub(super) fn find_columns(&mut self, header_at: &Place) -> Result<()> {
        self.header_at = Some(header_at.clone());
        let header = self.table.header();
        let found = Layout::of_header(header, &self.mapping);
        self.unreadable = if !self.may_be_of_program && are_of_other_format(header) {
            Some(BELOW_OTHER_FORMAT)
        } else {
            found.is_err().then_some(BELOW_UNKNOWN)
        };
        self.layout = found.unwrap_or_else(|_| std::mem::take(&mut self.layout));
        self.builder.begin_anew();
        self.begin_at_first_address()?;
        self.find_escapes()
    }

    /// Finds out whether line ends of texts are written out below the header at hand.
    pub(super) fn find_escapes(&mut self) -> Result<()> {
        let text = self.index(Column::Text).filter(|_| self.table.is_of_tabs());
        let Some(index) = text else {
            self.has_escapes = false;
            return Ok(());
        };
        let columns = self.table.header().len();
        let mut evidence = Evidence::default();
        self.table.look_ahead(columns, &mut |cells| {
            let text = cells.get(index).filter(|_| cells.len() == columns);
            if text.is_none_or(|text| evidence.look(text)) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        self.has_escapes = evidence.is_for();
        Ok(())
    }

    /// Takes the rows below the header at hand for posts of where the first address among them leads.
    pub(super) fn begin_at_first_address(&mut self) -> Result<()> {
        let Some(index) = self.index(Column::Url) else { return Ok(()) };
        let columns = self.table.header().len();
        let mut is_elsewhere = None;
        self.table.look_ahead(columns, &mut |cells| {
            let url = cells.get(index).filter(|_| cells.len() == columns);
            is_elsewhere = url.and_then(|url| leads_elsewhere(&Value::Text(Cow::Borrowed(url))));
            if is_elsewhere.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        self.builder.begin(is_elsewhere.unwrap_or(false));
        Ok(())
    }

    /// The error, and what to do where the first table lacks a column that its remedy names: columns are mapped for all tables
    /// of a file.
    pub(super) fn told_of_table(&self, error: Error) -> Error {
        let Some(header_at) = &self.header_at else { return error };
        let is_in_first = |own: &str| {
            self.first_header.iter().any(|name| layout::normalised(name) == layout::normalised(own))
        };
        let header = self.table.header();
        let mut times = self.layout.cells.iter().filter(|(column, _)| column.is_time());
        if times.all(|(_, index)| header.get(*index).is_none_or(|own| is_in_first(own))) {
            return error;
        }
        error.hint(format!(
            "the first table of the file has other columns: put this one, whose header is at {header_at}, into a file of its own"
        ))
    }
}
