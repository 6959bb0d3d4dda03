//! A record per block: a rule with the record's number, then one `name  value` line for each column.

use super::super::RenderOptions;
use super::super::width::{cut, width, wrap};
use super::{Cells, bold};

/// Names and values need some columns at least; a narrower terminal is taken as this wide.
const NARROWEST_BLOCK: usize = 8;

const GAP: &str = "  ";

pub(super) fn lay_out(cells: &Cells, options: &RenderOptions) -> String {
    let terminal = options.width.unwrap_or(usize::MAX).max(NARROWEST_BLOCK);
    let widest_name = cells.names.iter().map(|name| width(name)).max().unwrap_or(0);
    let name_width = widest_name.min((terminal - GAP.len()) / 2);
    let value_width = terminal - GAP.len() - name_width;
    let mut text = String::new();
    for (number, row) in cells.rows.iter().enumerate() {
        text.push_str(&rule(number + 1, terminal));
        text.push('\n');
        for (index, (name, cell)) in cells.names.iter().zip(row).enumerate() {
            let mut name = name.clone();
            cut(&mut name, name_width);
            let fill = " ".repeat(name_width - width(&name));
            let mut value = cell.text.clone();
            if !cell.is_number {
                super::cut(&mut value, cells.kinds[index], value_width);
            }
            // A number that is too wide goes on in the next line, since a cut number is a wrong one.
            for (line, piece) in wrap(&value, value_width).into_iter().enumerate() {
                let line = if line == 0 {
                    format!("{}{fill}{GAP}{piece}", bold(&name, options))
                } else {
                    format!("{}{GAP}{piece}", " ".repeat(name_width))
                };
                text.push_str(line.trim_end_matches(' '));
                text.push('\n');
            }
        }
    }
    text
}

/// `── 12 ──────`, as wide as the terminal but not wider than a line is read.
fn rule(number: usize, terminal: usize) -> String {
    let mut rule = format!("─ {number} ");
    let missing = terminal.min(60).saturating_sub(width(&rule));
    rule.extend(std::iter::repeat_n('─', missing));
    cut(&mut rule, terminal);
    rule
}
