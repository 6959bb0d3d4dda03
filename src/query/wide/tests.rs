use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Rows from memory.
struct Long {
    columns: Vec<Column>,
    rows: std::vec::IntoIter<Vec<Value>>,
    current: Vec<Value>,
}

impl Rows for Long {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        let Some(row) = self.rows.next() else { return Ok(None) };
        self.current = row;
        Ok(Some(&self.current))
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn int(integer: i64) -> Value {
    Value::Integer(integer)
}

/// Rows of period, tag, share (unused) and posts.
fn long(rows: Vec<(Value, Value, Value)>) -> Long {
    let columns = [
        ("period", ColumnType::Text),
        ("tag", ColumnType::Text),
        ("share", ColumnType::Float),
        ("posts", ColumnType::Percent),
    ];
    let columns = columns.map(|(name, kind)| Column { name: name.to_owned(), kind }).to_vec();
    let rows: Vec<Vec<Value>> =
        rows.into_iter().map(|(period, tag, posts)| vec![period, tag, Value::Real(0.5), posts]).collect();
    Long { columns, rows: rows.into_iter(), current: Vec::new() }
}

fn pivot(order: RowOrder) -> Pivot<'static> {
    Pivot { rows: Some("tag"), columns: "period", value: "posts", order }
}

/// The names of the columns, and the rows.
fn matrix(rows: Vec<(Value, Value, Value)>, order: RowOrder) -> (Vec<String>, Vec<Vec<Value>>) {
    all(&mut Matrix::read(&mut long(rows), &pivot(order)).unwrap())
}

fn all(matrix: &mut Matrix) -> (Vec<String>, Vec<Vec<Value>>) {
    let names = matrix.columns().iter().map(|column| column.name.clone()).collect();
    let mut rows = Vec::new();
    while let Some(row) = matrix.next_row().unwrap() {
        rows.push(row.to_vec());
    }
    (names, rows)
}

fn message(rows: Vec<(Value, Value, Value)>) -> String {
    let error = Matrix::read(&mut long(rows), &pivot(RowOrder::Total)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Query);
    assert!(!error.hints().is_empty());
    error.to_string()
}

#[test]
fn periods_ascend_with_undated_at_the_end_and_the_greatest_total_stands_first() {
    let rows = vec![
        (text("2024-02"), text("river"), int(2)),
        (text("undated"), text("trade"), int(1)),
        (text("2024-02"), text("trade"), int(5)),
        (text("2024-01"), text("harbour"), int(9)),
        (text("2024-01"), text("trade"), int(1)),
    ];
    let (names, rows) = matrix(rows, RowOrder::Total);
    assert_eq!(names, ["tag", "2024-01", "2024-02", "undated"]);
    // harbour 9, trade 1 + 5 + 1, river 2.
    assert_eq!(
        rows,
        [
            vec![text("harbour"), int(9), Value::Null, Value::Null],
            vec![text("trade"), int(1), int(5), int(1)],
            vec![text("river"), Value::Null, int(2), Value::Null],
        ]
    );
}

#[test]
fn ranks_stand_as_in_the_latest_period() {
    let rows = || {
        vec![
            (text("2024-01"), text("trade"), int(1)),
            (text("2024-01"), text("harbour"), int(2)),
            (text("2024-02"), text("river"), int(1)),
            (text("2024-02"), text("trade"), int(2)),
            (text("undated"), text("sea"), int(1)),
        ]
    };
    let tags = |order| matrix(rows(), order).1.into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_eq!(tags(RowOrder::Latest), ["river", "trade", "harbour", "sea"].map(text));
    assert_eq!(tags(RowOrder::First), ["trade", "harbour", "river", "sea"].map(text));
    // 1 + 2; then 2; then 1 and 1 as they first appear.
    assert_eq!(tags(RowOrder::Total), ["trade", "harbour", "river", "sea"].map(text));
}

#[test]
fn numbers_ascend_in_both_directions_with_null_at_the_end() {
    let rows = vec![
        (Value::Null, int(1), int(4)),
        (int(10), Value::Null, int(99)),
        (int(10), int(7), int(50)),
        (int(9), int(1), int(3)),
        (int(9), int(10), int(2)),
    ];
    let mut matrix = Matrix::read(&mut long(rows), &pivot(RowOrder::Total)).unwrap();
    assert!(matrix.runs_in_order());
    let kinds: Vec<ColumnType> = matrix.columns().iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [ColumnType::Text, ColumnType::Percent, ColumnType::Percent, ColumnType::Percent]);
    let (names, rows) = all(&mut matrix);
    assert_eq!(names, ["tag", "9", "10", "unknown"]);
    assert_eq!(
        rows,
        [
            vec![int(1), int(3), Value::Null, int(4)],
            vec![int(7), Value::Null, int(50), Value::Null],
            vec![int(10), int(2), Value::Null, Value::Null],
            vec![Value::Null, Value::Null, int(99), Value::Null],
        ]
    );
}

#[test]
fn names_that_are_no_periods_stay_as_they_appear() {
    let rows = vec![
        (text("undated"), text("a"), int(0)),
        (text("@harbour"), text("a"), int(1)),
        (text("2024 news"), text("a"), int(2)),
        (text("@ahead"), text("a"), Value::Null),
    ];
    let mut matrix = Matrix::read(&mut long(rows), &pivot(RowOrder::Total)).unwrap();
    assert!(!matrix.runs_in_order());
    let (names, rows) = all(&mut matrix);
    assert_eq!(names, ["tag", "@harbour", "2024 news", "@ahead", "undated"]);
    assert_eq!(rows, [vec![text("a"), int(1), int(2), Value::Null, int(0)]]);
}

#[test]
fn without_a_column_of_rows_there_is_one() {
    let pivot = Pivot { rows: None, ..pivot(RowOrder::Total) };
    let rows = vec![(text("2024"), Value::Null, int(2)), (text("2023"), Value::Null, int(1))];
    let (names, rows) = all(&mut Matrix::read(&mut long(rows), &pivot).unwrap());
    assert_eq!(names, ["posts", "2023", "2024"]);
    assert_eq!(rows, [vec![text("posts"), int(1), int(2)]]);
    assert_eq!(
        all(&mut Matrix::read(&mut long(vec![]), &pivot).unwrap()),
        (vec!["posts".to_owned()], vec![])
    );
}

#[test]
fn a_cell_with_two_values_is_an_error_that_names_it() {
    let twice = |tag: Value| vec![(text("2024"), tag.clone(), int(1)), (text("2024"), tag, Value::Null)];
    assert_eq!(
        message(twice(text("trade"))),
        "two rows have tag 'trade' and period '2024', so they cannot share a cell"
    );
    assert_eq!(
        message(twice(Value::Null)),
        "two rows have tag 'unknown' and period '2024', so they cannot share a cell"
    );
    // A number and its text are two things.
    let both = vec![(text("1"), text("a"), int(1)), (int(1), text("a"), int(2))];
    assert_eq!(matrix(both, RowOrder::Total).0, ["tag", "1", "1"]);
}

#[test]
fn a_matrix_is_bounded_and_needs_its_columns() {
    let wide = |count: i64| (0..count).map(|at| (int(at), text("a"), int(1))).collect::<Vec<_>>();
    assert_eq!(matrix(wide(2_000), RowOrder::Total).0.len(), 2_001);
    assert_eq!(message(wide(2_001)), "period has more than 2,000 values, too many for columns");
    let missing = Pivot { value: "uses", ..pivot(RowOrder::Total) };
    let error = Matrix::read(&mut long(vec![]), &missing).unwrap_err();
    assert_eq!(error.to_string(), "the header names 'uses', which is no column of the result");
    assert_eq!(error.hints(), ["columns: period, tag, share, posts"]);
}

#[test]
fn a_limit_counts_rows_of_the_matrix_and_leaves_them_whole() {
    let rows = (0..6).map(|at| (int(at / 3), text(&format!("t{}", at % 3)), int(at))).collect();
    let mut matrix = Matrix::read(&mut long(rows), &pivot(RowOrder::First)).unwrap();
    assert_eq!(matrix.next_row().unwrap(), Some(&[text("t0"), int(0), int(3)][..]));
    assert_eq!(matrix.count_rest().unwrap(), 2);
}

proptest! {
    #[test]
    fn the_matrix_holds_the_long_form_and_nothing_else(
        cells in prop::collection::btree_map((0..9_usize, 0..30_u32), -50..50_i64, 0..60),
        order in prop::sample::select(&RowOrder::ALL[..]),
        seed in any::<prop::sample::Index>(),
    ) {
        let mut rows: Vec<(Value, Value, Value)> = cells
            .iter()
            .map(|((tag, period), posts)| (text(&format!("20{period:02}")), text(&format!("t{tag}")), int(*posts)))
            .collect();
        if !rows.is_empty() {
            let by = seed.index(rows.len());
            rows.rotate_left(by);
        }
        let (names, found) = matrix(rows, order);
        prop_assert!(names[1..].is_sorted());
        let mut read = BTreeMap::new();
        for row in &found {
            prop_assert_eq!(row.len(), names.len());
            let Value::Text(tag) = &row[0] else { panic!("{row:?}") };
            for (name, value) in names[1..].iter().zip(&row[1..]) {
                if let Value::Integer(posts) = value {
                    read.insert((tag[1..].parse().unwrap(), name[2..].parse().unwrap()), *posts);
                } else {
                    prop_assert_eq!(value, &Value::Null);
                }
            }
        }
        prop_assert_eq!(read, cells);
    }
}
