//! Names as people write them, read as [`crate::query::bind`] reads them: a name of the store, else an alias of its
//! dictionary, else a handle. A name that is nothing of all that is refused, because a page cannot warn that it found nobody.

use super::{Tables, literal, refusal};
use crate::query::parameter::{Mark, Parameter};

/// Marks that make no other word of an alias: the stress mark, the soft hyphen, the vowel signs and the lengthening of
/// Arabic.
const LEFT_OUT: &str = "\u{301}\u{ad}\u{640}\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}";

/// Letters and marks of several forms, and the form in which names are kept.
const PLAIN: [(char, &str); 7] = [
    ('\u{451}', "\u{435}"),
    ('\u{2019}', "''"),
    ('\u{2018}', "''"),
    ('\u{2bc}', "''"),
    ('`', "''"),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
];

/// The tables that find the name for each of the items in `named`; the last one, `…_meant`, has it as `name`.
///
/// An alias is not folded, which would take all of them letter by letter. Instead the item becomes a pattern for GLOB
/// that both cases of its letters fit, and only aliases that begin with its first letter are compared.
pub(super) fn tables(parameter: &Parameter, tables: &Tables) -> [String; 2] {
    let step = |name: &str| tables.step(&format!("{}_{name}", parameter.name));
    let letter = "substr(s.rest, 1, 1)";
    let at = format!("instr(l.becomes, {letter})");
    let further = format!("instr(substr(l.becomes, {at} + 1), {letter})");
    // A letter with its capital, and the other one that some have, such as the two forms of a Greek sigma.
    let class = format!(
        "CASE WHEN {letter} IN ('\u{435}', '\u{451}') THEN '[\u{435}\u{451}\u{415}\u{401}]'\n            \
         WHEN {at} > 0 THEN '[' || {letter} || substr(l.written, {at}, 1)\n                \
         || iif({further} > 0, substr(l.written, {at} + {further}, 1), '') || ']'\n            \
         WHEN {letter} IN ('*', '?', '[') THEN '[' || {letter} || ']' WHEN {letter} = ' ' THEN char(31) ELSE {letter} END"
    );
    let spelled = format!(
        "{} (folded, handle, first, pattern, rest) AS (\n    \
         SELECT n.folded, n.handle, '', '', CASE WHEN n.handle IS NULL\n            \
         AND NOT EXISTS (SELECT 1 FROM entities AS e\n                \
         WHERE e.name = n.folded AND e.kind NOT IN ('handle', 'number')) THEN {} ELSE '' END FROM {} AS n\n    \
         UNION ALL\n    \
         SELECT s.folded, s.handle, CASE WHEN s.first = '' THEN {class} ELSE s.first END, s.pattern || {class},\n           \
         substr(s.rest, 2)\n    \
         FROM {} AS s CROSS JOIN {} AS l WHERE s.rest <> ''\n)",
        step("spelled"),
        without_marks("n.folded"),
        step("named"),
        step("spelled"),
        tables.step("letters")
    );
    let names = |text: &str, separator: &str| {
        format!("'[' || replace(json_quote({text}), '{separator}', '\",\"') || ']'")
    };
    let words = names("a.plain", " ");
    // The stem with the first ending, which is empty where there is none, and the others.
    let stem = "substr(x.value, 1, instr(x.value || '|', '|') - 1)";
    let endings = names("substr(x.value, instr(x.value || '|', '|') + 1)", "|");
    let is_form = format!(
        "EXISTS (SELECT 1 FROM json_each({endings}) AS y WHERE {stem} || y.value GLOB json_extract(s.words, '$[' || x.key || ']'))"
    );
    let found = format!(
        "(SELECT json_group_array(DISTINCT e.name) FROM (\n            \
         SELECT b.entity_id, {} AS plain FROM entity_aliases AS b\n            \
         WHERE b.rule <> 'never' AND b.alias GLOB s.first || '*') AS a\n        \
         CROSS JOIN entities AS e ON e.entity_id = a.entity_id\n        \
         WHERE json_array_length({words}) = json_array_length(s.words)\n          \
         AND NOT EXISTS (SELECT 1 FROM json_each({words}) AS x WHERE NOT {is_form}))",
        without_marks("b.alias")
    );
    // A person found by a title is kept under one spelling of the name.
    let plain = PLAIN.iter().fold(without_marks("m.folded"), |text, (written, plain)| {
        format!("replace({text}, '{written}', '{plain}')")
    });
    let lead = literal(&format!("{} \"", parameter.name));
    let nobody = refusal(&format!(
        "{lead} || m.folded || '\" names nobody whom this store knows; see the table entities'"
    ));
    let several = refusal(&format!("{lead} || m.folded || '\" may mean several; give one of ' || m.names"));
    let meant = format!(
        "{} (name) AS MATERIALIZED (\n    \
         SELECT CASE WHEN m.names IS NULL THEN coalesce(m.handle, m.folded)\n           \
         WHEN json_array_length(m.names) = 1 THEN json_extract(m.names, '$[0]')\n           \
         WHEN json_array_length(m.names) = 0 THEN CASE\n                \
         WHEN EXISTS (SELECT 1 FROM entities AS e WHERE e.name = m.folded) THEN m.folded\n                \
         WHEN EXISTS (SELECT 1 FROM entities AS e WHERE e.name = {plain}) THEN {plain} ELSE {nobody} END\n           \
         ELSE {several} END\n    \
         FROM (SELECT s.folded, s.handle, CASE WHEN s.first <> '' THEN {found} END AS names\n          \
         FROM (SELECT s.*, {} AS words FROM {} AS s WHERE s.rest = '') AS s) AS m\n)",
        step("meant"),
        names("s.pattern", "\\u001f"),
        step("spelled")
    );
    [spelled, meant]
}

/// The SELECT of the name or names; `text` is what was asked for.
pub(super) fn names(parameter: &Parameter, text: &str, tables: &Tables) -> String {
    let refused = |why: &str| {
        refusal(&format!(
            "{} || {text} || {}",
            literal(&format!("{} \"", parameter.name)),
            literal(&format!("\" {why}"))
        ))
    };
    let value =
        if parameter.mark == Mark::List { "json_group_array(DISTINCT i.name)" } else { "max(i.name)" };
    format!(
        "SELECT CASE WHEN {text} IS NULL THEN NULL WHEN count(*) = 0 THEN {} WHEN min(i.name) = '' THEN {} ELSE {value} END\n    \
         FROM {} AS i",
        refused("names nothing"),
        refused("is no name"),
        tables.step(&format!("{}_meant", parameter.name))
    )
}

/// The text as aliases are compared: without the marks, and the German sharp s written out.
fn without_marks(text: &str) -> String {
    let all = LEFT_OUT.chars().fold(format!("replace({text}, '\u{df}', 'ss')"), |text, mark| {
        format!("replace({text}, '{mark}', '')")
    });
    format!("CASE WHEN {text} GLOB '*[{LEFT_OUT}\u{df}]*' THEN {all} ELSE {text} END")
}
