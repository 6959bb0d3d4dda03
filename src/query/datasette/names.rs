//! Channels and handles as people name them, read as [`crate::query::channel`] reads them.

use super::{Tables, lists, literal, refusal};
use crate::query::parameter::{Mark, Parameter, ParameterType};

/// The tables that read what is asked for as names: the last but for channels is `…_named`, with `is_whole`,
/// `folded`, `handle` and `id`. Each is materialized, because else SQLite would write its expressions into the
/// next one, again and again.
pub(super) fn tables(parameter: &Parameter, tables: &Tables) -> Vec<String> {
    let step = |name: &str| tables.step(&format!("{}_{name}", parameter.name));
    let items = lists::FOLDED_ITEMS;
    let is_whole = if has_whole(parameter) {
        format!("j.key = json_array_length({items}) - 1")
    } else {
        String::from("0")
    };
    let place = "CASE WHEN folded LIKE 'https://%' THEN substr(folded, 9) \
                 WHEN folded LIKE 'http://%' THEN substr(folded, 8) ELSE folded END";
    let bare = "CASE WHEN folded LIKE '-%' THEN substr(folded, 2) \
                WHEN folded LIKE 'channel%' THEN substr(folded, 8) WHEN folded LIKE 'chat%' THEN substr(folded, 5) \
                WHEN folded LIKE 'user%' THEN substr(folded, 5) ELSE folded END";
    let id = "CASE WHEN folded LIKE '-%' AND CAST(bare AS INTEGER) > 1000000000000 THEN CAST(CAST(bare AS INTEGER) - 1000000000000 AS TEXT) \
              WHEN folded LIKE '-%' THEN 'chat' || bare WHEN folded LIKE 'chat%' OR folded LIKE 'user%' THEN folded ELSE bare END";
    let hosts = "('t.me', 'www.t.me', 'telegram.me', 'telegram.dog')";
    let after_mark = "substr(path, 3, instr(substr(path, 3), '/') - 1)";
    let mut all = vec![
        format!(
            "{} (is_whole, folded) AS MATERIALIZED (\n    \
             SELECT {is_whole}, trim(j.value) FROM {} AS f, json_each({items}) AS j\n    \
             WHERE f.rest = '' AND trim(j.value) <> ''\n)",
            step("items"),
            lists::table(parameter, tables)
        ),
        // The path of an address of Telegram, with / for ? and #, and one at its end; with a comma it is a list. A table of its
        // own for `place` would count for SQLite's limit on tables wherever the parameter is used.
        format!(
            "{} (is_whole, folded, bare, path) AS MATERIALIZED (\n    \
             SELECT is_whole, folded, {bare},\n           \
             CASE WHEN substr({place}, 1, instr({place}, '/') - 1) IN {hosts} AND instr(folded, ',') = 0\n           \
             THEN replace(replace(substr({place}, instr({place}, '/') + 1), '?', '/'), '#', '/') || '/' END FROM {}\n)",
            step("paths"),
            step("items")
        ),
        format!(
            "{} (is_whole, folded, handle, id) AS MATERIALIZED (\n    \
             SELECT is_whole, folded, CASE WHEN folded LIKE '@%' THEN substr(folded, 2) \
             WHEN path LIKE 's/%' THEN {after_mark} \
             WHEN path NOT LIKE 'c/%' THEN substr(path, 1, instr(path, '/') - 1) END,\n           \
             CASE WHEN folded LIKE '@%' THEN NULL WHEN path LIKE 'c/%' THEN {after_mark} \
             WHEN path IS NULL AND bare <> '' AND bare NOT GLOB '*[^0-9]*' THEN {id} END FROM {}\n)",
            step("named"),
            step("paths")
        ),
    ];
    if parameter.kind == ParameterType::Channel {
        all.push(found(&step("found"), &step("named")));
    }
    all
}

/// Whether the last item is all that was asked for: a channel's name may have a comma.
fn has_whole(parameter: &Parameter) -> bool {
    parameter.kind == ParameterType::Channel && parameter.mark == Mark::List
}

/// The ids of the channels that each item can mean, as JSON: those of that handle or id, else of that name. A
/// name means the channels with posts, if there are some.
fn found(found: &str, named: &str) -> String {
    let those = |condition: &str| {
        format!(
            "nullif((SELECT json_group_array(c.channel_id) FROM channels AS c\n        WHERE {condition}), '[]')"
        )
    };
    // A number alone may be a channel's, a group's or a person's.
    let with_number = "c.external_id IN (n.id, 'chat' || n.id, 'user' || n.id)";
    let has_posts =
        "EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id AND m.posts > 0)";
    // As reports call those of one name: with the id, else the platform, or with the store's own number.
    let by_name = "n.handle IS NULL AND n.folded IN (c.folded_name, 'channel:' || c.channel_id,\n            \
        c.folded_name || ' (' || lower(coalesce(c.external_id, c.platform)) || ')', \
        c.folded_name || ' (channel:' || c.channel_id || ')')";
    format!(
        "{found} (is_whole, folded, ids) AS MATERIALIZED (\n    \
         SELECT n.is_whole, n.folded, coalesce({},\n        {},\n        {}, '[]')\n    FROM {named} AS n\n)",
        those(&format!(
            "CASE WHEN n.handle IS NOT NULL THEN c.folded_handle = n.handle WHEN n.id = n.folded THEN {with_number} \
             WHEN n.id IS NOT NULL THEN c.external_id = n.id \
             ELSE c.folded_handle = n.folded OR lower(c.external_id) = n.folded END"
        )),
        those(&format!("{by_name} AND {has_posts}")),
        those(by_name)
    )
}

/// The SELECT of the channel or channels: the one that the whole text names, else those of its parts. `text` is
/// what was asked for.
pub(super) fn channels(parameter: &Parameter, text: &str, tables: &Tables) -> String {
    let found = tables.step(&format!("{}_found", parameter.name));
    let lead = literal(&format!("{} \"", parameter.name));
    let none = refusal(&format!("{lead} || {text} || '\" names nothing'"));
    let bad = format!(
        "max(CASE WHEN w.is_whole THEN NULL WHEN json_array_length(w.ids) = 0 \
         THEN {lead} || w.folded || '\" is not in this store; see its channels in the table channels' \
         WHEN json_array_length(w.ids) > 1 \
         THEN {lead} || w.folded || '\" names several channels; give the handle or the id' END)"
    );
    let id = "json_extract(w.ids, '$[0]')";
    let value = if parameter.mark == Mark::List {
        format!("json_group_array(DISTINCT {id}) FILTER (WHERE NOT w.is_whole)")
    } else {
        format!("max({id})")
    };
    format!(
        "SELECT CASE WHEN {text} IS NULL THEN NULL\n           \
         WHEN max(w.is_whole AND json_array_length(w.ids) = 1) THEN max(CASE WHEN w.is_whole THEN w.ids END)\n           \
         WHEN {bad} IS NOT NULL THEN {}\n           \
         WHEN coalesce(sum(NOT w.is_whole), 0) = 0 THEN {none}\n           \
         ELSE {value} END\n    FROM {found} AS w",
        refusal(&bad)
    )
}
