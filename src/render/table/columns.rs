//! Columns side by side, framed by comfy-table.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use unicode_width::UnicodeWidthStr as _;

use super::super::width::width;
use super::super::{RenderOptions, sanitize};
use super::{Cells, ColumnType, bold, cut};

/// Rules above, below and under the header; no lines between columns, whose room the cells need.
const FRAME: TableStyle = TableStyle::new().top_border(RULE).header_separator(RULE).bottom_border(RULE);
const RULE: LineStyle = LineStyle::none().fill('─').junction('─');

/// Blank columns between two columns: one is the cell's, one is where comfy-table would draw a line.
const GAP: usize = 2;

/// A column of text is not cut below this many columns: a few letters and `…` say nothing any more.
const NARROWEST_TEXT: usize = 10;

/// Words wider than this are prose, and a narrow piece of prose says little: a column with such a text gets
/// [`PROSE_SHARE`] times the room of another.
const PROSE: usize = 60;
const PROSE_SHARE: usize = 3;

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
    let Layout { headers, widths } = Layout::of(cells, options.width)?;
    let is_right: Vec<bool> = (0..count).map(|index| cells.stands_right(index)).collect();
    let mut table = Table::new();
    table.load_style(FRAME).set_content_arrangement(ContentArrangement::Disabled);
    let row = |texts: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        let place = |(index, text): (usize, &str)| {
            let mut text = text.to_owned();
            cut(&mut text, cells.kinds[index], widths[index]);
            place(&text, index, &widths, is_right[index])
        };
        let mut row: Vec<String> = texts.enumerate().map(place).collect();
        // Terminals that guess a line's direction go by its first letter.
        if row.iter().any(|cell| sanitize::has_right_to_left(cell)) {
            row[0].insert(0, LEFT_TO_RIGHT_MARK);
        }
        row
    };
    let header_lines: Vec<Vec<String>> =
        headers.iter().map(|line| row(&mut line.iter().map(String::as_str))).collect();
    table
        .set_header((0..count).map(|index| {
            header_lines.iter().map(|line| line[index].as_str()).collect::<Vec<_>>().join("\n")
        }));
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
        if (1..=headers.len()).contains(&index) {
            text.push_str(&bold(line, options));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    Some(text)
}

/// The columns as they fit the terminal.
struct Layout {
    /// The lines of the header, each with a text for every column.
    headers: Vec<Vec<String>>,
    widths: Vec<usize>,
}

impl Layout {
    /// The layout, or `None` where the columns do not fit. Where whole names would not, they are broken
    /// after their underscores.
    fn of(cells: &Cells, terminal: Option<usize>) -> Option<Self> {
        let whole = |index: usize| width(&cells.names[index]);
        if let Some(widths) = fit(cells, terminal, whole) {
            return Some(Self { headers: vec![cells.names.clone()], widths });
        }
        let widest_part =
            |index: usize| cells.names[index].split_inclusive('_').map(width).max().unwrap_or(0);
        let widths = fit(cells, terminal, widest_part)?;
        let names: Vec<Vec<String>> =
            cells.names.iter().zip(&widths).map(|(name, width)| break_name(name, *width)).collect();
        let height = names.iter().map(Vec::len).max().unwrap_or(1);
        // The last line of each name stands above the rule.
        let line = |line: usize| -> Vec<String> {
            let part =
                |name: &Vec<String>| (line + name.len()).checked_sub(height).map(|at| name[at].clone());
            names.iter().map(|name| part(name).unwrap_or_default()).collect()
        };
        Some(Self { headers: (0..height).map(line).collect(), widths })
    }
}

/// The name in lines of at most this many columns, broken after underscores only.
fn break_name(name: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in name.split_inclusive('_') {
        match lines.last_mut() {
            Some(line) if line.is_empty() || width(line) + width(part) <= columns => line.push_str(part),
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

/// The width of each column, or `None` where they do not fit. `header` gives how much the header of a
/// column needs.
///
/// Numbers, dates and the headers above them keep their whole width. The columns of text share what is
/// left: the narrow ones get all that they need, the wide ones are cut to one common width, or for prose a
/// multiple of it.
fn fit(cells: &Cells, terminal: Option<usize>, header: impl Fn(usize) -> usize) -> Option<Vec<usize>> {
    let mut natural: Vec<usize> = (0..cells.names.len()).map(|index| header(index).max(1)).collect();
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
    let shares: Vec<usize> = (0..natural.len())
        .map(|index| if has_prose(cells, index, terminal) { PROSE_SHARE } else { 1 })
        .collect();
    let at = |common: usize| -> Vec<usize> {
        let column = |index: usize| natural[index].min(common * shares[index]).max(rigid[index]);
        (0..natural.len()).map(column).collect()
    };
    let fits = |common: usize| at(common).iter().sum::<usize>() <= room;
    // `fits` holds up to some width and never after it: halve the distance to that width.
    let (mut fitting, mut too_wide) = (0, room + 1);
    while fitting + 1 < too_wide {
        let middle = usize::midpoint(fitting, too_wide);
        if fits(middle) { fitting = middle } else { too_wide = middle }
    }
    let widths = at(fitting);
    let is_legible = |(width, natural): (&usize, &usize)| width >= natural.min(&NARROWEST_TEXT.min(room));
    (fits(fitting) && widths.iter().zip(&natural).all(is_legible)).then_some(widths)
}

/// Whether a text of the column is long and made of words, as a hash or an address is not.
fn has_prose(cells: &Cells, index: usize, terminal: usize) -> bool {
    // No text is longer here than the terminal is wide.
    let long = PROSE.min(terminal.saturating_sub(2));
    let mut texts = cells.rows.iter().filter_map(|row| row.get(index)).map(|cell| &cell.text);
    cells.kinds[index] != ColumnType::Link && texts.any(|text| width(text) > long && text.contains(' '))
}

/// The cell filled up to its column.
fn place(text: &str, index: usize, widths: &[usize], is_right: bool) -> String {
    let is_last = index + 1 == widths.len();
    let taken = width(text);
    let missing = widths[index].saturating_sub(taken);
    let (before, after) = if is_right { (missing, 0) } else { (0, missing) };
    let is_right_to_left = sanitize::has_right_to_left(text);
    let mut cell = String::new();
    cell.extend(std::iter::repeat_n(' ', before));
    cell.push_str(text);
    cell.extend(std::iter::repeat_n(' ', after + usize::from(!is_last)));
    if is_right_to_left && !is_last {
        cell.push(LEFT_TO_RIGHT_MARK);
    }
    // comfy-table takes Arabic lam-alef as one column and would fill up the other one again.
    let uncounted = width(&cell).saturating_sub(cell.width());
    cell.extend(std::iter::repeat_n(sanitize::STAND_IN, uncounted));
    cell
}
