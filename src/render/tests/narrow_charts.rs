//! Charts in terminals of few columns.

use unicode_width::UnicodeWidthStr;

use super::charts::{TAGS, drawn};
use super::*;

proptest! {
    #[test]
    fn no_line_of_a_drawing_is_wider_than_the_terminal(
        labels in prop::collection::vec(any_text(), 1..6),
        figures in prop::collection::vec(prop::option::of(-9_999_999..9_999_999_i64), 1..90),
        width in 60..200_usize,
        title in any_text(),
    ) {
        let names: Vec<String> = (0..figures.len()).map(|at| format!("2024-{at:02}")).collect();
        let columns: Vec<(&str, ColumnType)> = std::iter::once(("tag", ColumnType::Text))
            .chain(names.iter().map(|name| (name.as_str(), ColumnType::Int)))
            .collect();
        let row = |label: &String| -> Vec<Value> {
            let figures = figures.iter().map(|figure| figure.map_or(Value::Null, Value::Integer));
            std::iter::once(text(label)).chain(figures).collect()
        };
        let options = RenderOptions { title: Some(&title), overflow: Overflow::LastColumns, ..at_width(width) };
        let wide: Vec<Vec<Value>> = labels.iter().map(row).collect();
        let long: Vec<Vec<Value>> = labels.iter().map(|label| vec![text(label), row(label)[1].clone()]).collect();
        for page in [
            drawn("line x=period y=posts series=tag", &columns, wide.clone(), &options),
            drawn("heatmap x=period y=tag value=posts", &columns, wide, &options),
            drawn("bar x=tag y=posts", &TAGS, long, &options),
        ] {
            for line in page.lines() {
                let taken: usize = line.graphemes(true).map(|grapheme| grapheme.width()).sum();
                prop_assert!(taken <= width, "{} columns of {}: {}", taken, width, line);
            }
            prop_assert!(page.chars().all(|char| char == '\n' || !char.is_control()));
        }
    }
}

#[test]
fn what_a_narrow_terminal_has_no_room_for_is_told() {
    let columns = ["tag", "2024-01", "2024-02", "2024-03", "undated"].map(|name| (name, ColumnType::Int));
    let row = |tag: &str, much: i64| vec![text(tag), int(much), int(2 * much), int(3 * much), int(4 * much)];
    let rows = || vec![row("alpha", 1_234_567), row("a longer name", 1_000)];
    for width in 24..60 {
        for chart in ["line x=period y=posts series=tag", "heatmap x=period y=tag value=posts"] {
            let page = drawn(chart, &columns, rows(), &at_width(width));
            let widest = page.lines().map(UnicodeWidthStr::width).max();
            assert!(widest <= Some(width), "{chart} at {width}:\n{page}");
        }
    }
    // Four columns for a name, three for the line, seven for each figure, and two between: 27 for last and undated.
    let page = |width| drawn("line x=period y=posts series=tag", &columns, rows(), &at_width(width));
    assert!(
        page(27).contains("alp…  ▃▅█  3703701  4938268\n") && !page(27).contains("No room"),
        "{}",
        page(27)
    );
    assert!(page(26).contains("alp…  ▃▃▃▅▅▅███  4938268\n"), "{}", page(26));
    assert!(page(26).ends_with("\nNo room for: last\n"), "{}", page(26));
    // Three shades, and 7 columns for "highest": 8 of the name and two between each.
    let page = drawn("heatmap x=period y=tag value=posts", &columns, rows(), &at_width(24));
    assert!(page.ends_with("\nNo room for: highest\n"), "{page}");
}
