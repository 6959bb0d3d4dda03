//! Channels and handles as people name them, read as [`crate::query::channel`] reads them.

use super::Tables;

/// What each folded item means: a handle, an id of the platform, or words.
pub(super) fn named(tables: &Tables) -> [String; 2] {
    let (folded, addresses, named) = (tables.step("folded"), tables.step("addresses"), tables.step("named"));
    let bare = "CASE WHEN folded LIKE '-100%' THEN substr(folded, 5) WHEN folded LIKE '-%' THEN substr(folded, 2) \
                WHEN folded LIKE 'channel%' THEN substr(folded, 8) WHEN folded LIKE 'chat%' THEN substr(folded, 5) \
                WHEN folded LIKE 'user%' THEN substr(folded, 5) ELSE folded END";
    let hosts = "('t.me', 'www.t.me', 'telegram.me', 'telegram.dog')";
    [
        // The path of an address of Telegram, with / for ? and #.
        format!(
            "{addresses} (parameter, item, is_whole, folded, bare, path) AS (\n    \
             SELECT parameter, item, is_whole, folded, {bare},\n           \
             CASE WHEN substr(place, 1, instr(place, '/') - 1) IN {hosts}\n                \
             THEN replace(replace(substr(place, instr(place, '/') + 1), '?', '/'), '#', '/') || '/' END\n    \
             FROM (SELECT *, CASE WHEN folded LIKE 'https://%' THEN substr(folded, 9) \
             WHEN folded LIKE 'http://%' THEN substr(folded, 8) ELSE folded END AS place FROM {folded})\n)"
        ),
        format!(
            "{named} (parameter, item, is_whole, folded, handle, id) AS MATERIALIZED (\n    \
             SELECT parameter, item, is_whole, folded,\n           \
             CASE WHEN folded LIKE '@%' THEN substr(folded, 2)\n                \
             WHEN path LIKE 's/%' THEN substr(path, 3, instr(substr(path, 3), '/') - 1)\n                \
             WHEN path NOT LIKE 'c/%' THEN substr(path, 1, instr(path, '/') - 1) END,\n           \
             CASE WHEN folded LIKE '@%' THEN NULL\n                \
             WHEN path LIKE 'c/%' THEN substr(path, 3, instr(substr(path, 3), '/') - 1)\n                \
             WHEN path IS NULL AND bare <> '' AND bare NOT GLOB '*[^0-9]*' THEN bare END\n    \
             FROM {addresses}\n)"
        ),
    ]
}

/// The channels that each item names: by handle or id, else by name, where those with posts go before those
/// that are only forwarded from.
pub(super) fn found(tables: &Tables) -> [String; 2] {
    let (named, candidates, found) =
        (tables.step("named"), tables.step("candidates"), tables.step("channels"));
    [
        format!(
            "{candidates} (parameter, item, is_whole, channel_id, by_name, posts) AS MATERIALIZED (\n    \
             SELECT n.parameter, n.item, n.is_whole, c.channel_id, 0, 1\n    \
             FROM {named} AS n\n    \
             CROSS JOIN channels AS c ON CASE WHEN n.handle IS NOT NULL THEN c.folded_handle = n.handle\n        \
             WHEN n.id IS NOT NULL THEN c.external_id = n.id\n        \
             ELSE c.folded_handle = n.folded OR c.external_id = n.folded END\n    \
             UNION ALL\n    \
             SELECT n.parameter, n.item, n.is_whole, c.channel_id, 1,\n           \
             EXISTS (SELECT 1 FROM post_months AS m WHERE m.channel_id = c.channel_id AND m.posts > 0)\n    \
             FROM {named} AS n\n    \
             CROSS JOIN channels AS c ON c.folded_name = n.folded\n    \
             WHERE n.handle IS NULL\n)"
        ),
        format!(
            "{found} (parameter, item, is_whole, channel_id) AS MATERIALIZED (\n    \
             SELECT parameter, item, is_whole, channel_id\n    \
             FROM (SELECT *, dense_rank() OVER (PARTITION BY parameter, item, is_whole \
             ORDER BY by_name, posts DESC) AS place FROM {candidates})\n    \
             WHERE place = 1\n)"
        ),
    ]
}
