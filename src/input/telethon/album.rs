//! Puts the messages of an album together: they have one `grouped_id`, and stand side by side in either order. A message
//! that stands twice counts once.
//!
//! An album has one text at most. Telegram lets people give each photo words of its own; then each message with
//! further words begins a post of its own, and so no words are lost and exports of Telegram Desktop, which name no
//! albums, give the same posts. It is told to do so: another input, of a time when there were no further words yet, has it
//! in the album.
//!
//! An album side by side with another one of the same second is told to be none of it, too, which those exports do not see.

use crate::input::album::{add_reaction, note_text};
use crate::model::{Moment, Post};

/// The most messages that one album has.
const LARGEST: usize = 10;

/// The longest text of a message that is held until the album is whole; Telegram's longest has 4,096 characters.
const LONGEST_TEXT: usize = 1024 * 1024;

/// A message that is a post, or a part of one.
#[derive(Debug)]
pub(in crate::input) struct Item {
    /// The message's id.
    pub(in crate::input) id: i64,
    /// What all messages of its album have in common.
    pub(in crate::input) group: Option<String>,
    /// The message as a post.
    pub(in crate::input) post: Post,
}

impl Item {
    /// Whether it comes right behind a message of another album of the same second.
    fn is_right_behind(&self, other: &Self) -> bool {
        other.id.checked_add(1) == Some(self.id)
            && self.post.posted != Moment::Unknown
            && self.post.posted == other.post.posted
            && self.group.is_some()
            && other.group.is_some()
            && self.group != other.group
    }
}

/// The messages of one album that came so far.
#[derive(Debug, Default)]
pub(super) struct Album {
    items: Vec<Item>,
    /// The last message of the album before, without what it says.
    before: Option<Item>,
}

impl Album {
    /// Takes the next message; gives the posts before it that are complete, and itself, when it is no part of an
    /// album.
    pub(super) fn push(&mut self, item: Item) -> Vec<Post> {
        if self.items.iter().any(|one| one.id == item.id && one.group == item.group && one.post == item.post)
        {
            return Vec::new();
        }
        if self.takes(&item) {
            self.items.push(item);
            return Vec::new();
        }
        let first = self.items.iter().min_by_key(|item| item.id);
        let is_behind = first.is_some_and(|first| first.is_right_behind(&item));
        let mut complete = self.give(is_behind);
        if item.group.is_some() && item.post.text.len() <= LONGEST_TEXT {
            self.items.push(item);
        } else {
            complete.push(item.post);
        }
        complete
    }

    /// The posts of the messages so far, the one with the lowest id first.
    pub(super) fn finish(&mut self) -> Vec<Post> {
        let posts = self.give(false);
        self.before = None;
        posts
    }

    /// The same, which may be told to be right behind another album.
    fn give(&mut self, is_behind: bool) -> Vec<Post> {
        self.items.sort_by_key(|item| item.id);
        let before = self.before.take();
        let is_behind = is_behind
            || self.items.first().zip(before).is_some_and(|(first, before)| first.is_right_behind(&before));
        self.before = self.items.last().map(|last| Item {
            id: last.id,
            group: last.group.clone(),
            post: Post { posted: last.post.posted, ..Post::default() },
        });
        let mut posts: Vec<Post> = Vec::new();
        for Item { mut post, .. } in self.items.drain(..) {
            match posts.last_mut() {
                Some(last) if last.text.is_empty() || post.text.is_empty() => merge(last, post),
                Some(_) => {
                    note_text(&mut post);
                    posts.push(Post { is_alone: true, ..post });
                }
                None => posts.push(post),
            }
        }
        // What is left of one without words may have lost some behind it.
        let is_of_words_or_several = |post: &&mut Post| !post.text.is_empty() || post.media.len() > 1;
        if let Some(first) = posts.first_mut().filter(|_| is_behind).filter(is_of_words_or_several) {
            first.is_alone = true;
            note_text(first);
        }
        posts
    }

    /// Whether no messages wait for more.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How much text the messages have, in bytes.
    pub(super) fn text_length(&self) -> usize {
        self.items.iter().map(|item| item.post.text.len()).sum()
    }

    fn takes(&self, item: &Item) -> bool {
        item.group.is_some()
            && item.post.text.len() <= LONGEST_TEXT
            && self.items.first().is_some_and(|first| first.group == item.group)
            && self.items.len() < LARGEST
            && self.items.iter().all(|one| one.id != item.id)
    }
}

/// Adds one more message to the album's post. Each of an album's messages counts its own views and forwards; the
/// album has as many as the one that has most.
fn merge(post: &mut Post, mut next: Post) {
    note_text(&mut next);
    if post.text.is_empty() {
        post.text = next.text;
        post.text_of = next.text_of;
        post.spans = next.spans;
    } else if post.text_of.is_none() {
        post.text_of.clone_from(&post.external_id);
    }
    post.media.extend(next.media);
    post.views = post.views.max(next.views);
    post.forwards = post.forwards.max(next.forwards);
    post.replies = post.replies.max(next.replies);
    post.edited = later(post.edited, next.edited);
    post.author = post.author.take().or(next.author);
    post.forward = post.forward.take().or(next.forward);
    post.reply = post.reply.take().or(next.reply);
    post.via_bot = post.via_bot.take().or(next.via_bot);
    if post.posted == Moment::Unknown {
        post.posted = next.posted;
    }
    if let Some(reactions) = next.reactions {
        let merged = post.reactions.get_or_insert_default();
        for reaction in reactions {
            add_reaction(merged, reaction);
        }
    }
}

fn later(one: Moment, other: Moment) -> Moment {
    match (one, other) {
        (Moment::Instant(a), Moment::Instant(b)) => Moment::Instant(a.max(b)),
        (Moment::Unknown, moment) | (moment, _) => moment,
    }
}
