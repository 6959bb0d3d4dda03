//! Channels of the store that an input's channel may be, found without looking through all of them: there may be
//! a hundred thousand on both sides.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};
use xxhash_rust::xxh3::Xxh3;

use crate::extract::fold::fold;
use crate::model::Channel;

/// How many channels without a handle, or without an id, are compared by their posts alone.
const MOST_COMPARED: usize = 50;

/// Among how many channels of one name those are looked for that may be the same: where each of a hundred thousand is of
/// one name, to look at all others for each would take hours.
const MOST_OF_ONE_NAME: usize = 1_000;

/// What must be so of a channel's handle or name.
#[derive(Debug, Clone, Copy)]
enum Word<'a> {
    Any,
    Unknown,
    Is(&'a str),
}

impl<'a> Word<'a> {
    fn of(word: Option<&'a str>) -> Self {
        word.map_or(Self::Unknown, Self::Is)
    }

    /// What agrees with a word: the same, or none; anything where that is not known itself.
    fn agreeing(word: Option<&'a str>) -> impl Iterator<Item = Self> + Clone {
        let (one, other) = match word {
            Some(word) => (Self::Is(word), Some(Self::Unknown)),
            None => (Self::Any, None),
        };
        std::iter::once(one).chain(other)
    }

    fn hash(self, hash: &mut Xxh3) {
        match self {
            Self::Any => hash.update(&[1]),
            Self::Unknown => hash.update(&[2]),
            Self::Is(word) => {
                hash.update(&[3]);
                hash.update(word.as_bytes());
            }
        }
    }
}

/// Two keys that are equal by chance cost a comparison of posts, no more.
fn key(platform: &str, handle: Word<'_>, name: Word<'_>) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(platform.as_bytes());
    handle.hash(&mut hash);
    name.hash(&mut hash);
    hash.digest()
}

/// The loaded channels whose ids are not known: few, as a rule.
#[derive(Debug, Default)]
pub struct Unidentified {
    by_key: BTreeSet<(u64, i64)>,
    /// By the words that each is known by, and by those of each input of its posts.
    keys: HashMap<i64, Vec<u64>>,
    /// By platform and by whether a name and a handle are known: the first loaded channels of which an input had no word
    /// in common with such a one. They are looked for once.
    without_word: RefCell<HashMap<(String, bool, bool), Vec<i64>>>,
}

/// The loaded channels whose ids are not known now.
///
/// # Errors
/// When the store cannot be read.
pub fn unidentified(connection: &Connection) -> rusqlite::Result<Unidentified> {
    let mut all = Unidentified::default();
    let mut select = connection.prepare_cached(
        "SELECT c.channel_id, c.platform, c.folded_handle, c.folded_name
         FROM channels AS c INDEXED BY channels_unidentified
         WHERE c.external_id IS NULL
            AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id)
         UNION ALL
         SELECT c.channel_id, c.platform, t.folded_handle, t.folded_name
         FROM channels AS c INDEXED BY channels_unidentified CROSS JOIN channel_tellings AS t ON t.channel_id = c.channel_id
         WHERE c.external_id IS NULL AND t.certainty > 1
            AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id)",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (channel_id, platform): (i64, String) = (row.get(0)?, row.get(1)?);
        let (handle, name): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let (handle, name) = (Word::of(handle.as_deref()), Word::of(name.as_deref()));
        let keys = [(handle, name), (handle, Word::Any), (Word::Any, name), (Word::Any, Word::Any)]
            .map(|(handle, name)| key(&platform, handle, name));
        all.by_key.extend(keys.map(|key| (key, channel_id)));
        all.keys.entry(channel_id).or_default().extend(keys);
    }
    Ok(all)
}

impl Unidentified {
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// A channel that is no more.
    pub(super) fn forget(&mut self, channel_id: i64) {
        for key in self.keys.remove(&channel_id).into_iter().flatten() {
            self.by_key.remove(&(key, channel_id));
        }
        for channels in self.without_word.get_mut().values_mut() {
            channels.retain(|one| *one != channel_id);
        }
    }

    /// Loaded channels that may be the same, if their posts are: they have the same name, or no word in common that
    /// could differ, and ids or handles that do not contradict. What one input told of a channel counts without what
    /// others did: a channel that was renamed is the same still, in whatever order they are loaded.
    pub(super) fn candidates(
        &self,
        connection: &Connection,
        channel: &Channel,
        found: Option<i64>,
    ) -> rusqlite::Result<Vec<i64>> {
        let handle = channel.handle.as_deref().map(fold);
        let name = channel.name.as_deref().map(fold);
        if channel.external_id.is_some() {
            // The load may have told the id of one since: two ids are two channels, whatever their posts.
            let mut has_none = connection
                .prepare_cached("SELECT 1 FROM channels WHERE channel_id = ?1 AND external_id IS NULL")?;
            let mut others = Vec::new();
            for other in self.agreeing(&channel.platform, handle.as_deref(), name.as_deref(), found) {
                if has_none.exists([other])? {
                    others.push(other);
                }
            }
            return Ok(others);
        }
        let mut others: Vec<i64> = connection
            .prepare_cached(&format!(
                "SELECT c.channel_id FROM (
                    SELECT channel_id FROM (SELECT channel_id FROM channels WHERE folded_name = ?2 LIMIT {MOST_OF_ONE_NAME})
                    UNION SELECT channel_id FROM (
                        SELECT DISTINCT channel_id FROM channel_tellings WHERE folded_name = ?2 AND certainty > 1
                        LIMIT {MOST_OF_ONE_NAME})) AS t
                 CROSS JOIN channels AS c ON c.channel_id = t.channel_id
                 WHERE c.platform = ?1 AND c.channel_id IS NOT ?3
                    AND (?4 IS NULL OR c.folded_handle IS NULL OR c.folded_handle = ?4
                        OR EXISTS (SELECT * FROM channel_tellings AS o
                            WHERE o.folded_name = ?2 AND o.channel_id = c.channel_id AND o.certainty > 1
                                AND (o.folded_handle IS NULL OR o.folded_handle = ?4)))
                    AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id)"
            ))?
            .query_map(params![channel.platform, name, found, handle], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut without_word =
            self.without_word(connection, &channel.platform, name.is_some(), handle.is_some())?;
        without_word.retain(|other| Some(*other) != found);
        if without_word.len() <= MOST_COMPARED {
            others.append(&mut without_word);
        }
        others.sort_unstable();
        others.dedup();
        Ok(others)
    }

    /// Those whose handles and names are the same or unknown on one side.
    fn agreeing(
        &self,
        platform: &str,
        handle: Option<&str>,
        name: Option<&str>,
        found: Option<i64>,
    ) -> Vec<i64> {
        let mut others: Vec<i64> = Vec::new();
        for handle in Word::agreeing(handle) {
            for name in Word::agreeing(name) {
                let key = key(platform, handle, name);
                let of_key = self.by_key.range((key, i64::MIN)..=(key, i64::MAX));
                others.extend(of_key.map(|(_, id)| *id).filter(|id| Some(*id) != found).take(MOST_COMPARED));
            }
        }
        others.sort_unstable();
        others.truncate(MOST_COMPARED);
        others
    }

    /// Loaded channels of which an input has no word in common with one of which a name or a handle is known: a name only
    /// here, a handle only there. Where there are too many, some.
    fn without_word(
        &self,
        connection: &Connection,
        platform: &str,
        has_name: bool,
        has_handle: bool,
    ) -> rusqlite::Result<Vec<i64>> {
        let class = (platform.to_owned(), has_name, has_handle);
        if let Some(known) = self.without_word.borrow().get(&class) {
            return Ok(known.clone());
        }
        let channels: Vec<i64> = connection
            .prepare_cached(&format!(
                "SELECT c.channel_id FROM channels AS c
                 WHERE c.platform = ?1 AND EXISTS (SELECT * FROM load_ranges AS r WHERE r.channel_id = c.channel_id)
                    AND ((c.folded_name IS NULL OR NOT ?2) AND (c.folded_handle IS NULL OR NOT ?3)
                        OR EXISTS (SELECT * FROM channel_tellings AS t
                            WHERE t.channel_id = c.channel_id AND t.certainty > 1
                                AND (t.folded_name IS NULL OR NOT ?2) AND (t.folded_handle IS NULL OR NOT ?3))
                        -- A load that knew no word has told nothing.
                        OR EXISTS (SELECT * FROM load_ranges AS r
                            WHERE r.channel_id = c.channel_id AND NOT EXISTS (SELECT * FROM channel_tellings AS t
                                WHERE t.channel_id = c.channel_id AND t.load_id = r.load_id AND t.certainty > 1)))
                 LIMIT {}",
                MOST_COMPARED + 2
            ))?
            .query_map(params![platform, has_name, has_handle], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        self.without_word.borrow_mut().insert(class, channels.clone());
        Ok(channels)
    }
}
