//! Columns side by side, framed by comfy-table.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use unicode_width::UnicodeWidthStr as _;

use super::super::width::{cut, width};
use super::super::{RenderOptions, sanitize};
use super::{Cells, ColumnType, bold};

/// Rules above, below and under the header; no lines between columns, whose room the cells need.
const FRAME: TableStyle = TableStyle::new().top_border(RULE).header_separator(RULE).bottom_border(RULE);
const RULE: LineStyle = LineStyle::none().fill('─').junction('─');

/// Blank columns between two columns: one is the cell's, one is where comfy-table would draw a line.
const GAP: usize = 2;

/// A column of text is not cut below this many columns: a few letters and `…` say nothing any more.
const NARROWEST_TEXT: usize = 10;

/// U+200E closes a right-to-left cell: without it a terminal that reorders text would draw two such
/// neighbours, or one and the figure beside it, as one run, and so swap the columns. A mark does it on
/// all terminals, also those that know no isolates and would show them as boxes.
const LEFT_TO_RIGHT_MARK: char = '\u{200E}';

/// The whole table, or `None` where the columns do not fit the terminal.
pub(super) fn lay_out(cells: &Cells, options: &RenderOptions) -> Option<String> {
    let count = cells.names.len();
    if count == 0 {
        return Some(String::new());
    }
    let widths = fit(cells, options.width)?;
    let is_right: Vec<bool> = (0..count).map(|index| cells.is_numeric(index)).collect();
    let mut table = Table::new();
    table.load_style(FRAME).set_content_arrangement(ContentArrangement::Disabled);
    let row = |texts: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        let place = |(index, text): (usize, &str)| place(text, index, &widths, is_right[index]);
        let mut row: Vec<String> = texts.enumerate().map(place).collect();
        // Terminals that guess a line's direction go by its first letter.
        if row.iter().any(|cell| sanitize::has_right_to_left(cell)) {
            row[0].insert(0, LEFT_TO_RIGHT_MARK);
        }
        row
    };
    table.set_header(row(&mut cells.names.iter().map(String::as_str)));
    for cell_row in &cells.rows {
        table.add_row(row(&mut cell_row.iter().map(|cell| cell.text.as_str())));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 0));
    }
    let mut text = String::new();
    for (index, line) in table.lines().enumerate() {
        let line = line.replace(sanitize::STAND_IN, "");
        let line = line.trim_end_matches(' ');
        if index == 1 {
            text.push_str(&bold(line, options));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    Some(text)
}

/// The width of each column, or `None` where they do not fit.
///
/// Numbers, dates and the names above them keep their whole width. The columns of text share what is
/// left: the narrow ones get all that they need, the wide ones are cut to one common width.
fn fit(cells: &Cells, terminal: Option<usize>) -> Option<Vec<usize>> {
    let mut natural: Vec<usize> = cells.names.iter().map(|name| width(name).max(1)).collect();
    let mut rigid: Vec<usize> = vec![1; natural.len()];
    for (index, kind) in cells.kinds.iter().enumerate() {
        let keeps_all = *kind == ColumnType::Date || cells.is_numeric(index);
        if keeps_all {
            rigid[index] = natural[index];
        }
        for cell in cells.rows.iter().filter_map(|row| row.get(index)) {
            let wide = width(&cell.text);
            natural[index] = natural[index].max(wide);
            if cell.is_number || keeps_all {
                rigid[index] = rigid[index].max(wide);
            }
        }
    }
    let Some(terminal) = terminal else { return Some(natural) };
    let room = terminal.checked_sub(GAP * (natural.len() - 1))?;
    let at = |common: usize| -> Vec<usize> {
        natural.iter().zip(&rigid).map(|(natural, rigid)| (*natural).min(common).max(*rigid)).collect()
    };
    let fits = |common: usize| at(common).iter().sum::<usize>() <= room;
    // `fits` holds up to some width and never after it: halve the distance to that width.
    let (mut fitting, mut too_wide) = (0, room + 1);
    while fitting + 1 < too_wide {
        let middle = usize::midpoint(fitting, too_wide);
        if fits(middle) { fitting = middle } else { too_wide = middle }
    }
    (fits(fitting) && fitting >= NARROWEST_TEXT.min(room)).then(|| at(fitting))
}

/// The cell cut and filled up to its column.
fn place(text: &str, index: usize, widths: &[usize], is_right: bool) -> String {
    let is_last = index + 1 == widths.len();
    let mut text = text.to_owned();
    cut(&mut text, widths[index]);
    let taken = width(&text);
    let missing = widths[index].saturating_sub(taken);
    let (before, after) = if is_right { (missing, 0) } else { (0, missing) };
    let is_right_to_left = sanitize::has_right_to_left(&text);
    let mut cell = String::new();
    cell.extend(std::iter::repeat_n(' ', before));
    cell.push_str(&text);
    cell.extend(std::iter::repeat_n(' ', after + usize::from(!is_last)));
    if is_right_to_left && !is_last {
        cell.push(LEFT_TO_RIGHT_MARK);
    }
    // comfy-table takes Arabic lam-alef as one column and would fill up the other one again.
    let uncounted = width(&cell).saturating_sub(cell.width());
    cell.extend(std::iter::repeat_n(sanitize::STAND_IN, uncounted));
    cell
}
