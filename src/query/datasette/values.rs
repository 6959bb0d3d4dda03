//! The values of the parameters, made of the texts that Datasette binds.

use super::{Tables, aliases, lists, literal, names, refusal};
use crate::query::date::Edge;
use crate::query::parameter::{Mark, Parameter, ParameterType};

/// The common tables of the parameters whose values take more than a short expression: the last one for each has
/// one row with the value, or none.
///
/// SQLite copies a common table wherever it is named, with all those that it names itself, and has room for 1000
/// tables in a statement, so that each parameter is kept to itself.
pub(super) fn common_tables(parameters: &[Parameter], tables: &Tables) -> Vec<String> {
    let mut all = Vec::new();
    if parameters.iter().any(is_folded) {
        all.push(lists::letters(tables));
    }
    for parameter in parameters.iter().filter(|parameter| !is_short(parameter)) {
        if is_folded(parameter) {
            all.push(lists::folding(parameter, &text(parameter), tables));
        }
        if is_name(parameter) {
            all.extend(names::tables(parameter, tables));
        }
        if parameter.kind == ParameterType::Entity {
            all.extend(aliases::tables(parameter, tables));
        }
        all.push(format!(
            "{} (value) AS MATERIALIZED (\n    {}\n)",
            tables.value(parameter),
            select(parameter, tables)
        ));
    }
    all
}

/// What stands for the parameter in the query.
pub(super) fn value(parameter: &Parameter, tables: &Tables) -> String {
    if !is_short(parameter) {
        return format!("(SELECT value FROM {})", tables.value(parameter));
    }
    let text = text(parameter);
    match (parameter.is_required(), scalar(parameter, &text)) {
        (true, value) => format!("(CASE WHEN {text} IS NULL THEN {} ELSE {value} END)", missing(parameter)),
        (false, value) if value == text => value,
        (false, value) => format!("(CASE WHEN {text} IS NOT NULL THEN {value} END)"),
    }
}

/// Whether the value can stand wherever the parameter stands.
fn is_short(parameter: &Parameter) -> bool {
    !is_folded(parameter) && parameter.kind != ParameterType::Date && parameter.mark != Mark::List
}

/// Ends the statement because there is no text.
fn missing(parameter: &Parameter) -> String {
    refusal(&literal(&format!("{} is needed: {}", parameter.name, parameter.help)))
}

fn is_folded(parameter: &Parameter) -> bool {
    use ParameterType::{Channel, Entity, Handle, Hashtag, Words};
    matches!(parameter.kind, Hashtag | Words | Handle | Entity | Channel)
}

fn is_name(parameter: &Parameter) -> bool {
    use ParameterType::{Channel, Entity, Handle};
    matches!(parameter.kind, Handle | Entity | Channel)
}

/// The text as it was given; NULL for an empty one.
pub(super) fn text(parameter: &Parameter) -> String {
    match parameter.kind {
        ParameterType::Text | ParameterType::Words | ParameterType::Values(_) => {
            format!("nullif(:{}, '')", parameter.name)
        }
        _ => format!("nullif(trim(:{}), '')", parameter.name),
    }
}

/// The SELECT that gives the value.
fn select(parameter: &Parameter, tables: &Tables) -> String {
    let text = text(parameter);
    let is_list = parameter.mark == Mark::List;
    let select = if parameter.kind == ParameterType::Channel {
        names::channels(parameter, &text, tables)
    } else if parameter.kind == ParameterType::Entity {
        aliases::names(parameter, &text, tables)
    } else if is_folded(parameter) {
        let value = folded(parameter, is_list, tables);
        format!("SELECT {value} FROM {} AS f WHERE f.rest = ''", lists::table(parameter, tables))
    } else {
        let value = if is_list {
            let select = format!(
                "SELECT {} AS value FROM {} AS i",
                scalar(parameter, "i.item"),
                lists::items("a.text")
            );
            list(parameter, "a.text", &select)
        } else {
            scalar(parameter, "a.text")
        };
        format!("SELECT {value} FROM (SELECT {text} AS text) AS a WHERE a.text IS NOT NULL")
    };
    if parameter.is_required() {
        format!("{select}\n    UNION ALL\n    SELECT {} WHERE {text} IS NULL", missing(parameter))
    } else {
        select
    }
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

/// The value of a parameter whose text is folded in the row `f`.
fn folded(parameter: &Parameter, is_list: bool, tables: &Tables) -> String {
    let or_refused = |value: &str, why: &str| {
        format!("coalesce(nullif({value}, ''), {})", refused(parameter, "f.asked", why))
    };
    let one = match parameter.kind {
        // A phrase may begin and end with a space.
        ParameterType::Words if !is_list => return String::from("f.done"),
        // The channel of `#tag@channel` is no part of the tag.
        ParameterType::Hashtag => {
            let bare = "ltrim(i.folded, '#＃')";
            or_refused(&format!("substr({bare}, 1, instr({bare} || '@', '@') - 1)"), "is no hashtag")
        }
        ParameterType::Handle => or_refused("coalesce(i.handle, i.folded)", "is no handle"),
        _ => String::from("i.folded"),
    };
    let rows = if is_name(parameter) {
        tables.step(&format!("{}_named", parameter.name))
    } else {
        format!(
            "(SELECT trim(j.value) AS folded FROM json_each({}) AS j WHERE trim(j.value) <> '')",
            lists::FOLDED_ITEMS
        )
    };
    let select = format!("SELECT {one} AS value FROM {rows} AS i");
    if is_list { list(parameter, "f.asked", &select) } else { format!("({select})") }
}
