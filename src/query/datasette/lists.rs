//! The single values in what was asked for, and folding them.

use super::alphabet::alphabet;
use super::{Tables, literal, refusal};
use crate::query::parameter::{Mark, Parameter, ParameterType};

/// Stands between items that are folded together: nobody types it.
const BETWEEN: &str = "char(30)";

/// The items of a text, as the column `item` of a table: those of a JSON array, else the parts between commas,
/// where `\,` is a comma within a part.
pub(super) fn items(text: &str) -> String {
    let array = format!(
        "CASE WHEN CASE WHEN json_valid({text}) THEN json_type({text}) END = 'array' THEN {text} ELSE '[' || \
         replace(json_quote(replace({text}, '\\,', char(31))), ',', '\",\"') || ']' END"
    );
    format!(
        "(SELECT trim(replace(j.value, char(31), ',')) AS item FROM json_each({array}) AS j WHERE trim(j.value) <> '')"
    )
}

/// The alphabet, as a table of one row.
pub(super) fn letters(tables: &Tables) -> String {
    let alphabet = alphabet();
    let white = "char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, \
                 8201, 8202, 8232, 8233, 8239, 8287, 12288)";
    format!(
        "{} (written, becomes, refused, white) AS (\n    SELECT {},\n           {},\n           {},\n           {white}\n)",
        tables.step("letters"),
        literal(&alphabet.written),
        literal(&alphabet.folded),
        literal(&format!("[{}]", alphabet.refused))
    )
}

/// A table that folds the text of one parameter letter by letter; the row whose `rest` is empty has all of it
/// in `done`. White space becomes one space. Without a text there is no row.
///
/// Of a list it folds the items, and for channels also the whole text, because a name may have a comma.
pub(super) fn folding(parameter: &Parameter, text: &str, tables: &Tables) -> String {
    let (folding, letters) = (table(parameter, tables), tables.step("letters"));
    let start = match (parameter.mark, &parameter.kind) {
        (Mark::List, kind) => {
            let joined = format!(
                "coalesce((SELECT group_concat(i.item, {BETWEEN}) FROM {} AS i), '')",
                items("a.text")
            );
            if *kind == ParameterType::Channel { format!("{joined} || {BETWEEN} || a.text") } else { joined }
        }
        _ => String::from("a.text"),
    };
    let unknown = refusal(&format!(
        "{} || f.asked || '\" has a letter whose lower case is not known here: write it in lower case, or ask chancery'",
        literal(&format!("{} \"", parameter.name))
    ));
    let letter = "substr(f.rest, 1, 1)";
    format!(
        "{folding} (asked, done, rest) AS (\n    \
         SELECT a.text, '', replace({start}, 'ß', 'ss') FROM (SELECT {text} AS text) AS a WHERE a.text IS NOT NULL\n    \
         UNION ALL\n    \
         SELECT f.asked, f.done || CASE\n           \
         WHEN instr(l.white, {letter}) > 0 THEN iif(substr(f.done, -1) = ' ', '', ' ')\n           \
         WHEN instr(l.written, {letter}) > 0 THEN substr(l.becomes, instr(l.written, {letter}), 1)\n           \
         WHEN {letter} GLOB l.refused THEN {unknown}\n           \
         ELSE {letter} END, substr(f.rest, 2)\n    \
         FROM {folding} AS f CROSS JOIN {letters} AS l WHERE f.rest <> ''\n)"
    )
}

/// The name of the table that folds.
pub(super) fn table(parameter: &Parameter, tables: &Tables) -> String {
    tables.step(&format!("{}_folding", parameter.name))
}

/// The folded items, as JSON, in the row `f` of the table that folds.
pub(super) const FOLDED_ITEMS: &str = "'[' || replace(json_quote(f.done), '\\u001e', '\",\"') || ']'";
