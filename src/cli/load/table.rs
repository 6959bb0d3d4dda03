//! What became of each input, as the table that `chancery load` prints.

use crate::Result;
use crate::cli::listing::Listing;
use crate::cli::path_text::path_end;
use crate::cli::safe_text::on_one_line;
use crate::cli::session::Session;
use crate::input::Format;
use crate::load::{InputReport, LoadReport};
use crate::query::number::grouped;
use crate::query::rows::{ColumnType, Value};
use crate::render::{OutputFormat, RenderOptions, render};

/// Tells what became of the inputs, in a table on standard output.
pub(super) fn print_table(session: &Session, report: &LoadReport, is_dry: bool) -> Result<()> {
    let width = session.terminal().columns();
    let inputs: Vec<(&InputReport, Format)> =
        report.inputs.iter().filter_map(|input| Some((input, input.format?))).collect();
    let has_room = width.is_none_or(|width| other_columns(&inputs, true) + SHORTEST_INPUT <= width);
    let room = width.map(|width| width.saturating_sub(other_columns(&inputs, has_room)).max(SHORTEST_INPUT));
    let mut columns = vec![("input", ColumnType::Text)];
    if has_room {
        columns.push(("format", ColumnType::Text));
    }
    columns.extend([
        ("new", ColumnType::Int),
        ("changed", ColumnType::Int),
        ("unchanged", ColumnType::Int),
        ("rejected", ColumnType::Int),
        ("first", ColumnType::Date),
        ("last", ColumnType::Date),
    ]);
    if has_room {
        columns.push(("seconds", ColumnType::Float));
    }
    let mut listing = Listing::new(&columns);
    for (input, format) in inputs {
        listing.push(row(input, has_room.then_some(format), room));
    }
    let options = RenderOptions {
        limit: None,
        width,
        color: session.terminal().colors_stdout(),
        ..RenderOptions::default()
    };
    let mut table = Vec::new();
    render(OutputFormat::Table, &mut listing, &mut table, &options)?;
    session.print(&String::from_utf8_lossy(&table)).map_err(|error| {
        let is_kept = !is_dry && report.inputs.iter().any(InputReport::is_kept);
        if is_kept {
            error.hint("what could be loaded is loaded all the same: chancery status")
        } else {
            error
        }
    })
}

/// The columns of a terminal that the table's columns other than the input's need, with their gaps. Without
/// room for them the format and the time are left out.
fn other_columns(inputs: &[(&InputReport, Format)], has_room: bool) -> usize {
    let widest = |heading: &str, width: &dyn Fn(&InputReport) -> usize| {
        2 + inputs.iter().map(|(input, _)| width(input)).max().unwrap_or(0).max(heading.len())
    };
    let number = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX)).len();
    let day = |input: &InputReport| if input.days.is_some() { "2024-12-31".len() } else { 0 };
    let format = 2 + inputs.iter().map(|(_, format)| format.name().len()).max().unwrap_or(0);
    widest("new", &|input| number(input.counts.new))
        + widest("changed", &|input| number(input.counts.changed))
        + widest("unchanged", &|input| number(input.counts.unchanged))
        + widest("rejected", &|input| number(input.rejected()))
        + widest("first", &day)
        + widest("last", &day)
        + if has_room { format + widest("seconds", &|input| seconds(input).to_string().len()) } else { 0 }
}

/// The columns that the name of an input needs at least.
const SHORTEST_INPUT: usize = 16;

fn seconds(input: &InputReport) -> f64 {
    (input.elapsed.as_secs_f64() * 100.0).round() / 100.0
}

/// The cells of an input; its format and time only when the format is given.
fn row(input: &InputReport, format: Option<Format>, room: Option<usize>) -> Vec<Value> {
    let count = |count: u64| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let day = |day: Option<jiff::civil::Date>| day.map_or(Value::Null, |day| Value::Text(day.to_string()));
    let name = match room {
        Some(room) => path_end(&on_one_line(&input.input), room),
        None => input.input.clone(),
    };
    let mut cells = vec![Value::Text(name)];
    cells.extend(format.map(|format| Value::Text(format.name().to_owned())));
    cells.extend([
        count(input.counts.new),
        count(input.counts.changed),
        count(input.counts.unchanged),
        count(input.rejected()),
        day(input.days.map(|(first, _)| first)),
        day(input.days.map(|(_, last)| last)),
    ]);
    cells.extend(format.map(|_| Value::Real(seconds(input))));
    cells
}
