//! Reads the posts of a store again for who is named in them, as after a change of the dictionary.

use std::rc::Rc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use crate::model::Extracted;
use crate::store::rows::MayWait;
use crate::store::writer::facts::Facts;
use crate::store::writer::identities::Identities;
use crate::store::writer::mentions::{Mention, Who, mentions};
use crate::store::writer::prepared::Reread;
use crate::store::writer::spans;
use crate::store::{dictionary, summaries};

/// What came of reading again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadAgain {
    /// Posts that were read.
    pub posts: u64,
    /// Posts that name others now than before.
    pub changed: u64,
    /// Namings in the store before.
    pub mentions_before: u64,
    /// Namings in the store now.
    pub mentions: u64,
}

/// Makes the mentions and the speaker of every post what `reread` finds in its text, in the caller's transaction; talking points,
/// hashtags and links stay as they are. `progress` is told how many posts are read. One post is in memory at a time.
///
/// # Errors
/// When the store refuses.
pub fn read_names_again(
    connection: &Connection,
    reread: &Rc<dyn Reread>,
    progress: &mut dyn FnMut(u64),
) -> rusqlite::Result<ReadAgain> {
    let mut names = NamesAgain::begin(connection)?;
    let mut posts = connection.prepare(
        "SELECT p.post_id, p.text, p.spans, s.kind, s.name
         FROM posts AS p LEFT JOIN entities AS s ON s.entity_id = p.speaker_id ORDER BY p.post_id",
    )?;
    let mut posts = posts.query([])?;
    while let Some(row) = posts.next()? {
        let (post_id, text): (i64, String) = (row.get(0)?, row.get(1)?);
        let kept: Option<String> = row.get(2)?;
        let extracted = reread.reread(&text, spans::from_json(kept.as_deref(), &text)).extracted;
        let points = points(connection, post_id)?;
        let is_speaker = is_speaker(&extracted, row.get_ref(3)?, row.get_ref(4)?)?;
        if names.bring(post_id, &extracted, &points, is_speaker)? {
            names.done.changed += 1;
        }
        progress(names.done.posts);
    }
    let done = names.end()?;
    if done.changed > 0 {
        summaries::recount_mentions(connection)?;
        dictionary::remove_unused(connection)?;
    }
    dictionary::note_posts_are_read(connection)?;
    Ok(done)
}

/// Whether the speaker that a text tells is the one of this kind and name.
pub(super) fn is_speaker(
    extracted: &Extracted,
    kind: ValueRef<'_>,
    name: ValueRef<'_>,
) -> rusqlite::Result<bool> {
    let speaker = extracted.speaker.as_deref().map(|who| (who.kind.as_str(), who.name.as_str()));
    Ok(match (kind.as_str_or_null()?, name.as_str_or_null()?) {
        (Some(kind), Some(name)) => speaker == Some((kind, name)),
        _ => speaker.is_none(),
    })
}

/// Makes the names of one post after another what is found in its text.
pub(super) struct NamesAgain<'c> {
    connection: &'c Connection,
    pub(super) identities: Identities<'c>,
    pub(super) facts: Facts<'c>,
    pub(super) done: ReadAgain,
}

impl<'c> NamesAgain<'c> {
    pub(super) fn begin(connection: &'c Connection) -> rusqlite::Result<Self> {
        // What stands in a post is read between two that are written: nothing waits.
        let facts = Facts::new(connection, &MayWait::default())?;
        let identities = Identities::new(connection, 0)?;
        // Who is not in the dictionary goes by what the texts say, whatever it said before.
        connection.execute(
            "UPDATE entities SET label = '' WHERE label IS NOT NULL
                AND NOT EXISTS (SELECT * FROM entity_aliases AS a WHERE a.entity_id = entities.entity_id)",
            [],
        )?;
        Ok(Self { connection, identities, facts, done: ReadAgain::default() })
    }

    /// Gives whether the post names others now than before; `is_speaker` tells whether its speaker is still the same.
    pub(super) fn bring(
        &mut self,
        post_id: i64,
        extracted: &Extracted,
        points: &[Point],
        is_speaker: bool,
    ) -> rusqlite::Result<bool> {
        let before = stored(self.connection, post_id)?;
        let now: Vec<Stored> = mentions(extracted).map(|mention| Stored::of(&mention, points)).collect();
        self.done.posts += 1;
        self.done.mentions_before += wide(before.len());
        self.done.mentions += wide(now.len());
        for who in extracted.namings.iter().map(|naming| &naming.who).chain(&extracted.speaker) {
            self.identities.named(who)?;
        }
        if before != now {
            self.connection.prepare_cached("DELETE FROM mentions WHERE post_id = ?1")?.execute([post_id])?;
            let point_of = |mention: &Mention<'_>| point_at(points, mention.start);
            self.facts.insert_mentions(post_id, extracted, point_of, &mut self.identities)?;
        }
        if !is_speaker {
            let speaker_id = self.identities.speaker(extracted)?;
            self.connection
                .prepare_cached("UPDATE posts SET speaker_id = ?2 WHERE post_id = ?1")?
                .execute(params![post_id, speaker_id])?;
        }
        Ok(before != now || !is_speaker)
    }

    pub(super) fn end(self) -> rusqlite::Result<ReadAgain> {
        self.connection.execute("UPDATE entities SET label = name WHERE label = ''", [])?;
        Ok(self.done)
    }
}

/// A talking point as the store has it: its id, and its characters.
pub(super) struct Point {
    id: i64,
    first: usize,
    behind: usize,
}

pub(super) fn points(connection: &Connection, post_id: i64) -> rusqlite::Result<Vec<Point>> {
    connection
        .prepare_cached(
            "SELECT talking_point_id, start, text FROM talking_points WHERE post_id = ?1 ORDER BY start",
        )?
        .query_map([post_id], |row| {
            let first = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            Ok(Point { id: row.get(0)?, first, behind: first + row.get_ref(2)?.as_str()?.chars().count() })
        })?
        .collect()
}

pub(super) fn point_at(points: &[Point], start: usize) -> Option<i64> {
    let index = points.partition_point(|point| point.first <= start).checked_sub(1)?;
    points.get(index).filter(|point| start < point.behind).map(|point| point.id)
}

/// A naming as it stands in the store.
#[derive(Debug, PartialEq, Eq)]
struct Stored {
    kind: String,
    name: String,
    via: String,
    spelling: String,
    start: i64,
    office: Option<String>,
    talking_point_id: Option<i64>,
}

impl Stored {
    fn of(mention: &Mention<'_>, points: &[Point]) -> Self {
        let (kind, name) = match mention.who {
            Who::Handle(name) => ("handle", name),
            Who::Number(name) => ("number", name),
            Who::Named(who) => (who.kind.as_str(), who.name.as_str()),
        };
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            via: mention.via.to_owned(),
            spelling: mention.spelling.to_owned(),
            start: i64::try_from(mention.start).unwrap_or(i64::MAX),
            office: mention.office.map(str::to_owned),
            talking_point_id: point_at(points, mention.start),
        }
    }
}

fn stored(connection: &Connection, post_id: i64) -> rusqlite::Result<Vec<Stored>> {
    connection
        .prepare_cached(
            "SELECT e.kind, e.name, u.via, u.spelling, u.start, u.office, u.talking_point_id
             FROM mentions AS u JOIN entities AS e ON e.entity_id = u.entity_id
             WHERE u.post_id = ?1 ORDER BY u.position",
        )?
        .query_map(params![post_id], |row| {
            Ok(Stored {
                kind: row.get(0)?,
                name: row.get(1)?,
                via: row.get(2)?,
                spelling: row.get(3)?,
                start: row.get(4)?,
                office: row.get(5)?,
                talking_point_id: row.get(6)?,
            })
        })?
        .collect()
}

pub(super) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
