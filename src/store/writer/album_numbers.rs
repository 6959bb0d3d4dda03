//! Albums of one moment side by side, which look like one where they are not marked. Another input may tell of some messages of
//! each the number that all messages of its album have in common: no album has messages of two numbers. It begins with
//! the first message of another number; one of which no number is told belongs to those before it.
//!
//! An album has one text at most. Where inputs tell of words of several of its messages, each that has others when it was last
//! told of begins a post, as in an input that has all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::store::writer::apart::{Cut, Cuts, cuts};
use crate::store::writer::evidence::messages;
use crate::store::writer::identities::References;
use crate::store::writer::posts::{Key, as_number};
use crate::store::writer::telling::{Fields, Telling};
use crate::store::writer::{CurrentChannel, PreparedPost, Writer};

/// What is told of messages of which the albums are known.
type Numbers = BTreeMap<i64, Numbered>;

/// Of which album a message is, and its words when it was last told of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Numbered {
    album_no: i64,
    text: String,
    /// When it was so, and when it was edited by then.
    as_of: (Option<String>, Option<String>),
}

/// Adds what is told of messages, where it is told of which album they are.
fn note(numbers: &mut Numbers, telling: &Telling) {
    let Fields { album_no: Some(album_no), text, text_no, edited_at, .. } = &telling.fields else { return };
    let messages = messages(telling);
    let text_no = text_no.or_else(|| messages.first().copied().filter(|_| messages.len() == 1));
    for message in messages {
        let text = if text_no == Some(message) { text.clone() } else { String::new() };
        let told = Numbered { album_no: *album_no, text, as_of: (telling.as_of.clone(), edited_at.clone()) };
        let is_later = |known: &Numbered| (&told.as_of, &told.text) > (&known.as_of, &known.text);
        if numbers.get(&message).is_none_or(is_later) {
            numbers.insert(message, told);
        }
    }
}

/// Where posts begin among these messages: with the first message of another album, and with one that has other words than
/// one before it of the same album. Nowhere when albums lie among one another. Where a post is `known` to begin, nothing
/// before it matters to what is behind it.
fn beginnings(numbers: &Numbers, known: &Cuts) -> Cuts {
    let mut begun = BTreeSet::new();
    let mut before: Option<(i64, i64)> = None;
    let mut text = "";
    let mut cuts = Cuts::new();
    for (message, told) in numbers {
        let is_other = before.is_none_or(|(_, album_no)| album_no != told.album_no);
        if is_other && !begun.insert(told.album_no) {
            return Cuts::new();
        }
        let is_begun =
            before.is_none_or(|(last, _)| known.range(last.saturating_add(1)..=*message).next().is_some());
        before = Some((*message, told.album_no));
        if is_other || is_begun {
            if !is_begun {
                cuts.insert(*message, Cut::between_albums());
            }
            text = &told.text;
        } else if text.is_empty() {
            text = &told.text;
        } else if !told.text.is_empty() && told.text != text {
            cuts.insert(*message, Cut::told(told.text.clone(), false));
            text = &told.text;
        }
    }
    cuts
}

impl Writer<'_> {
    /// Takes the posts apart that have messages of a post that is told and turn out to be several. Gives where these begin.
    pub(super) fn part_albums(
        &mut self,
        channel: &CurrentChannel,
        key: &Key<'_>,
        prepared: &PreparedPost,
        references: &References,
    ) -> rusqlite::Result<Cuts> {
        let post = &prepared.post;
        let Some(number) = key.number().filter(|_| post.album_no.is_some() || post.media.len() > 1) else {
            return Ok(Cuts::new());
        };
        let told = post.media.iter().filter_map(|item| as_number(item.external_id.as_deref()?));
        let told: BTreeSet<i64> = told.chain([number]).collect();
        let is_near = match (told.first(), told.last()) {
            (Some(first), Some(last)) if *first <= channel.highest_no => {
                self.has_numbers(channel.channel_id, *first, *last)?
            }
            _ => false,
        };
        if !is_near {
            return Ok(Cuts::new());
        }
        let mut numbers = Numbers::new();
        self.note_numbers(&mut numbers, channel.channel_id, &told)?;
        if let (Some(album_no), Some(last)) = (post.album_no, told.last()) {
            self.note_near(&mut numbers, channel.channel_id, (number, *last), album_no)?;
        }
        let telling = Telling::told(self.source, self.as_of.as_deref(), key, prepared, references);
        note(&mut numbers, &telling);
        let mut known = self.known_beginnings(channel.channel_id, &numbers)?;
        if telling.fields.is_alone {
            known.extend(cuts(number, Cut::of(&telling.fields)));
        }
        let cuts = beginnings(&numbers, &known);
        self.take_apart(channel.channel_id, &cuts)?;
        Ok(cuts)
    }

    /// Whether a post near these messages is known to be of an album. An album has ten messages at most; others may stand
    /// among them.
    fn has_numbers(&self, channel_id: i64, first: i64, last: i64) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT EXISTS (
                    SELECT * FROM posts INDEXED BY posts_external_no
                    WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL AND album_no IS NOT NULL)
                 OR EXISTS (
                    SELECT * FROM (
                        SELECT album_no FROM posts INDEXED BY posts_external_no
                        WHERE channel_id = ?1 AND external_no < ?2 AND external_no IS NOT NULL ORDER BY external_no DESC LIMIT 10)
                    WHERE album_no IS NOT NULL)",
            )?
            .query_row([channel_id, first, last], |row| row.get(0))
    }

    /// Takes two posts of one album apart where more than one of their messages has words. Gives whether what is left of the
    /// second begins a post.
    pub(super) fn part_by_words(
        &mut self,
        channel_id: i64,
        first: i64,
        second: (i64, i64),
    ) -> rusqlite::Result<bool> {
        let (second, number) = second;
        let mut numbers = Numbers::new();
        for post_id in [first, second] {
            self.note_post(&mut numbers, post_id)?;
        }
        let cuts = beginnings(&numbers, &Cuts::new());
        self.take_apart(channel_id, &cuts)?;
        Ok(cuts.contains_key(&number))
    }

    /// Takes the albums of each of two channels apart that those of the other one show to be several.
    pub(super) fn part_albums_of_both(&mut self, one: i64, other: i64) -> rusqlite::Result<()> {
        let are_numbered: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT * FROM posts WHERE channel_id IN (?1, ?2) AND album_no IS NOT NULL)",
            )?
            .query_row([one, other], |row| row.get(0))?;
        if !are_numbered {
            return Ok(());
        }
        for (with_albums, with_others) in [(one, other), (other, one)] {
            let albums: Vec<i64> = self
                .connection
                .prepare_cached(
                    "SELECT post_id FROM posts WHERE channel_id = ?1 AND album_size > 1 AND external_no IS NOT NULL ORDER BY external_no",
                )?
                .query_map([with_albums], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for post_id in albums {
                let tellings = self.tellings(post_id, &self.stored(post_id)?)?;
                let told: BTreeSet<i64> = tellings.iter().flat_map(messages).collect();
                let mut numbers = Numbers::new();
                self.note_numbers(&mut numbers, with_others, &told)?;
                if numbers.is_empty() {
                    continue;
                }
                self.note_numbers(&mut numbers, with_albums, &told)?;
                let mut known = self.known_beginnings(with_albums, &numbers)?;
                known.extend(self.known_beginnings(with_others, &numbers)?);
                let cuts = beginnings(&numbers, &known);
                self.take_apart(with_albums, &cuts)?;
                self.take_apart(with_others, &cuts)?;
            }
        }
        Ok(())
    }

    /// Notes of which albums the messages of all posts are that have one of these.
    fn note_numbers(
        &mut self,
        numbers: &mut Numbers,
        channel_id: i64,
        told: &BTreeSet<i64>,
    ) -> rusqlite::Result<()> {
        let mut posts = BTreeSet::new();
        for message in told {
            posts.extend(self.posts.find_message(channel_id, *message)?);
        }
        posts.into_iter().try_for_each(|post_id| self.note_post(numbers, post_id))
    }

    /// Notes the same of posts of this album whose messages may stand before these or among them: an input that lacks some
    /// messages has those on both sides.
    fn note_near(
        &self,
        numbers: &mut Numbers,
        channel_id: i64,
        (first, last): (i64, i64),
        album_no: i64,
    ) -> rusqlite::Result<()> {
        let posts: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT post_id FROM posts INDEXED BY posts_external_no
                 WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL AND album_no = ?4
                 UNION ALL
                 SELECT post_id FROM (
                    SELECT post_id, album_no FROM posts INDEXED BY posts_external_no
                    WHERE channel_id = ?1 AND external_no < ?2 AND external_no IS NOT NULL ORDER BY external_no DESC LIMIT 10)
                 WHERE album_no = ?4",
            )?
            .query_map([channel_id, first, last, album_no], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        posts.into_iter().try_for_each(|post_id| self.note_post(numbers, post_id))
    }

    /// Where posts are known to begin among these messages, whatever albums they are of.
    fn known_beginnings(&self, channel_id: i64, numbers: &Numbers) -> rusqlite::Result<Cuts> {
        match (numbers.keys().next(), numbers.keys().next_back()) {
            (Some(first), Some(last)) => self.cuts_between(channel_id, *first, *last),
            _ => Ok(Cuts::new()),
        }
    }

    fn note_post(&self, numbers: &mut Numbers, post_id: i64) -> rusqlite::Result<()> {
        let is_numbered: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT * FROM posts WHERE post_id = ?1 AND album_no IS NOT NULL)",
            )?
            .query_row([post_id], |row| row.get(0))?;
        if is_numbered {
            self.tellings(post_id, &self.stored(post_id)?)?.iter().for_each(|telling| note(numbers, telling));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(begun: &[i64]) -> Cuts {
        begun.iter().map(|message| (*message, Cut::default())).collect()
    }

    /// Where posts begin among messages with these albums and words.
    fn begun(numbers: &[(i64, i64, &str)]) -> Vec<i64> {
        begun_behind(&[], numbers)
    }

    /// The same where posts are known to begin with these messages.
    fn begun_behind(begun: &[i64], numbers: &[(i64, i64, &str)]) -> Vec<i64> {
        let told = |(message, album_no, text): &(i64, i64, &str)| {
            (*message, Numbered { album_no: *album_no, text: (*text).to_owned(), ..Numbered::default() })
        };
        beginnings(&numbers.iter().map(told).collect(), &known(begun)).into_keys().collect()
    }

    #[test]
    fn an_album_begins_with_the_first_message_of_another_number() {
        assert_eq!(begun(&[]), [0; 0]);
        assert_eq!(begun(&[(1, 90, ""), (2, 90, "")]), [0; 0]);
        assert_eq!(begun(&[(1, 90, "a"), (4, 80, "b"), (5, 80, "")]), [4]);
        assert_eq!(begun(&[(1, 90, ""), (2, 80, ""), (7, 70, "")]), [2, 7]);
        assert_eq!(
            begun(&[(1, 90, ""), (2, 80, ""), (3, 90, "")]),
            [0; 0],
            "nobody knows of which of the two another is"
        );
    }

    #[test]
    fn what_is_before_a_known_beginning_does_not_matter_to_what_is_behind_it() {
        assert_eq!(begun_behind(&[2], &[(1, 90, ""), (3, 80, "")]), [0; 0], "3 may be of the post of 2");
        assert_eq!(begun_behind(&[3], &[(1, 90, ""), (3, 80, "")]), [0; 0], "that is known");
        assert_eq!(begun_behind(&[1, 4], &[(1, 90, ""), (3, 80, "")]), [3]);
        assert_eq!(
            begun_behind(&[2], &[(1, 90, ""), (2, 90, ""), (3, 80, "")]),
            [3],
            "2 is of another album"
        );
        assert_eq!(begun_behind(&[2], &[(1, 90, "a"), (2, 90, ""), (3, 90, "b")]), [0; 0]);
        assert_eq!(begun_behind(&[2], &[(1, 90, "a"), (2, 90, "b"), (3, 90, "c")]), [3]);
        assert_eq!(begun_behind(&[2], &[(1, 90, ""), (2, 80, ""), (3, 90, "")]), [0; 0]);
    }

    #[test]
    fn a_post_begins_with_other_words_than_those_before_in_the_album() {
        assert_eq!(begun(&[(1, 90, ""), (2, 90, "a"), (3, 90, "")]), [0; 0]);
        assert_eq!(begun(&[(1, 90, "a"), (2, 90, ""), (3, 90, "b"), (4, 90, "")]), [3]);
        assert_eq!(begun(&[(1, 90, "a"), (2, 90, "b"), (3, 90, "c")]), [2, 3]);
        assert_eq!(begun(&[(1, 90, "a"), (2, 90, "a")]), [0; 0], "the words went to the next message");
        let numbers = [(1, ""), (2, "a"), (3, "b")].map(|(message, text)| {
            (message, Numbered { album_no: 90, text: text.to_owned(), ..Numbered::default() })
        });
        let cut = Cut::told("b".to_owned(), false);
        assert_eq!(
            beginnings(&numbers.into(), &Cuts::new()),
            Cuts::from([(3, cut)]),
            "which an album with these words has there"
        );
    }
}
