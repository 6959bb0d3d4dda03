//! A small store for the tests of this module: the real schema, invented rows.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::runner::Runner;

const MIGRATIONS: [&str; 23] = [
    include_str!("../../migrations/V1__settings_and_loads.sql"),
    include_str!("../../migrations/V2__channels_and_posts.sql"),
    include_str!("../../migrations/V3__facts_in_posts.sql"),
    include_str!("../../migrations/V4__summaries.sql"),
    include_str!("../../migrations/V5__views.sql"),
    include_str!("../../migrations/V6__evidence_and_what_is_gone.sql"),
    include_str!("../../migrations/V7__named_entities.sql"),
    include_str!("../../migrations/V8__point_groups.sql"),
    include_str!("../../migrations/V9__kinds_of_points.sql"),
    include_str!("../../migrations/V10__hashtag_totals.sql"),
    include_str!("../../migrations/V11__words_of_texts.sql"),
    include_str!("../../migrations/V12__counts_of_posts.sql"),
    include_str!("../../migrations/V13__counts_for_reports.sql"),
    include_str!("../../migrations/V14__state_of_point_groups.sql"),
    include_str!("../../migrations/V15__spellings_of_hashtags.sql"),
    include_str!("../../migrations/V16__counts_of_names.sql"),
    include_str!("../../migrations/V17__what_loads_told_of_channels.sql"),
    include_str!("../../migrations/V18__messages_that_stand_alone.sql"),
    include_str!("../../migrations/V19__halves_of_albums.sql"),
    include_str!("../../migrations/V20__counts_of_point_groups.sql"),
    include_str!("../../migrations/V21__channels_as_reports_call_them.sql"),
    include_str!("../../migrations/V22__counts_of_messages.sql"),
    include_str!("../../migrations/V23__views_that_fail_in_duckdb_too.sql"),
];

/// 6 channels (two without posts, one of them a namesake of the first), 1,211 posts, 2023-02-11 to 2024-12-30; one post is undated.
const ROWS: &str = "
INSERT INTO loads (load_id, input, format, format_rank, sha256, bytes, started_at, finished_at, as_of, is_whole, posts_new,
    posts_changed, posts_unchanged, rejected, chancery_version) VALUES (1, 'a.json', 'telegram-json', 90, 'ab', 9, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z',
    NULL, 1, 1211, 0, 0, 0, '0.1.0');
INSERT INTO channels (channel_id, platform, external_id, handle, name, folded_handle, folded_name) VALUES
    (1, 'telegram', '1000000001', 'Blue_News', 'Blue News', 'blue_news', 'blue news'),
    (2, 'telegram', '1000000002', NULL, 'Harbour', NULL, 'harbour'),
    (3, 'telegram', '1000000003', NULL, 'Harbour', NULL, 'harbour'),
    (4, 'telegram', '1000000004', 'red_river', 'Red, River', 'red_river', 'red, river'),
    (5, 'telegram', NULL, NULL, 'Only Forwarded', NULL, 'only forwarded'),
    (6, 'telegram', NULL, NULL, 'Blue News', NULL, 'blue news');
INSERT INTO posts (post_id, channel_id, external_id, external_no, posted_on, is_forward, album_size, views,
    first_load_id, last_load_id, text)
VALUES
    (1, 1, '1', 1, '2023-02-11', 0, 1, 100, 1, 1, 'a'),
    (2, 1, '2', 2, '2024-03-05', 0, 1, NULL, 1, 1, 'b'),
    (3, 1, '3', 3, '2024-03-20', 0, 1, NULL, 1, 1, 'c'),
    (4, 2, '1', 1, '2024-04-01', 0, 1, NULL, 1, 1, 'd'),
    (5, 2, '2', 2, NULL, 0, 1, NULL, 1, 1, 'e'),
    (6, 2, '3', 3, '2024-12-30', 0, 1, NULL, 1, 1, 'f'),
    (7, 3, '1', 1, '2024-04-02', 0, 1, NULL, 1, 1, 'g');
INSERT INTO posts (channel_id, external_id, external_no, posted_on, is_forward, album_size, first_load_id, last_load_id, text)
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1204)
SELECT 4, n, n, '2024-06-01', 0, 1, 1, 1, 'x' FROM n;
INSERT INTO hashtags VALUES (1, 'harvest'), (2, 'harvests2024'), (3, 'мир');
INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start) VALUES
    (1, 1, 1, 'Harvest', 2), (1, 2, 1, 'harvest', 12), (2, 1, 1, 'harvest', 2), (3, 1, 2, 'Harvests2024', 2), (4, 1, 3, 'МИР', 2);
INSERT INTO post_months (month, channel_id, is_forward, posts)
    SELECT coalesce(substr(posted_on, 1, 7), 'undated'), channel_id, is_forward, count(*) FROM posts GROUP BY 1, 2, 3;
INSERT INTO post_days (channel_id, day, is_forward, posts)
    SELECT channel_id, coalesce(posted_on, 'undated'), is_forward, count(*) FROM posts GROUP BY 1, 2, 3;
INSERT INTO post_fields
    SELECT channel_id, coalesce(substr(posted_on, 1, 7), 'undated'), is_forward, 1, count(*), 0, 0, count(views), 0, count(forwards),
        0, 0, 0
    FROM posts GROUP BY 1, 2, 3;
";

/// A connection to the store in memory.
pub(super) fn connection() -> Connection {
    let connection = empty();
    connection.execute_batch(ROWS).unwrap();
    connection
}

/// A connection to a store without a post.
pub(super) fn empty() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    // A step of the schema has it from the store; here are no texts before that step.
    let none = |_: &rusqlite::functions::Context<'_>| Ok(rusqlite::types::Null);
    connection.create_scalar_function("key_of_folded_text", 1, FunctionFlags::SQLITE_UTF8, none).unwrap();
    for migration in MIGRATIONS {
        connection.execute_batch(migration).unwrap();
    }
    connection
}

/// A runner over the store.
pub(super) fn runner() -> Runner {
    Runner::new(connection()).unwrap()
}
