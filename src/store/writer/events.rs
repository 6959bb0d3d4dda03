//! Service rows: of two that inputs tell of one id that one stands which says what happened, of such ones that of the richer
//! format, of one format the later input's, and the other fills its gaps. What happened to whom is told by one of them: a title is no detail of a pinned post.
//! Who did it is better told with an id than by a name alone, whatever the format.
//!
//! Posts and service rows of a channel share one sequence of ids. Some formats do not tell of service rows what they are,
//! and have rows without words in their place: where another input tells, those are no posts.

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::{ChannelEvent, Post};
use crate::store::writer::{PreparedEvent, Writer, posts};

/// What became of the id of a service row.
#[derive(Debug, PartialEq, Eq)]
enum Noted {
    /// The store did not have it; the day.
    New(i64, Option<String>),
    /// It has another day now.
    OnAnotherDay,
    /// Nothing: it was there, or there is none.
    AsBefore,
}

impl Writer<'_> {
    /// Writes a service row of the current channel.
    ///
    /// # Errors
    /// When the store refuses, or no channel was entered.
    pub fn write_event(&mut self, prepared: &PreparedEvent) -> rusqlite::Result<()> {
        let channel = self.channel.clone().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let external_no = prepared.event.external_id.as_deref().and_then(posts::as_number);
        let coverage = self.coverage.entry(channel.channel_id).or_default();
        coverage.include(external_no, prepared.happened_at.as_deref());
        self.told.include(prepared.happened_at.as_deref());
        let actor_id = match &prepared.event.actor {
            Some(actor) => self.identities.author(&channel, actor)?,
            None => None,
        };
        let load = (self.source.load_id, self.as_of.as_deref(), self.source.rank);
        let channel_id = channel.channel_id;
        match insert(self.connection, channel_id, external_no, prepared, actor_id, load)? {
            Noted::New(number, day) => self.additions.add_event(channel_id, number, day.as_deref()),
            Noted::OnAnotherDay => drop(self.unfinished.ids.insert(channel_id)),
            Noted::AsBefore => {}
        }
        if let Some(number) = external_no.filter(|number| *number <= channel.highest_no) {
            self.insert_waiting()?;
            self.remove_wordless(channel_id, Some(number))?;
        }
        self.counts.events += 1;
        Ok(())
    }

    /// Whether the post is a row without words of which the store knows that it is a service row.
    pub(super) fn is_service_row(&self, channel_id: i64, post: &Post) -> rusqlite::Result<bool> {
        let is_wordless = post.text.is_empty() && post.media.is_empty() && post.forward.is_none();
        let number = post.external_id.as_deref().filter(|_| is_wordless).and_then(posts::as_number);
        number.map_or(Ok(false), |number| Ok(day(self.connection, channel_id, Some(number))?.is_some()))
    }

    /// Removes the posts without words that are service rows: that of a number, or all of the channel.
    pub(super) fn remove_wordless(&mut self, channel_id: i64, number: Option<i64>) -> rusqlite::Result<()> {
        let wordless: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT p.post_id FROM channel_events AS e
                 CROSS JOIN posts AS p ON p.channel_id = e.channel_id AND p.external_no = e.external_no
                 WHERE e.channel_id = ?1 AND e.external_no BETWEEN coalesce(?2, -9223372036854775808)
                        AND coalesce(?2, 9223372036854775807)
                    AND p.text = '' AND NOT p.is_forward
                    AND NOT EXISTS (SELECT * FROM media AS m WHERE m.post_id = p.post_id)",
            )?
            .query_map(params![channel_id, number], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for post_id in wordless {
            self.take_away(channel_id, post_id, &self.stored(post_id)?.fields)?;
            self.unfinished.ids.insert(channel_id);
            self.remove_post(post_id)?;
        }
        Ok(())
    }
}

/// Writes one.
fn insert(
    connection: &Connection,
    channel_id: i64,
    external_no: Option<i64>,
    prepared: &PreparedEvent,
    actor_id: Option<i64>,
    (load_id, as_of, rank): (i64, Option<&str>, u8),
) -> rusqlite::Result<Noted> {
    let event = &prepared.event;
    let before = day(connection, channel_id, external_no)?;
    let [vague_new, vague_kept, vague_told] =
        ["excluded.actor_id", "channel_events.actor_id", "?5"].map(vagueness);
    let [told_new, told_kept] = ["?6", "action"].map(certainty);
    connection
        .prepare_cached(&format!(
            "INSERT INTO channel_events (channel_id, external_id, external_no, happened_at, happened_on, action,
                actor_id, detail, load_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (channel_id, external_no) DO UPDATE SET
                happened_at = coalesce(excluded.happened_at, happened_at),
                happened_on = coalesce(excluded.happened_on, happened_on), action = excluded.action,
                actor_id = iif({vague_new} > {vague_kept}, actor_id, excluded.actor_id),
                detail = iif(action = excluded.action, coalesce(excluded.detail, detail), excluded.detail),
                load_id = excluded.load_id
             WHERE ({told_new}, ?11, ?10, ?6, coalesce(?8, ''), coalesce(?4, ''))
                > (SELECT {told_kept}, format_rank, coalesce(as_of, ''), action, coalesce(detail, ''), coalesce(happened_at, '')
                   FROM loads WHERE loads.load_id = channel_events.load_id)",
        ))?
        .execute(params![
            channel_id,
            event.external_id,
            external_no,
            prepared.happened_at,
            prepared.happened_on,
            event.action,
            actor_id,
            event.detail,
            load_id,
            as_of.unwrap_or_default(),
            rank
        ])?;
    // A poorer or earlier input fills gaps.
    connection
        .prepare_cached(&format!(
            "UPDATE channel_events SET happened_at = coalesce(happened_at, ?3), happened_on = coalesce(happened_on, ?4),
                actor_id = iif({vague_told} < {vague_kept}, ?5, actor_id), detail = coalesce(detail, iif(action = ?8, ?6, NULL))
             WHERE channel_id = ?1 AND external_no = ?2 AND load_id <> ?7
                AND (happened_at IS NULL OR {vague_told} < {vague_kept} OR detail IS NULL)",
        ))?
        .execute(params![
            channel_id,
            external_no,
            prepared.happened_at,
            prepared.happened_on,
            actor_id,
            event.detail,
            load_id,
            event.action
        ])?;
    let now = day(connection, channel_id, external_no)?;
    Ok(match (external_no, before, now) {
        (Some(number), None, Some(day)) => Noted::New(number, day),
        (_, before, now) if before != now => Noted::OnAnotherDay,
        _ => Noted::AsBefore,
    })
}

/// SQL for how vaguely an actor is told: 0 with an id, 1 by a name, 2 not at all.
fn vagueness(actor: &str) -> String {
    format!("coalesce((SELECT a.external_id IS NULL FROM authors AS a WHERE a.author_id = {actor}), 2)")
}

/// SQL for how surely an action is told: 2 by its name, 1 in words alone, 0 not at all.
fn certainty(action: &str) -> String {
    let (unknown, in_words) = (ChannelEvent::UNKNOWN, ChannelEvent::IN_WORDS);
    format!("CASE {action} WHEN '{unknown}' THEN 0 WHEN '{in_words}' THEN 1 ELSE 2 END")
}

/// The day of the service row of this id, where the store has it.
fn day(
    connection: &Connection,
    channel_id: i64,
    external_no: Option<i64>,
) -> rusqlite::Result<Option<Option<String>>> {
    let Some(number) = external_no else { return Ok(None) };
    connection
        .prepare_cached("SELECT happened_on FROM channel_events WHERE channel_id = ?1 AND external_no = ?2")?
        .query_row([channel_id, number], |row| row.get(0))
        .optional()
}

/// Moves the service rows of one channel to another, as if its inputs had told of that one.
pub(super) fn move_events(connection: &Connection, from: i64, into: i64) -> rusqlite::Result<()> {
    // Of two of one id: `f` goes, `i` stays.
    const PAIRS: &str = "FROM channel_events AS f CROSS JOIN loads AS fl CROSS JOIN loads AS il
        WHERE f.channel_id = ?1 AND i.channel_id = ?2 AND i.external_no = f.external_no
            AND fl.load_id = f.load_id AND il.load_id = i.load_id AND ";
    let value = |row: &str| {
        let certainty = certainty(&format!("{row}.action"));
        format!(
            "({certainty}, {row}l.format_rank, coalesce({row}l.as_of, ''), {row}.action, coalesce({row}.detail, ''),
              coalesce({row}.happened_at, ''))"
        )
    };
    let [going, staying] = ["f", "i"].map(value);
    let [vague_f, vague_i] = ["f.actor_id", "i.actor_id"].map(vagueness);
    for sql in [
        format!(
            "UPDATE channel_events AS i SET happened_at = coalesce(f.happened_at, i.happened_at),
                happened_on = coalesce(f.happened_on, i.happened_on),
                actor_id = iif({vague_f} > {vague_i}, i.actor_id, f.actor_id),
                detail = iif(f.action = i.action, coalesce(f.detail, i.detail), f.detail), action = f.action,
                load_id = f.load_id {PAIRS} {going} > {staying}"
        ),
        format!(
            "UPDATE channel_events AS i SET happened_at = coalesce(i.happened_at, f.happened_at),
                happened_on = coalesce(i.happened_on, f.happened_on),
                actor_id = iif({vague_i} > {vague_f}, f.actor_id, i.actor_id),
                detail = coalesce(i.detail, iif(f.action = i.action, f.detail, NULL)) {PAIRS} {going} < {staying}"
        ),
        "UPDATE OR IGNORE channel_events SET channel_id = ?2 WHERE channel_id = ?1".to_owned(),
    ] {
        connection.prepare_cached(&sql)?.execute([from, into])?;
    }
    connection.prepare_cached("DELETE FROM channel_events WHERE channel_id = ?1")?.execute([from]).map(drop)
}
