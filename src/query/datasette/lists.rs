//! The single values in what was asked for, and their folded form.

use super::alphabet::alphabet;
use super::values::{Need, need};
use super::{Tables, literal, name};
use crate::query::parameter::{Mark, Parameter, ParameterType};

/// The items of all parameters that need to be taken apart or folded: the parameter, the item, whether it is
/// all that was asked for and not a part of it, and whether it is a phrase.
pub(super) fn items(parameters: &[Parameter], tables: &Tables) -> Option<String> {
    let mut selects = Vec::new();
    for parameter in parameters {
        let (label, column) = (literal(&parameter.name), name(&parameter.name));
        let is_phrase = u8::from(parameter.kind == ParameterType::Words);
        let texts = tables.step("texts");
        let is_list = parameter.mark == Mark::List;
        if is_list {
            selects.push(format!(
                "    SELECT {label}, trim(replace(j.value, char(31), ',')), 0, {is_phrase}\n    \
                 FROM {texts} AS a, json_each({}) AS j\n    WHERE trim(j.value) <> ''",
                array(&format!("a.{column}"))
            ));
        }
        // A channel's name may have a comma.
        if need(parameter) != Need::Nothing && (!is_list || parameter.kind == ParameterType::Channel) {
            selects.push(format!(
                "    SELECT {label}, {column}, 1, {is_phrase} FROM {texts} WHERE {column} IS NOT NULL"
            ));
        }
    }
    let items = tables.step("items");
    (!selects.is_empty()).then(|| {
        format!(
            "{items} (parameter, item, is_whole, is_phrase) AS MATERIALIZED (\n{}\n)",
            selects.join("\n    UNION ALL\n")
        )
    })
}

/// A JSON array as it is, and words with commas between as an array of them; `\,` is a comma within a part.
fn array(text: &str) -> String {
    format!(
        "CASE WHEN CASE WHEN json_valid({text}) THEN json_type({text}) END = 'array' THEN {text} \
         WHEN {text} IS NOT NULL \
         THEN '[' || replace(json_quote(replace({text}, '\\,', char(31))), ',', '\",\"') || ']' ELSE '[]' END"
    )
}

/// The folded form of each item. A phrase has one space for each run of white space.
pub(super) fn folded(tables: &Tables) -> [String; 2] {
    let alphabet = alphabet();
    let (written, becomes) = (literal(&alphabet.written), literal(&alphabet.folded));
    let (items, folding, folded) = (tables.step("items"), tables.step("folding"), tables.step("folded"));
    let letter = "substr(f.rest, 1, 1)";
    let white = "char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, \
                 8201, 8202, 8232, 8233, 8239, 8287, 12288)";
    let refused = super::refusal(&format!(
        "f.parameter || ' \"' || f.item || '\" has a letter whose lower case is not known here: write it in lower \
         case, or ask chancery'"
    ));
    [
        format!(
            "{folding} (parameter, item, is_whole, is_phrase, done, rest) AS (\n    \
             SELECT parameter, item, is_whole, is_phrase, '', replace(item, 'ß', 'ss') FROM {items}\n    \
             UNION ALL\n    \
             SELECT f.parameter, f.item, f.is_whole, f.is_phrase,\n           f.done || CASE\n               \
             WHEN f.is_phrase AND instr(a.white, {letter}) > 0 THEN iif(substr(f.done, -1) = ' ', '', ' ')\n               \
             WHEN instr(a.written, {letter}) > 0 THEN substr(a.becomes, instr(a.written, {letter}), 1)\n               \
             WHEN {letter} GLOB a.refused THEN {refused}\n               \
             ELSE {letter} END,\n           substr(f.rest, 2)\n    \
             FROM {folding} AS f\n    \
             CROSS JOIN (SELECT {written} AS written, {becomes} AS becomes, {} AS refused, {white} AS white) AS a\n    \
             WHERE f.rest <> ''\n)",
            literal(&format!("[{}]", alphabet.refused))
        ),
        format!(
            "{folded} (parameter, item, is_whole, folded) AS MATERIALIZED (\n    \
             SELECT parameter, item, is_whole, done FROM {folding} WHERE rest = ''\n)"
        ),
    ]
}
