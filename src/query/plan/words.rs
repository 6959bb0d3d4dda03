//! SQLite's words for a step of a plan (its documentation, "The EXPLAIN QUERY PLAN Command") in plain ones.

use super::Calling;

/// The name of what the step reads from beginning to end.
pub(super) fn scanned(raw: &str) -> Option<&str> {
    let rest = raw.strip_prefix("SCAN ")?;
    if rest.contains(" VIRTUAL TABLE") || rest == "CONSTANT ROW" || written_out(rest).is_some() {
        return None;
    }
    rest.split(' ').next()
}

/// The index of the store that the step reads.
pub(super) fn index(raw: &str) -> Option<&str> {
    let how = raw.strip_prefix("SCAN ").or_else(|| raw.strip_prefix("SEARCH "))?;
    let how = how.split_once(" USING ")?.1;
    let name = how.strip_prefix("COVERING INDEX ").or_else(|| how.strip_prefix("INDEX "))?;
    name.split(' ').next()
}

/// How many rows of VALUES the step goes through.
fn written_out(rest: &str) -> Option<&str> {
    rest.strip_suffix(" CONSTANT ROWS").or_else(|| rest.strip_suffix("-ROW VALUES CLAUSE"))
}

/// What the step says; SQLite's own words where they are not known.
pub(super) fn of_step(raw: &str, names: &Calling<'_>) -> String {
    known(raw, names).unwrap_or_else(|| raw.to_owned())
}

fn known(raw: &str, names: &Calling<'_>) -> Option<String> {
    if let Some(rest) = raw.strip_prefix("SCAN ") {
        return scan(rest, names);
    }
    if let Some(rest) = raw.strip_prefix("SEARCH ") {
        return search(rest, names);
    }
    if let Some(rest) = raw.strip_prefix("USE TEMP B-TREE FOR ") {
        return Some(format!("sorted in a temporary structure, for {}", purpose(rest)));
    }
    if let Some(rest) = raw.strip_prefix("BLOOM FILTER ON ") {
        let (name, terms) = rest.split_once(' ').unwrap_or((rest, ""));
        return Some(format!(
            "a filter in memory first passes over most rows without a match in {} {terms}",
            called(name, names)
        ));
    }
    if let Some(name) = raw.strip_prefix("RIGHT-JOIN ") {
        return Some(format!("then the rows of {} that nothing matched", called(name, names)));
    }
    let (first, rest) = raw.split_once(' ').unwrap_or((raw, ""));
    match (first, rest) {
        ("CO-ROUTINE", name) => Some(format!("sub-query {}, made row by row:", inner(name))),
        ("MATERIALIZE", name) => Some(format!("sub-query {}, made once and kept:", inner(name))),
        ("SCALAR", _) => numbered(rest, "a sub-query that gives one value, run once"),
        ("LIST", _) => numbered(rest, "a sub-query that gives a list, run once"),
        ("REUSE", _) => rest
            .strip_prefix("LIST SUBQUERY ")
            .or_else(|| rest.strip_prefix("SUBQUERY "))
            .map(|number| format!("the sub-query ({number}) again, already run")),
        ("CORRELATED", _) => match rest.split_once(' ')? {
            ("SCALAR", rest) => numbered(rest, "a sub-query that gives one value, run for each row"),
            ("LIST", rest) => numbered(rest, "a sub-query that gives a list, run for each row"),
            _ => None,
        },
        ("INDEX", number) => Some(format!("condition {number}:")),
        _ => fixed(raw),
    }
}

fn fixed(raw: &str) -> Option<String> {
    let words = match raw {
        "COMPOUND QUERY" => "several queries, one after another:",
        "LEFT-MOST SUBQUERY" => "the first:",
        "UNION ALL" => "and all rows of:",
        "UNION USING TEMP B-TREE" => "and the rows not yet seen, kept in a temporary structure, of:",
        "EXCEPT USING TEMP B-TREE" => "less, by a temporary structure, the rows of:",
        "INTERSECT USING TEMP B-TREE" => "only those, by a temporary structure, that are also rows of:",
        "MERGE (UNION ALL)" => "two sorted queries merged, all rows:",
        "MERGE (UNION)" => "two sorted queries merged, equal rows once:",
        "MERGE (EXCEPT)" => "two sorted queries merged, the first less the second:",
        "MERGE (INTERSECT)" => "two sorted queries merged, rows of both:",
        "LEFT" => "one:",
        "RIGHT" => "the other:",
        "SETUP" => "the rows to begin with:",
        "RECURSIVE STEP" => "then, from each new row:",
        "MULTI-INDEX OR" => "by an index for each of the conditions joined by OR:",
        "CREATE BLOOM FILTER" => "with a quick filter over them in memory",
        "SCAN CONSTANT ROW" => "one row without a table",
        _ => return None,
    };
    Some(words.to_owned())
}

fn scan(rest: &str, names: &Calling<'_>) -> Option<String> {
    if rest == "CONSTANT ROW" {
        return fixed("SCAN CONSTANT ROW");
    }
    if let Some(rows) = written_out(rest) {
        return Some(format!("{rows} rows without a table"));
    }
    let (rest, join) = outer_join(rest);
    let (name, how) = rest.split_once(' ').unwrap_or((rest, ""));
    let what = called(name, names);
    let is_table = !names.tables(name).is_empty();
    let words = match how {
        "" if is_table => format!("reads all of {what}"),
        "" => format!("goes through the rows of {what}"),
        _ => {
            if let Some(index) = how.strip_prefix("USING COVERING INDEX ") {
                format!("reads all of the index {index} of {what}, which holds all that is needed")
            } else if let Some(index) = how.strip_prefix("USING INDEX ") {
                format!("reads all of {what} in the order of the index {index}")
            } else if how.starts_with("VIRTUAL TABLE INDEX") {
                if name == "json_each" {
                    "reads the list (json_each)".to_owned()
                } else {
                    format!("asks {what}")
                }
            } else {
                return None;
            }
        }
    };
    Some(words + join)
}

fn search(rest: &str, names: &Calling<'_>) -> Option<String> {
    let (rest, join) = outer_join(rest);
    let (name, how) = rest.split_once(' ').unwrap_or((rest, ""));
    let what = called(name, names);
    let (how, join) = match how.strip_prefix("EXISTS ") {
        Some(how) => (how, "; one match is enough"),
        None => (how, join),
    };
    let Some(how) = how.strip_prefix("USING ") else {
        return how.is_empty().then(|| format!("looks up the least or greatest row of {what}{join}"));
    };
    let (by, terms) = how.split_once(" (").map_or((how, None), |(by, terms)| (by, terms.strip_suffix(')')));
    let what = if terms.is_none() { format!("the least or greatest row of {what}") } else { what };
    let terms = terms.map(|terms| format!(", {}", conditions(terms))).unwrap_or_default();
    let key = match by {
        "INTEGER PRIMARY KEY" | "PRIMARY KEY" => "its key".to_owned(),
        "AUTOMATIC COVERING INDEX" | "AUTOMATIC PARTIAL COVERING INDEX" => {
            "an index made for this run, for want of a kept one".to_owned()
        }
        _ => {
            if let Some(index) = by.strip_prefix("COVERING INDEX ") {
                format!("the index {index} alone")
            } else {
                format!("the index {}", by.strip_prefix("INDEX ")?)
            }
        }
    };
    Some(format!("looks up {what} by {key}{terms}{join}"))
}

/// The step without the mark of an outer join, and words for the mark.
fn outer_join(rest: &str) -> (&str, &'static str) {
    match rest.strip_suffix(" LEFT-JOIN") {
        Some(rest) => (rest, "; a row without a match stays"),
        None => (rest, ""),
    }
}

/// `posted_on>? AND channel_id=?` as `posted_on > … and channel_id = …`.
fn conditions(terms: &str) -> String {
    let mut words = Vec::new();
    for term in terms.split(" AND ") {
        match term.strip_suffix('?').and_then(|term| term.find(['=', '<', '>']).map(|at| term.split_at(at))) {
            Some((column, sign)) => words.push(format!("{column} {sign} …")),
            None => words.push(term.to_owned()),
        }
    }
    words.join(" and ")
}

fn purpose(rest: &str) -> String {
    match rest {
        "ORDER BY" => "the order of the rows".to_owned(),
        "GROUP BY" => "the groups".to_owned(),
        "DISTINCT" => "leaving out equal rows".to_owned(),
        "RIGHT PART OF ORDER BY" | "LAST TERM OF ORDER BY" => "the last part of the order".to_owned(),
        _ => {
            if let Some(function) = rest.strip_suffix("(DISTINCT)") {
                format!("the different values of {function}()")
            } else if rest.starts_with("LAST ") && rest.ends_with(" TERMS OF ORDER BY") {
                "the last part of the order".to_owned()
            } else {
                rest.to_owned()
            }
        }
    }
}

/// `SUBQUERY 5` as the words and the number, by which a later step names it.
fn numbered(rest: &str, words: &str) -> Option<String> {
    rest.strip_prefix("SUBQUERY ").map(|number| format!("{words} ({number}):"))
}

/// What a plan calls a thing: a table or a sub-query, with its alias where it has one.
fn called(name: &str, names: &Calling<'_>) -> String {
    let meanings = names.meanings(name);
    let meant: Vec<&str> = meanings.iter().map(|meaning| meaning.name.as_str()).collect();
    match meant.as_slice() {
        [] => inner(name),
        [one] if one.eq_ignore_ascii_case(name) => (*one).to_owned(),
        some => format!("{} ({name})", some.join(" or ")),
    }
}

/// `(subquery-3)` and `(join-4)` have no name.
fn inner(name: &str) -> String {
    let bare = name.trim_start_matches('(').trim_end_matches(')');
    match bare.split_once('-') {
        Some(("subquery", number)) => format!("without a name ({number})"),
        Some(("join", number)) => format!("of a join ({number})"),
        _ => name.to_owned(),
    }
}
