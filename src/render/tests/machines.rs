use super::*;

/// How the csv crate and a person would write the value.
fn exact(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(integer) => format!("{integer}"),
        Value::Real(real) => format!("{real:?}"),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

#[test]
fn csv_quotes_only_where_it_must_and_tells_null_from_an_empty_text() {
    let columns = [("day", ColumnType::Date), ("a \"b\"", ColumnType::Text), ("share", ColumnType::Percent)];
    let rows = vec![
        vec![text("2024-05-03"), text("one, two"), Value::Real(12.5)],
        vec![Value::Null, text(""), Value::Real(100.0)],
        vec![text("x"), text("a\nb \u{1B}[0m"), int(-3)],
        vec![Value::Blob(vec![0, 255]), text(" pad "), Value::Null],
    ];
    let csv = rendered(OutputFormat::Csv, &columns, rows, &ALL_ROWS);
    assert_eq!(
        csv,
        "day,\"a \"\"b\"\"\",share\r\n2024-05-03,\"one, two\",12.5\r\n,\"\",100.0\r\nx,\"a\nb \u{1B}[0m\",-3\r\n\
         00ff, pad ,\r\n"
    );
}

#[test]
fn a_cell_is_quoted_wherever_in_it_the_character_stands_that_asks_for_it() {
    for length in [1, 15, 16, 63, 64, 65, 128, 200] {
        for at in [0, length / 2, length - 1] {
            for (special, written) in [(",", ","), ("\"", "\"\""), ("\r", "\r"), ("\n", "\n")] {
                let (before, after) = ("a".repeat(at), "b".repeat(length - 1 - at));
                let rows = vec![vec![text(&format!("{before}{special}{after}")), int(i64::MIN)]];
                let csv = rendered(
                    OutputFormat::Csv,
                    &[("a", ColumnType::Text), ("b", ColumnType::Int)],
                    rows,
                    &ALL_ROWS,
                );
                assert_eq!(csv, format!("a,b\r\n\"{before}{written}{after}\",-9223372036854775808\r\n"));
            }
        }
        let rows = vec![vec![text(&"é;'\t".repeat(length)), int(i64::MAX)]];
        let csv =
            rendered(OutputFormat::Csv, &[("a", ColumnType::Text), ("b", ColumnType::Int)], rows, &ALL_ROWS);
        assert_eq!(csv, format!("a,b\r\n{},9223372036854775807\r\n", "é;'\t".repeat(length)));
    }
}

#[test]
fn a_csv_of_one_column_has_no_empty_line() {
    let rows = vec![vec![Value::Null], vec![text("")], vec![text("x")]];
    let csv = rendered(OutputFormat::Csv, &[("only", ColumnType::Text)], rows, &ALL_ROWS);
    assert_eq!(csv, "only\r\n\"\"\r\n\"\"\r\nx\r\n");
}

#[test]
fn tsv_keeps_a_row_on_a_line() {
    let rows = vec![vec![text("a\tb\r\nc\\d\"e"), Value::Null, int(7)]];
    let columns = [("text", ColumnType::Text), ("n", ColumnType::Int), ("m", ColumnType::Int)];
    let tsv = rendered(OutputFormat::Tsv, &columns, rows, &ALL_ROWS);
    assert_eq!(tsv, "text\tn\tm\na\\tb\\r\\nc\\\\d\"e\t\t7\n");
}

#[test]
fn json_has_a_row_a_line_in_column_order_with_the_types_of_sql() {
    let columns = [("z", ColumnType::Text), ("a", ColumnType::Percent), ("blob", ColumnType::Unknown)];
    let rows = vec![
        vec![text("\"q\"\u{1B}\u{9B}\u{202E}é"), Value::Real(50.0), Value::Blob(vec![1, 0xAB])],
        vec![Value::Null, int(9_007_199_254_740_993), text("")],
    ];
    let json = rendered(OutputFormat::Json, &columns, rows.clone(), &ALL_ROWS);
    assert_eq!(
        json,
        "[{\"z\":\"\\\"q\\\"\\u001b\\u009b\\u202eé\",\"a\":50.0,\"blob\":\"01ab\"},\n\
         {\"z\":null,\"a\":9007199254740993,\"blob\":\"\"}]\n"
    );
    let lines = rendered(OutputFormat::Jsonl, &columns, rows, &ALL_ROWS);
    assert_eq!(lines, json.trim_start_matches('[').replace(",\n", "\n").replace("}]\n", "}\n"));
}

#[test]
fn no_rows_are_an_empty_array_and_no_lines() {
    let columns = [("a", ColumnType::Int)];
    assert_eq!(rendered(OutputFormat::Json, &columns, vec![], &ALL_ROWS), "[]\n");
    assert_eq!(rendered(OutputFormat::Jsonl, &columns, vec![], &ALL_ROWS), "");
    assert_eq!(rendered(OutputFormat::Csv, &columns, vec![], &ALL_ROWS), "a\r\n");
    assert_eq!(rendered(OutputFormat::Tsv, &columns, vec![], &ALL_ROWS), "a\n");
}

#[test]
fn equal_column_names_get_a_number_that_no_other_column_has() {
    let columns = ["a", "a", "a_2", "a"].map(|name| (name, ColumnType::Int));
    let rows = vec![vec![int(1), int(2), int(3), int(4)]];
    let json = rendered(OutputFormat::Jsonl, &columns, rows, &ALL_ROWS);
    assert_eq!(json, "{\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4}\n");
}

#[test]
fn numbers_beyond_json_become_null() {
    let columns = [("a", ColumnType::Float), ("b", ColumnType::Float), ("c", ColumnType::Float)];
    let rows = vec![vec![Value::Real(f64::NAN), Value::Real(f64::NEG_INFINITY), Value::Real(1e300)]];
    let json = rendered(OutputFormat::Jsonl, &columns, rows, &ALL_ROWS);
    assert_eq!(json, "{\"a\":null,\"b\":null,\"c\":1e300}\n");
}

/// Reads back what `render_tsv` writes.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut chars = cell.chars();
    while let Some(char) = chars.next() {
        text.push(match char {
            '\\' => match chars.next().unwrap() {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                other => panic!("\\{other} is no escape"),
            },
            other => other,
        });
    }
    text
}

proptest! {
    #[test]
    fn a_csv_reads_back_as_it_was(table in any_table()) {
        let csv = render_any(OutputFormat::Csv, &table, &ALL_ROWS);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let records: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let mut expected = vec![table.0.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()];
        expected.extend(table.1.iter().map(|row| row.iter().map(exact).collect::<Vec<_>>()));
        prop_assert_eq!(records, expected);
    }

    #[test]
    fn a_tsv_reads_back_as_it_was(table in any_table()) {
        let tsv = render_any(OutputFormat::Tsv, &table, &ALL_ROWS);
        let lines: Vec<Vec<String>> = tsv
            .strip_suffix('\n')
            .unwrap()
            .split('\n')
            .map(|line| line.split('\t').map(unescaped).collect())
            .collect();
        let mut expected = vec![table.0.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()];
        expected.extend(table.1.iter().map(|row| row.iter().map(exact).collect::<Vec<_>>()));
        prop_assert_eq!(lines, expected);
    }

    #[test]
    fn json_reads_back_as_it_was(table in any_table()) {
        let json = render_any(OutputFormat::Json, &table, &at_width(20));
        prop_assert!(json.chars().all(|char| char == '\n' || !char.is_control()));
        let read: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.len(), table.1.len());
        for (object, row) in read.iter().zip(&table.1) {
            prop_assert_eq!(object.len(), row.len());
            for (field, value) in object.values().zip(row) {
                let expected = match value {
                    Value::Null => serde_json::Value::Null,
                    Value::Integer(integer) => (*integer).into(),
                    // serde_json reads some numbers one unit of the last place off.
                    Value::Real(real) if real.is_finite() => {
                        let error = (field.as_f64().unwrap() - real).abs();
                        prop_assert!(error <= real.abs() * 1e-15 + 1e-320, "{} {}", field, real);
                        continue;
                    }
                    Value::Real(real) => (*real).into(),
                    other => exact(other).into(),
                };
                prop_assert_eq!(field, &expected);
            }
        }
    }
}

#[test]
fn on_a_terminal_no_text_drives_it() {
    let rows = || vec![vec![text("a\u{1B}[31m\u{202E}b\u{9B}2J\r\nc"), text("\u{1B}]0;x\u{7}")]];
    let columns = [("one\u{1B}[2J", ColumnType::Text), ("two", ColumnType::Text)];
    for format in [OutputFormat::Csv, OutputFormat::Tsv] {
        for excel in [false, true] {
            let options = RenderOptions { excel, ..at_width(80) };
            let shown = rendered(format, &columns, rows(), &options);
            let is_safe = |char: char| !char.is_control() || matches!(char, '\r' | '\n' | '\t');
            assert!(shown.chars().all(is_safe) && !shown.contains('\u{202E}'), "{shown:?}");
            // In a file or a pipe the text is exact.
            let exact = rendered(format, &columns, rows(), &RenderOptions { excel, ..ALL_ROWS });
            assert!(exact.contains("a\u{1B}[31m\u{202E}b\u{9B}2J"), "{exact:?}");
        }
    }
}
