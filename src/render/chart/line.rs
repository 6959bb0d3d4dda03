//! Lines over the values of x: a table with a small line for each series and the figures that it cannot show,
//! which stays legible with twenty series in 80 columns and without colours. A single series is plotted larger.

use super::{
    CYAN, Chart, Figures, GAP, Grid, HEIGHTS, RenderOptions, Rendered, Result, Rows, Scale, colored, columns,
    fitted, label, no_room_for, plot, push_line, push_words, steps, to_the_right, widest,
};
use crate::render::width::width;

/// One value of x is at most this many columns wide.
const WIDEST_POINT: usize = 3;

/// The name of a line is not cut to less.
const NARROWEST_LABEL: usize = 4;

/// The first figures beside a line, its lowest and its highest one.
const SHOWN_BY_LINE: usize = 2;

/// A line needs some columns at least to show anything.
const NARROWEST_LINE: usize = 12;

pub(super) fn draw(
    chart: &Chart,
    rows: &mut dyn Rows,
    options: &RenderOptions,
) -> Result<(String, Rendered)> {
    let grid = Grid::read(rows, options, &chart.y)?;
    let rendered = grid.rendered;
    // What has no day has no place on the line; its figure stands beside it.
    let placed = grid.placed();
    if grid.columns.is_empty() || grid.rows.is_empty() {
        return Ok((String::new(), rendered));
    }
    let figures = Figures::of(grid.figures(), grid.kind);
    if placed == 0 {
        return Ok((without_line(chart, &grid, figures, options), rendered));
    }
    let text = match grid.rows.as_slice() {
        [_] => plot::lay_out(chart, &grid, placed, figures, options),
        _ => lay_out(chart, &grid, placed, figures, options),
    };
    Ok((text, rendered))
}

/// The figures where none has a place on a line, such as those of posts of which no day is known.
fn without_line(chart: &Chart, grid: &Grid, figures: Figures, options: &RenderOptions) -> String {
    let whole = columns(options);
    let (y, x) = (label(&chart.y), label(&chart.x));
    let mut text = String::new();
    push_words(&mut text, &format!("{y} by {x}: no line, since no {x} is known"), whole);
    text.push('\n');
    for (name, row) in &grid.rows {
        let given = grid.columns.iter().zip(row);
        let given = given.filter_map(|(name, figure)| Some(format!("{name} {}", figures.show((*figure)?))));
        push_words(&mut text, &format!("{name}  {}", given.collect::<Vec<_>>().join("  ")), whole);
    }
    text
}

fn lay_out(chart: &Chart, grid: &Grid, placed: usize, figures: Figures, options: &RenderOptions) -> String {
    let whole = columns(options);
    let mut heads = vec![String::from("lowest"), String::from("highest"), String::from("last")];
    heads.extend(grid.columns[placed..].iter().cloned());
    let cells: Vec<Vec<String>> = grid
        .rows
        .iter()
        .map(|(_, row)| {
            let line = row[..placed].iter().flatten().copied();
            let ends = [line.clone().reduce(f64::min), line.reduce(f64::max), row[placed - 1]];
            ends.into_iter()
                .chain(row[placed..].iter().copied())
                .map(|it| figures.show_or_blank(it))
                .collect()
        })
        .collect();
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| widest(cells.iter().map(|row| row[at].as_str()).chain([heads[at].as_str()])))
        .collect();
    let figure_width =
        |hidden: usize| -> usize { widths[hidden..].iter().map(|width| width + GAP.len()).sum() };
    // Where all have no room, the lowest and then the highest figure are left out: the line shows them best. Others go
    // with a word.
    let narrowest_line = NARROWEST_LINE.min(placed);
    let least = NARROWEST_LABEL + GAP.len() + narrowest_line;
    let fits = |hidden: &usize| least + figure_width(*hidden) <= whole;
    let hidden = (0..heads.len()).find(fits).unwrap_or(heads.len());
    let figure_width = figure_width(hidden);
    let room = whole.saturating_sub(figure_width + GAP.len());
    let longest = widest(grid.rows.iter().map(|(name, _)| name.as_str()).chain([grid.name.as_str()]));
    let label_width = longest.min(room.saturating_sub(NARROWEST_LINE).clamp(NARROWEST_LABEL, whole / 3));
    let points = Points::of(placed, room.saturating_sub(label_width).max(narrowest_line));
    let line_width = points.width();
    let mut text = String::new();
    let names = &grid.columns[..placed];
    push_words(&mut text, &format!("{} by {}, {}", label(&chart.y), label(&chart.x), extent(names)), whole);
    text.push('\n');
    let mut head = fitted(&grid.name, label_width) + GAP + &fitted(&ends(names, line_width), line_width);
    for (name, width) in heads.iter().zip(&widths).skip(hidden) {
        head.push_str(GAP);
        head.push_str(&to_the_right(name, *width));
    }
    push_line(&mut text, &head);
    for ((name, row), cells) in grid.rows.iter().zip(&cells) {
        let mut line = fitted(name, label_width) + GAP;
        line.push_str(&colored(&points.line(&row[..placed]), CYAN, options));
        for (cell, width) in cells.iter().zip(&widths).skip(hidden) {
            line.push_str(GAP);
            line.push_str(&to_the_right(cell, *width));
        }
        push_line(&mut text, &line);
    }
    text.push('\n');
    push_words(&mut text, &legend(chart, grid, placed, points), whole);
    if let Some(left_out) = heads.get(SHOWN_BY_LINE..hidden).filter(|heads| !heads.is_empty()) {
        push_words(&mut text, &no_room_for(left_out), whole);
    }
    text
}

/// `2023-02 to 2024-12`.
fn extent(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, .., last] => format!("{first} to {last}"),
    }
}

/// The first and the last value of x at the ends of the lines, where both have room.
fn ends(names: &[String], room: usize) -> String {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return String::new() };
    match room.checked_sub(width(first) + width(last)) {
        Some(between) if between > 0 && names.len() > 1 => format!("{first}{}{last}", " ".repeat(between)),
        _ => String::new(),
    }
}

fn legend(chart: &Chart, grid: &Grid, placed: usize, points: Points) -> String {
    let is_negative = grid.figures().any(|figure| figure < 0.0);
    let mut words = String::from(if is_negative {
        "Each line has a scale of its own, from its lowest figure or 0 to its highest."
    } else {
        "Each line has a scale of its own, from 0 to its highest figure."
    });
    if points.merged > 1 {
        words.push_str(" A column is ");
        words.push_str(&points.merged.to_string());
        words.push_str(" values of ");
        words.push_str(&label(&chart.x));
        words.push_str(" and shows the highest.");
    }
    if grid.rows.iter().any(|(_, row)| row[..placed].contains(&None)) {
        words.push_str(" A gap has no figure, which is not 0.");
    }
    words
}

/// How values become columns.
#[derive(Debug, Clone, Copy)]
struct Points {
    count: usize,
    /// Columns for a value.
    wide: usize,
    /// Values for a column.
    merged: usize,
}

impl Points {
    fn of(count: usize, room: usize) -> Self {
        Self { count, wide: (room / count).clamp(1, WIDEST_POINT), merged: count.div_ceil(room) }
    }

    fn width(self) -> usize {
        self.count.div_ceil(self.merged) * self.wide
    }

    fn line(self, figures: &[Option<f64>]) -> String {
        let scale = Scale::of(figures.iter().flatten().copied());
        let glyphs = figures.chunks(self.merged).map(|chunk| {
            let highest = chunk.iter().flatten().copied().reduce(f64::max);
            highest.map_or(' ', |figure| glyph(figure, scale))
        });
        glyphs.flat_map(|glyph| std::iter::repeat_n(glyph, self.wide)).collect()
    }
}

/// Zero has the lowest glyph for itself, unless the scale goes below zero: the least figure above it is seen.
fn glyph(figure: f64, scale: Scale) -> char {
    let part = scale.part(figure);
    if scale.low < 0.0 {
        HEIGHTS[steps(part, 7)]
    } else if figure > 0.0 {
        HEIGHTS[steps(part, 8).max(2) - 1]
    } else {
        HEIGHTS[0]
    }
}
