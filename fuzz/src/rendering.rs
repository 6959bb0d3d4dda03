//! Renderers: whatever stands in the cells, the form of the output holds, and machines read back what was there.

use chancery::query::chart::Chart;
use chancery::query::network::Direction;
use chancery::query::rows::{Column, ColumnType, Rows, Value};
use chancery::query::wide::{Matrix, Pivot, RowOrder};
use chancery::render::{self, OutputFormat, Overflow, RenderOptions};
use unicode_width::UnicodeWidthStr as _;

use super::markup;

/// Rows from memory.
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
    next: usize,
}

impl Rows for Table {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> chancery::Result<Option<&[Value]>> {
        self.next += 1;
        Ok(self.rows.get(self.next - 1).map(Vec::as_slice))
    }
}

/// A number of columns and a width in the first two bytes; then cells, each ended by 0x1F: the first ones name the
/// columns, and the type of a value is told by its first byte.
fn table(data: &[u8]) -> (Table, usize) {
    let (head, cells) = data.split_at(data.len().min(2));
    let number = |at: usize| usize::from(head.get(at).copied().unwrap_or(1));
    let (count, width) = (1 + number(0) % 6, 1 + number(1) % 120);
    let mut cells = cells.split(|byte| *byte == 0x1F);
    let kinds = [
        ColumnType::Text,
        ColumnType::Link,
        ColumnType::Unknown,
        ColumnType::Percent,
        ColumnType::Date,
        ColumnType::Int,
        ColumnType::Float,
    ];
    let mut columns: Vec<Column> = cells
        .by_ref()
        .take(count)
        .map(|name| (String::from_utf8_lossy(name).into_owned(), kinds[name.len() % kinds.len()]))
        .map(|(name, kind)| Column { name, kind })
        .collect();
    if columns.is_empty() {
        columns.push(Column { name: "x".to_owned(), kind: ColumnType::Text });
    }
    let values: Vec<Value> = cells.take(120).map(value).collect();
    let rows = values.chunks_exact(columns.len()).map(<[Value]>::to_vec).collect();
    (Table { columns, rows, next: 0 }, width)
}

fn value(cell: &[u8]) -> Value {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match cell.split_first() {
        Some((b'N', [])) => Value::Null,
        Some((b'I', digits)) => text(digits).trim().parse().map_or(Value::Null, Value::Integer),
        Some((b'R', digits)) => text(digits).trim().parse().map_or(Value::Null, Value::Real),
        Some((b'B', bytes)) => Value::Blob(bytes.to_vec()),
        Some((b'T', bytes)) => Value::Text(text(bytes)),
        _ => Value::Text(text(cell)),
    }
}

fn rendered(
    format: OutputFormat,
    table: &mut Table,
    options: &RenderOptions<'_>,
) -> chancery::Result<String> {
    table.next = 0;
    let mut out = Vec::new();
    render::render(format, table, &mut out, options)?;
    Ok(String::from_utf8(out).expect("what is rendered is UTF-8"))
}

const ALL: RenderOptions<'static> = RenderOptions {
    limit: None,
    width: None,
    color: false,
    title: None,
    excel: false,
    overflow: Overflow::Blocks,
    direction: Direction::Directed,
};

/// Whether a text can be shown on a terminal as it is.
fn assert_harmless(text: &str, format: &str) {
    let acts = |char: char| {
        char.is_control() && char != '\n'
            || matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    if let Some(char) = text.chars().find(|char| acts(*char)) {
        panic!("{format} lets {char:?} through: {text:?}");
    }
}

pub fn render(data: &[u8]) {
    let (mut table, width) = table(data);
    for_people(&mut table, width);
    quoted(&mut table);
    json(&mut table);
    html(&mut table);
    network(&mut table);
    pictures(&mut table, width);
}

fn for_people(table: &mut Table, width: usize) {
    let on_terminal = RenderOptions { width: Some(width), ..ALL };
    let shown = rendered(OutputFormat::Table, table, &on_terminal).expect("a table");
    assert_harmless(&shown, "table");
    // Below this no table can be drawn that means something.
    if width >= 20 {
        for line in shown.lines() {
            assert!(line.width() <= width, "{} columns of {width}: {line:?}", line.width());
        }
    }
    assert_harmless(&rendered(OutputFormat::Table, table, &ALL).expect("a table"), "table in a file");
    let markdown = rendered(OutputFormat::Markdown, table, &ALL).expect("a Markdown table");
    assert_harmless(&markdown, "markdown");
    let lines = markdown.lines().filter(|line| line.starts_with('|')).count();
    assert_eq!(lines, table.rows.len() + 2, "{markdown}");
    assert!(!markdown.contains('<') || !markdown.to_lowercase().contains("<script"), "{markdown}");
}

/// The text that a value has in CSV.
fn exact(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        // These have forms of their own, which the library's tests know.
        Value::Real(_) | Value::Blob(_) => "?".to_owned(),
    }
}

fn quoted(table: &mut Table) {
    let csv = rendered(OutputFormat::Csv, table, &ALL).expect("CSV");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let records: Vec<csv::StringRecord> =
        reader.records().map(|record| record.expect("a record of equal length")).collect();
    assert_eq!(records.len(), table.rows.len() + 1);
    let names = table.columns.iter().map(|column| Value::Text(column.name.clone())).collect();
    for (record, row) in records.iter().zip(std::iter::once(&names).chain(&table.rows)) {
        for (cell, value) in record.iter().zip(row) {
            let expected = exact(value);
            assert!(expected == "?" || cell == expected, "{cell:?} is not {expected:?}");
        }
    }
    let tsv = rendered(OutputFormat::Tsv, table, &ALL).expect("TSV");
    assert_eq!(tsv.matches('\n').count(), table.rows.len() + 1);
    for line in tsv.trim_end_matches('\n').split('\n').filter(|_| table.columns.len() > 1) {
        assert_eq!(line.matches('\t').count() + 1, table.columns.len(), "{line:?}");
    }
    let guarded = rendered(OutputFormat::Csv, table, &RenderOptions { excel: true, ..ALL }).expect("CSV");
    let guarded = guarded.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(guarded.as_bytes());
    for (record, row) in reader.records().map(|record| record.expect("a record")).skip(1).zip(&table.rows) {
        for (cell, value) in record.iter().zip(row) {
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
            assert!(!(runs && matches!(value, Value::Text(_))), "a spreadsheet would run {cell:?}");
        }
    }
    for format in [OutputFormat::Csv, OutputFormat::Tsv] {
        let shown = rendered(format, table, &RenderOptions { width: Some(80), ..ALL }).expect("a terminal");
        assert_harmless(&shown.replace("\r\n", "\n").replace('\t', " "), format.name());
    }
}

/// Whether two numbers are the same, or nothing lies between them.
fn is_next_to(one: f64, other: f64) -> bool {
    one == other || one == other.next_up() || one == other.next_down()
}

fn json(table: &mut Table) {
    let text = rendered(OutputFormat::Json, table, &ALL).expect("JSON");
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&text).expect("an array");
    assert_eq!(rows.len(), table.rows.len());
    for (object, row) in rows.iter().zip(&table.rows) {
        assert_eq!(object.len(), row.len());
        for (cell, value) in object.values().zip(row) {
            let is_same = match value {
                Value::Text(text) => cell.as_str() == Some(text),
                Value::Integer(number) => cell.as_i64() == Some(*number),
                // serde_json may read a number off by the last bit, so the neighbours count as the same.
                Value::Real(number) => {
                    !number.is_finite() || cell.as_f64().is_some_and(|read| is_next_to(read, *number))
                }
                Value::Null => cell.is_null(),
                Value::Blob(_) => cell.is_string(),
            };
            assert!(is_same, "{cell} is not {value:?}");
        }
    }
    assert_harmless(&text, "json");
    let lines = rendered(OutputFormat::Jsonl, table, &ALL).expect("JSON lines");
    assert_harmless(&lines, "jsonl");
    assert_eq!(lines.lines().count(), table.rows.len());
    for line in lines.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
    }
}

fn html(table: &mut Table) {
    let title = table.columns[0].name.clone();
    let page =
        rendered(OutputFormat::Html, table, &RenderOptions { title: Some(&title), ..ALL }).expect("HTML");
    assert_harmless(&page, "html");
    markup::assert_plain_table(&page, table.rows.len(), table.columns.len());
}

fn network(table: &mut Table) {
    for format in [OutputFormat::Gexf, OutputFormat::Graphml] {
        let refused = rendered(format, table, &ALL).map(|text| markup::assert_xml(&text));
        assert!(refused.is_ok() || !refused.is_err_and(|error| error.to_string().is_empty()));
    }
    let names: Vec<Value> =
        table.rows.iter().flatten().filter(|value| **value != Value::Null).cloned().collect();
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let extra = &table.columns[0];
    let columns = vec![
        column("source", ColumnType::Text),
        column("target", ColumnType::Text),
        column("weight", ColumnType::Int),
        column("first", ColumnType::Date),
        column(&extra.name, extra.kind),
    ];
    let rows: Vec<Vec<Value>> = names
        .windows(4)
        .map(|cells| {
            vec![cells[0].clone(), cells[1].clone(), Value::Integer(1), cells[2].clone(), cells[3].clone()]
        })
        .collect();
    let mut edges = Table { columns, rows, next: 0 };
    let title = extra.name.clone();
    for format in [OutputFormat::Gexf, OutputFormat::Graphml] {
        let options = RenderOptions { title: Some(&title), ..ALL };
        if let Ok(text) = rendered(format, &mut edges, &options) {
            markup::assert_xml(&text);
            assert_harmless(&text, format.name());
            assert_eq!(text.matches("<edge ").count(), edges.rows.len(), "{text}");
        }
    }
}

/// Charts and matrices of the table.
fn pictures(table: &mut Table, width: usize) {
    let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let at = |index: usize| names[index % names.len()].clone();
    if names.iter().any(|name| name.is_empty() || name.contains(char::is_whitespace)) {
        return;
    }
    let options = RenderOptions { width: Some(width), ..ALL };
    let bar = format!("bar x={} y={}", at(0), at(1));
    if let Ok(chart) = Chart::parse(&bar, 1) {
        table.next = 0;
        let mut out = Vec::new();
        if render::draw(&chart, table, &mut out, &options).is_ok() {
            assert_harmless(&String::from_utf8(out).expect("UTF-8"), "bar chart");
        }
    }
    let (rows, columns, value) = (at(0), at(1), at(2));
    let pivot = Pivot { rows: Some(&rows), columns: &columns, value: &value, order: RowOrder::Total };
    table.next = 0;
    let Ok(mut matrix) = Matrix::read(table, &pivot) else { return };
    let mut out = Vec::new();
    render::render(OutputFormat::Table, &mut matrix, &mut out, &options).expect("a matrix");
    assert_harmless(&String::from_utf8(out).expect("UTF-8"), "matrix");
    for words in ["line x=a y=b series=c", "heatmap x=a y=b value=c"] {
        let Ok(chart) = Chart::parse(words, 1) else { continue };
        table.next = 0;
        let Ok(mut matrix) = Matrix::read(table, &pivot) else { return };
        let mut out = Vec::new();
        if render::draw(&chart, &mut matrix, &mut out, &options).is_ok() {
            assert_harmless(&String::from_utf8(out).expect("UTF-8"), words);
        }
    }
}
