//! One post whole: everything that the store knows of it, gathered from all its tables.

use rusqlite::{Connection, Row};
use serde::Serialize;

use super::reading;
use crate::{Error, ErrorKind, Result};

mod find;
mod find_now;
mod reference;
mod told;

pub use find::find;
pub use find_now::{find_now, in_full, was_called_so};
pub use reference::{ChannelKey, Reference};
pub use told::Told;

/// Everything that a store knows of one post.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are the columns of `posts`, which the schema documents")]
pub struct WholePost {
    pub post_id: i64,
    pub channel: Channel,
    pub external_id: Option<String>,
    /// Its address: as the input gives it, else made of the channel's.
    pub link: Option<String>,
    pub posted_at: Option<String>,
    pub posted_local: Option<String>,
    pub posted_on: Option<String>,
    pub posted_raw: Option<String>,
    pub date_basis: Option<String>,
    pub not_before: Option<String>,
    pub not_after: Option<String>,
    /// The store's reporting zone, in which `posted_local` and `posted_on` are told.
    pub time_zone: String,
    /// Whether an input says that it was edited, be it without saying when.
    pub is_edited: bool,
    pub edited_at: Option<String>,
    /// When an input last told of it, by the record or else by its input.
    pub last_seen_at: Option<String>,
    pub gone_at: Option<String>,
    pub author: Option<String>,
    /// Whose words it is, as its title says.
    pub speaker: Option<String>,
    pub via_bot: Option<String>,
    /// Where it was forwarded from; `None` for the channel's own.
    pub forwarded: Option<Forwarded>,
    /// What it answers.
    pub reply: Option<Answered>,
    pub album_size: i64,
    pub media: Vec<Media>,
    pub views: Option<i64>,
    pub views_unit: Option<i64>,
    pub forwards: Option<i64>,
    pub replies: Option<i64>,
    pub reactions: Vec<Reaction>,
    pub title: Option<String>,
    pub text: String,
    pub talking_points: Vec<TalkingPoint>,
    pub hashtags: Vec<Hashtag>,
    pub mentions: Vec<Mention>,
    pub links: Vec<Link>,
    /// Other texts that it is known to have had, the oldest first as far as known.
    pub versions: Vec<Version>,
    /// What each input told of it; none where one tells all of it.
    pub evidence: Vec<Told>,
    /// Its metrics over time.
    pub observations: Vec<Observation>,
    /// The loads that told of it, in their order.
    pub loads: Vec<Load>,
}

/// A channel, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are columns of `channels`, which the schema documents")]
pub struct Channel {
    pub channel_id: i64,
    pub platform: String,
    pub external_id: Option<String>,
    pub handle: Option<String>,
    pub name: Option<String>,
}

/// Where a post was forwarded from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forwarded {
    /// The original's channel; `None` when unknown.
    pub channel: Option<Channel>,
    /// The original's id within that channel.
    pub external_id: Option<String>,
    /// The original's instant in UTC.
    pub posted_at: Option<String>,
    /// The original's address.
    pub link: Option<String>,
}

/// The post that another one answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// Its channel; `None` when unknown.
    pub channel: Option<Channel>,
    /// Its id within that channel.
    pub external_id: String,
    /// The store's own id of it, when the store has it.
    pub post_id: Option<i64>,
    /// Its address.
    pub link: Option<String>,
}

macro_rules! row_struct {
    ($(#[$meta:meta])* $name:ident { $($column:ident: $kind:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[expect(missing_docs, reason = "the fields are the columns of the table that the comment names")]
        pub struct $name { $(pub $column: $kind),+ }

        impl $name {
            fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
                Ok(Self { $($column: row.get(stringify!($column))?),+ })
            }
        }
    };
}

row_struct! {
    /// A row of `media`.
    Media {
        position: i64, external_id: Option<String>, kind: String, file_name: Option<String>,
        mime_type: Option<String>, size_bytes: Option<i64>, width: Option<i64>, height: Option<i64>,
        duration_seconds: Option<f64>, title: Option<String>,
    }
}
row_struct! {
    /// A row of `reactions`.
    Reaction { kind: String, reaction: String, count: i64 }
}
row_struct! {
    /// A row of `talking_points`.
    TalkingPoint {
        talking_point_id: i64, position: i64, kind: String, marker: String, ordinal: Option<i64>, text: String, start: i64,
    }
}
row_struct! {
    /// A row of `post_hashtags`, with its `hashtags.tag` and the position of its talking point.
    Hashtag {
        position: i64, tag: String, spelling: String, channel_handle: Option<String>, start: i64,
        talking_point: Option<i64>,
    }
}
row_struct! {
    /// A row of `mentions`, with the kind and name of its `entities` row and the position of its talking point.
    Mention {
        position: i64, kind: String, name: String, via: String, office: Option<String>, spelling: String, start: i64,
        talking_point: Option<i64>,
    }
}
row_struct! {
    /// A row of `links`, with the position of its talking point.
    Link {
        position: i64, url: String, host: Option<String>, is_visible: bool, start: i64, length: i64,
        talking_point: Option<i64>,
    }
}
row_struct! {
    /// A row of `post_versions`.
    Version { text: String, edited_at: Option<String>, seen_at: Option<String>, load_id: i64 }
}
row_struct! {
    /// A row of `post_observations`.
    Observation {
        load_id: i64, seen_at: Option<String>, views: Option<i64>, views_unit: Option<i64>,
        forwards: Option<i64>, replies: Option<i64>, reactions: Option<i64>,
    }
}
row_struct! {
    /// A row of `loads`, and what it is to the post.
    Load {
        load_id: i64, finished_at: String, input: String, format: String, is_first: bool, is_last: bool,
    }
}

/// Everything that the store knows of the post with the store's own id `post_id`, all of one moment.
///
/// # Errors
/// When there is no such post, or the store cannot be read.
pub fn gather(connection: &Connection, post_id: i64) -> Result<WholePost> {
    let _snapshot = reading::snapshot(connection)?;
    let Some(mut post) = reading::first(connection, POST, [post_id], post_from_row)? else {
        return Err(Error::new(ErrorKind::Usage, format!("no post:{post_id} in this store")));
    };
    if let Some(reply) = &mut post.reply {
        find_answered(connection, reply)?;
    }
    post.media = reading::all(
        connection,
        "SELECT * FROM media WHERE post_id = ?1 ORDER BY position",
        [post_id],
        Media::from_row,
    )?;
    post.reactions = reading::all(
        connection,
        "SELECT * FROM reactions WHERE post_id = ?1 ORDER BY count DESC, kind, reaction",
        [post_id],
        Reaction::from_row,
    )?;
    post.talking_points = reading::all(
        connection,
        "SELECT * FROM talking_points WHERE post_id = ?1 ORDER BY position",
        [post_id],
        TalkingPoint::from_row,
    )?;
    post.hashtags = reading::all(
        connection,
        "SELECT u.*, h.tag, t.position AS talking_point FROM post_hashtags AS u
         JOIN hashtags AS h USING (hashtag_id) LEFT JOIN talking_points AS t USING (talking_point_id)
         WHERE u.post_id = ?1 ORDER BY u.position",
        [post_id],
        Hashtag::from_row,
    )?;
    post.mentions = reading::all(
        connection,
        "SELECT u.*, e.kind, coalesce(e.label, e.name) AS name, t.position AS talking_point FROM mentions AS u
         JOIN entities AS e USING (entity_id) LEFT JOIN talking_points AS t USING (talking_point_id)
         WHERE u.post_id = ?1 ORDER BY u.position",
        [post_id],
        Mention::from_row,
    )?;
    post.links = reading::all(
        connection,
        "SELECT u.*, t.position AS talking_point FROM links AS u
         LEFT JOIN talking_points AS t USING (talking_point_id) WHERE u.post_id = ?1 ORDER BY u.position",
        [post_id],
        Link::from_row,
    )?;
    post.versions = reading::all(
        connection,
        // A text without an edit is the first where the format tells of edits, else it is as late as it was seen.
        "SELECT v.* FROM post_versions AS v JOIN loads AS l USING (load_id) WHERE v.post_id = ?1
         ORDER BY coalesce(v.edited_at, iif(l.tells_edits, NULL, v.seen_at), ''), coalesce(v.seen_at, ''),
            l.format_rank, v.text",
        [post_id],
        Version::from_row,
    )?;
    post.evidence = told::gather(connection, post_id)?;
    post.observations = reading::all(
        connection,
        "SELECT * FROM post_observations WHERE post_id = ?1 ORDER BY seen_at, load_id",
        [post_id],
        Observation::from_row,
    )?;
    post.loads = reading::all(connection, LOADS, [post_id], Load::from_row)?;
    Ok(post)
}

const POST: &str = "
SELECT p.*, a.name AS author, coalesce(s.label, s.name) AS speaker, coalesce(p.last_seen_at, l.as_of) AS seen_until, coalesce(p.url, c.link_base || p.external_id) AS link,
    (SELECT value FROM settings WHERE name = 'time_zone') AS time_zone,
    c.platform AS c_platform, c.external_id AS c_external_id, c.handle AS c_handle, c.name AS c_name,
    f.channel_id AS f_channel_id, f.platform AS f_platform, f.external_id AS f_external_id,
    f.handle AS f_handle, f.name AS f_name, f.link_base || p.forwarded_external_id AS f_link,
    r.channel_id AS r_channel_id, r.platform AS r_platform, r.external_id AS r_external_id,
    r.handle AS r_handle, r.name AS r_name, r.link_base || p.reply_to_external_id AS r_link,
    c.channel_id AS c_channel_id
FROM posts AS p
JOIN channels AS c ON c.channel_id = p.channel_id
JOIN loads AS l ON l.load_id = p.last_load_id
LEFT JOIN channels AS f ON f.channel_id = p.forwarded_from_id
LEFT JOIN channels AS r ON r.channel_id = p.reply_to_channel_id
LEFT JOIN authors AS a ON a.author_id = p.author_id
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id
WHERE p.post_id = ?1";

const LOADS: &str = "
SELECT l.*, l.load_id = p.first_load_id AS is_first, l.load_id = p.last_load_id AS is_last
FROM posts AS p JOIN loads AS l ON l.load_id IN (p.first_load_id, p.last_load_id)
    OR l.load_id IN (SELECT load_id FROM post_observations AS o WHERE o.post_id = p.post_id)
    OR l.load_id IN (SELECT load_id FROM post_versions AS v WHERE v.post_id = p.post_id)
    OR l.load_id IN (SELECT load_id FROM post_evidence AS e WHERE e.post_id = p.post_id)
WHERE p.post_id = ?1 ORDER BY l.load_id";

fn post_from_row(row: &Row<'_>) -> rusqlite::Result<WholePost> {
    let forwarded = if row.get("is_forward")? {
        Some(Forwarded {
            channel: channel_from_row(row, "f")?,
            external_id: row.get("forwarded_external_id")?,
            posted_at: row.get("forwarded_at")?,
            link: row.get("f_link")?,
        })
    } else {
        None
    };
    let reply = match row.get("reply_to_external_id")? {
        Some(external_id) => Some(Answered {
            channel: channel_from_row(row, "r")?,
            external_id,
            post_id: None,
            link: row.get("r_link")?,
        }),
        None => None,
    };
    Ok(WholePost {
        post_id: row.get("post_id")?,
        channel: channel_from_row(row, "c")?.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
        external_id: row.get("external_id")?,
        link: row.get("link")?,
        posted_at: row.get("posted_at")?,
        posted_local: row.get("posted_local")?,
        posted_on: row.get("posted_on")?,
        posted_raw: row.get("posted_raw")?,
        date_basis: row.get("date_basis")?,
        not_before: row.get("not_before")?,
        not_after: row.get("not_after")?,
        time_zone: row.get::<_, Option<String>>("time_zone")?.unwrap_or_else(|| String::from("UTC")),
        is_edited: row.get("is_edited")?,
        edited_at: row.get("edited_at")?,
        last_seen_at: row.get("seen_until")?,
        gone_at: row.get("gone_at")?,
        author: row.get("author")?,
        speaker: row.get("speaker")?,
        via_bot: row.get("via_bot")?,
        forwarded,
        reply,
        album_size: row.get("album_size")?,
        media: Vec::new(),
        views: row.get("views")?,
        views_unit: row.get("views_unit")?,
        forwards: row.get("forwards")?,
        replies: row.get("replies")?,
        reactions: Vec::new(),
        title: row.get("title")?,
        text: row.get("text")?,
        talking_points: Vec::new(),
        hashtags: Vec::new(),
        mentions: Vec::new(),
        links: Vec::new(),
        versions: Vec::new(),
        evidence: Vec::new(),
        observations: Vec::new(),
        loads: Vec::new(),
    })
}

/// The channel whose columns carry this prefix, or `None` when the post has none there.
fn channel_from_row(row: &Row<'_>, prefix: &str) -> rusqlite::Result<Option<Channel>> {
    let column = |name: &str| format!("{prefix}_{name}");
    let Some(channel_id) = row.get(column("channel_id").as_str())? else { return Ok(None) };
    Ok(Some(Channel {
        channel_id,
        platform: row.get(column("platform").as_str())?,
        external_id: row.get(column("external_id").as_str())?,
        handle: row.get(column("handle").as_str())?,
        name: row.get(column("name").as_str())?,
    }))
}

/// Adds what the store knows of the answered post, when it has it.
fn find_answered(connection: &Connection, reply: &mut Answered) -> Result<()> {
    let Some(channel) = &reply.channel else { return Ok(()) };
    let found = reading::first(
        connection,
        "SELECT post_id, url FROM posts
         WHERE channel_id = ?1 AND external_no = CAST(?2 AS INTEGER) AND external_id = ?2
         UNION ALL
         SELECT post_id, url FROM posts
         WHERE channel_id = ?1 AND external_no IS NULL AND external_id = ?2",
        (channel.channel_id, &reply.external_id),
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?)),
    )?;
    if let Some((post_id, url)) = found {
        reply.post_id = Some(post_id);
        reply.link = url.or(reply.link.take());
    } else if let Ok(message) = reply.external_id.parse() {
        // The link stays that of the message, which is one of an album.
        reply.post_id = find::album_of(connection, channel.channel_id, message)?;
    }
    Ok(())
}
