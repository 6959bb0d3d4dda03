//! `--excel`: what a spreadsheet would run, and how it reads cells.

use super::*;

const EXCEL: RenderOptions = RenderOptions { excel: true, ..ALL_ROWS };

#[test]
fn texts_that_would_run_get_an_apostrophe_and_numbers_do_not() {
    let columns = [("=name", ColumnType::Text), ("n", ColumnType::Int)];
    let rows = vec![
        vec![text("=1+1"), int(-5)],
        vec![text("+7 999"), Value::Real(-0.5)],
        vec![text("-5"), Value::Null],
        vec![text("@ministry"), text("-5")],
        vec![text("\tx"), int(1)],
        vec![text("\r=x"), int(2)],
        vec![text("\n-x"), int(3)],
        vec![text("＝1"), text("＋1")],
        vec![text("－1"), text("＠a")],
        vec![text("a=b, \"c\""), text("")],
        vec![text("'=1"), text(" =1")],
    ];
    assert_eq!(
        rendered(OutputFormat::Csv, &columns, rows.clone(), &EXCEL),
        "\u{FEFF}'=name,n\r\n'=1+1,-5\r\n'+7 999,-0.5\r\n'-5,\r\n'@ministry,'-5\r\n'\tx,1\r\n\"'\r=x\",2\r\n\"'\n-x\",3\r\n'＝1,'＋1\r\n\
         '－1,'＠a\r\n\"a=b, \"\"c\"\"\",\"\"\r\n'=1, =1\r\n"
    );
    // Without the option nothing is changed: CSV is exact.
    let exact = rendered(OutputFormat::Csv, &columns, rows, &ALL_ROWS);
    assert!(exact.starts_with("=name,n\r\n=1+1,-5\r\n+7 999,-0.5\r\n-5,\r\n@ministry,-5\r\n"), "{exact}");
}

#[test]
fn tsv_for_spreadsheets_quotes_what_would_break_a_cell() {
    let columns = [("text", ColumnType::Text), ("n", ColumnType::Int)];
    let rows = vec![vec![text("a\tb\nc\\d"), int(1)], vec![text("\"so\", he"), int(2)]];
    assert_eq!(
        rendered(OutputFormat::Tsv, &columns, rows, &EXCEL),
        "\u{FEFF}text\tn\r\n\"a\tb\nc\\d\"\t1\r\n\"\"\"so\"\", he\"\t2\r\n"
    );
}

proptest! {
    /// A wrong guard would change a number, miss a formula, or touch a harmless text.
    #[test]
    fn a_guarded_table_reads_back_but_for_the_apostrophes(table in any_table()) {
        let csv = render_any(OutputFormat::Csv, &table, &EXCEL);
        let csv = csv.strip_prefix('\u{FEFF}').unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.unwrap()).collect();
        prop_assert_eq!(records.len(), table.1.len() + 1);
        for (record, row) in records[1..].iter().zip(&table.1) {
            for (cell, value) in record.iter().zip(row) {
                let Value::Text(text) = value else {
                    prop_assert!(!cell.starts_with('\''), "{}", cell);
                    continue;
                };
                let is_guarded = matches!(
                    text.chars().next(),
                    Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
                );
                prop_assert_eq!(cell, if is_guarded { format!("'{text}") } else { text.clone() });
            }
        }
    }
}
