//! What a store was made of: its loads, its days, its fingerprint; and channels as any store knows them.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::channel_tellings::GIVEN;
use super::{fingerprint, reading};
use crate::Result;

/// What figures of a store rest on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Equal for equal data: see [`fingerprint`].
    pub fingerprint: String,
    /// The version of the schema.
    pub schema_version: i64,
    /// The zone in which days are counted, e.g. `Europe/Prague`.
    pub time_zone: String,
    /// Posts.
    pub posts: i64,
    /// The first day with a post, in the reporting zone; `None` when no post is dated.
    pub first: Option<String>,
    /// The last day with a post.
    pub last: Option<String>,
    /// What was loaded, in the order of loading.
    pub loads: Vec<LoadedInput>,
}

/// One run of the loader over one input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedInput {
    /// The store's own id.
    pub load_id: i64,
    /// The input as it was named; of an absolute path its last part, since the rest tells of one machine only.
    pub input: String,
    /// The format, e.g. `telegram-json`.
    pub format: String,
    /// Of the input's bytes, in lower-case hex.
    pub sha256: String,
    /// The size of the input.
    pub bytes: i64,
    /// The last instant that the input knows of: UTC, ISO 8601, or a bare day.
    pub as_of: Option<String>,
    /// When it was loaded, in UTC.
    pub finished_at: String,
    /// Whether the input was read to its proper end and nothing of it was forgotten since.
    pub is_whole: bool,
    /// Posts that the store did not have.
    pub posts_new: i64,
    /// Posts of which the input knew more or something later.
    pub posts_changed: i64,
    /// Posts of which it knew nothing new.
    pub posts_unchanged: i64,
    /// Records that could not be read.
    pub rejected: i64,
    /// The version of Chancery that loaded it.
    pub chancery_version: String,
}

/// A channel by all that names it. Its `channel_id` is the store's own, and another one in another store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelNames {
    /// The store's own id.
    pub channel_id: i64,
    /// e.g. `telegram`.
    pub platform: String,
    /// The platform's id, as it writes it.
    pub external_id: Option<String>,
    /// The public handle, without `@`.
    pub handle: Option<String>,
    /// The name that people see.
    pub name: Option<String>,
}

/// What the figures of the store behind `connection` rest on, all of one moment.
///
/// # Errors
/// When the store cannot be read.
pub fn read(connection: &Connection) -> Result<Provenance> {
    let _snapshot = reading::snapshot(connection)?;
    let time_zone =
        reading::first(connection, "SELECT value FROM settings WHERE name = 'time_zone'", [], |row| {
            row.get(0)
        })?;
    let (schema_version, posts, first, last) = reading::one(
        connection,
        "SELECT (SELECT user_version FROM pragma_user_version),
                (SELECT coalesce(sum(posts), 0) FROM post_months),
                (SELECT min(posted_on) FROM posts), (SELECT max(posted_on) FROM posts)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    Ok(Provenance {
        fingerprint: fingerprint::fingerprint(connection)?,
        schema_version,
        time_zone: time_zone.unwrap_or_else(|| String::from("UTC")),
        posts,
        first,
        last,
        loads: loads(connection)?,
    })
}

fn loads(connection: &Connection) -> Result<Vec<LoadedInput>> {
    reading::all(
        connection,
        "SELECT load_id, input, format, sha256, bytes, as_of, finished_at, is_whole,
                posts_new, posts_changed, posts_unchanged, rejected, chancery_version
         FROM loads ORDER BY load_id",
        [],
        |row| {
            Ok(LoadedInput {
                load_id: row.get(0)?,
                input: without_machine(&row.get::<_, String>(1)?),
                format: row.get(2)?,
                sha256: row.get(3)?,
                bytes: row.get(4)?,
                as_of: row.get(5)?,
                finished_at: row.get(6)?,
                is_whole: row.get(7)?,
                posts_new: row.get(8)?,
                posts_changed: row.get(9)?,
                posts_unchanged: row.get(10)?,
                rejected: row.get(11)?,
                chancery_version: row.get(12)?,
            })
        },
    )
}

/// The last part of an absolute path, or of one that begins at a home; other paths as they are.
fn without_machine(input: &str) -> String {
    let is_absolute = input.starts_with(['/', '\\', '~'])
        || input.get(1..3).is_some_and(|drive| drive == ":\\" || drive == ":/");
    match input.rsplit(['/', '\\']).find(|part| !part.is_empty()) {
        Some(last) if is_absolute => last.to_owned(),
        _ => input.to_owned(),
    }
}

/// The names of a channel of the store; `None` when there is none of this id.
///
/// # Errors
/// When the store cannot be read.
pub fn channel_names(connection: &Connection, channel_id: i64) -> Result<Option<ChannelNames>> {
    reading::first(
        connection,
        "SELECT channel_id, platform, external_id, handle, name FROM channels WHERE channel_id = ?1",
        [channel_id],
        |row| {
            Ok(ChannelNames {
                channel_id: row.get(0)?,
                platform: row.get(1)?,
                external_id: row.get(2)?,
                handle: row.get(3)?,
                name: row.get(4)?,
            })
        },
    )
}

/// The `channel_id` that the channel has in this store: that of its platform's id, else of its handle, else, where
/// it has neither, of its name; `None` when the store knows none of them. Ids and handles of channels that were joined into
/// another lead to that one.
///
/// # Errors
/// When the store cannot be read.
pub fn find_channel(connection: &Connection, channel: &ChannelNames) -> Result<Option<i64>> {
    let ChannelNames { platform, external_id, handle, name, .. } = channel;
    let handle = handle.as_deref().map(crate::extract::fold::fold);
    let folded_name = name.as_deref().map(crate::extract::fold::fold);
    for (kind, column, value) in [
        ("id", "external_id", external_id.as_deref()),
        ("handle", "folded_handle", handle.as_deref()),
        ("name", "folded_name", folded_name.as_deref()),
    ] {
        // A name alone is told apart from others only where nothing better is known.
        if kind == "name" && (external_id.is_some() || handle.is_some()) {
            continue;
        }
        let Some(value) = value else { continue };
        if kind == "name" {
            // One of which no more is known, too, is the same, though others have its name.
            let sql = "SELECT channel_id FROM channels
                       WHERE platform = ?1 AND name = ?2 AND external_id IS NULL AND handle IS NULL";
            if let Some(same) = reading::first(connection, sql, params![platform, name], |row| row.get(0))? {
                return Ok(Some(same));
            }
        }
        // A handle that another channel had before is that of the one that has it now.
        let found: Vec<i64> = reading::all(
            connection,
            &format!(
                "SELECT channel_id FROM channels WHERE platform = ?1 AND {column} = ?2
                 UNION
                 SELECT t.channel_id FROM channel_tellings AS t CROSS JOIN channels AS c ON c.channel_id = t.channel_id
                 WHERE ?3 = 'name' AND t.folded_name = ?2 AND t.certainty = {GIVEN} AND c.platform = ?1
                 UNION
                 SELECT channel_id FROM channel_aliases WHERE platform = ?1 AND kind = ?3 AND value = ?2
                    AND (?3 <> 'handle' OR NOT EXISTS (SELECT * FROM channels WHERE platform = ?1 AND folded_handle = ?2))"
            ),
            params![platform, value, kind],
            |row| row.get(0),
        )?;
        if let [one] = found.as_slice() {
            return Ok(Some(*one));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::without_machine;

    #[test]
    fn the_folders_of_a_machine_are_left_out() {
        for (input, told) in [
            ("/home/anna/exports/result.json", "result.json"),
            ("C:\\Users\\anna\\result.json", "result.json"),
            ("C:/Users/anna/result.json", "result.json"),
            ("~/exports/", "exports"),
            ("exports/march/result.json", "exports/march/result.json"),
            ("export.zip/result.json", "export.zip/result.json"),
            ("-", "-"),
            ("д:/a", "д:/a"),
        ] {
            assert_eq!(without_machine(input), told);
        }
    }
}
