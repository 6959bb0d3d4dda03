//! What is kept of the posts themselves (`post_days`, `post_hours`, `post_fields`) and of the hosts that they link to
//! (`host_months`).

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::id_hasher::ByIds;
use super::{
    CountedPost, UNDATED, Way, add_rows, day_name, day_number, month_name, month_number, month_text,
};
use crate::store::rows::{RowStatement, Target, row};

/// What `post_days` calls posts whose day is unknown, as a number.
const NO_DAY: u32 = 0;

/// The weekday of posts whose day is unknown.
const NO_WEEKDAY: i64 = 0;

/// The hour of posts whose hour is unknown.
const NO_HOUR: i64 = -1;

/// A table, and how it is counted from the posts. Its rows are of a month and a channel each, `{where}` stands for the
/// choice of posts (`p`).
struct PostSummary {
    table: &'static str,
    columns: &'static str,
    /// What its rows of the month `?1` have in common; `{undated}` chooses between the two.
    of_month: [&'static str; 2],
    recount: &'static str,
}

const OF_MONTH: [&str; 2] = ["month = ?1", "month = ?1"];

const POST_SUMMARIES: [PostSummary; 4] = [
    PostSummary {
        table: "post_days",
        columns: "channel_id, day, is_forward, posts",
        of_month: ["day BETWEEN ?1 || '-01' AND ?1 || '-31'", "day = ?1"],
        recount: "SELECT p.channel_id, coalesce(p.posted_on, 'undated'), p.is_forward, count(*)
                  FROM posts AS p {where} GROUP BY 1, 2, 3",
    },
    PostSummary {
        table: "post_hours",
        columns: "channel_id, month, is_forward, weekday, hour, posts",
        of_month: OF_MONTH,
        recount: "SELECT p.channel_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.is_forward,
                         coalesce((CAST(strftime('%w', p.posted_on) AS INTEGER) + 6) % 7 + 1, 0),
                         coalesce(CAST(substr(p.posted_local, 12, 2) AS INTEGER), -1), count(*)
                  FROM posts AS p {where} GROUP BY 1, 2, 3, 4, 5",
    },
    PostSummary {
        table: "post_fields",
        columns: "channel_id, month, is_forward, load_id, posts, timed, edited, views, rounded, forwards, replies,
                  reactions, talking_points",
        of_month: OF_MONTH,
        recount: "SELECT p.channel_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.is_forward, p.last_load_id,
                         count(*), count(p.posted_local), sum(p.is_edited), count(p.views), count(p.views_unit),
                         count(p.forwards), count(p.replies),
                         sum(EXISTS (SELECT * FROM reactions AS r WHERE r.post_id = p.post_id)),
                         sum((SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id))
                  FROM posts AS p {where} GROUP BY 1, 2, 3, 4",
    },
    PostSummary {
        table: "host_months",
        columns: "channel_id, month, host, is_forward, posts",
        of_month: OF_MONTH,
        recount: "SELECT p.channel_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), coalesce(l.host, 'no host'),
                         p.is_forward, count(DISTINCT p.post_id)
                  FROM posts AS p CROSS JOIN links AS l ON l.post_id = p.post_id {where} GROUP BY 1, 2, 3, 4",
    },
];

/// Which posts have what, of one channel, month and load.
#[derive(Debug, Default, PartialEq, Eq)]
struct Fields {
    posts: i64,
    timed: i64,
    edited: i64,
    views: i64,
    rounded: i64,
    forwards: i64,
    replies: i64,
    reactions: i64,
    talking_points: i64,
}

/// Counts of posts that a load has inserted or changed, as far as the tables do not have them yet. Months and days are numbers.
#[derive(Debug, Default)]
pub(super) struct PostAdditions {
    days: HashMap<(i64, u32, bool), i64, ByIds>,
    hours: HashMap<(i64, i32, bool, i64, i64), i64, ByIds>,
    fields: HashMap<(i64, i32, bool, i64), Fields, ByIds>,
    hosts: HashMap<(i64, i32, u64, bool), i64, ByIds>,
    /// The hosts met so far, by numbers.
    numbers: HashMap<String, u64>,
}

impl PostAdditions {
    /// Counts what is known of a post.
    pub(super) fn count(&mut self, post: &CountedPost<'_>, way: Way) {
        let CountedPost { channel_id, posted_on, is_forward, .. } = *post;
        let one = way.one();
        let month = month_number(posted_on);
        let day = posted_on.map_or(NO_DAY, day_number);
        *self.days.entry((channel_id, day, is_forward)).or_default() += one;
        let hour = post.posted_local.and_then(|clock| clock.get(11..13)?.parse().ok()).unwrap_or(NO_HOUR);
        let weekday = posted_on.and_then(weekday).unwrap_or(NO_WEEKDAY);
        *self.hours.entry((channel_id, month, is_forward, weekday, hour)).or_default() += one;
        self.count_fields(post, way);
    }

    /// Counts which fields a post has.
    pub(super) fn count_fields(&mut self, post: &CountedPost<'_>, way: Way) {
        let CountedPost { channel_id, is_forward, .. } = *post;
        let one = way.one();
        let month = month_number(post.posted_on);
        let fields = self.fields.entry((channel_id, month, is_forward, post.load_id)).or_default();
        let if_so = |has: bool| if has { one } else { 0 };
        fields.posts += one;
        fields.timed += if_so(post.posted_local.is_some());
        fields.edited += if_so(post.is_edited);
        fields.views += if_so(post.has_views);
        fields.rounded += if_so(post.has_views_unit);
        fields.forwards += if_so(post.has_forwards);
        fields.replies += if_so(post.has_replies);
        fields.reactions += if_so(post.has_reactions);
        fields.talking_points += one * i64::try_from(post.talking_points).unwrap_or(0);
    }

    /// Counts the hosts of a post's links.
    pub(super) fn count_hosts<'h>(
        &mut self,
        post: &CountedPost<'_>,
        hosts: impl Iterator<Item = Option<&'h str>>,
        way: Way,
    ) {
        let month = month_number(post.posted_on);
        let mut hosts: Vec<u64> = hosts.map(|host| self.number(host)).collect();
        hosts.sort_unstable();
        hosts.dedup();
        for host in hosts {
            *self.hosts.entry((post.channel_id, month, host, post.is_forward)).or_default() += way.one();
        }
    }

    fn number(&mut self, host: Option<&str>) -> u64 {
        let host = host.unwrap_or("no host");
        if let Some(number) = self.numbers.get(host) {
            return *number;
        }
        let number = u64::try_from(self.numbers.len()).unwrap_or(u64::MAX);
        self.numbers.insert(host.to_owned(), number);
        number
    }

    /// How many counts are gathered.
    pub(super) fn len(&self) -> usize {
        self.days.len() + self.hours.len() + self.fields.len() + self.hosts.len() + self.numbers.len()
    }

    /// Adds what was gathered to the tables, in their order.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.write_days(connection)?;
        self.write_hours(connection)?;
        self.write_fields(connection)?;
        self.write_hosts(connection)
    }

    fn write_days(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let name = |day: u32| {
            if day == NO_DAY {
                UNDATED.to_owned()
            } else {
                String::from_utf8_lossy(&day_name(day)).into_owned()
            }
        };
        let days = sorted(self.days.drain());
        let target = Target {
            table: "post_days",
            columns: "channel_id, day, is_forward, posts",
            on_conflict: "ON CONFLICT (channel_id, day, is_forward) DO UPDATE SET posts = posts + excluded.posts",
        };
        add_rows(connection, target, &days, |((channel_id, day, is_forward), posts), put| {
            put(row![channel_id, name(*day), is_forward, posts])
        })?;
        for ((channel_id, day, is_forward), _) in days.iter().filter(|(_, posts)| *posts < 0) {
            connection
                .prepare_cached(
                    "DELETE FROM post_days WHERE channel_id = ?1 AND day = ?2 AND is_forward = ?3 AND posts = 0",
                )?
                .execute(params![channel_id, name(*day), is_forward])?;
        }
        Ok(())
    }

    fn write_hours(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let hours = sorted(self.hours.drain());
        let target = Target {
            table: "post_hours",
            columns: "channel_id, month, is_forward, weekday, hour, posts",
            on_conflict: "ON CONFLICT (channel_id, month, is_forward, weekday, hour)
                DO UPDATE SET posts = posts + excluded.posts",
        };
        add_rows(
            connection,
            target,
            &hours,
            |((channel_id, month, is_forward, weekday, hour), posts), put| {
                put(row![channel_id, month_text(*month), is_forward, weekday, hour, posts])
            },
        )?;
        for ((channel_id, month, is_forward, weekday, hour), _) in
            hours.iter().filter(|(_, posts)| *posts < 0)
        {
            connection
                .prepare_cached(
                    "DELETE FROM post_hours WHERE channel_id = ?1 AND month = ?2 AND is_forward = ?3
                        AND weekday = ?4 AND hour = ?5 AND posts = 0",
                )?
                .execute(params![channel_id, month_name(*month), is_forward, weekday, hour])?;
        }
        Ok(())
    }

    fn write_fields(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut insert = RowStatement::new(
            connection,
            "INSERT INTO post_fields (channel_id, month, is_forward, load_id, posts, timed, edited, views, rounded,
                forwards, replies, reactions, talking_points)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (channel_id, month, is_forward, load_id) DO UPDATE SET
                posts = posts + excluded.posts, timed = timed + excluded.timed, edited = edited + excluded.edited,
                views = views + excluded.views, rounded = rounded + excluded.rounded,
                forwards = forwards + excluded.forwards, replies = replies + excluded.replies,
                reactions = reactions + excluded.reactions, talking_points = talking_points + excluded.talking_points",
        )?;
        let mut fields: Vec<_> = self.fields.drain().filter(|(_, it)| *it != Fields::default()).collect();
        fields.sort_unstable_by_key(|(key, _)| *key);
        for ((channel_id, month, is_forward, load_id), it) in fields {
            insert.execute(row![
                channel_id,
                month_text(month),
                is_forward,
                load_id,
                it.posts,
                it.timed,
                it.edited,
                it.views,
                it.rounded,
                it.forwards,
                it.replies,
                it.reactions,
                it.talking_points
            ])?;
            if it.posts < 0 {
                connection
                    .prepare_cached(
                        "DELETE FROM post_fields
                         WHERE channel_id = ?1 AND month = ?2 AND is_forward = ?3 AND load_id = ?4 AND posts = 0",
                    )?
                    .execute(params![channel_id, month_name(month), is_forward, load_id])?;
            }
        }
        Ok(())
    }

    fn write_hosts(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut names: Vec<(u64, String)> =
            self.numbers.drain().map(|(name, number)| (number, name)).collect();
        names.sort_unstable();
        let mut insert = RowStatement::new(
            connection,
            "INSERT INTO host_months (channel_id, month, host, is_forward, posts) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (channel_id, month, host, is_forward) DO UPDATE SET posts = posts + excluded.posts",
        )?;
        for ((channel_id, month, host, is_forward), posts) in sorted(self.hosts.drain()) {
            let name = usize::try_from(host).ok().and_then(|host| names.get(host));
            let Some((_, name)) = name else { continue };
            insert.execute(row![channel_id, month_text(month), name.as_str(), is_forward, posts])?;
            if posts < 0 {
                connection
                    .prepare_cached(
                        "DELETE FROM host_months
                         WHERE channel_id = ?1 AND month = ?2 AND host = ?3 AND is_forward = ?4 AND posts = 0",
                    )?
                    .execute(params![channel_id, month_name(month), name, is_forward])?;
            }
        }
        Ok(())
    }
}

/// The counts in order but for those that stay as they are: where as many posts came as went, there need not be a row.
fn sorted<K: Ord>(counts: impl Iterator<Item = (K, i64)>) -> Vec<(K, i64)> {
    let mut counts: Vec<_> = counts.filter(|(_, posts)| *posts != 0).collect();
    counts.sort_unstable();
    counts
}

/// 1 Monday to 7 Sunday.
fn weekday(day: &str) -> Option<i64> {
    day.parse::<Date>().ok().map(|day| i64::from(day.weekday().to_monday_one_offset()))
}

/// Makes the counts of a month of a channel anew.
pub(super) fn recount_cell(connection: &Connection, month: &str, channel_id: i64) -> rusqlite::Result<()> {
    let is_undated = month == UNDATED;
    let posts = if is_undated {
        "WHERE p.channel_id = ?2 AND p.posted_on IS NULL AND ?1 IS NOT NULL"
    } else {
        "WHERE p.channel_id = ?2 AND p.posted_on BETWEEN ?1 || '-01' AND ?1 || '-31'"
    };
    for PostSummary { table, columns, of_month, recount } in &POST_SUMMARIES {
        let of_month = of_month[usize::from(is_undated)];
        let recount = recount.replace("{where}", posts);
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE channel_id = ?2 AND {of_month}"))?
            .execute(params![month, channel_id])?;
        connection
            .prepare_cached(&format!("INSERT INTO {table} ({columns}) {recount}"))?
            .execute(params![month, channel_id])?;
    }
    Ok(())
}

/// Makes all counts anew.
pub(super) fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    POST_SUMMARIES.iter().try_for_each(|summary| summary.make_anew(connection))
}

/// Makes the counts of talking points anew, and of all that is counted with them.
pub(super) fn recount_points(connection: &Connection) -> rusqlite::Result<()> {
    let mut with_points = POST_SUMMARIES.iter().filter(|summary| summary.table == "post_fields");
    with_points.try_for_each(|summary| summary.make_anew(connection))
}

impl PostSummary {
    fn make_anew(&self, connection: &Connection) -> rusqlite::Result<()> {
        let Self { table, columns, recount, .. } = self;
        let recount = recount.replace("{where}", "");
        connection.execute_batch(&format!("DELETE FROM {table}; INSERT INTO {table} ({columns}) {recount}"))
    }
}

/// Each table with what is kept in it, and the same counted from the posts.
pub(super) fn kept_and_recount() -> impl Iterator<Item = (&'static str, String, String)> {
    POST_SUMMARIES.iter().map(|PostSummary { table, columns, recount, .. }| {
        (*table, format!("SELECT {columns} FROM {table}"), recount.replace("{where}", ""))
    })
}
