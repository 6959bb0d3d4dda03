//! Counts the points of groups by channel and month.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};

/// A calendar day as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day([u8; 10]);

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let day = value.as_str()?.as_bytes();
        day.try_into()
            .map(Self)
            .map_err(|_| FromSqlError::InvalidBlobSize { expected_size: 10, blob_size: day.len() })
    }
}

impl Day {
    pub(super) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The points of a group that a channel makes in posts that are forwards, or in such as are none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Which of the groups.
    pub(super) group: u32,
    /// Which of the channels.
    pub(super) channel: u32,
    pub(super) is_forward: bool,
    pub(super) points: u32,
    pub(super) posts: u32,
    pub(super) first_on: Option<Day>,
    pub(super) last_on: Option<Day>,
    /// Seconds from 1970 to the first post whose instant is known.
    pub(super) first_second: Option<i64>,
    last_post: i64,
}

/// The points of a channel in a month that are of groups.
#[derive(Debug, Clone, Copy)]
pub(super) struct Month {
    pub(super) channel: u32,
    pub(super) is_forward: bool,
    /// Any day of it; `None` for posts whose day is unknown.
    day: Option<Day>,
    pub(super) points: u64,
    /// Those that another channel makes, too.
    pub(super) shared: u64,
    /// Those that another channel makes in posts that are forwards, or none, as these are.
    pub(super) shared_alike: u64,
}

impl Month {
    pub(super) fn as_str(&self) -> &str {
        self.day.as_ref().and_then(|day| day.as_str().get(..7)).unwrap_or("undated")
    }
}

/// What a group has in all channels.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Total {
    pub(super) points: u64,
    pub(super) posts: u64,
    pub(super) channels: u64,
    pub(super) first_on: Option<Day>,
    pub(super) last_on: Option<Day>,
}

/// The counts. Memory: about 80 bytes for each row and 8 for each point while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// The groups by the numbers that the points gave them.
    pub(super) groups: Vec<i64>,
    /// The channels by their ids, ascending.
    pub(super) channels: Vec<i64>,
    /// By group, channel, and forwarded or not.
    pub(super) rows: Vec<Row>,
    /// By channel, month, and forwarded or not.
    pub(super) months: Vec<Month>,
}

/// Numbers what is met, from 0.
#[derive(Debug, Default)]
struct Numbers(HashMap<i64, u32>, Vec<i64>);

impl Numbers {
    fn of(&mut self, id: i64) -> u32 {
        *self.0.entry(id).or_insert_with(|| {
            self.1.push(id);
            number(self.1.len() - 1)
        })
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A post with points of groups.
#[derive(Debug, Clone, Copy)]
struct Post {
    post_id: i64,
    channel: u32,
    is_forward: bool,
    day: Option<Day>,
    second: Option<i64>,
    /// Which of the months it is of.
    month: u32,
}

impl Counts {
    /// Counts the points that `members` tells, a table of points by their ids with the number of the group of each in
    /// the column `group`.
    pub(super) fn gather(connection: &Connection, members: &str, group: &str) -> rusqlite::Result<Self> {
        // By posts, so that all points of a post come together; an index has them in this order.
        let mut select = connection.prepare(&format!(
            "SELECT m.{group}, t.post_id, p.channel_id, p.is_forward, p.posted_on,
                    CASE WHEN p.posted_local IS NOT NULL THEN CAST(strftime('%s', p.posted_at) AS INTEGER) END
             FROM main.talking_points AS t
             CROSS JOIN {members} AS m ON m.talking_point_id = t.talking_point_id
             CROSS JOIN main.posts AS p ON p.post_id = t.post_id
             ORDER BY t.post_id"
        ))?;
        let mut counts = Self::default();
        let (mut groups, mut channels) = (Numbers::default(), Numbers::default());
        let mut rows: HashMap<(u32, u32, bool), u32> = HashMap::new();
        let mut months: HashMap<(u32, bool, Option<[u8; 7]>), u32> = HashMap::new();
        // The group and the month of each point.
        let mut uses: Vec<(u32, u32)> = Vec::new();
        let mut last: Option<Post> = None;
        let mut points = select.query([])?;
        while let Some(point) = points.next()? {
            let group = groups.of(point.get(0)?);
            let post_id: i64 = point.get(1)?;
            let post = match last.filter(|last| last.post_id == post_id) {
                Some(post) => post,
                None => {
                    let (channel, is_forward) = (channels.of(point.get(2)?), point.get(3)?);
                    let day: Option<Day> = point.get(4)?;
                    let month = day.and_then(|day| day.0[..7].try_into().ok());
                    let month = *months.entry((channel, is_forward, month)).or_insert_with(|| {
                        counts.months.push(Month {
                            channel,
                            is_forward,
                            day,
                            points: 0,
                            shared: 0,
                            shared_alike: 0,
                        });
                        number(counts.months.len() - 1)
                    });
                    Post { post_id, channel, is_forward, day, second: point.get(5)?, month }
                }
            };
            last = Some(post);
            uses.push((group, post.month));
            let row = *rows.entry((group, post.channel, post.is_forward)).or_insert_with(|| {
                counts.rows.push(Row {
                    group,
                    channel: post.channel,
                    is_forward: post.is_forward,
                    points: 0,
                    posts: 0,
                    first_on: None,
                    last_on: None,
                    first_second: None,
                    last_post: i64::MIN,
                });
                number(counts.rows.len() - 1)
            });
            counts.rows[row as usize].add(post);
        }
        drop(rows);
        (counts.groups, counts.channels) = (groups.1, channels.1);
        counts.share(&uses);
        Ok(counts)
    }

    /// Counts the points of months, and those of them that are shared.
    fn share(&mut self, uses: &[(u32, u32)]) {
        let mut all = vec![Makers::None; self.groups.len()];
        let mut alike = [all.clone(), all.clone()];
        for row in &self.rows {
            let group = row.group as usize;
            all[group].add(row.channel);
            alike[usize::from(row.is_forward)][group].add(row.channel);
        }
        for (group, month) in uses {
            let (group, month) = (*group as usize, &mut self.months[*month as usize]);
            month.points += 1;
            month.shared += u64::from(all[group] == Makers::Several);
            month.shared_alike += u64::from(alike[usize::from(month.is_forward)][group] == Makers::Several);
        }
    }

    /// Gives the groups their ids, and puts all in order.
    pub(super) fn name(&mut self, id: impl Fn(i64) -> i64) {
        self.groups.iter_mut().for_each(|group| *group = id(*group));
        let mut order: Vec<u32> = (0..number(self.channels.len())).collect();
        order.sort_unstable_by_key(|channel| self.channels[*channel as usize]);
        let mut places = vec![0; order.len()];
        for (place, channel) in (0..).zip(&order) {
            places[*channel as usize] = place;
        }
        self.channels.sort_unstable();
        self.rows.iter_mut().for_each(|row| row.channel = places[row.channel as usize]);
        self.months.iter_mut().for_each(|month| month.channel = places[month.channel as usize]);
        let groups = &self.groups;
        self.rows.sort_unstable_by_key(|row| (groups[row.group as usize], row.channel, row.is_forward));
        self.months.sort_unstable_by(|one, other| {
            (one.channel, one.as_str(), one.is_forward).cmp(&(
                other.channel,
                other.as_str(),
                other.is_forward,
            ))
        });
    }

    /// What each group has in all channels, by the ids that [`Counts::name`] gave.
    pub(super) fn totals(&self) -> HashMap<i64, Total> {
        let mut totals: HashMap<i64, Total> = HashMap::with_capacity(self.groups.len());
        for rows in self.rows.chunk_by(|one, other| (one.group, one.channel) == (other.group, other.channel))
        {
            let Some(first) = rows.first() else { continue };
            let total = totals.entry(self.groups[first.group as usize]).or_default();
            total.channels += 1;
            for row in rows {
                total.points += u64::from(row.points);
                total.posts += u64::from(row.posts);
                total.first_on = earlier(total.first_on, row.first_on);
                total.last_on = total.last_on.max(row.last_on);
            }
        }
        totals
    }
}

impl Row {
    fn add(&mut self, post: Post) {
        self.points += 1;
        self.posts += u32::from(self.last_post != post.post_id);
        self.last_post = post.post_id;
        self.first_on = earlier(self.first_on, post.day);
        self.last_on = self.last_on.max(post.day);
        self.first_second = earlier(self.first_second, post.second);
    }
}

/// Who makes the points of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Makers {
    None,
    One(u32),
    Several,
}

impl Makers {
    fn add(&mut self, channel: u32) {
        *self = match *self {
            Self::None => Self::One(channel),
            Self::One(other) if other == channel => *self,
            Self::One(_) | Self::Several => Self::Several,
        };
    }
}
