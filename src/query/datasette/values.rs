//! The values of the parameters, made of the texts that Datasette binds.

use super::{Tables, lists, literal, name, names, refusal};
use crate::query::date::Edge;
use crate::query::parameter::{Mark, Parameter, ParameterType};

/// What a value needs before it can be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// No more than a look at it.
    Nothing,
    /// To be folded.
    Fold,
    /// To be folded and read as a name or address of Telegram.
    Name,
    /// To be looked up in the store as well.
    Channel,
}

pub(super) fn need(parameter: &Parameter) -> Need {
    match parameter.kind {
        ParameterType::Hashtag | ParameterType::Words => Need::Fold,
        ParameterType::Handle | ParameterType::Entity => Need::Name,
        ParameterType::Channel => Need::Channel,
        _ => Need::Nothing,
    }
}

/// The common tables that turn the parameters into values, the last one having them.
pub(super) fn common_tables(parameters: &[Parameter], tables: &Tables) -> Vec<String> {
    let most = parameters.iter().map(need).max().unwrap_or(Need::Nothing);
    let mut all = vec![texts(parameters, tables)];
    all.extend(lists::items(parameters, tables));
    if most >= Need::Fold {
        all.extend(lists::folded(tables));
    }
    if most >= Need::Name {
        all.extend(names::named(tables));
    }
    if most >= Need::Channel {
        all.extend(names::found(tables));
    }
    all.push(values(parameters, tables));
    all
}

fn columns(parameters: &[Parameter]) -> String {
    parameters.iter().map(|parameter| name(&parameter.name)).collect::<Vec<_>>().join(", ")
}

/// The texts as they were given; NULL for an empty one.
fn texts(parameters: &[Parameter], tables: &Tables) -> String {
    let given = parameters.iter().map(|parameter| match parameter.kind {
        ParameterType::Text | ParameterType::Words | ParameterType::Values(_) => {
            format!("nullif(:{}, '')", parameter.name)
        }
        _ => format!("nullif(trim(:{}), '')", parameter.name),
    });
    let given = given.collect::<Vec<_>>().join(", ");
    format!("{} ({}) AS MATERIALIZED (\n    SELECT {given}\n)", tables.step("texts"), columns(parameters))
}

fn values(parameters: &[Parameter], tables: &Tables) -> String {
    let values: Vec<String> = parameters.iter().map(|parameter| value(parameter, tables)).collect();
    format!(
        "{} ({}) AS MATERIALIZED (\n    SELECT {}\n    FROM {} AS a\n)",
        tables.values(),
        columns(parameters),
        values.join(",\n           "),
        tables.step("texts")
    )
}

/// The value of one parameter, from the row `a` of texts.
fn value(parameter: &Parameter, tables: &Tables) -> String {
    let text = format!("a.{}", name(&parameter.name));
    let of_this = format!("parameter = {}", literal(&parameter.name));
    let without = if parameter.is_required() {
        refusal(&literal(&format!("{} is needed: {}", parameter.name, parameter.help)))
    } else {
        String::from("NULL")
    };
    let read = match (need(parameter), parameter.mark) {
        (Need::Nothing, Mark::List) => {
            let items = tables.step("items");
            let one = scalar(parameter, "i.item");
            list(parameter, &text, &format!("SELECT {one} AS value FROM {items} AS i WHERE {of_this}"))
        }
        (Need::Nothing, _) => scalar(parameter, &text),
        (Need::Channel, mark) => channels(parameter, mark, &text, tables),
        (need, mark) => {
            let table = tables.step(if need == Need::Name { "named" } else { "folded" });
            let one = folded(parameter);
            let select = format!("SELECT {one} AS value FROM {table} AS i WHERE {of_this}");
            if mark == Mark::List { list(parameter, &text, &select) } else { format!("({select})") }
        }
    };
    format!("CASE WHEN {text} IS NULL THEN {without} ELSE {read} END")
}

/// The values that `select` gives, as a JSON array.
fn list(parameter: &Parameter, text: &str, select: &str) -> String {
    let none = refused(parameter, text, "names nothing");
    format!(
        "(SELECT CASE WHEN count(*) = 0 THEN {none} ELSE json_group_array(DISTINCT value) END FROM ({select}))"
    )
}

/// Ends the statement because of this text.
fn refused(parameter: &Parameter, text: &str, why: &str) -> String {
    let (name, why) = (literal(&format!("{} \"", parameter.name)), literal(&format!("\" {why}")));
    refusal(&format!("{name} || {text} || {why}"))
}

/// A value that can be read from its text alone.
fn scalar(parameter: &Parameter, text: &str) -> String {
    match &parameter.kind {
        ParameterType::Int { min, max } => {
            let within = within(&format!("CAST({text} AS INTEGER)"), *min, *max);
            let why = format!("is no whole number{}", in_words(*min, *max));
            // The number written again is the text, so that nothing stands behind it.
            format!(
                "CASE WHEN CAST(CAST({text} AS INTEGER) AS TEXT) = {text}{within} THEN CAST({text} AS INTEGER) \
                 ELSE {} END",
                refused(parameter, text, &why)
            )
        }
        ParameterType::Float { min, max } => {
            let number = format!("CAST({text} AS REAL)");
            let within = within(&number, *min, *max);
            let why = format!("is no number{}", in_words(*min, *max));
            format!(
                "CASE WHEN CASE WHEN json_valid({text}) THEN json_type({text}) END IN ('integer', 'real') \
                 AND abs({number}) < 1e308{within} THEN {number} ELSE {} END",
                refused(parameter, text, &why)
            )
        }
        ParameterType::Bool => format!(
            "CASE WHEN lower({text}) IN ('yes', 'true', '1') THEN 1 \
             WHEN lower({text}) IN ('no', 'false', '0') THEN 0 ELSE {} END",
            refused(parameter, text, "is not one of: yes, no")
        ),
        ParameterType::Enum(words) => {
            let words_of: Vec<String> = words
                .iter()
                .map(|word| format!("WHEN {} THEN {}", literal(&word.to_ascii_lowercase()), literal(word)))
                .collect();
            let why = format!("is not one of: {}", words.join(", "));
            format!("CASE lower({text}) {} ELSE {} END", words_of.join(" "), refused(parameter, text, &why))
        }
        ParameterType::Date => day(parameter, text),
        ParameterType::Duration => {
            let number = format!("substr({text}, 1, length({text}) - 1)");
            let why = "is no length of time; write 90s, 15m, 6h, 2d or 1w";
            format!(
                "CASE WHEN {number} <> '' AND {number} NOT GLOB '*[^0-9]*' AND length({number}) < 12 \
                 AND substr({text}, -1) IN ('s', 'm', 'h', 'd', 'w') \
                 THEN CAST({number} AS INTEGER) * CASE substr({text}, -1) WHEN 's' THEN 1 WHEN 'm' THEN 60 \
                 WHEN 'h' THEN 3600 WHEN 'd' THEN 86400 ELSE 604800 END ELSE {} END",
                refused(parameter, text, why)
            )
        }
        _ => text.to_owned(),
    }
}

/// The conditions that a number lies within its bounds.
fn within<N: std::fmt::Display>(number: &str, min: Option<N>, max: Option<N>) -> String {
    let least = min.map(|min| format!(" AND {number} >= {min}")).unwrap_or_default();
    let most = max.map(|max| format!(" AND {number} <= {max}")).unwrap_or_default();
    least + &most
}

fn in_words<N: std::fmt::Display>(min: Option<N>, max: Option<N>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" from {min} on"),
        (None, Some(max)) => format!(" up to {max}"),
        (None, None) => String::new(),
    }
}

/// The first or last day of what the text names. `+0 days` makes SQLite write a day that is none, such as
/// 30 February, as another one. What is counted from today needs the zone of the store,
/// which SQL does not know.
fn day(parameter: &Parameter, text: &str) -> String {
    let is_first = Edge::of_parameter(&parameter.name) == Edge::First;
    let year = format!("substr({text}, 1, 4)");
    let monday = format!(
        "date({year} || '-01-04', 'weekday 0', '-6 days', (7 * (CAST(substr({text}, 7) AS INTEGER) - 1)) || ' days'"
    );
    let months_last = |month: &str| format!("date({month} || '-01', '+1 month', '-1 day')");
    let quarters_month =
        format!("{year} || '-' || substr('03060912', 2 * CAST(substr({text}, 7) AS INTEGER) - 1, 2)");
    let (of_year, of_quarter, of_week, of_month) = if is_first {
        (
            format!("{text} || '-01-01'"),
            format!("date({quarters_month} || '-01', '-2 months')"),
            format!("{monday})"),
            format!("{text} || '-01'"),
        )
    } else {
        (
            format!("{text} || '-12-31'"),
            months_last(&format!("({quarters_month})")),
            format!("{monday}, '+6 days')"),
            months_last(text),
        )
    };
    let years = "[0-9][0-9][0-9][0-9]";
    let why = "is no date; write one of: 2024-03-01, 2024-03, 2024, 2024-Q1, 2024-W09, first, last";
    format!(
        "coalesce(CASE WHEN {text} GLOB '{years}' THEN {of_year}\n                \
         WHEN {text} GLOB '{years}-[Qq][1-4]' THEN {of_quarter}\n                \
         WHEN {text} GLOB '{years}-[Ww][0-9][0-9]' AND strftime('%Y', {monday}, '+3 days')) = {year} THEN {of_week}\n                \
         WHEN {text} GLOB '{years}-[0-9][0-9]' AND date({text} || '-01', '+0 days') = {text} || '-01' THEN {of_month}\n                \
         WHEN {text} GLOB '{years}-[0-9][0-9]-[0-9][0-9]' AND date({text}, '+0 days') = {text} THEN {text}\n                \
         WHEN lower({text}) = 'first' THEN (SELECT min(p.posted_on) FROM posts AS p)\n                \
         WHEN lower({text}) = 'last' THEN (SELECT max(p.posted_on) FROM posts AS p) END, {})",
        refused(parameter, text, why)
    )
}

/// A folded item as the query compares with it; `i` is its row.
fn folded(parameter: &Parameter) -> String {
    let or_refused = |value: &str, why: &str| {
        format!("coalesce(nullif({value}, ''), {})", refused(parameter, "i.item", why))
    };
    match parameter.kind {
        // The channel of `#tag@channel` is no part of the tag.
        ParameterType::Hashtag => {
            let bare = "ltrim(i.folded, '#＃')";
            or_refused(&format!("substr({bare}, 1, instr({bare} || '@', '@') - 1)"), "is no hashtag")
        }
        ParameterType::Handle => or_refused("coalesce(i.handle, i.folded)", "is no handle"),
        ParameterType::Entity => or_refused("coalesce(i.handle, i.folded)", "is no name"),
        _ => String::from("i.folded"),
    }
}

/// The ids of the channels that were asked for: the one that the whole text names, else those of its parts.
fn channels(parameter: &Parameter, mark: Mark, text: &str, tables: &Tables) -> String {
    let (items, found) = (tables.step("items"), tables.step("channels"));
    let of_this = format!("parameter = {}", literal(&parameter.name));
    let none = refused(parameter, "i.item", "is not in this store; see its channels in the table channels");
    let several = refused(parameter, "i.item", "names several channels; give the handle or the id");
    let one = |is_whole: &str| {
        format!(
            "SELECT CASE count(DISTINCT c.channel_id) WHEN 1 THEN max(c.channel_id) WHEN 0 THEN {none} \
             ELSE {several} END AS value\n             FROM {items} AS i LEFT JOIN {found} AS c \
             ON c.parameter = i.parameter AND c.item = i.item AND c.is_whole = i.is_whole\n             \
             WHERE i.{of_this} AND i.is_whole = {is_whole} GROUP BY i.item"
        )
    };
    if mark != Mark::List {
        return format!("({})", one("1"));
    }
    let is_whole = format!(
        "((SELECT count(DISTINCT c.channel_id) FROM {found} AS c WHERE c.{of_this} AND c.is_whole) = 1)"
    );
    list(parameter, text, &one(&is_whole))
}
