//! Puts the rows of an album together again: exports give each photo, video and file a row of its own, and
//! do not tell which ones belong together.
//!
//! An album is a run of rows with consecutive ids, the same second, author and forward source, each with a
//! photo, video or file, at most one with text, at most ten.

use crate::model::{Channel, Moment, Post, Reaction};

/// The most rows that one album has.
const LARGEST: usize = 10;

/// A row that is a post, or a part of one.
#[derive(Debug)]
pub(super) struct Item {
    /// The row's id.
    pub(super) id: i64,
    /// Whether it can be a part of an album.
    pub(super) is_album_part: bool,
    /// The row as a post.
    pub(super) post: Post,
}

/// The run of rows that may yet grow.
#[derive(Debug, Default)]
pub(super) struct Album {
    items: Vec<Item>,
    has_text: bool,
}

impl Album {
    /// Takes the next row; gives the post before it when that is complete.
    pub(super) fn push(&mut self, item: Item) -> Option<Post> {
        let complete = if self.takes(&item) { None } else { self.finish() };
        self.has_text |= !item.post.text.is_empty();
        self.items.push(item);
        complete
    }

    /// The post of the rows so far.
    pub(super) fn finish(&mut self) -> Option<Post> {
        self.has_text = false;
        self.items.sort_by_key(|item| item.id);
        self.items.drain(..).map(|item| item.post).reduce(merge)
    }

    fn takes(&self, item: &Item) -> bool {
        let (Some(first), Some(last)) = (self.items.first(), self.items.last()) else { return false };
        item.is_album_part
            && last.is_album_part
            && self.items.len() < LARGEST
            && self.follows(last.id, item.id)
            && first.post.posted == item.post.posted
            && first.post.author == item.post.author
            && source(&first.post) == source(&item.post)
            && (!self.has_text || item.post.text.is_empty())
    }

    /// Whether the ids are consecutive; some tools write the newest first.
    fn follows(&self, last: i64, next: i64) -> bool {
        match self.items.as_slice() {
            [one, two, ..] if two.id < one.id => next.checked_add(1) == Some(last),
            [_, _, ..] => last.checked_add(1) == Some(next),
            _ => last.checked_add(1) == Some(next) || next.checked_add(1) == Some(last),
        }
    }
}

/// Where a post was forwarded from. When is not compared: not every row tells it.
fn source(post: &Post) -> Option<&Channel> {
    post.forward.as_ref().map(|forward| &forward.channel)
}

/// The album's post with one more row.
fn merge(mut post: Post, next: Post) -> Post {
    if post.text.is_empty() {
        post.text = next.text;
        post.spans = next.spans;
    }
    post.media.extend(next.media);
    post.edited = later(post.edited, next.edited);
    post.reply = post.reply.or(next.reply);
    post.via_bot = post.via_bot.or(next.via_bot);
    if let Some(reactions) = next.reactions {
        let merged = post.reactions.get_or_insert_default();
        for reaction in reactions {
            add_reaction(merged, reaction);
        }
    }
    post
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
