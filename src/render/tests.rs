use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::query::rows::{Column, ColumnType};

mod charts;
mod machines;
mod narrow_charts;
mod networks;
mod pages;
mod people;
mod spreadsheets;

/// Rows from memory.
struct Fixed {
    columns: Vec<Column>,
    rows: std::vec::IntoIter<Vec<Value>>,
    current: Vec<Value>,
}

impl Fixed {
    fn new(columns: &[(&str, ColumnType)], rows: Vec<Vec<Value>>) -> Self {
        let columns =
            columns.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: *kind }).collect();
        Self { columns, rows: rows.into_iter(), current: Vec::new() }
    }
}

impl Rows for Fixed {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        self.current = match self.rows.next() {
            Some(row) => row,
            None => return Ok(None),
        };
        Ok(Some(&self.current))
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn int(integer: i64) -> Value {
    Value::Integer(integer)
}

const ALL_ROWS: RenderOptions = RenderOptions {
    limit: None,
    width: None,
    color: false,
    title: None,
    excel: false,
    overflow: Overflow::Blocks,
    direction: Direction::Directed,
};

fn at_width(width: usize) -> RenderOptions<'static> {
    RenderOptions { width: Some(width), ..ALL_ROWS }
}

fn rendered(
    format: OutputFormat,
    columns: &[(&str, ColumnType)],
    rows: Vec<Vec<Value>>,
    options: &RenderOptions,
) -> String {
    let mut out = Vec::new();
    render(format, &mut Fixed::new(columns, rows), &mut out, options).unwrap();
    String::from_utf8(out).unwrap()
}

/// Text as it comes from posts, and worse.
const NASTY: [&str; 30] = [
    "",
    " ",
    "plain",
    "a,b",
    "say \"so\"",
    "one\r\ntwo\nthree\rfour",
    "tab\tand\\n",
    "pipe|pipe",
    "\u{1B}[31mred\u{1B}[0m\u{1B}]0;title\u{7}",
    "\u{9B}31m C1 \u{85} next",
    "\u{2028}line\u{2029}paragraph",
    "user\u{202E}txt.exe\u{202C}",
    "\u{2067}isolated\u{2069} \u{2066}twice",
    "\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}",
    "👨‍👩‍👧‍👦 family 👩🏽‍🚀",
    "🇷🇺🇺🇳🇧🇷 flags 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "1️⃣0️⃣ ❗️ keycaps ☝️",
    "報道官は会見で述べた",
    "السلام عليكم ورحمة الله وبركاته",
    "שלום עולם",
    "हिन्दी क्षेत्र",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}galo",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "<script>alert(1)</script> & [x](http://a.b)",
    "\u{AD}soft\u{AD}hyphen\u{3164}",
    "\u{FEFF}bom\0nul\u{7F}del",
    "\u{FDD0}\u{FFFF}noncharacters",
    "#Реки #أنهار #Rivers",
    "=1+1",
    "\u{200F}rtl mark لا\u{200D}ا",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&NASTY[..]).prop_map(str::to_owned),
        any::<String>(),
        prop::collection::vec(prop::sample::select(&NASTY[..]), 1..4).prop_map(|parts| parts.concat()),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Integer),
        prop_oneof![any::<f64>(), (-9999..9999_i32).prop_map(|tenths| f64::from(tenths) / 10.0)]
            .prop_map(Value::Real),
        any_text().prop_map(Value::Text),
        any_text().prop_map(Value::Text),
        prop::collection::vec(any::<u8>(), 0..9).prop_map(Value::Blob),
    ]
}

fn any_kind() -> impl Strategy<Value = ColumnType> {
    prop::sample::select(vec![
        ColumnType::Unknown,
        ColumnType::Text,
        ColumnType::Before,
        ColumnType::Int,
        ColumnType::Float,
        ColumnType::Percent,
        ColumnType::Date,
        ColumnType::Link,
    ])
}

type AnyTable = (Vec<(String, ColumnType)>, Vec<Vec<Value>>);

fn any_table() -> impl Strategy<Value = AnyTable> {
    (1..7_usize).prop_flat_map(|count| {
        (
            prop::collection::vec((any_text(), any_kind()), count),
            prop::collection::vec(prop::collection::vec(any_value(), count), 0..6),
        )
    })
}

fn render_any(format: OutputFormat, table: &AnyTable, options: &RenderOptions) -> String {
    let columns: Vec<(&str, ColumnType)> =
        table.0.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    rendered(format, &columns, table.1.clone(), options)
}

#[test]
fn every_format_is_found_by_its_own_name_and_by_no_other() {
    for format in OutputFormat::ALL {
        assert_eq!(OutputFormat::from_name(format.name()), Some(format));
    }
    let any_rows: Vec<_> = OutputFormat::ALL.into_iter().filter(|format| !format.is_network()).collect();
    assert_eq!(any_rows, OutputFormat::OF_ANY_ROWS);
    for (ending, format) in [
        ("txt", Some(OutputFormat::Table)),
        ("md", Some(OutputFormat::Markdown)),
        ("html", Some(OutputFormat::Html)),
        ("htm", Some(OutputFormat::Html)),
        ("gexf", Some(OutputFormat::Gexf)),
        ("graphml", Some(OutputFormat::Graphml)),
        ("tsv", Some(OutputFormat::Tsv)),
        ("table", None),
        ("xlsx", None),
    ] {
        assert_eq!(OutputFormat::from_ending(ending), format, "{ending}");
    }
    assert_eq!(OutputFormat::from_name("CSV"), None);
    assert_eq!(OutputFormat::from_name(""), None);
}

#[test]
fn the_limit_cuts_what_is_written_and_not_what_is_counted() {
    for format in OutputFormat::OF_ANY_ROWS {
        for (limit, written) in [(Some(2), 2), (Some(0), 0), (Some(9), 3), (None, 3)] {
            let rows = vec![vec![text("one")], vec![text("two")], vec![text("three")]];
            let options = RenderOptions { limit, ..ALL_ROWS };
            let mut out = Vec::new();
            let mut rows = Fixed::new(&[("word", ColumnType::Text)], rows);
            let counts = render(format, &mut rows, &mut out, &options).unwrap();
            assert_eq!(counts, Rendered { written, total: 3, columns_left_out: 0 }, "{}", format.name());
            let out = String::from_utf8(out).unwrap();
            assert_eq!(out.contains("one"), written >= 1, "{out}");
            assert_eq!(out.contains("three"), written == 3, "{out}");
        }
    }
}

/// Refuses every byte, and says why.
struct Refusing(io::ErrorKind);

impl Write for Refusing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_reader_that_goes_away_can_be_told_from_a_full_disk() {
    for format in OutputFormat::OF_ANY_ROWS {
        for (kind, is_broken) in [(io::ErrorKind::BrokenPipe, true), (io::ErrorKind::StorageFull, false)] {
            let mut rows = Fixed::new(&[("a", ColumnType::Int)], vec![vec![int(1)]]);
            let error = render(format, &mut rows, &mut Refusing(kind), &ALL_ROWS).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io);
            assert_eq!(is_broken_pipe(&error), is_broken, "{}", format.name());
            assert_eq!(error.hints().is_empty(), is_broken);
        }
    }
}

#[test]
fn what_was_buffered_and_not_taken_is_an_error() {
    let mut rows = Fixed::new(&[("a", ColumnType::Int)], vec![vec![int(1)]]);
    let mut out = io::BufWriter::with_capacity(1 << 16, Refusing(io::ErrorKind::StorageFull));
    render(OutputFormat::Csv, &mut rows, &mut out, &ALL_ROWS).unwrap_err();
}

/// Fails after its first row.
struct Failing(Vec<Column>, Option<Vec<Value>>, Vec<Value>);

impl Rows for Failing {
    fn columns(&self) -> &[Column] {
        &self.0
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        self.2 = self.1.take().ok_or_else(|| Error::new(ErrorKind::Interrupted, "time is up"))?;
        Ok(Some(&self.2))
    }
}

#[test]
fn a_query_that_fails_beyond_the_limit_is_still_a_failure() {
    for format in OutputFormat::OF_ANY_ROWS {
        let columns = vec![Column { name: "a".to_owned(), kind: ColumnType::Int }];
        let mut rows = Failing(columns, Some(vec![int(1)]), Vec::new());
        let options = RenderOptions { limit: Some(1), ..ALL_ROWS };
        let error = render(format, &mut rows, &mut Vec::new(), &options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    }
}
