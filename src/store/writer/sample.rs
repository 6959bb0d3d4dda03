//! Whether two channels are one, told by their posts: the same ids hold the same texts.

use rusqlite::{Connection, params};
use xxhash_rust::xxh3::Xxh3;

use crate::store::writer::posts::as_number;

/// More posts of an input are not kept for comparison.
const MOST_POSTS: usize = 2_000_000;

/// So many posts that both have are compared.
const COMPARED: usize = 400;

/// How far apart two instants of one post may be, in seconds: an HTML export may be off by an hour in summer.
const CLOCK_SLIP: i64 = 3600;

/// Posts of one channel of an input, by their ids.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    posts: Vec<(i64, u64, Option<i64>)>,
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
}

impl Likeness {
    /// Whether the two are surely one channel.
    pub(super) fn is_same(self) -> bool {
        self.equal * 2 >= self.compared && (self.in_words > 0 || self.equal >= 3)
    }

    /// Whether they are surely not.
    pub(super) fn is_other(self) -> bool {
        self.compared >= 2 && self.equal * 5 < self.compared
    }
}

impl Sample {
    /// Adds a post: its id, its text, its instant in UTC seconds. Posts whose ids are no numbers tell nothing.
    pub fn add(&mut self, external_id: &str, text: &str, instant: Option<i64>) {
        if let Some(number) = as_number(external_id).filter(|_| self.posts.len() < MOST_POSTS) {
            self.posts.push((number, words(text), instant));
        }
    }

    /// Puts it in order; to be called when all posts are added.
    pub fn sort(&mut self) {
        self.posts.sort_unstable();
        self.posts.dedup_by_key(|post| post.0);
    }

    /// How alike the posts of a channel of the store are.
    pub(super) fn likeness(&self, connection: &Connection, channel_id: i64) -> rusqlite::Result<Likeness> {
        let (Some(first), Some(last)) = (self.posts.first(), self.posts.last()) else {
            return Ok(Likeness::default());
        };
        let mut ids = connection.prepare_cached(
            "SELECT external_no, post_id FROM posts INDEXED BY posts_external_no
             WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL ORDER BY external_no",
        )?;
        let mut text =
            connection.prepare_cached("SELECT text, unixepoch(posted_at) FROM posts WHERE post_id = ?1")?;
        let mut rows = ids.query(params![channel_id, first.0, last.0])?;
        let mut likeness = Likeness::default();
        let empty = words("");
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let Ok(index) = self.posts.binary_search_by_key(&number, |post| post.0) else { continue };
            let (_, hash, instant) = self.posts[index];
            let (stored, posted): (u64, Option<i64>) = text.query_row([row.get::<_, i64>(1)?], |row| {
                Ok((words(row.get_ref(0)?.as_str()?), row.get(1)?))
            })?;
            likeness.compared += 1;
            let is_near = instant.zip(posted).is_none_or(|(a, b)| (a - b).abs() <= CLOCK_SLIP);
            if stored == hash && (hash != empty || is_near) {
                likeness.equal += 1;
                likeness.in_words += usize::from(hash != empty);
            }
            if likeness.compared >= COMPARED {
                break;
            }
        }
        Ok(likeness)
    }
}

/// The hash of a text without its white space, which some formats lose.
fn words(text: &str) -> u64 {
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
    fn two_channels_are_one_when_half_of_their_common_posts_are() {
        let likeness = |compared, equal, in_words| Likeness { compared, equal, in_words };
        assert!(!likeness(0, 0, 0).is_same(), "nothing in common tells nothing");
        assert!(!likeness(0, 0, 0).is_other());
        assert!(likeness(1, 1, 1).is_same());
        assert!(!likeness(2, 2, 0).is_same(), "two photos of one minute may be anybody's");
        assert!(likeness(3, 3, 0).is_same());
        assert!(likeness(10, 5, 5).is_same());
        assert!(!likeness(10, 4, 4).is_same());
        assert!(!likeness(10, 4, 4).is_other());
        assert!(likeness(10, 1, 1).is_other());
        assert!(!likeness(1, 0, 0).is_other(), "one post may have been edited");
    }
}
