//! One series over the values of x, as columns on an axis.

use super::{
    CYAN, Chart, Figures, Grid, HEIGHTS, RenderOptions, Scale, colored, columns, label, push_line,
    push_words, steps, to_the_right, widest,
};
use crate::render::width::{cut, width};

/// Lines of the terminal that the columns have.
const LINES: usize = 10;

/// One value of x is at most this many columns wide.
const WIDEST_POINT: usize = 8;

pub(super) fn lay_out(
    chart: &Chart,
    grid: &Grid,
    placed: usize,
    figures: Figures,
    options: &RenderOptions,
) -> String {
    let whole = columns(options);
    let Some((_, row)) = grid.rows.first() else { return String::new() };
    let line = &row[..placed];
    let scale = Scale::of(line.iter().flatten().copied());
    let marks = [(0, figures.show(scale.high)), (LINES, figures.show(scale.low))];
    let mark_width = widest(marks.iter().map(|(_, mark)| mark.as_str()));
    let room = whole.saturating_sub(mark_width + 2).max(1);
    let merged = placed.div_ceil(room);
    let wide = (room / placed).clamp(1, WIDEST_POINT);
    let points: Vec<Option<f64>> =
        line.chunks(merged).map(|chunk| chunk.iter().flatten().copied().reduce(f64::max)).collect();
    let mut text = String::new();
    push_words(
        &mut text,
        &format!("{} by {}{}", label(&chart.y), label(&chart.x), whose(chart, grid, whole)),
        whole,
    );
    text.push('\n');
    for at in 0..LINES {
        let mark = marks.iter().find(|(place, _)| *place == at).map_or("", |(_, mark)| mark);
        let mut drawn = String::new();
        for point in &points {
            let glyph = point.map_or(' ', |figure| part_of_column(figure, scale, LINES - 1 - at));
            // A blank column between the wide ones tells them apart.
            let filled = if wide > 2 { wide - 1 } else { wide };
            drawn.extend(std::iter::repeat_n(glyph, filled));
            drawn.extend(std::iter::repeat_n(' ', wide - filled));
        }
        let axis = if mark.is_empty() { '│' } else { '┤' };
        let line =
            format!("{} {axis}{}", to_the_right(mark, mark_width), colored(drawn.trim_end(), CYAN, options));
        push_line(&mut text, &line);
    }
    let axis = "─".repeat(points.len() * wide);
    push_line(&mut text, &format!("{} ┴{axis}", to_the_right(&marks[1].1, mark_width)));
    let names = names_below(&grid.columns[..placed], merged, wide, room);
    push_line(&mut text, &(" ".repeat(mark_width + 2) + &names));
    text.push('\n');
    push_words(&mut text, &legend(chart, grid, placed, merged, figures), whole);
    text
}

/// Which of several series this is, where the query has several and one of them is drawn, as after `--top 1`.
fn whose(chart: &Chart, grid: &Grid, whole: usize) -> String {
    match (&chart.series, grid.rows.first()) {
        (Some(series), Some((name, _))) => {
            let mut name = name.clone();
            cut(&mut name, whole);
            format!(", {}: {name}", label(series))
        }
        _ => String::new(),
    }
}

/// The glyph of the figure's column in this line, counted from below.
fn part_of_column(figure: f64, scale: Scale, line: usize) -> char {
    let mut eighths = steps(scale.part(figure), LINES * 8);
    if scale.low < 0.0 {
        // A column would seem to grow from the lowest figure, so only its end is drawn.
        return if eighths.saturating_sub(1) / 8 == line { '•' } else { ' ' };
    }
    if figure > 0.0 {
        eighths = eighths.max(1);
    }
    match eighths.saturating_sub(line * 8) {
        0 => ' ',
        part => HEIGHTS[part.min(8) - 1],
    }
}

/// As many names as have room, each below the beginning of its column.
fn names_below(names: &[String], merged: usize, wide: usize, room: usize) -> String {
    let mut line = String::new();
    let mut taken = 0;
    for (at, name) in names.iter().step_by(merged).enumerate() {
        let begin = at * wide;
        if begin >= taken && begin + width(name) <= room {
            line.push_str(&" ".repeat(begin - taken));
            line.push_str(name);
            taken = begin + width(name) + 1;
            line.push(' ');
        }
    }
    line
}

fn legend(chart: &Chart, grid: &Grid, placed: usize, merged: usize, figures: Figures) -> String {
    let (names, row) = (&grid.columns, &grid.rows[0].1);
    let at = |is_beyond: fn(f64, f64) -> bool| {
        let given = row[..placed].iter().enumerate().filter_map(|(at, figure)| Some((at, (*figure)?)));
        given.reduce(|best, next| if is_beyond(next.1, best.1) { next } else { best })
    };
    let mut parts = Vec::new();
    for (word, found) in [("lowest", at(|new, old| new < old)), ("highest", at(|new, old| new > old))] {
        parts.extend(found.map(|(at, figure)| format!("{word} {} ({})", figures.show(figure), names[at])));
    }
    parts.extend(row[placed - 1].map(|last| format!("last {} ({})", figures.show(last), names[placed - 1])));
    let beside = names[placed..].iter().zip(&row[placed..]);
    parts.extend(beside.filter_map(|(name, figure)| Some(format!("{name} {}", figures.show((*figure)?)))));
    let mut words = parts.join(", ");
    if merged > 1 {
        words.push_str(". A column is ");
        words.push_str(&merged.to_string());
        words.push_str(" values of ");
        words.push_str(&label(&chart.x));
        words.push_str(" and shows the highest.");
    }
    words
}
