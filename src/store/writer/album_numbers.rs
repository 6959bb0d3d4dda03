//! Albums of one moment side by side, which look like one where they are not marked. Another input may tell of some messages of
//! each the number that all messages of its album have in common: no album has messages of two numbers. It begins with
//! the first message of another number; one of which no number is told belongs to those before it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::OptionalExtension;

use crate::model::Post;
use crate::store::writer::apart::{Cut, Cuts};
use crate::store::writer::evidence::messages;
use crate::store::writer::posts::as_number;
use crate::store::writer::{CurrentChannel, Writer};

/// Of which album messages are, as far as that is told.
type Numbers = BTreeMap<i64, i64>;

/// Where albums begin among these messages; nowhere when they lie among one another.
fn beginnings(numbers: &Numbers) -> Cuts {
    let mut begun = BTreeSet::new();
    let mut before = None;
    let mut cuts = Cuts::new();
    for (message, number) in numbers {
        if before == Some(number) {
            continue;
        }
        if !begun.insert(number) {
            return Cuts::new();
        }
        if before.is_some() {
            cuts.insert(*message, Cut::between_albums());
        }
        before = Some(number);
    }
    cuts
}

impl Writer<'_> {
    /// Takes the posts apart that have messages of a post that is told and turn out to be several albums. Gives where these
    /// begin.
    pub(super) fn part_albums(
        &mut self,
        channel: &CurrentChannel,
        number: i64,
        post: &Post,
    ) -> rusqlite::Result<Cuts> {
        if post.album_no.is_none() && post.media.len() < 2 {
            return Ok(Cuts::new());
        }
        let told = post.media.iter().filter_map(|item| as_number(item.external_id.as_deref()?));
        let told: BTreeSet<i64> = told.chain([number]).collect();
        let Some((first, last)) = told.first().zip(told.last()) else { return Ok(Cuts::new()) };
        let has_others = *first <= channel.highest_no
            && self.has_other_numbers(channel.channel_id, *first, *last, post.album_no)?;
        if !has_others {
            return Ok(Cuts::new());
        }
        let mut numbers: Numbers = self.numbers_of(channel.channel_id, &told)?;
        numbers.extend(told.iter().filter_map(|message| Some((*message, post.album_no?))));
        let cuts = beginnings(&numbers);
        self.take_apart(channel.channel_id, &cuts)?;
        Ok(cuts)
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
                let mut numbers = self.numbers_of(with_others, &told)?;
                if numbers.is_empty() {
                    continue;
                }
                numbers.extend(self.numbers_of(with_albums, &told)?);
                let cuts = beginnings(&numbers);
                self.take_apart(with_albums, &cuts)?;
                self.take_apart(with_others, &cuts)?;
            }
        }
        Ok(())
    }

    /// Whether near these messages there are posts of albums of two numbers, this one included. An album has ten messages at
    /// most; others may stand among them.
    fn has_other_numbers(
        &self,
        channel_id: i64,
        first: i64,
        last: i64,
        told: Option<i64>,
    ) -> rusqlite::Result<bool> {
        let (least, most): (Option<i64>, Option<i64>) = self
            .connection
            .prepare_cached(
                "SELECT min(album_no), max(album_no) FROM (
                    SELECT album_no FROM posts INDEXED BY posts_external_no
                    WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL
                    UNION ALL
                    SELECT album_no FROM (
                        SELECT album_no FROM posts INDEXED BY posts_external_no
                        WHERE channel_id = ?1 AND external_no < ?2 AND external_no IS NOT NULL ORDER BY external_no DESC LIMIT 10))",
            )?
            .query_row([channel_id, first, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let all = || [least, most, told].into_iter().flatten();
        Ok(all().min() < all().max())
    }

    /// Of which albums the messages of all posts are that have one of these.
    fn numbers_of(&mut self, channel_id: i64, told: &BTreeSet<i64>) -> rusqlite::Result<Numbers> {
        let mut posts = BTreeSet::new();
        for message in told {
            posts.extend(self.posts.find_message(channel_id, *message)?);
        }
        let mut numbers = Numbers::new();
        for post_id in posts {
            let album_no: Option<i64> = self
                .connection
                .prepare_cached("SELECT album_no FROM posts WHERE post_id = ?1")?
                .query_row([post_id], |row| row.get(0))
                .optional()?
                .flatten();
            if album_no.is_none() {
                continue;
            }
            let stored = self.stored(post_id)?;
            for telling in self.tellings(post_id, &stored)? {
                if let Some(album_no) = telling.fields.album_no {
                    numbers.extend(messages(&telling).into_iter().map(|message| (message, album_no)));
                }
            }
        }
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(numbers: &[(i64, i64)]) -> Vec<i64> {
        beginnings(&numbers.iter().copied().collect()).into_keys().collect()
    }

    #[test]
    fn an_album_begins_with_the_first_message_of_another_number() {
        assert_eq!(begun(&[]), [0; 0]);
        assert_eq!(begun(&[(1, 90), (2, 90)]), [0; 0]);
        assert_eq!(begun(&[(1, 90), (4, 80), (5, 80)]), [4]);
        assert_eq!(begun(&[(1, 90), (2, 80), (7, 70)]), [2, 7]);
        assert_eq!(
            begun(&[(1, 90), (2, 80), (3, 90)]),
            [0; 0],
            "nobody knows of which of the two another one is"
        );
    }
}
