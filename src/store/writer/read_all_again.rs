//! Reads the posts of a store again for all that is found in texts, as after a change of the rules.
//!
//! What comes of it is what a load of the same inputs by these rules gives, but for the days that texts tell of posts of
//! which nothing else does: these stay. So does what cannot be read again, since an early version did not keep what
//! inputs mark in texts: links behind words, and the items of an input's own lists.

use std::collections::BTreeSet;
use std::rc::Rc;

use rusqlite::{Connection, params};

use crate::model::{Extracted, Link, TalkingPoint};
use crate::store::writer::points_again::{self, INSERT};
use crate::store::writer::prepared::{Reading, Reread};
use crate::store::writer::read_again::{self, NamesAgain, Point, ReadAgain, wide};
use crate::store::writer::spans;
use crate::store::{dictionary, points, rules, summaries};

/// How much of something a store had, and has now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BeforeAndNow {
    /// Before.
    pub before: u64,
    /// Now.
    pub now: u64,
}

impl BeforeAndNow {
    fn add<T>(&mut self, before: &[T], now: usize) {
        self.before += wide(before.len());
        self.now += wide(now);
    }
}

/// What came of reading all again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AllAgain {
    /// The posts, and who is named in them; those that changed are the ones that say anything else now.
    pub posts: ReadAgain,
    /// Talking points.
    pub points: BeforeAndNow,
    /// Uses of hashtags.
    pub hashtags: BeforeAndNow,
    /// Links.
    pub links: BeforeAndNow,
}

/// Makes all that stands in posts what `reread` finds in their texts, in the caller's transaction. `progress` is told how
/// many posts are read. One post is in memory at a time.
///
/// # Errors
/// When the store refuses.
pub fn read_all_again(
    connection: &Connection,
    reread: &Rc<dyn Reread>,
    progress: &mut dyn FnMut(u64),
) -> rusqlite::Result<AllAgain> {
    let mut again = Again::begin(connection)?;
    let mut posts = connection.prepare(
        "SELECT p.post_id, p.text, p.spans, s.kind, s.name, p.title, p.text_key, p.text_length
         FROM posts AS p LEFT JOIN entities AS s ON s.entity_id = p.speaker_id ORDER BY p.post_id",
    )?;
    let mut posts = posts.query([])?;
    while let Some(row) = posts.next()? {
        let (text, kept): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        let reading = reread.reread(&text, spans::from_json(kept.as_deref(), &text));
        let post = Post {
            post_id: row.get(0)?,
            text: &text,
            has_marks: kept.is_some(),
            is_speaker: read_again::is_speaker(&reading.extracted, row.get_ref(3)?, row.get_ref(4)?)?,
            title: row.get(5)?,
            text_key: (row.get(6)?, row.get(7)?),
        };
        again.read(&post, reading)?;
        progress(again.names.done.posts);
    }
    again.end()
}

/// A post as the store has it.
struct Post<'t> {
    post_id: i64,
    text: &'t str,
    /// Whether the store knows of anything that the input marks in the text.
    has_marks: bool,
    is_speaker: bool,
    title: Option<String>,
    text_key: (Option<Vec<u8>>, Option<i64>),
}

struct Again<'c> {
    connection: &'c Connection,
    names: NamesAgain<'c>,
    done: AllAgain,
    /// Whether any post has other points.
    has_other_points: bool,
    /// The hashtags of uses that were taken away.
    left: BTreeSet<i64>,
}

impl<'c> Again<'c> {
    fn begin(connection: &'c Connection) -> rusqlite::Result<Self> {
        points_again::begin(connection)?;
        let names = NamesAgain::begin(connection)?;
        Ok(Self {
            connection,
            names,
            done: AllAgain::default(),
            has_other_points: false,
            left: BTreeSet::new(),
        })
    }

    fn read(&mut self, post: &Post<'_>, reading: Reading) -> rusqlite::Result<()> {
        let Reading { mut extracted, text_key } = reading;
        // All uses are told their points anew where any post has others.
        let points = read_again::points(self.connection, post.post_id)?;
        let mut is_changed = self.gather_points(post, &mut extracted)?;
        self.has_other_points |= is_changed;
        is_changed |= self.bring_hashtags(post.post_id, &extracted, &points)?;
        is_changed |= self.bring_links(post, &extracted, &points)?;
        is_changed |= self.names.bring(post.post_id, &extracted, &points, post.is_speaker)?;
        let key = (text_key.key.map(Vec::from), Some(text_key.length));
        if post.title != extracted.title || post.text_key != key {
            is_changed = true;
            self.connection
                .prepare_cached(
                    "UPDATE posts SET title = ?2, text_key = ?3, text_length = ?4 WHERE post_id = ?1",
                )?
                .execute(params![post.post_id, extracted.title, text_key.key, text_key.length])?;
        }
        self.names.done.changed += u64::from(is_changed);
        Ok(())
    }

    /// Gathers the points of a post, and gives whether they are others than before.
    fn gather_points(&mut self, post: &Post<'_>, extracted: &mut Extracted) -> rusqlite::Result<bool> {
        let before = stored_points(self.connection, post.post_id)?;
        let mut now: Vec<StoredPoint> = extracted.talking_points.iter().map(StoredPoint::of).collect();
        if !post.has_marks && has_lost_mark(&before, post.text) {
            now.clone_from(&before);
            extracted.title.clone_from(&post.title);
        }
        let mut insert = self.connection.prepare_cached(INSERT)?;
        for (position, point) in (1_i64..).zip(&now) {
            let StoredPoint { kind, marker, ordinal, text, start } = point;
            insert.execute(params![post.post_id, position, kind, marker, ordinal, text, start])?;
        }
        self.done.points.add(&before, now.len());
        Ok(before != now)
    }

    fn bring_hashtags(
        &mut self,
        post_id: i64,
        extracted: &Extracted,
        points: &[Point],
    ) -> rusqlite::Result<bool> {
        let before: Vec<(i64, StoredHashtag)> = self
            .connection
            .prepare_cached(
                "SELECT u.hashtag_id, h.tag, u.spelling, u.channel_handle, u.start FROM post_hashtags AS u
                 JOIN hashtags AS h ON h.hashtag_id = u.hashtag_id WHERE u.post_id = ?1 ORDER BY u.position",
            )?
            .query_map([post_id], |row| {
                Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let found = &extracted.hashtags;
        self.done.hashtags.add(&before, found.len());
        let is_same = before.len() == found.len()
            && before.iter().zip(found).all(|((_, (tag, spelling, channel_handle, start)), now)| {
                (tag, spelling, channel_handle) == (&now.tag, &now.spelling, &now.channel_handle)
                    && *start == place(now.start)
            });
        if is_same {
            return Ok(false);
        }
        self.left.extend(before.iter().map(|(hashtag_id, _)| hashtag_id));
        self.connection.prepare_cached("DELETE FROM post_hashtags WHERE post_id = ?1")?.execute([post_id])?;
        let NamesAgain { facts, identities, .. } = &mut self.names;
        facts.insert_hashtags(
            post_id,
            found,
            |hashtag| read_again::point_at(points, hashtag.start),
            identities,
        )?;
        Ok(true)
    }

    fn bring_links(
        &mut self,
        post: &Post<'_>,
        extracted: &Extracted,
        points: &[Point],
    ) -> rusqlite::Result<bool> {
        let before = stored_links(self.connection, post.post_id)?;
        let lost = before.iter().filter(|link| !post.has_marks && !link.is_visible);
        let mut now: Vec<Link> = lost.cloned().collect();
        let lost = now.len();
        now.sort_by_key(|link| link.start);
        now.extend(extracted.links.iter().map(|link| Link { talking_point: None, ..link.clone() }));
        if lost > 0 {
            // An address that links elsewhere counts for nothing itself.
            let (hidden, found) = now.split_at(lost);
            let is_apart = |link: &&Link| {
                let before = hidden.partition_point(|hidden| hidden.start < link.start + link.length);
                let last = before.checked_sub(1).and_then(|last| hidden.get(last));
                last.is_none_or(|hidden| hidden.start + hidden.length <= link.start)
            };
            now = hidden.iter().chain(found.iter().filter(is_apart)).cloned().collect();
            now.sort_by_key(|link| link.start);
        }
        self.done.links.add(&before, now.len());
        if before == now {
            return Ok(false);
        }
        self.connection.prepare_cached("DELETE FROM links WHERE post_id = ?1")?.execute([post.post_id])?;
        self.names.facts.insert_links(post.post_id, &now, |link| read_again::point_at(points, link.start))?;
        Ok(true)
    }

    fn end(self) -> rusqlite::Result<AllAgain> {
        let Self { connection, names, mut done, has_other_points, left } = self;
        done.posts = names.end()?;
        if has_other_points {
            points_again::bring_over(connection)?;
        } else {
            points_again::drop_gathered(connection)?;
        }
        let mut remove = connection.prepare(
            "DELETE FROM hashtags WHERE hashtag_id = ?1
                 AND NOT EXISTS (SELECT * FROM post_hashtags AS u WHERE u.hashtag_id = hashtags.hashtag_id)",
        )?;
        if done.posts.changed > 0 {
            summaries::recount_all(connection)?;
            for hashtag_id in left {
                remove.execute([hashtag_id])?;
            }
            dictionary::remove_unused(connection)?;
        }
        dictionary::note_posts_are_read(connection)?;
        rules::note_posts_are_read(connection)?;
        if has_other_points {
            points::make_anew(connection)?;
        }
        Ok(done)
    }
}

/// Tag, spelling, the handle of the channel, and where it begins.
type StoredHashtag = (String, String, Option<String>, i64);

/// A talking point as it stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
struct StoredPoint {
    kind: String,
    marker: String,
    ordinal: Option<i64>,
    text: String,
    start: i64,
}

impl StoredPoint {
    fn of(point: &TalkingPoint) -> Self {
        let TalkingPoint { kind, marker, ordinal, text, start, .. } = point;
        Self {
            kind: kind.as_str().to_owned(),
            marker: marker.clone(),
            ordinal: *ordinal,
            text: text.clone(),
            start: place(*start),
        }
    }
}

/// Whether an item has no marker in the text: only lists of the input's own have such.
fn has_lost_mark(points: &[StoredPoint], text: &str) -> bool {
    let mut items = points.iter().filter(|point| point.kind == "item").peekable();
    let mut is_blank = true;
    for (at, character) in (1_i64..).zip(text.chars()) {
        if items.peek().is_none() {
            return false;
        }
        while items.next_if(|item| item.start <= at).is_some() {
            if is_blank {
                return true;
            }
        }
        is_blank = character == '\n' || is_blank && character.is_whitespace();
    }
    false
}

fn stored_points(connection: &Connection, post_id: i64) -> rusqlite::Result<Vec<StoredPoint>> {
    connection
        .prepare_cached(
            "SELECT kind, marker, ordinal, text, start FROM talking_points WHERE post_id = ?1 ORDER BY position",
        )?
        .query_map([post_id], |row| {
            Ok(StoredPoint {
                kind: row.get(0)?,
                marker: row.get(1)?,
                ordinal: row.get(2)?,
                text: row.get(3)?,
                start: row.get(4)?,
            })
        })?
        .collect()
}

fn stored_links(connection: &Connection, post_id: i64) -> rusqlite::Result<Vec<Link>> {
    let number = |number: i64| usize::try_from(number).unwrap_or(0);
    connection
        .prepare_cached(
            "SELECT url, host, is_visible, start, length FROM links WHERE post_id = ?1 ORDER BY position",
        )?
        .query_map([post_id], |row| {
            Ok(Link {
                url: row.get(0)?,
                host: row.get(1)?,
                is_visible: row.get(2)?,
                start: number(row.get(3)?),
                length: number(row.get(4)?),
                talking_point: None,
            })
        })?
        .collect()
}

fn place(start: usize) -> i64 {
    i64::try_from(start).unwrap_or(i64::MAX)
}
