//! A store of three posts and a query over it, for the tests of the commands that run queries.

use std::path::PathBuf;

use crate::environment::Environment;

/// Two posts of the channel 11, `@blue_news`, and one of the channel 12, `@red`.
const STORE: &str = "
    INSERT INTO loads (load_id, input, format, sha256, bytes, started_at, finished_at, is_whole, posts_new,
        posts_changed, posts_unchanged, rejected, chancery_version)
    VALUES (1, 'a', 'telegram-json', 'a', 1, '', '', 1, 3, 0, 0, 0, '');
    INSERT INTO channels (channel_id, platform, external_id, handle, folded_handle)
    VALUES (1, 'telegram', '11', 'blue_news', 'blue_news'), (2, 'telegram', '12', 'red', 'red');
    INSERT INTO posts (channel_id, external_id, external_no, posted_on, is_forward, album_size, first_load_id,
        last_load_id, text, folded)
    VALUES (1, '1', 1, '2024-03-01', 0, 1, 1, 1, 'a', 'a'), (1, '2', 2, '2024-04-01', 0, 1, 1, 1, 'b', 'b'),
        (2, '1', 1, '2024-04-02', 0, 1, 1, 1, 'c', 'c');
    INSERT INTO post_months VALUES ('2024-03', 1, 0, 1), ('2024-04', 1, 0, 1), ('2024-04', 2, 0, 1);";

/// A query with a flag of nearly every kind.
const DAYS: &str = "\
-- Posts per day
-- use: How many posts
--   on which day?
-- tags: rhythm
-- note: forwards count
-- @param since date? : first day counted
-- @param until date? : last day counted
-- @param channel channel* : only these channels
-- @param order enum(old|new) = old : what comes first
-- @param empty_days bool? : with empty days
-- @param top int(0..) = 100 : keep so many
-- @column day date : the day
-- @column posts int : posts of the day
-- @example chancery run days --since -30d
-- Undated posts are left out.
SELECT posted_on AS day, count(*) AS posts FROM posts
WHERE (:since IS NULL OR posted_on >= :since) AND (:until IS NULL OR posted_on <= :until)
AND (:channel IS NULL OR channel_id IN (SELECT value FROM json_each(:channel))) AND (:empty_days IS NULL OR 1)
GROUP BY posted_on ORDER BY CASE WHEN coalesce(:order, 'old') = 'old' THEN 1 ELSE -1 END * julianday(posted_on)
LIMIT coalesce(:top, 100)
";

/// A statement that never ends and gives no row.
pub(crate) const ENDLESS: &str =
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT max(n) FROM n";

/// A statement that never ends and gives row after row.
pub(crate) const ENDLESS_ROWS: &str =
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n";

/// A folder with that store, `chancery.db`, and that query, `queries/time/days.sql`, on 20 April 2024.
pub(crate) fn three_posts() -> Environment {
    let mut environment = Environment::with_store(STORE);
    environment.set("CHANCERY_NOW", "2024-04-20T12:00:00Z");
    write(&environment, "queries/time/days.sql", DAYS);
    environment
}

/// Writes a file, with the folders that it needs.
pub(crate) fn write(environment: &Environment, name: &str, text: &str) -> PathBuf {
    std::fs::create_dir_all(environment.path(name).parent().unwrap()).unwrap();
    environment.write(name, text)
}
