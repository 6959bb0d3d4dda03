//! Puts the rows of an album together again: exports give each photo, video and file a row of its own, and
//! do not tell which ones belong together.
//!
//! An album is a run of rows with consecutive ids, the same second, author and forward source, each with a
//! photo, video, song or other file, at most one with text, at most ten. A row that stands twice counts once.
//!
//! A row that would belong to it but for words of its own begins a post, which is told to do so: another export, of a time
//! when it had no words yet, takes both for one album. So it is behind rows that are gone. Rows without words belong to the
//! words before them, in whichever order they are written.

use crate::model::{Channel, Moment, Post, Reaction};

/// The most rows that one album has.
const LARGEST: usize = 10;

/// A row that is a post, or a part of one.
#[derive(Debug)]
pub(in crate::input) struct Item {
    /// The row's id.
    pub(in crate::input) id: i64,
    /// Whether it can be a part of an album.
    pub(in crate::input) is_album_part: bool,
    /// The row as a post.
    pub(in crate::input) post: Box<Post>,
}

/// The run of rows that may yet grow.
#[derive(Debug, Default)]
pub(in crate::input) struct Album {
    items: Vec<Item>,
    has_text: bool,
    /// Whether there are words before the rows, in a row from which nothing parts them but words of their own, and rows that
    /// are gone.
    is_behind_words: bool,
}

impl Album {
    /// Takes the next row; gives the post before it when that is complete.
    pub(in crate::input) fn push(&mut self, item: Item) -> Option<Box<Post>> {
        let Some(last) = self.items.last() else {
            self.add(item);
            return None;
        };
        if last.id == item.id && last.post == item.post {
            return None;
        }
        let is_next = self.items.len() < LARGEST && self.follows(last.id, item.id) && self.is_alike(&item);
        let has_other_words = self.has_text && !item.post.text.is_empty();
        let complete = if is_next && !has_other_words {
            None
        } else if is_next && item.id < last.id {
            // What stands between the two has no words, and so belongs to those that come now.
            let text = self.items.iter().position(|item| !item.post.text.is_empty()).unwrap_or_default();
            let behind = self.items.split_off(text + 1);
            let complete = together(&mut std::mem::replace(&mut self.items, behind), true);
            self.has_text = false;
            complete
        } else {
            let is_behind = (is_next || self.is_gap(last.id, item.id)) && self.is_alike(&item);
            let is_behind_words = is_behind && (self.has_text || self.is_behind_words);
            let complete = self.finish();
            self.is_behind_words = is_behind_words;
            complete
        };
        self.add(item);
        complete
    }

    /// The post of the rows so far.
    pub(in crate::input) fn finish(&mut self) -> Option<Box<Post>> {
        let is_apart = std::mem::take(&mut self.is_behind_words) && self.has_text;
        self.has_text = false;
        together(&mut self.items, is_apart)
    }

    fn add(&mut self, item: Item) {
        self.has_text |= !item.post.text.is_empty();
        self.items.push(item);
    }

    /// Whether the row may belong to the album, its id and its words aside.
    fn is_alike(&self, item: &Item) -> bool {
        let (Some(first), Some(last)) = (self.items.first(), self.items.last()) else { return false };
        item.is_album_part
            && last.is_album_part
            // Of two that do not tell when they were posted nobody knows that it was in one second.
            && first.post.posted != Moment::Unknown
            && first.post.posted == item.post.posted
            && first.post.author == item.post.author
            && source(&first.post) == source(&item.post)
    }

    /// Whether the ids are consecutive; some tools write the newest first.
    fn follows(&self, last: i64, next: i64) -> bool {
        match self.items.as_slice() {
            [one, two, ..] if two.id < one.id => next.checked_add(1) == Some(last),
            [_, _, ..] => last.checked_add(1) == Some(next),
            _ => last.checked_add(1) == Some(next) || next.checked_add(1) == Some(last),
        }
    }

    /// Whether between the ids there is room for rows of the same album that are gone.
    fn is_gap(&self, last: i64, next: i64) -> bool {
        let is_descending = matches!(self.items.as_slice(), [one, two, ..] if two.id < one.id);
        !is_descending && next.checked_sub(last).is_some_and(|step| (2..10).contains(&step))
    }
}

/// The post of these rows, which are taken. One that is told `apart` begins with them, whatever is before it.
fn together(items: &mut Vec<Item>, is_apart: bool) -> Option<Box<Post>> {
    items.sort_by_key(|item| item.id);
    let mut posts = items.drain(..).map(|item| item.post);
    let mut post = posts.next()?;
    if is_apart {
        note_text(&mut post);
    }
    for next in posts {
        merge(&mut post, *next);
    }
    post.is_alone |= is_apart;
    Some(post)
}

/// Where a post was forwarded from. When is not compared: not every row tells it.
fn source(post: &Post) -> Option<&Channel> {
    post.forward.as_ref().map(|forward| &forward.channel)
}

/// Notes in the row that has the text which one that is.
pub(super) fn note_text(post: &mut Post) {
    if !post.text.is_empty() && post.text_of.is_none() {
        post.text_of.clone_from(&post.external_id);
    }
}

/// The album's post with one more row. Each row counts its own views and forwards; the album has as many as the one
/// that has most.
fn merge(post: &mut Post, mut next: Post) {
    note_text(post);
    note_text(&mut next);
    if post.text.is_empty() {
        post.text = next.text;
        post.text_of = next.text_of;
        post.spans = next.spans;
    }
    post.media.extend(next.media);
    post.edited = later(post.edited, next.edited);
    post.is_edited |= next.is_edited;
    if next.views > post.views {
        (post.views, post.views_unit) = (next.views, next.views_unit);
    }
    post.forwards = post.forwards.max(next.forwards);
    post.replies = post.replies.max(next.replies);
    post.reply = post.reply.take().or(next.reply);
    post.via_bot = post.via_bot.take().or(next.via_bot);
    if let Some(reactions) = next.reactions {
        let merged = post.reactions.get_or_insert_default();
        for reaction in reactions {
            add_reaction(merged, reaction);
        }
    }
}

/// The later of two moments; an instant and a wall clock cannot be compared, then the instant is kept.
fn later(one: Moment, other: Moment) -> Moment {
    match (one, other) {
        (Moment::Instant(a), Moment::Instant(b)) => Moment::Instant(a.max(b)),
        (Moment::Local(a), Moment::Local(b)) => Moment::Local(a.max(b)),
        (Moment::Unknown, moment) | (_, moment @ Moment::Instant(_)) => moment,
        (moment, _) => moment,
    }
}

/// Adds to the count of the same reaction, when it is there.
pub(super) fn add_reaction(reactions: &mut Vec<Reaction>, reaction: Reaction) {
    match reactions.iter_mut().find(|one| one.kind == reaction.kind && one.name == reaction.name) {
        Some(one) => one.count = one.count.saturating_add(reaction.count),
        None => reactions.push(reaction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Media;

    fn item(id: i64, posted: Moment) -> Item {
        let external_id = Some(id.to_string());
        let media =
            vec![Media { external_id: external_id.clone(), kind: "photo".to_owned(), ..Media::default() }];
        let post = Box::new(Post { external_id, posted, media, ..Post::default() });
        Item { id, is_album_part: true, post }
    }

    #[test]
    fn an_album_counts_as_often_as_its_row_that_counts_most() {
        let mut album = Album::default();
        let [mut one, mut two, mut three] = [7, 8, 9].map(|id| item(id, Moment::Instant(1_748_772_000)));
        (one.post.views, two.post.views, three.post.views) = (None, Some(1_200), Some(1_190));
        two.post.views_unit = Some(100);
        (one.post.forwards, two.post.forwards) = (Some(2), Some(3));
        three.post.replies = Some(4);
        three.post.is_edited = true;
        assert!([one, two, three].into_iter().all(|item| album.push(item).is_none()));
        let post = album.finish().unwrap();
        assert_eq!((post.views, post.views_unit), (Some(1_200), Some(100)));
        assert_eq!((post.forwards, post.replies, post.is_edited), (Some(3), Some(4), true));
        assert_eq!((post.external_id.as_deref(), post.media.len()), (Some("7"), 3));
        assert_eq!(post.text_of, None);
    }

    #[test]
    fn an_album_knows_which_of_its_rows_has_the_text() {
        for with_text in [7, 8, 9] {
            let mut album = Album::default();
            for id in [9, 8, 7] {
                let mut item = item(id, Moment::Instant(1_748_772_000));
                item.post.text = if id == with_text { "words".to_owned() } else { String::new() };
                assert!(album.push(item).is_none());
            }
            let post = album.finish().unwrap();
            assert_eq!((post.text.as_str(), post.text_of), ("words", Some(with_text.to_string())));
        }
    }

    /// The posts of rows with these ids, of which some have words, as `messages words apart`.
    fn told(with_text: &[i64], ids: impl IntoIterator<Item = i64>) -> Vec<String> {
        let mut album = Album::default();
        let mut posts: Vec<Post> = Vec::new();
        for id in ids {
            let mut item = item(id, Moment::Instant(1_748_772_000));
            item.post.text = if with_text.contains(&id) { format!("words {id}") } else { String::new() };
            posts.extend(album.push(item).map(|post| *post));
        }
        posts.extend(album.finish().map(|post| *post));
        let told = |post: Post| {
            let ids: Vec<String> = post.media.into_iter().filter_map(|item| item.external_id).collect();
            assert!(!post.is_alone || post.text_of.is_some());
            format!("{}: {}{}", ids.join(" "), post.text, if post.is_alone { ", apart" } else { "" })
        };
        posts.into_iter().map(told).collect()
    }

    #[test]
    fn rows_that_only_words_part_from_those_before_them_begin_a_post() {
        assert_eq!(told(&[7, 10], 7..=10), ["7 8 9: words 7", "10: words 10, apart"]);
        assert_eq!(told(&[7, 8, 9], 7..=9), ["7: words 7", "8: words 8, apart", "9: words 9, apart"]);
        assert_eq!(told(&[7, 8], 7..=10), ["7: words 7", "8 9 10: words 8, apart"]);
        assert_eq!(told(&[7, 9], 7..=10), ["7 8: words 7", "9 10: words 9, apart"]);
        assert_eq!(told(&[8, 9], 7..=10), ["7 8: words 8", "9 10: words 9, apart"]);
        assert_eq!(told(&[], 7..=17), ["7 8 9 10 11 12 13 14 15 16: ", "17: "]);
    }

    #[test]
    fn the_newest_first_rows_are_the_same_posts() {
        let newest_first = |with_text: &[i64]| {
            let mut posts = told(with_text, (7..=10).rev());
            posts.reverse();
            posts
        };
        for with_text in [&[7, 9][..], &[7, 10], &[8, 9], &[7, 8], &[8, 10], &[8], &[7, 8, 9, 10], &[]] {
            assert_eq!(newest_first(with_text), told(with_text, 7..=10), "{with_text:?}");
        }
    }

    #[test]
    fn rows_with_words_behind_rows_that_are_gone_begin_a_post() {
        assert_eq!(told(&[7, 9], [7, 9, 10]), ["7: words 7", "9 10: words 9, apart"]);
        assert_eq!(told(&[7, 10], [7, 9, 10]), ["7: words 7", "9 10: words 10, apart"]);
        assert_eq!(told(&[7, 11], [7, 9, 11]), ["7: words 7", "9: ", "11: words 11, apart"]);
        assert_eq!(told(&[9], [7, 9]), ["7: ", "9: words 9"]);
        assert_eq!(told(&[7], [7, 9]), ["7: words 7", "9: "]);
        assert_eq!(told(&[7, 17], [7, 17]), ["7: words 7", "17: words 17"]);
    }

    #[test]
    fn rows_that_stand_twice_make_no_second_album() {
        let mut album = Album::default();
        for id in [7, 7, 8, 8, 9, 9] {
            assert!(album.push(item(id, Moment::Instant(1_748_772_000))).is_none());
        }
        assert_eq!(album.finish().unwrap().media.len(), 3);
    }

    #[test]
    fn rows_without_a_date_are_no_album() {
        let mut album = Album::default();
        assert!(album.push(item(7, Moment::Unknown)).is_none());
        assert_eq!(album.push(item(8, Moment::Unknown)).unwrap().external_id.as_deref(), Some("7"));
        assert_eq!(album.finish().unwrap().external_id.as_deref(), Some("8"));
    }
}
