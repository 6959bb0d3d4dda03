//! A cell for each pair of x and y, the darker the greater its figure.

use super::{
    Chart, Figures, GAP, Grid, RenderOptions, Rendered, Result, Rows, Scale, colored, columns, fitted, label,
    no_room_for, push_line, push_words, steps, to_the_right, widest,
};
use crate::query::rows::ColumnType;
use crate::render::Overflow;
use crate::render::width::width;

/// The shades of four equal steps, and their colours.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];
const COLORS: [&str; 4] = ["38;5;180", "38;5;179", "38;5;172", "38;5;166"];

/// Zero, which is no figure's shade.
const ZERO: char = '·';

/// Above the greatest figure of each row.
const HIGHEST: &str = "highest";

const WIDEST_CELL: usize = 6;

pub(super) fn draw(
    chart: &Chart,
    rows: &mut dyn Rows,
    options: &RenderOptions,
) -> Result<(String, Rendered)> {
    let value = chart.value.as_deref().unwrap_or(&chart.y);
    let mut grid = Grid::read(rows, options, value)?;
    let mut rendered = grid.rendered;
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return Ok((String::new(), rendered));
    }
    let whole = columns(options);
    let figures = Figures::of(grid.figures(), grid.kind);
    let mut beside = Beside::take(&mut grid, figures);
    let longest = widest(grid.rows.iter().map(|(name, _)| name.as_str()).chain([grid.name.as_str()]));
    let label_width = longest.min(whole / 3);
    let taken = label_width + GAP.len();
    let left_out = beside.leave_out(whole.saturating_sub(taken + 1));
    let room = whole.saturating_sub(taken + beside.width()).max(1);
    rendered.columns_left_out = grid.columns.len().saturating_sub(room);
    leave_out(&mut grid, rendered.columns_left_out, options.overflow);
    let cell = (room / grid.columns.len().max(1)).clamp(1, WIDEST_CELL);
    let scale = Scale::of(grid.figures());
    let heads = Heads::of(&grid.columns, cell, options.overflow);
    let mut text = String::new();
    let axes = format!("{} by {} and {}", label(value), grid.name, label(&chart.x));
    push_words(&mut text, &axes, whole);
    text.push('\n');
    let head = fitted(&grid.name, label_width) + GAP + &fitted(&heads.line, cell * grid.columns.len());
    push_line(&mut text, &(head + &beside.line(&beside.heads)));
    for ((name, row), cells) in grid.rows.iter().zip(&beside.rows) {
        let mut line = fitted(name, label_width) + GAP;
        for figure in row {
            line.push_str(&shaded(*figure, scale, cell, options));
        }
        let highest = figures.show_or_blank(row.iter().flatten().copied().reduce(f64::max));
        let cells = std::iter::once(&highest).chain(cells).skip(left_out.len());
        push_line(&mut text, &(line + &beside.line(cells)));
    }
    text.push('\n');
    push_words(&mut text, &legend(&grid, scale, figures), whole);
    if !heads.legend.is_empty() {
        push_words(&mut text, &heads.legend, whole);
    }
    if !left_out.is_empty() {
        push_words(&mut text, &no_room_for(&left_out), whole);
    }
    Ok((text, rendered))
}

/// The figures beside the shades: the highest of each row, and what has no place among the columns.
struct Beside {
    heads: Vec<String>,
    /// What has no place, for each row.
    rows: Vec<Vec<String>>,
    widths: Vec<usize>,
}

impl Beside {
    /// Takes the columns without place out of the grid.
    fn take(grid: &mut Grid, figures: Figures) -> Self {
        let placed = grid.placed();
        // Also the highest of a row is none of more columns than are shown, so it is written later.
        let all: Vec<String> = grid.figures().map(|figure| figures.show(figure)).collect();
        let highest = widest(all.iter().map(String::as_str).chain([HIGHEST]));
        let mut heads = vec![String::from(HIGHEST)];
        heads.extend(grid.columns.drain(placed..));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (_, row) in &mut grid.rows {
            rows.push(row.drain(placed..).map(|figure| figures.show_or_blank(figure)).collect());
        }
        let texts = |at: usize| rows.iter().map(move |row| row[at].as_str());
        let others = heads[1..].iter().enumerate().map(|(at, head)| widest(texts(at).chain([head.as_str()])));
        let widths = std::iter::once(highest).chain(others).collect();
        Self { heads, rows, widths }
    }

    /// Leaves the first ones out that have no room in so many columns, and names them.
    fn leave_out(&mut self, room: usize) -> Vec<String> {
        let mut left_out = Vec::new();
        while self.width() > room {
            self.widths.remove(0);
            left_out.push(self.heads.remove(0));
        }
        left_out
    }

    fn width(&self) -> usize {
        self.widths.iter().map(|width| GAP.len() + width).sum()
    }

    fn line<'a>(&self, cells: impl IntoIterator<Item = &'a String>) -> String {
        let mut line = String::new();
        for (cell, width) in cells.into_iter().zip(&self.widths) {
            line.push_str(GAP);
            line.push_str(&to_the_right(cell, *width));
        }
        line
    }
}

fn leave_out(grid: &mut Grid, count: usize, overflow: Overflow) {
    let kept = grid.columns.len() - count;
    if overflow == Overflow::LastColumns {
        grid.columns.drain(..count);
        grid.rows.iter_mut().for_each(|(_, row)| drop(row.drain(..count)));
    } else {
        grid.columns.truncate(kept);
        grid.rows.iter_mut().for_each(|(_, row)| row.truncate(kept));
    }
}

/// The step of the figure, from 0 to 3; `None` for zero.
fn step(figure: f64, scale: Scale) -> Option<usize> {
    if scale.low < 0.0 {
        return Some(steps(scale.part(figure), 4).clamp(1, 4) - 1);
    }
    // The least figure above zero is in the first step, and the greatest alone does not make the last.
    let step = [0.25, 0.5, 0.75].iter().filter(|edge| scale.part(figure) > **edge).count();
    (figure > 0.0).then_some(step)
}

fn shaded(figure: Option<f64>, scale: Scale, cell: usize, options: &RenderOptions) -> String {
    let Some(figure) = figure else { return " ".repeat(cell) };
    match step(figure, scale) {
        None => fitted(&ZERO.to_string(), cell),
        Some(step) => colored(&SHADES[step].to_string().repeat(cell), COLORS[step], options),
    }
}

/// The names of the columns.
struct Heads {
    line: String,
    /// What the numbers in the line stand for, where the names have no room.
    legend: String,
}

impl Heads {
    fn of(names: &[String], cell: usize, overflow: Overflow) -> Self {
        let is_narrow = names.iter().all(|name| width(name) < cell);
        // Names in order can be counted on from one that has room; others cannot.
        if is_narrow || overflow == Overflow::LastColumns {
            return Self { line: some_of(names, cell), legend: String::new() };
        }
        let numbers: Vec<String> = (1..=names.len()).map(|number| number.to_string()).collect();
        let legend =
            |(number, name): (&String, &String)| format!("{number}\u{A0}{}", fitted(name, width(name)));
        let legend: Vec<String> = numbers.iter().zip(names).map(legend).collect();
        Self { line: some_of(&numbers, cell), legend: legend.join("  ") }
    }
}

/// Every second, third … name, so that each one has room, above the beginning of its column.
fn some_of(names: &[String], cell: usize) -> String {
    let step = (widest(names.iter().map(String::as_str)) + 1).div_ceil(cell).max(1);
    let mut line = String::new();
    for (at, name) in names.iter().enumerate().step_by(step) {
        let room = (names.len() - at).min(step) * cell;
        if width(name) <= room {
            line.push_str(&fitted(name, room));
        }
    }
    line
}

fn legend(grid: &Grid, scale: Scale, figures: Figures) -> String {
    let mut parts = Vec::new();
    if scale.low >= 0.0 && grid.figures().any(|figure| figure == 0.0) {
        parts.push(format!("{ZERO}\u{A0}{}", figures.show(0.0)));
    }
    // What each shade holds, told by what is there: no gap between two shades can be misread.
    for (step_number, shade) in SHADES.iter().enumerate() {
        let held = grid.figures().filter(|figure| step(*figure, scale) == Some(step_number));
        let (Some(least), Some(most)) = (held.clone().reduce(f64::min), held.reduce(f64::max)) else {
            continue;
        };
        let (least, most) = (figures.show(least), figures.show(most));
        let range = if least == most { least } else { format!("{least}\u{A0}to\u{A0}{most}") };
        parts.push(format!("{shade}\u{A0}{range}"));
    }
    let mut words = parts.join("  ");
    if grid.rows.iter().any(|(_, row)| row.contains(&None)) {
        words.push_str("  (blank: no figure, which is not 0)");
    }
    if grid.kind == ColumnType::Percent {
        words.push_str("  (percent)");
    }
    words
}
