use super::*;
use crate::query::rows::{Column, ColumnType, Value};

/// Posts of three tags in each of some months: the tag's number times the month's.
struct Months {
    columns: Vec<Column>,
    months: i64,
    at: i64,
    row: Vec<Value>,
}

impl Months {
    fn new(months: i64) -> Self {
        let columns = [("period", ColumnType::Text), ("tag", ColumnType::Text), ("posts", ColumnType::Int)];
        let columns = columns.map(|(name, kind)| Column { name: name.to_owned(), kind }).to_vec();
        Self { columns, months, at: 0, row: Vec::new() }
    }
}

impl Rows for Months {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        if self.at == self.months * 3 {
            return Ok(None);
        }
        let (month, tag) = (self.at / 3 + 1, self.at % 3 + 1);
        self.at += 1;
        self.row = vec![
            Value::Text(format!("2024-{month:02}")),
            Value::Text(format!("t{tag}")),
            Value::Integer(month * tag),
        ];
        Ok(Some(&self.row))
    }
}

const DECLARED: &str = "-- Tags by month\n-- @wide rows=tag columns=period value=posts\n\
    -- @chart line x=period y=posts series=tag\nSELECT 1";

fn written(months: i64, form: &Form, screen: Screen) -> (String, Option<String>) {
    let mut out = Vec::new();
    let query = Query::parse("tags", "tags.sql", DECLARED);
    let printed = write(&mut Months::new(months), form, Subject::of(&query), &mut out, screen).unwrap();
    (String::from_utf8(out).unwrap(), printed.cut_note())
}

fn wide() -> Shape {
    Shape::wide(&Query::parse("tags", "tags.sql", DECLARED)).unwrap()
}

#[test]
fn the_limit_of_a_matrix_counts_its_own_rows() {
    for (limit, note) in
        [(Some(2), Some("2 of 3 rows; all of them: --limit 0")), (Some(3), None), (None, None)]
    {
        let form = Form { format: OutputFormat::Csv, shape: wide(), limit, ..Form::default() };
        let (csv, found) = written(2, &form, Screen::default());
        // Totals: t3 3 + 6, t2 2 + 4, t1 1 + 2.
        let all = "tag,2024-01,2024-02\r\nt3,3,6\r\nt2,2,4\r\nt1,1,2\r\n";
        assert_eq!(csv, if limit == Some(2) { all.strip_suffix("t1,1,2\r\n").unwrap() } else { all });
        assert_eq!(found.as_deref(), note);
    }
    let long = Form { format: OutputFormat::Csv, limit: Some(2), ..Form::default() };
    assert_eq!(
        written(2_000, &long, Screen::default()).1.unwrap(),
        "2 of 6,000 rows; all of them: --limit 0"
    );
}

#[test]
fn a_narrow_screen_shows_the_latest_months_and_says_so() {
    let form = Form { shape: wide(), limit: Some(2), ..Form::default() };
    let screen = Screen { width: Some(24), color: false };
    let (table, note) = written(5, &form, screen);
    // "tag" and two months of 7 with gaps of 2 are 21 columns; a third one would make 30.
    insta::assert_snapshot!(table, @"
    ─────────────────────
    tag  2024-04  2024-05
    ─────────────────────
    t3        12       15
    t2         8       10
    ─────────────────────
    ");
    assert_eq!(
        note.unwrap(),
        "2 of 3 rows; all of them: --limit 0\nthe latest 2 of 5 columns, as far as they fit; all of them: -f csv"
    );
    let (_, note) = written(2, &Form { limit: None, ..form }, screen);
    assert_eq!(note, None);
}

#[test]
fn a_chart_draws_the_matrix_with_the_title_of_the_query() {
    let shape = Shape::chart(&Query::parse("tags", "tags.sql", DECLARED)).unwrap();
    let form = Form { shape, limit: Some(2), ..Form::default() };
    let (page, note) = written(3, &form, Screen { width: Some(60), color: false });
    assert!(page.starts_with("Tags by month\nposts by period, 2024-01 to 2024-03\n\ntag  "), "{page}");
    // t3: 3, 6, 9; of eight eighths 2.67, 5.33 and all.
    assert!(
        page.contains("\nt3   ▃▃▃▅▅▅███       3        9     9\nt2   ▃▃▃▅▅▅███       2        6     6\n\n"),
        "{page}"
    );
    assert_eq!(note.as_deref(), Some("2 of 3 rows; all of them: --limit 0"));
}

#[test]
fn a_heat_map_that_leaves_out_columns_says_so() {
    let chart = Chart::parse("heatmap x=period y=tag value=posts", 1).unwrap();
    let form = Form { shape: Shape::Chart(chart), ..Form::default() };
    // 24 columns without 3 of the tag, 7 of "highest" and two gaps of 2 are 10 for months.
    let (page, note) = written(12, &form, Screen { width: Some(24), color: false });
    assert!(page.contains("\nt1   "), "{page}");
    assert_eq!(
        note.unwrap(),
        "the latest 10 of 12 columns, as far as they fit; all of them: run it without --chart"
    );
}

#[test]
fn parts_that_do_not_go_together_are_refused() {
    let chart = || Shape::chart(&Query::parse("tags", "tags.sql", DECLARED)).unwrap();
    for (format, shape, excel, message) in [
        (OutputFormat::Json, Shape::Long, true, "--excel writes csv or tsv, not json"),
        (OutputFormat::Table, wide(), true, "--excel writes csv or tsv, not table"),
        (OutputFormat::Csv, chart(), false, "--chart draws for people, not as csv"),
        (OutputFormat::Csv, chart(), true, "--chart draws for people, not as csv"),
        (OutputFormat::Gexf, wide(), false, "--wide makes a matrix, which gexf cannot hold"),
    ] {
        let form = Form { format, shape, limit: None, excel };
        let error = form.check().unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Usage, message));
        assert!(!error.hints().is_empty());
        let mut out = Vec::new();
        write(&mut Months::new(1), &form, Subject::default(), &mut out, Screen::default()).unwrap_err();
        assert!(out.is_empty());
    }
    for format in OutputFormat::ALL.into_iter().filter(|format| !format.is_network()) {
        Form { format, shape: wide(), excel: format.is_for_spreadsheets(), limit: None }.check().unwrap();
    }
}
