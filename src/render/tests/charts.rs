//! Drawings of `@chart`.

use super::*;

use crate::query::chart::Chart;

pub(super) fn drawn(
    chart: &str,
    columns: &[(&str, ColumnType)],
    rows: Vec<Vec<Value>>,
    options: &RenderOptions,
) -> String {
    let mut out = Vec::new();
    draw(&Chart::parse(chart, 1).unwrap(), &mut Fixed::new(columns, rows), &mut out, options).unwrap();
    String::from_utf8(out).unwrap()
}

pub(super) const TAGS: [(&str, ColumnType); 2] = [("tag", ColumnType::Text), ("posts", ColumnType::Int)];

#[test]
fn bars_have_labels_figures_and_eighths() {
    let rows = vec![
        vec![text("trade"), int(16)],
        vec![text("harbour"), int(4)],
        vec![text("報道"), int(1)],
        vec![text("أنهار"), int(0)],
        vec![Value::Null, Value::Null],
    ];
    // 30 columns: 7 of the label, 2 between, 5 of "posts", 1 between: 15 for the bars, which are 120 eighths.
    // 4 of 16 are 30 eighths, three columns and six; 1 is 7.5, so 8.
    let options = RenderOptions { title: Some("Tags"), ..at_width(30) };
    let expected = [
        "Tags",
        "tag      posts",
        "trade       16 ███████████████",
        "harbour      4 ███▊",
        "報道         1 █",
        "\u{200E}أنهار\u{200E}        0 ▏",
        "unknown",
        "               0            16",
        "",
    ];
    assert_eq!(drawn("bar x=tag y=posts", &TAGS, rows, &options), expected.join("\n"));
}

#[test]
fn the_least_figure_above_zero_is_seen() {
    let rows = vec![vec![text("a"), int(9_999)], vec![text("b"), int(1)]];
    let page = drawn("bar x=tag y=posts", &TAGS, rows, &at_width(40));
    assert!(page.contains("\nb        1 ▏\n"), "{page}");
    let columns = ["posts", "2024", "2025"].map(|name| (name, ColumnType::Int));
    let page = drawn(
        "line x=period y=posts",
        &columns,
        vec![vec![text("posts"), int(1), int(9_999)]],
        &at_width(24),
    );
    // Of 24 columns four are 9999, one stands between and one is the axis: nine for a year, so eight.
    assert!(page.contains("\n     │▁▁▁▁▁▁▁ ███████\n   0 ┴"), "{page}");
}

#[test]
fn negative_bars_lead_to_the_left_of_zero() {
    let columns = [("item", ColumnType::Text), ("change", ColumnType::Percent)];
    let rows = vec![vec![text("a"), int(2)], vec![text("b"), int(-1)], vec![text("c"), Value::Real(-0.01)]];
    // 30 columns: 4 + 2 + 6 + 1 leave 17, a third of which is left of zero: 5.67, so 6. 2 is 11.3 columns, of which 11
    // are there; -1 is 11.3 halves, so five columns and a half; -0.01 is none, but not nothing.
    let expected = [
        "item  change",
        "a      2.00%       ███████████",
        "b     -1.00% ▐█████",
        "c     -0.01%      ▕",
        "             -1.00%      2.00%",
        "",
    ];
    assert_eq!(drawn("bar x=item y=change", &columns, rows, &at_width(30)), expected.join("\n"));
}

#[test]
fn bars_of_one_x_stand_together() {
    let columns = [("month", ColumnType::Text), ("tag", ColumnType::Text), ("posts", ColumnType::Int)];
    let rows = vec![
        vec![text("2024-01"), text("trade"), int(2)],
        vec![text("2024-01"), text("river"), int(1)],
        vec![text("2024-02"), text("river"), int(2)],
    ];
    // 40 columns: 7 + 2 + 5 + 2 + 5 + 1 leave 18.
    let expected = [
        "month    tag    posts",
        "2024-01  trade      2 ██████████████████",
        "         river      1 █████████",
        "2024-02  river      2 ██████████████████",
        "                      0                2",
        "",
    ];
    assert_eq!(drawn("bar x=month y=posts series=tag", &columns, rows, &at_width(40)), expected.join("\n"));
}

const MONTHS: [(&str, ColumnType); 5] = [
    ("tag", ColumnType::Text),
    ("2024-01", ColumnType::Int),
    ("2024-02", ColumnType::Int),
    ("2024-03", ColumnType::Int),
    ("undated", ColumnType::Int),
];

#[test]
fn lines_have_a_scale_of_their_own_and_what_is_undated_beside_them() {
    let rows = vec![
        vec![text("trade"), int(0), int(6), int(3), int(2)],
        vec![text("harbour"), Value::Null, int(1), int(1), int(0)],
    ];
    // 3 of 6 are four eighths.
    let expected = [
        "posts by period, 2024-01 to 2024-03",
        "",
        "tag                 lowest  highest  last  undated",
        "trade    ▁▁▁███▄▄▄       0        6     3        2",
        "harbour     ██████       1        1     1        0",
        "",
        "Each line has a scale of its own, from 0 to its highest",
        "figure. A gap has no figure, which is not 0.",
        "",
    ];
    assert_eq!(drawn("line x=period y=posts series=tag", &MONTHS, rows, &at_width(60)), expected.join("\n"));
}

#[test]
fn where_all_figures_have_no_room_those_that_the_line_shows_are_left_out() {
    let rows = || {
        vec![
            vec![text("trade"), int(0), int(6), int(3), int(2)],
            vec![text("harbour"), int(1), int(1), int(1), int(0)],
        ]
    };
    let head = |width| {
        let page = drawn("line x=period y=posts series=tag", &MONTHS, rows(), &at_width(width));
        assert!(page.lines().all(|line| line.chars().count() <= width), "{page}");
        page.lines()
            .find(|line| line.starts_with("tag"))
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    // A name of 4 columns, a line of 3, two spaces between them, and the figures with two before each: 41 columns.
    assert_eq!(head(41), "tag lowest highest last undated");
    assert_eq!(head(40), "tag highest last undated");
    // Without the lowest 33, without the highest as well 24.
    assert_eq!(head(33), "tag highest last undated");
    assert_eq!(head(32), "tag last undated");
}

#[test]
fn a_line_below_zero_begins_at_its_lowest() {
    let rows = vec![
        vec![text("a"), int(-7), int(0), int(7), Value::Null],
        vec![text("b"), int(0), int(0), int(0), Value::Null],
    ];
    let page = drawn("line x=period y=posts series=tag", &MONTHS, rows, &at_width(60));
    // Zero lies in the middle of -7 to 7: 3.5 of 7 steps, so 4, the fifth height.
    assert!(page.contains("\na    ▁▁▁▅▅▅███      -7"), "{page}");
    assert!(page.contains("\nb    ▁▁▁▁▁▁▁▁▁       0        0     0\n"), "{page}");
    assert!(page.contains("from its lowest figure or\n0"), "{page}");
}

#[test]
fn a_line_of_more_values_than_columns_shows_the_highest_of_each_few() {
    let names: Vec<String> = (1..=100).map(|day| format!("d{day:03}")).collect();
    let columns: Vec<(&str, ColumnType)> = [("tag", ColumnType::Text)]
        .into_iter()
        .chain(names.iter().map(|name| (name.as_str(), ColumnType::Int)))
        .collect();
    let series = |high: usize| -> Vec<Value> {
        let figures = (0..100).map(|at| int(if at == high { 9 } else { 1 }));
        std::iter::once(text(&format!("t{high}"))).chain(figures).collect()
    };
    let page = drawn("line x=day y=posts series=tag", &columns, vec![series(0), series(98)], &at_width(60));
    // 60 - 25 of the figures - 2 - 3 of the label: 30 columns, so four values each, and 25 columns. 1 of 9 is
    // less than an eighth, but not zero, so the second height.
    let low = "▂".repeat(24);
    assert!(page.contains(&format!("t0   █{low}       1        9     1\n")), "{page}");
    assert!(page.contains(&format!("t98  {low}█       1        9     1\n")), "{page}");
    assert!(page.contains("tag  d001                 d100  lowest"), "{page}");
    assert!(page.replace('\n', " ").contains("A column is 4 values of day and shows the highest."), "{page}");
}

#[test]
fn a_single_line_is_plotted_large() {
    let columns = ["posts", "2024", "2025", "2026", "2027"].map(|name| (name, ColumnType::Int));
    let rows = vec![vec![text("posts"), int(0), int(8), int(4), Value::Null]];
    // 24 columns: 21 for four values, five each with the blank one; ten lines, so 4 of 8 are five.
    let mut expected = vec!["posts by period", "", "8 ┤     ████"];
    expected.extend(["  │     ████"; 4]);
    expected.extend(["  │     ████ ████"; 5]);
    expected.extend([
        "0 ┴────────────────────",
        "   2024 2025 2026 2027",
        "",
        "lowest 0 (2024), highest",
        "8 (2025)",
        "",
    ]);
    assert_eq!(drawn("line x=period y=posts", &columns, rows, &at_width(24)), expected.join("\n"));
}

#[test]
fn a_line_that_is_alone_among_series_says_whose_it_is() {
    let columns = ["tag", "2024", "2025"].map(|name| (name, ColumnType::Int));
    for (name, width, expected) in [
        ("rivers", 40, "posts by period, tag: rivers\n\n"),
        ("أنهار", 40, "posts by period, tag: أنهار\n\n"),
        // 24 columns of a name of 30.
        ("riversriversriversriversrivers", 24, "posts by period, tag:\nriversriversriversriver…\n\n"),
    ] {
        let rows = vec![vec![text(name), int(1), int(2)]];
        let page = drawn("line x=period y=posts series=tag", &columns, rows, &at_width(width));
        assert!(page.starts_with(expected), "{page}");
    }
}

#[test]
fn a_heat_map_has_shades_weekdays_and_a_key() {
    let columns = ["weekday", "0", "1", "2", "3"].map(|name| (name, ColumnType::Int));
    let rows =
        vec![vec![int(1), int(0), int(1), int(2), Value::Null], vec![int(2), int(8), int(4), int(0), int(3)]];
    // 40 columns: 7 of "weekday", 7 of "highest" and 4 between leave 22, five for each hour. Quarters of 8: 2, 4, 6.
    let expected = [
        "posts by weekday and hour",
        "",
        "weekday  0    1    2    3      highest",
        "1 Mon    ·    ░░░░░░░░░░             2",
        "2 Tue    █████▒▒▒▒▒·    ▒▒▒▒▒        8",
        "",
        "· 0  ░ 1 to 2  ▒ 3 to 4  █ 8  (blank: no",
        "figure, which is not 0)",
        "",
    ];
    let options = RenderOptions { overflow: Overflow::LastColumns, ..at_width(40) };
    assert_eq!(drawn("heatmap x=hour y=weekday value=posts", &columns, rows, &options), expected.join("\n"));
}

#[test]
fn what_has_no_place_in_a_heat_map_stands_beside_it() {
    let columns = ["weekday", "0", "1", "unknown"].map(|name| (name, ColumnType::Int));
    let rows =
        vec![vec![int(7), int(1), int(2), int(90)], vec![Value::Null, Value::Null, Value::Null, int(5)]];
    // The scale is that of the shades alone: 90 would make 1 and 2 alike.
    let expected = [
        "posts by weekday and hour",
        "",
        "weekday  0     1       highest  unknown",
        "7 Sun    ▒▒▒▒▒▒██████        2       90",
        "unknown                               5",
        "",
        "▒ 1  █ 2  (blank: no figure, which is not 0)",
        "",
    ];
    let options = RenderOptions { overflow: Overflow::LastColumns, ..at_width(50) };
    assert_eq!(drawn("heatmap x=hour y=weekday value=posts", &columns, rows, &options), expected.join("\n"));
}

#[test]
fn a_column_that_is_called_unknown_is_drawn_where_it_stands() {
    // As a channel may call itself; what has no day stands behind all others.
    let columns = [
        ("tag", ColumnType::Text),
        ("a", ColumnType::Int),
        ("unknown", ColumnType::Int),
        ("z", ColumnType::Int),
    ];
    let rows = || vec![vec![text("x"), int(1), int(4), int(8)], vec![text("y"), int(2), int(1), int(2)]];
    // 40 columns: 3 of "tag", 7 of "highest" and 4 between leave 26, six at most for each. Quarters of 8: 2, 4, 6.
    let page = drawn("heatmap x=channel y=tag value=posts", &columns, rows(), &at_width(40));
    assert!(page.contains("\nx    ░░░░░░▒▒▒▒▒▒██████        8\n"), "{page}");
    let page = drawn("line x=channel y=posts series=tag", &columns, rows(), &at_width(50));
    assert!(page.starts_with("posts by channel, a to z\n"), "{page}");
    assert!(page.contains("  lowest  highest  last\n"), "{page}");
    assert!(
        page.lines().any(|line| line.starts_with('x') && line.ends_with("       1        8     8")),
        "{page}"
    );
}

#[test]
fn a_heat_map_numbers_names_that_are_too_long_and_leaves_out_what_does_not_fit() {
    let columns = [("tag", ColumnType::Text), ("@ministry", ColumnType::Int), ("@harbour", ColumnType::Int)];
    let rows = vec![vec![text("trade"), int(3), int(1)]];
    let page = drawn("heatmap x=channel y=tag value=posts", &columns, rows, &at_width(40));
    assert!(page.contains("tag    1     2       highest\ntrade  ██████▒▒▒▒▒▒        3\n"), "{page}");
    assert!(page.ends_with("\n1 @ministry  2 @harbour\n"), "{page}");
    // Of 40 days 24 columns hold 24 - 3 - 7 - 4, the last ten.
    let names: Vec<String> = (1..=40).map(|day| day.to_string()).collect();
    let columns: Vec<(&str, ColumnType)> = [("tag", ColumnType::Text)]
        .into_iter()
        .chain(names.iter().map(|name| (name.as_str(), ColumnType::Int)))
        .collect();
    let row: Vec<Value> = std::iter::once(text("a")).chain((1..=40).map(int)).collect();
    let chart = Chart::parse("heatmap x=day y=tag value=posts", 1).unwrap();
    for (overflow, highest) in [(Overflow::LastColumns, 40), (Overflow::FirstColumns, 10)] {
        let options = RenderOptions { overflow, ..at_width(24) };
        let mut out = Vec::new();
        let done = draw(&chart, &mut Fixed::new(&columns, vec![row.clone()]), &mut out, &options).unwrap();
        assert_eq!(done, Rendered { written: 1, total: 1, columns_left_out: 30 });
        let page = String::from_utf8(out).unwrap();
        assert!(
            page.lines().any(|line| line.starts_with("a  ") && line.ends_with(&highest.to_string())),
            "{page}"
        );
    }
}

#[test]
fn nothing_is_drawn_of_nothing_and_words_are_no_figures() {
    for chart in
        ["bar x=tag y=posts", "line x=period y=posts series=tag", "heatmap x=period y=tag value=posts"]
    {
        assert_eq!(drawn(chart, &TAGS, vec![], &at_width(40)), "", "{chart}");
        let mut rows = Fixed::new(&TAGS, vec![vec![text("trade"), text("many")]]);
        let chart = Chart::parse(chart, 1).unwrap();
        let error = draw(&chart, &mut rows, &mut Vec::new(), &at_width(40)).unwrap_err();
        assert_eq!(error.to_string(), "posts holds 'many', which is no number to draw");
    }
}

#[test]
fn colours_are_only_there_where_they_are_allowed() {
    let rows = || vec![vec![text("trade"), int(16)], vec![text("river"), int(1)]];
    for chart in
        ["bar x=tag y=posts", "line x=period y=posts series=tag", "heatmap x=period y=tag value=posts"]
    {
        let plain = drawn(chart, &TAGS, rows(), &at_width(40));
        let color = drawn(chart, &TAGS, rows(), &RenderOptions { color: true, ..at_width(40) });
        assert!(!plain.contains('\u{1B}') && color.contains('\u{1B}'), "{color}");
        let mut bare = String::new();
        for part in color.split('\u{1B}') {
            bare.push_str(if bare.is_empty() { part } else { part.split_once('m').unwrap().1 });
        }
        assert_eq!(bare, plain);
    }
}

#[test]
fn a_zero_above_figures_that_are_all_below_it_stays_in_the_drawing() {
    let rows = vec![vec![text("a"), int(0)], vec![text("b"), int(-4)]];
    let drawing = drawn("bar x=tag y=posts", &TAGS, rows, &at_width(30));
    assert!(drawing.lines().all(|line| width::width(line) <= 30), "{drawing}");
    assert!(drawing.lines().any(|line| line.starts_with("a ") && line.ends_with('▕')), "{drawing}");
}

#[test]
fn figures_too_long_or_too_small_for_a_drawing_are_written_with_a_power_of_ten() {
    let columns = [("tag", ColumnType::Text), ("posts", ColumnType::Float)];
    let rows = |figures: [f64; 2]| figures.map(|it| vec![text("a"), Value::Real(it)]).to_vec();
    let shown = |figures| drawn("bar x=tag y=posts", &columns, rows(figures), &at_width(40));
    let huge = shown([1.7e308, -1.7e308]);
    assert!(huge.contains("1.70e308") && huge.lines().all(|line| width::width(line) <= 40), "{huge}");
    // The one reaches to the right end, the other to the left one.
    assert!(huge.lines().any(|line| line.ends_with('█') && width::width(line) == 40), "{huge}");
    // 0.00002 has no place among four decimals, and is not 0.
    let small = shown([0.00002, 0.5]);
    assert!(small.contains("2.00e-5") && small.contains("0.5000"), "{small}");
}

#[test]
fn figures_without_any_place_on_a_line_are_told() {
    let columns = [("posts", ColumnType::Text), ("undated", ColumnType::Int)];
    let rows = vec![vec![text("posts"), int(12)]];
    let drawing = drawn("line x=period y=posts", &columns, rows, &at_width(60));
    assert!(drawing.contains("posts  undated 12"), "{drawing}");
}
