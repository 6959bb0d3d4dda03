//! `table`: columns side by side where the terminal is wide enough, else a record per block.
//!
//! It holds the rows that it prints, since widths are known only at the end.

use std::io::Write;

use super::{Overflow, RenderOptions, Rendered, bold, each_row, hit, number, sanitize, width, write_failed};
use crate::Result;
use crate::query::rows::{Column, ColumnType, Rows, Value};

mod blocks;
mod columns;

/// The most columns of a terminal that one cell takes when nothing else bounds it; comfy-table counts in
/// 16 bits.
const WIDEST_CELL: usize = 32_000;

/// Line breaks within a cell are shown, not made.
const LINE_BREAK: &str = " ⏎ ";

/// Zeros are added up to this many decimals, so that the decimal points of a column stand in one line.
const ALIGNED_DECIMALS: usize = 6;

pub(super) fn render(rows: &mut dyn Rows, out: &mut dyn Write, options: &RenderOptions) -> Result<Rendered> {
    let mut table = Cells::new(rows.columns());
    let rendered = each_row(rows, options, |row| {
        table.push(row, options.width);
        Ok(())
    })?;
    table.finish();
    let (text, columns_left_out) = match columns::lay_out(&table, options) {
        Some(text) => (text, 0),
        None => lay_out_some(&table, options).unwrap_or_else(|| (blocks::lay_out(&table, options), 0)),
    };
    let text = if options.color { bolden(&text) } else { text };
    out.write_all(text.as_bytes()).map_err(write_failed)?;
    Ok(Rendered { columns_left_out, ..rendered })
}

/// The first column, and as many of the others as fit, with the number of those left out; `None` where not even
/// one fits, or blocks are wanted.
fn lay_out_some(table: &Cells, options: &RenderOptions) -> Option<(String, usize)> {
    let others = table.names.len().checked_sub(1)?;
    if options.overflow == Overflow::Blocks {
        return None;
    }
    let with = |kept: usize| columns::lay_out(&table.some(kept, options.overflow), options);
    // That many columns may fit, one more does not: halve the distance.
    let (mut fitting, mut too_many) = (0, others.min(options.width?) + 1);
    let mut found = None;
    while fitting + 1 < too_many {
        let middle = usize::midpoint(fitting, too_many);
        match with(middle) {
            Some(text) => (fitting, found) = (middle, Some(text)),
            None => too_many = middle,
        }
    }
    found.map(|text| (text, others - fitting))
}

/// Hits in bold, line by line, so that none reaches beyond its own.
fn bolden(text: &str) -> String {
    text.split_inclusive('\n').map(hit::bolden).collect()
}

/// A table's cells as they are shown, cut to the terminal but not yet to their columns.
struct Cells {
    names: Vec<String>,
    kinds: Vec<ColumnType>,
    rows: Vec<Vec<Cell>>,
}

#[derive(Clone)]
struct Cell {
    text: String,
    /// A cut number is a wrong number, so a number is never cut.
    is_number: bool,
}

impl Cells {
    fn new(columns: &[Column]) -> Self {
        Self {
            names: columns.iter().map(|column| shown(&column.name, ColumnType::Text, None)).collect(),
            kinds: columns.iter().map(|column| column.kind).collect(),
            rows: Vec::new(),
        }
    }

    fn push(&mut self, row: &[Value], terminal: Option<usize>) {
        self.rows.push(
            row.iter().zip(&self.kinds).map(|(value, kind)| Cell::new(value, *kind, terminal)).collect(),
        );
    }

    /// The first column, and so many of the first or last of the others.
    fn some(&self, kept: usize, overflow: Overflow) -> Self {
        let begin = if overflow == Overflow::LastColumns { self.names.len() - kept } else { 1 };
        let columns: Vec<usize> = std::iter::once(0).chain(begin..begin + kept).collect();
        let row = |row: &Vec<Cell>| columns.iter().map(|at| row[*at].clone()).collect();
        Self {
            names: columns.iter().map(|at| self.names[*at].clone()).collect(),
            kinds: columns.iter().map(|at| self.kinds[*at]).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// What can be done only when all rows are there: decimals and percent signs.
    fn finish(&mut self) {
        for (index, kind) in self.kinds.iter().enumerate() {
            let numbers = || self.rows.iter().filter_map(|row| row.get(index)).filter(|cell| cell.is_number);
            let decimals = numbers().map(|cell| decimals(&cell.text)).max().unwrap_or(0);
            let is_fraction = matches!(kind, ColumnType::Float | ColumnType::Percent);
            let align_to = if is_fraction && decimals <= ALIGNED_DECIMALS { decimals } else { 0 };
            for cell in self.rows.iter_mut().filter_map(|row| row.get_mut(index)) {
                if !cell.is_number {
                    continue;
                }
                cell.fill_decimals(align_to);
                if *kind == ColumnType::Percent {
                    cell.text.push('%');
                }
            }
        }
    }

    /// Whether the column stands to the right: it holds numbers, or words that go on in the next column.
    fn stands_right(&self, index: usize) -> bool {
        self.kinds[index] == ColumnType::Before || self.is_numeric(index)
    }

    /// Whether the column is declared as numbers, or holds nothing else.
    fn is_numeric(&self, index: usize) -> bool {
        match self.kinds[index] {
            ColumnType::Int | ColumnType::Float | ColumnType::Percent => true,
            ColumnType::Text | ColumnType::Before | ColumnType::Date | ColumnType::Link => false,
            ColumnType::Unknown => {
                let mut shown = self.rows.iter().filter_map(|row| row.get(index));
                let mut has_number = false;
                shown.all(|cell| {
                    has_number |= cell.is_number;
                    cell.is_number || cell.text.is_empty()
                }) && has_number
            }
        }
    }
}

impl Cell {
    fn new(value: &Value, kind: ColumnType, terminal: Option<usize>) -> Self {
        let text = match value {
            Value::Null => String::new(),
            Value::Integer(integer) => integer.to_string(),
            Value::Real(real) => number::real(*real),
            Value::Text(text) => shown(text, kind, terminal),
            Value::Blob(bytes) => shown(&number::hex(bytes), kind, terminal),
        };
        Self { text, is_number: matches!(value, Value::Integer(_) | Value::Real(_)) }
    }

    fn fill_decimals(&mut self, wanted: usize) {
        let has = decimals(&self.text);
        // `inf`, `NaN` and `1e300` have no place for decimals.
        if has < wanted && self.text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte)) {
            if has == 0 {
                self.text.push('.');
            }
            self.text.extend(std::iter::repeat_n('0', wanted - has));
        }
    }
}

fn decimals(number: &str) -> usize {
    number.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// The text in one line, fit for a terminal and never wider than it.
fn shown(text: &str, kind: ColumnType, terminal: Option<usize>) -> String {
    let mut shown = sanitize::clean(text).trim().replace('\n', LINE_BREAK);
    cut(&mut shown, kind, terminal.map_or(WIDEST_CELL, |columns| columns.clamp(1, WIDEST_CELL)));
    shown
}

/// Cuts a text of a column of this kind to this many columns of the terminal.
fn cut(text: &mut String, kind: ColumnType, columns: usize) {
    match kind {
        ColumnType::Link | ColumnType::Before => width::cut_front(text, columns),
        _ => width::cut(text, columns),
    }
    hit::close(text);
}
