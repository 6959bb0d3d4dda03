//! One bar a row: its label, its figure, and a bar from zero, to the left where it is negative.

use super::{
    CYAN, Chart, Figures, GAP, LENGTHS, RenderOptions, Rendered, Result, Rows, Scale, colored, columns,
    each_row, figure, fitted, label, label_of, place, push_line, steps, to_the_right, widest,
};

struct Bar {
    x: String,
    series: String,
    figure: Option<f64>,
}

pub(super) fn draw(
    chart: &Chart,
    rows: &mut dyn Rows,
    options: &RenderOptions,
) -> Result<(String, Rendered)> {
    let (x, y) = (place(rows.columns(), &chart.x)?, place(rows.columns(), &chart.y)?);
    let series = chart.series.as_deref().map(|name| Ok((name, place(rows.columns(), name)?))).transpose()?;
    let kind = rows.columns()[y].kind;
    let mut bars = Vec::new();
    let rendered = each_row(rows, options, |row| {
        bars.push(Bar {
            x: label_of(&row[x], &chart.x),
            series: series.map(|(name, at)| label_of(&row[at], name)).unwrap_or_default(),
            figure: figure(&row[y], &chart.y)?,
        });
        Ok(())
    })?;
    if bars.is_empty() {
        return Ok((String::new(), rendered));
    }
    let heads = [label(&chart.x), series.map(|(name, _)| label(name)).unwrap_or_default(), label(&chart.y)];
    Ok((
        lay_out(&bars, &heads, Figures::of(bars.iter().filter_map(|bar| bar.figure), kind), options),
        rendered,
    ))
}

fn lay_out(bars: &[Bar], heads: &[String; 3], figures: Figures, options: &RenderOptions) -> String {
    let whole = columns(options);
    let [x_head, series_head, y_head] = heads;
    let most = whole / if series_head.is_empty() { 3 } else { 5 };
    let x_width = widest(bars.iter().map(|bar| bar.x.as_str()).chain([x_head.as_str()])).min(most);
    let series_width =
        widest(bars.iter().map(|bar| bar.series.as_str()).chain([series_head.as_str()])).min(most);
    let shown: Vec<String> = bars.iter().map(|bar| figures.show_or_blank(bar.figure)).collect();
    let figure_width = widest(shown.iter().map(String::as_str).chain([y_head.as_str()])).min(whole / 3);
    let labels = |x: &str, series: &str| {
        let mut text = fitted(x, x_width);
        if series_width > 0 {
            text.push_str(GAP);
            text.push_str(&fitted(series, series_width));
        }
        text.push_str(GAP);
        text
    };
    let taken = x_width + GAP.len() + if series_width > 0 { series_width + GAP.len() } else { 0 };
    let room = whole.saturating_sub(taken + figure_width + 1).max(4);
    let scale = Scale::of(bars.iter().filter_map(|bar| bar.figure));
    let mut text = String::new();
    push_line(
        &mut text,
        &(labels(x_head, series_head) + &to_the_right(&fitted(y_head, figure_width), figure_width)),
    );
    let mut before = None;
    for (bar, shown) in bars.iter().zip(&shown) {
        let is_repeated = series_width > 0 && before == Some(&bar.x);
        before = Some(&bar.x);
        let mut line = labels(if is_repeated { "" } else { &bar.x }, &bar.series);
        line.push_str(&to_the_right(shown, figure_width));
        line.push(' ');
        if let Some(figure) = bar.figure {
            line.push_str(&colored(&drawn(figure, scale, room), CYAN, options));
        }
        push_line(&mut text, &line);
    }
    let mut ruler = " ".repeat(taken + figure_width + 1);
    ruler.push_str(&ruled(scale, figures, room));
    push_line(&mut text, &ruler);
    text
}

/// The bar in this many columns.
fn drawn(figure: f64, scale: Scale, room: usize) -> String {
    let zero = steps(scale.part(0.0), room);
    let mut text = String::new();
    if figure < 0.0 {
        // Block characters fill a column from its left only, but for two of them.
        let halves = steps(scale.part(0.0) - scale.part(figure), room * 2).min(zero * 2);
        let (full, half) = (halves / 2, halves % 2);
        text.push_str(&" ".repeat(zero.saturating_sub(full + half.max(usize::from(full == 0)))));
        match (full, half) {
            (0, 0) => text.push('▕'),
            (_, 1) => text.push('▐'),
            _ => {}
        }
        text.push_str(&"█".repeat(full));
    } else if figure > 0.0 {
        let eighths =
            steps(scale.part(figure) - scale.part(0.0), room * 8).clamp(1, (room - zero).max(1) * 8);
        text.push_str(&" ".repeat(zero));
        text.push_str(&"█".repeat(eighths / 8));
        if let Some(part) = (eighths % 8).checked_sub(1) {
            text.push(LENGTHS[part]);
        }
    } else {
        // Where all figures are below it, zero is the right end of the last column.
        text.push_str(&" ".repeat(zero.min(room.saturating_sub(1))));
        text.push(if zero < room { '▏' } else { '▕' });
    }
    text
}

/// The ends of the scale below its ends.
fn ruled(scale: Scale, figures: Figures, room: usize) -> String {
    let (low, high) = (figures.show(scale.low), figures.show(scale.high));
    let between = room.saturating_sub(low.len() + high.len());
    if between == 0 { high } else { format!("{low}{}{high}", " ".repeat(between)) }
}
