//! Whether two channels are one, told by their posts: the same ids hold the same texts.

use rusqlite::{Connection, OptionalExtension, params};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::store::writer::posts::as_number;

/// Of a channel with more posts some may be left out.
const FEW: usize = 100;

/// So many posts that both have are compared.
const COMPARED: usize = 400;

/// How far apart two instants of one post may be, in seconds: an HTML export may be off by an hour in summer.
const CLOCK_SLIP: i64 = 3600;

/// By multiples of so many seconds two clocks differ that tell no zone.
const ZONE_STEP: i64 = 15 * 60;

/// Some inputs round their times to so many seconds.
const ROUNDED: i64 = 60;

/// Posts of one channel of an input, by their ids.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    posts: Vec<(i64, u64, Option<i64>)>,
    /// How often every other one was left out.
    thinned: u32,
}

/// How many posts two channels have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Posts with one id that were compared.
    pub(super) compared: usize,
    /// Of these the ones with equal texts.
    pub(super) equal: usize,
    /// Of these the ones that have any words.
    pub(super) in_words: usize,
    /// Of those with other texts the ones that were surely posted at another moment, which no edit changes.
    at_other_times: usize,
    /// When the last of them without words was posted.
    wordless_at: Option<i64>,
}

impl Likeness {
    /// Whether the two are surely one channel. Those of one name, or with one handle, need less to be so.
    pub(super) fn is_same(self, of_one_name: bool) -> bool {
        let in_words = if of_one_name { 1 } else { 3 };
        self.equal * 2 >= self.compared && (self.in_words >= in_words || of_one_name && self.equal >= 3)
    }

    /// Whether they are surely not.
    pub(super) fn is_other(self) -> bool {
        self.compared >= 2 && self.equal * 5 < self.compared
            || self.compared > 0 && self.at_other_times == self.compared
    }

    /// Whether no part of the posts is alike: of none that both have.
    pub(super) fn is_none_alike(self) -> bool {
        self.equal == 0 && self.compared < COMPARED
    }

    /// Compares one more post: the hash of its words, and the two instants where both are known. Photos of one second, which
    /// may be an album, say no more than one does.
    fn add(&mut self, is_equal: bool, words_of: u64, instants: Option<(i64, i64)>) {
        let has_words = words_of != words("");
        if is_equal && !has_words {
            let at = instants.map(|(at, _)| at);
            if at.is_some() && at == self.wordless_at {
                return;
            }
            self.wordless_at = at;
        }
        self.compared += 1;
        let is_near = instants.is_none_or(|(a, b)| (a - b).abs() <= CLOCK_SLIP);
        if is_equal && (has_words || is_near) {
            self.equal += 1;
            self.in_words += usize::from(has_words);
        } else if instants.is_some_and(are_other_moments) {
            self.at_other_times += 1;
        }
    }

    /// How alike the posts of two channels of the store are; where `loads`, a JSON array, are given, of the first one those
    /// that these loads brought.
    pub(super) fn between(
        connection: &Connection,
        one: i64,
        other: i64,
        loads: Option<&str>,
    ) -> rusqlite::Result<Self> {
        let mut common = connection.prepare_cached(
            "WITH both (first_no, last_no) AS (
                SELECT max(first_no), min(last_no) FROM (
                    SELECT min(first_no) AS first_no, max(last_no) AS last_no FROM load_ranges
                    WHERE channel_id = ?2
                        OR channel_id = ?1 AND (?3 IS NULL OR load_id IN (SELECT value FROM json_each(?3)))
                    GROUP BY channel_id))
             SELECT a.text, b.text, unixepoch(a.posted_at), unixepoch(b.posted_at), a.post_id, b.post_id
             FROM both CROSS JOIN posts AS a INDEXED BY posts_external_no
                CROSS JOIN posts AS b INDEXED BY posts_external_no
             WHERE a.channel_id = ?1 AND a.external_no BETWEEN both.first_no AND both.last_no AND a.external_no IS NOT NULL
                AND (?3 IS NULL OR a.first_load_id IN (SELECT value FROM json_each(?3)))
                AND b.channel_id = ?2 AND b.external_no = a.external_no AND b.external_no IS NOT NULL",
        )?;
        let mut rows = common.query(params![one, other, loads])?;
        let mut likeness = Self::default();
        while let Some(row) = rows.next()? {
            let (a, b) = (words(row.get_ref(0)?.as_str()?), words(row.get_ref(1)?.as_str()?));
            let is_equal =
                a == b || had_text(connection, row.get(4)?, b)? || had_text(connection, row.get(5)?, a)?;
            let instants: (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            likeness.add(is_equal, a, instants.0.zip(instants.1));
            if likeness.compared >= COMPARED {
                break;
            }
        }
        let both: (Option<i64>, Option<i64>) = connection
            .prepare_cached(
                "SELECT max(first_no), min(last_no) FROM (
                    SELECT min(first_no) AS first_no, max(last_no) AS last_no FROM load_ranges
                    WHERE channel_id = ?2
                        OR channel_id = ?1 AND (?3 IS NULL OR load_id IN (SELECT value FROM json_each(?3)))
                    GROUP BY channel_id)",
            )?
            .query_row(params![one, other, loads], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((first, last)) = both.0.zip(both.1) else { return Ok(likeness) };
        // An album may begin before what both have.
        let both = (first.saturating_sub(10), last);
        for (with_albums, beside) in [((one, loads), (other, None)), ((other, None), (one, loads))] {
            for part in parts_of_albums(connection, with_albums, both)? {
                let Some((text, instant, post_id)) = connection
                    .prepare_cached(
                        "SELECT text, unixepoch(posted_at), post_id FROM posts INDEXED BY posts_external_no
                         WHERE channel_id = ?1 AND external_no = ?2 AND external_no IS NOT NULL
                            AND (?3 IS NULL OR first_load_id IN (SELECT value FROM json_each(?3)))",
                    )?
                    .query_row(params![beside.0, part.number, beside.1], |row| {
                        let text = words(row.get_ref(0)?.as_str()?);
                        Ok((text, row.get::<_, Option<i64>>(1)?, row.get::<_, i64>(2)?))
                    })
                    .optional()?
                else {
                    continue;
                };
                let mut equal = part.words.iter().find(|told| **told == text).copied();
                for told in &part.words {
                    if equal.is_none() && had_text(connection, post_id, *told)? {
                        equal = Some(*told);
                    }
                }
                if equal.is_none_or(|equal| equal != words("")) {
                    likeness.add(equal.is_some(), equal.unwrap_or(text), instant.zip(part.instant));
                }
            }
        }
        Ok(likeness)
    }
}

/// Whether two instants, to the second as both inputs tell them, are surely not of one post, in whatever zones they are.
fn are_other_moments((one, other): (i64, i64)) -> bool {
    one % ROUNDED != 0 && other % ROUNDED != 0 && (one - other) % ZONE_STEP != 0
}

/// A message of an album that some input tells on its own.
struct Part {
    number: i64,
    /// The words that inputs tell of it.
    words: Vec<u64>,
    instant: Option<i64>,
}

/// The messages behind the first one of a channel's albums, between these numbers, that inputs tell one by one: to an input
/// that tells no albums they are posts. Those without words are told of with the first one.
fn parts_of_albums(
    connection: &Connection,
    (channel_id, loads): (i64, Option<&str>),
    (first, last): (i64, i64),
) -> rusqlite::Result<Vec<Part>> {
    let mut told = connection.prepare_cached(
        "SELECT CAST(e.external_id AS INTEGER), coalesce(e.text, p.text), unixepoch(e.posted_at)
         FROM posts AS p INDEXED BY posts_external_no CROSS JOIN post_evidence AS e ON e.post_id = p.post_id
         WHERE p.channel_id = ?1 AND p.external_no BETWEEN ?2 AND ?3 AND p.external_no IS NOT NULL AND p.album_size > 1
            AND e.external_id <> p.external_id AND EXISTS (SELECT * FROM post_evidence)
            AND (?4 IS NULL OR p.first_load_id IN (SELECT value FROM json_each(?4)))
         ORDER BY 1",
    )?;
    let mut rows = told.query(params![channel_id, first, last, loads])?;
    let mut parts: Vec<Part> = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, told): (i64, u64) = (row.get(0)?, words(row.get_ref(1)?.as_str()?));
        if let Some(part) = parts.last_mut().filter(|part| part.number == number) {
            part.words.push(told);
        } else if parts.len() < COMPARED {
            parts.push(Part { number, words: vec![told], instant: row.get(2)? });
        } else {
            break;
        }
    }
    Ok(parts)
}

impl Sample {
    /// All samples of an input together have no more posts than these.
    pub const MOST_POSTS: usize = 1_000_000;

    /// As many channels have a sample, so that [`thin`](Self::thin) always makes room.
    pub const MOST: usize = Self::MOST_POSTS / FEW;

    /// Adds a post: its id, its text, its instant in UTC seconds. Posts whose ids are no numbers tell nothing.
    pub fn add(&mut self, external_id: &str, text: &str, instant: Option<i64>) {
        if let Some(number) = as_number(external_id).filter(|number| is_among(*number, self.thinned)) {
            self.posts.push((number, words(text), instant));
        }
    }

    /// How many posts it has.
    #[must_use]
    pub fn posts(&self) -> usize {
        self.posts.len()
    }

    /// Leaves every other post out, and so with those to come, unless there are few. Which these are, their ids tell.
    pub fn thin(&mut self) {
        if self.posts.len() > FEW {
            self.thinned += 1;
            self.posts.retain(|(number, ..)| is_among(*number, self.thinned));
            self.posts.shrink_to_fit();
        }
    }

    /// Puts it in order; to be called when all posts are added.
    pub fn sort(&mut self) {
        self.posts.sort_unstable();
        self.posts.dedup_by_key(|post| post.0);
    }

    /// How alike the posts of a channel of the store are.
    pub(super) fn likeness(&self, connection: &Connection, channel_id: i64) -> rusqlite::Result<Likeness> {
        self.likeness_of(connection, channel_id, None)
    }

    /// How alike the posts of a channel of the store are; where `loads`, a JSON array, are given, those that these brought.
    pub(super) fn likeness_of(
        &self,
        connection: &Connection,
        channel_id: i64,
        loads: Option<&str>,
    ) -> rusqlite::Result<Likeness> {
        let (Some(first), Some(last)) = (self.posts.first(), self.posts.last()) else {
            return Ok(Likeness::default());
        };
        let mut ids = connection.prepare_cached(
            "SELECT external_no, post_id FROM posts INDEXED BY posts_external_no
             WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL
                AND (?4 IS NULL OR first_load_id IN (SELECT value FROM json_each(?4)))
             ORDER BY external_no",
        )?;
        let mut text =
            connection.prepare_cached("SELECT text, unixepoch(posted_at) FROM posts WHERE post_id = ?1")?;
        let mut rows = ids.query(params![channel_id, first.0, last.0, loads])?;
        let mut likeness = Likeness::default();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let Ok(index) = self.posts.binary_search_by_key(&number, |post| post.0) else { continue };
            let (_, hash, instant) = self.posts[index];
            let (stored, posted): (u64, Option<i64>) = text.query_row([row.get::<_, i64>(1)?], |row| {
                Ok((words(row.get_ref(0)?.as_str()?), row.get(1)?))
            })?;
            let is_equal = stored == hash || had_text(connection, row.get(1)?, hash)?;
            likeness.add(is_equal, hash, instant.zip(posted));
            if likeness.compared >= COMPARED {
                break;
            }
        }
        for part in parts_of_albums(connection, (channel_id, loads), (first.0, last.0))? {
            let Ok(index) = self.posts.binary_search_by_key(&part.number, |post| post.0) else { continue };
            let (_, hash, instant) = self.posts[index];
            let is_equal = part.words.contains(&hash);
            if !is_equal || hash != words("") {
                likeness.add(is_equal, hash, instant.zip(part.instant));
            }
        }
        Ok(likeness)
    }
}

/// Whether a post is still among those of which every other one was left out so often.
fn is_among(number: i64, thinned: u32) -> bool {
    thinned == 0 || xxh3_64(&number.to_le_bytes()).trailing_zeros() >= thinned
}

/// Whether a post is known to have had a text of this hash.
pub(super) fn had_text(connection: &Connection, post_id: i64, hash: u64) -> rusqlite::Result<bool> {
    // What an input tells that may have lost line ends is no version, but tells as much here.
    let mut texts = connection.prepare_cached(
        "SELECT text FROM post_versions WHERE post_id = ?1
         UNION ALL SELECT text FROM post_evidence WHERE post_id = ?1 AND text IS NOT NULL",
    )?;
    let mut rows = texts.query([post_id])?;
    while let Some(row) = rows.next()? {
        if words(row.get_ref(0)?.as_str()?) == hash {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The hash of a text without its white space, which some formats lose.
pub(super) fn words(text: &str) -> u64 {
    let mut hash = Xxh3::new();
    text.split_whitespace().for_each(|word| hash.update(word.as_bytes()));
    hash.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_without_their_white_space() {
        assert_eq!(words("one\n• two"), words("one• two"));
        assert_ne!(words("one two"), words("one too"));
    }

    #[test]
    fn a_sample_that_is_thinned_keeps_the_same_posts_whenever_they_come() {
        let (mut early, mut late) = (Sample::default(), Sample::default());
        late.thin();
        assert_eq!(late.thinned, 0, "few stay");
        let add = |sample: &mut Sample, numbers: std::ops::Range<i64>| {
            numbers.for_each(|number| sample.add(&number.to_string(), "Fog", None));
        };
        add(&mut early, 0..4_000);
        early.thin();
        early.thin();
        add(&mut late, 0..2_000);
        late.thin();
        add(&mut late, 2_000..4_000);
        late.thin();
        assert_eq!(early.posts, late.posts);
        assert!((800..1_200).contains(&early.posts()), "{}", early.posts());
    }

    #[test]
    fn photos_of_one_second_weigh_as_one() {
        let mut likeness = Likeness::default();
        for _ in 0..4 {
            likeness.add(true, words(""), Some((60, 60)));
        }
        assert_eq!((likeness.compared, likeness.equal), (1, 1));
        likeness.add(true, words(""), Some((120, 120)));
        likeness.add(true, words("Fog"), Some((120, 120)));
        likeness.add(false, words(""), Some((120, 120)));
        assert_eq!((likeness.compared, likeness.equal, likeness.in_words), (4, 3, 1));
    }

    #[test]
    fn two_channels_are_one_when_half_of_their_common_posts_are() {
        let likeness =
            |compared, equal, in_words| Likeness { compared, equal, in_words, ..Likeness::default() };
        assert!(!likeness(0, 0, 0).is_same(true), "nothing in common tells nothing");
        assert!(!likeness(0, 0, 0).is_other());
        assert!(likeness(1, 1, 1).is_same(true));
        assert!(!likeness(2, 2, 2).is_same(false), "two greetings under one number may be anybody's");
        assert!(likeness(3, 3, 3).is_same(false));
        assert!(!likeness(9, 9, 0).is_same(false));
        assert!(!likeness(2, 2, 0).is_same(true), "two photos of one minute may be anybody's");
        assert!(likeness(3, 3, 0).is_same(true));
        assert!(likeness(10, 5, 5).is_same(true));
        assert!(!likeness(10, 4, 4).is_same(true));
        assert!(!likeness(10, 4, 4).is_other());
        assert!(likeness(10, 1, 1).is_other());
        assert!(!likeness(1, 0, 0).is_other(), "one post may have been edited");
    }

    #[test]
    fn a_single_post_with_other_words_is_another_one_where_its_moment_is_another() {
        let other = |instants| {
            let mut likeness = Likeness::default();
            likeness.add(false, words("Fog"), instants);
            likeness.is_other()
        };
        assert!(other(Some((86_401, 90_002))));
        assert!(!other(None), "one post may have been edited");
        assert!(!other(Some((86_401, 86_401))), "an edit leaves the moment");
        assert!(!other(Some((86_401, 86_401 + 3 * 3_600))), "the clock of another zone");
        assert!(!other(Some((86_401, 86_400))), "a clock without seconds, or a bare day");
        let mut likeness = Likeness::default();
        likeness.add(false, words("Fog"), Some((86_401, 90_002)));
        likeness.add(true, words("Rain"), Some((90_061, 90_061)));
        assert!(!likeness.is_other(), "another post is the same");
    }
}
