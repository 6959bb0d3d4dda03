//! `@chart`: which columns of a result are drawn, and how.

use std::fmt;

/// What `@chart KIND x=… y=… [series=…] [value=…]` declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// The column along the x axis.
    pub x: String,
    /// The column whose numbers are drawn; of a heat map, the column along the y axis.
    pub y: String,
    /// The column whose values tell several bars or lines apart.
    pub series: Option<String>,
    /// Of a heat map, the column whose numbers colour the cells.
    pub value: Option<String>,
    /// The line of the file, from 1.
    pub line: usize,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartKind {
    /// One bar a row.
    Bar,
    /// A line over the values of x, one a series.
    Line,
    /// A cell for each pair of x and y.
    HeatMap,
}

impl ChartKind {
    /// All kinds, in the order in which messages list them.
    pub const ALL: [Self; 3] = [Self::Bar, Self::Line, Self::HeatMap];

    /// The word in a header.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Line => "line",
            Self::HeatMap => "heatmap",
        }
    }
}

impl fmt::Display for ChartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Chart {
    /// The chart that the words after `@chart` declare.
    ///
    /// # Errors
    /// A fragment that says what is wrong with them.
    pub fn parse(text: &str, line: usize) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let kind = words.next().unwrap_or_default();
        let Some(kind) = ChartKind::ALL.into_iter().find(|one| one.name() == kind) else {
            let all = ChartKind::ALL.map(ChartKind::name).join(", ");
            return Err(format!("'{kind}' is no chart; charts: {all}"));
        };
        let (mut x, mut y, mut series, mut value) = (None, None, None, None);
        for word in words {
            let (key, column) = word.split_once('=').unwrap_or((word, ""));
            let slot = match (key, kind) {
                ("x", _) => &mut x,
                ("y", _) => &mut y,
                ("series", ChartKind::Bar | ChartKind::Line) => &mut series,
                ("value", ChartKind::HeatMap) => &mut value,
                _ => return Err(format!("'{word}' is no part of a {kind} chart; {}", grammar(kind))),
            };
            if column.is_empty() || slot.replace(column.to_owned()).is_some() {
                return Err(format!("'{word}' does not name one column; {}", grammar(kind)));
            }
        }
        match (x, y) {
            (Some(x), Some(y)) if kind != ChartKind::HeatMap || value.is_some() => {
                Ok(Self { kind, x, y, series, value, line })
            }
            _ => Err(format!("a column is missing; {}", grammar(kind))),
        }
    }

    /// The columns that it names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        [Some(&self.x), Some(&self.y), self.series.as_ref(), self.value.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}

fn grammar(kind: ChartKind) -> String {
    let more = if kind == ChartKind::HeatMap { "value=COLUMN" } else { "[series=COLUMN]" };
    format!("write @chart {kind} x=COLUMN y=COLUMN {more}")
}

#[cfg(test)]
mod tests {
    use super::{Chart, ChartKind};

    #[test]
    fn charts_are_read() {
        let chart = Chart::parse("line x=period y=posts series=tag", 3).unwrap();
        assert_eq!((chart.kind, chart.x.as_str(), chart.y.as_str()), (ChartKind::Line, "period", "posts"));
        assert_eq!((chart.series.as_deref(), chart.value.as_deref(), chart.line), (Some("tag"), None, 3));
        let chart = Chart::parse("heatmap x=hour  y=weekday value=posts", 1).unwrap();
        assert_eq!(chart.columns().collect::<Vec<_>>(), ["hour", "weekday", "posts"]);
        assert_eq!(Chart::parse("bar y=posts x=tag", 1).unwrap().x, "tag");
    }

    #[test]
    fn what_is_no_chart_is_told_with_the_remedy() {
        for (text, message) in [
            ("", "'' is no chart; charts: bar, line, heatmap"),
            ("pie x=a y=b", "'pie' is no chart; charts: bar, line, heatmap"),
            ("bar x=a", "a column is missing; write @chart bar x=COLUMN y=COLUMN [series=COLUMN]"),
            ("heatmap x=a y=b", "a column is missing; write @chart heatmap x=COLUMN y=COLUMN value=COLUMN"),
            (
                "bar x=a y=b value=c",
                "'value=c' is no part of a bar chart; write @chart bar x=COLUMN y=COLUMN [series=COLUMN]",
            ),
            (
                "bar x=a x=b y=c",
                "'x=b' does not name one column; write @chart bar x=COLUMN y=COLUMN [series=COLUMN]",
            ),
            (
                "line x= y=c",
                "'x=' does not name one column; write @chart line x=COLUMN y=COLUMN [series=COLUMN]",
            ),
        ] {
            assert_eq!(Chart::parse(text, 1).unwrap_err(), message, "{text}");
        }
    }
}
