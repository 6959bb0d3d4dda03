//! `gexf` and `graphml`: a result with the columns `source`, `target` and `weight` as a network.
//!
//! A node's name is its id and its label. Its rows are the edges, each one kept, so that equal pairs become
//! parallel edges and a pair of equal names a loop. Both formats want what is known only at the end (the nodes,
//! the types, the time) at the beginning, so edges wait in memory, and beyond some size in a temporary file.
//! Nothing is written to `out` before all rows are known to be edges.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Seek as _, Write};

use tempfile::SpooledTempFile;

use super::{RenderOptions, Rendered, distinct_names, each_row, number, write_failed};
use crate::query::network::COLUMNS;
use crate::query::rows::{Column, ColumnType, Rows, Value};
use crate::{Error, ErrorKind, Result};

mod gexf;
mod graphml;
mod time;
mod xml;

use self::time::Span;

/// Edges of more than this many bytes are held in a file.
const MOST_BYTES: usize = 16 << 20;

/// Between the fields of an edge that waits, whose text has no control characters any more.
const FIELD: u8 = 0x1F;
/// Stands for NULL in such a field.
const NULL: &str = "\u{1E}";

pub(super) fn render_gexf(
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let (mut network, rendered) = Network::read(rows, options, true)?;
    gexf::write(&mut network, out, options)?;
    Ok(rendered)
}

pub(super) fn render_graphml(
    rows: &mut dyn Rows,
    out: &mut dyn Write,
    options: &RenderOptions,
) -> Result<Rendered> {
    let (mut network, rendered) = Network::read(rows, options, false)?;
    graphml::write(&mut network, out, options)?;
    Ok(rendered)
}

/// A network that was read whole. All text in it is escaped for XML.
struct Network {
    nodes: Vec<Node>,
    weight: NumberType,
    attributes: Vec<Attribute>,
    /// Whether edges have days.
    has_time: bool,
    edges: SpooledTempFile,
}

struct Node {
    name: String,
    span: Span,
}

/// A column that becomes an attribute of edges.
struct Attribute {
    name: String,
    kind: NumberType,
}

/// The narrowest type that holds all values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NumberType {
    Long,
    Double,
    /// No number.
    Text,
}

impl NumberType {
    fn of(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Float | ColumnType::Percent => Self::Double,
            ColumnType::Int | ColumnType::Unknown => Self::Long,
            ColumnType::Text | ColumnType::Before | ColumnType::Date | ColumnType::Link => Self::Text,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Double => "double",
            Self::Text => "string",
        }
    }

    /// Makes room for the value.
    fn widen(&mut self, value: &Value) {
        let needed = match value {
            Value::Null | Value::Integer(_) => Self::Long,
            Value::Real(_) => Self::Double,
            Value::Text(_) | Value::Blob(_) => Self::Text,
        };
        *self = (*self).max(needed);
    }
}

/// One edge, as it waits.
struct Edge<'a> {
    source: usize,
    target: usize,
    weight: &'a str,
    span: Span,
    /// Those of the attributes that are not NULL, with their numbers.
    values: Vec<(usize, &'a str)>,
}

/// Where the columns of a network stand in the rows.
struct Places {
    ends: [usize; 2],
    weight: usize,
    first: Option<usize>,
    last: Option<usize>,
    attributes: Vec<usize>,
}

impl Places {
    /// # Errors
    /// [`ErrorKind::Usage`] when a column is missing.
    fn find(columns: &[Column], has_time: bool) -> Result<Self> {
        let at = |name: &str| columns.iter().position(|column| column.name == name);
        let [Some(source), Some(target), Some(weight)] = COLUMNS.map(at) else {
            let has: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            return Err(Error::new(
                ErrorKind::Usage,
                format!("a network needs the columns source, target and weight; this result has {}", has.join(", ")),
            )
            .hint("choose a query tagged as one (chancery queries list --tag network), or another format, e.g. -f csv"));
        };
        let time = |name: &str| {
            let is_time = |at: &usize| matches!(columns[*at].kind, ColumnType::Date | ColumnType::Unknown);
            at(name).filter(|at| has_time && is_time(at))
        };
        let (first, last) = (time("first"), time("last"));
        let attributes = (0..columns.len()).filter(|at| ![source, target, weight].contains(at)).collect();
        Ok(Self { ends: [source, target], weight, first, last, attributes })
    }
}

impl Network {
    fn read(rows: &mut dyn Rows, options: &RenderOptions, has_time: bool) -> Result<(Self, Rendered)> {
        let places = Places::find(rows.columns(), has_time)?;
        // Readers keep one of two attributes of a name, which may be the weight.
        let names = distinct_names(rows.columns());
        let attribute = |at: &usize| {
            let kind = NumberType::of(rows.columns()[*at].kind);
            Attribute { name: xml::escaped(&names[*at]), kind }
        };
        let mut network = Self {
            nodes: Vec::new(),
            weight: NumberType::Long,
            attributes: places.attributes.iter().map(attribute).collect(),
            has_time: places.first.is_some() || places.last.is_some(),
            edges: SpooledTempFile::new(MOST_BYTES),
        };
        let mut numbers = HashMap::new();
        let mut line = Vec::new();
        let mut row_number = 0_u64;
        let rendered = each_row(rows, options, |row| {
            row_number += 1;
            line.clear();
            network.take(row, &places, &mut numbers, &mut line).map_err(|what| {
                Error::new(ErrorKind::Query, format!("row {row_number} is no edge: {what}")).hint(
                    "an edge joins two named nodes with a weight above 0; leave other rows out (WHERE …), or choose \
                     another format",
                )
            })?;
            network.edges.write_all(&line).map_err(cannot_wait)
        })?;
        Ok((network, rendered))
    }

    /// Adds the nodes of the row, and the row itself to `line`.
    fn take(
        &mut self,
        row: &[Value],
        places: &Places,
        numbers: &mut HashMap<String, usize>,
        line: &mut Vec<u8>,
    ) -> std::result::Result<(), String> {
        let weight = &row[places.weight];
        let is_positive = match weight {
            Value::Integer(weight) => *weight > 0,
            Value::Real(weight) => *weight > 0.0 && weight.is_finite(),
            _ => false,
        };
        if !is_positive {
            return Err(format!("its weight is {}", shown(weight)));
        }
        self.weight.widen(weight);
        let day = |place: Option<usize>| match place.map(|place| &row[place]) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value {
                Value::Text(text) => time::day(text),
                _ => None,
            }
            .map(|day| Some(day.to_owned()))
            .ok_or_else(|| format!("{} is neither a day nor an instant", shown(value))),
        };
        let span = Span { start: day(places.first)?, end: day(places.last)? };
        if let (Some(start), Some(end)) = (&span.start, &span.end)
            && start > end
        {
            return Err(format!("its first day, {start}, is after its last one, {end}"));
        }
        for (at, name) in places.ends.into_iter().zip(COLUMNS) {
            let label = match field(&row[at]) {
                Some(label) if !label.is_empty() => label,
                _ => return Err(format!("its {name} is {}", shown(&row[at]))),
            };
            let number = *numbers.entry(label).or_insert_with_key(|label| {
                self.nodes.push(Node { name: label.clone(), span: span.clone() });
                self.nodes.len() - 1
            });
            self.nodes[number].span.widen(&span);
            push_field(line, &number.to_string());
        }
        push_field(line, &field(weight).unwrap_or_default());
        for bound in [&span.start, &span.end] {
            push_field(line, bound.as_deref().unwrap_or(NULL));
        }
        for (attribute, at) in self.attributes.iter_mut().zip(&places.attributes) {
            attribute.kind.widen(&row[*at]);
            push_field(line, field(&row[*at]).as_deref().unwrap_or(NULL));
        }
        line.push(b'\n');
        Ok(())
    }

    /// Hands over all edges, as the rows had them.
    fn each_edge(&mut self, mut write: impl FnMut(&Edge<'_>) -> Result<()>) -> Result<()> {
        self.edges.rewind().map_err(cannot_wait)?;
        for line in BufReader::new(&mut self.edges).split(b'\n') {
            let line = line.map_err(cannot_wait)?;
            let line = String::from_utf8_lossy(&line);
            let mut fields = line.split(char::from(FIELD));
            let mut node = || fields.next().and_then(|number| number.parse().ok()).unwrap_or_default();
            let (source, target) = (node(), node());
            let weight = fields.next().unwrap_or_default();
            let mut bound = || fields.next().filter(|text| *text != NULL).map(str::to_owned);
            let span = Span { start: bound(), end: bound() };
            // Each field ends with the separator, so the last one is followed by nothing.
            let values =
                fields.take(self.attributes.len()).enumerate().filter(|(_, value)| *value != NULL).collect();
            write(&Edge { source, target, weight, span, values })?;
        }
        Ok(())
    }
}

fn push_field(line: &mut Vec<u8>, text: &str) {
    line.extend_from_slice(text.as_bytes());
    line.push(FIELD);
}

/// The value as text of XML; `None` for NULL, and for what is no number in XML.
fn field(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(integer) => Some(integer.to_string()),
        Value::Real(real) => real.is_finite().then(|| number::real(*real)),
        Value::Text(text) => Some(xml::escaped(text)),
        Value::Blob(bytes) => Some(number::hex(bytes)),
    }
}

/// The value as messages name it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::from("NULL"),
        Value::Text(text) => format!("'{text}'"),
        other => field(other).unwrap_or_else(|| String::from("not finite")),
    }
}

fn cannot_wait(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, "the edges of the network cannot be held in a temporary file")
        .caused_by(error)
        .hint("free some space where temporary files are kept (TMPDIR)")
}

fn write_text(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(write_failed)
}
