//! Whether the counts are what the posts give.

use rusqlite::Connection;

use super::{USE_SUMMARIES, UseSummary, id_runs, of_posts, pairs, posts, spellings, tagged, totals};

/// The names of the summary tables that differ from a recount of the posts; none when all is well.
///
/// # Errors
/// When the store cannot be read.
pub fn differences(connection: &Connection) -> rusqlite::Result<Vec<&'static str>> {
    let mut wrong = Vec::new();
    for (table, kept, recount) in [
        ("post_months", posts::KEPT_MONTHS, posts::RECOUNT_MONTHS),
        ("post_lengths", posts::KEPT_LENGTHS, posts::RECOUNT_LENGTHS),
        ("hashtag_totals", totals::KEPT, totals::RECOUNT),
        ("hashtag_spellings", spellings::KEPT, spellings::RECOUNT),
        ("mention_hashtags", tagged::KEPT, tagged::RECOUNT),
    ] {
        if differs(connection, kept, recount)? {
            wrong.push(table);
        }
    }
    for summary in &pairs::PAIR_SUMMARIES {
        if differs(connection, &summary.kept(), &summary.recount())? {
            wrong.push(summary.table);
        }
    }
    for UseSummary { table, key, uses } in &USE_SUMMARIES {
        if differs(
            connection,
            &format!(
                "SELECT {key}, month, channel_id, is_forward, posts, uses, first_on, last_on FROM {table}"
            ),
            &format!(
                "SELECT u.{key}, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id, p.is_forward,
                        count(DISTINCT u.post_id), count(*), min(p.posted_on), max(p.posted_on)
                 FROM {uses} AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3, 4"
            ),
        )? {
            wrong.push(table);
        }
    }
    if differs(connection, id_runs::KEPT, &id_runs::recount_sql())? {
        wrong.push("id_runs");
    }
    for (table, kept, recount) in of_posts::kept_and_recount() {
        if differs(connection, &kept, &recount)? {
            wrong.push(table);
        }
    }
    Ok(wrong)
}

fn differs(connection: &Connection, kept: &str, recount: &str) -> rusqlite::Result<bool> {
    connection.query_row(
        &format!(
            "SELECT EXISTS (SELECT * FROM ({kept}) EXCEPT SELECT * FROM ({recount}))
                 OR EXISTS (SELECT * FROM ({recount}) EXCEPT SELECT * FROM ({kept}))"
        ),
        [],
        |row| row.get(0),
    )
}
