//! Puts the messages of an album together: they have one `grouped_id`, and stand side by side in either order. A message
//! that stands twice counts once.
//!
//! An album has one text at most. Telegram lets people give each photo words of its own; then each message with
//! further words begins a post of its own, and so no words are lost and exports of Telegram Desktop, which name no
//! albums, give the same posts. One that is a single message is told to stand alone: another input, of a time when there
//! were no further words yet, has it in the album.

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

/// The messages of one album that came so far.
#[derive(Debug, Default)]
pub(super) struct Album {
    items: Vec<Item>,
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
        let mut complete = self.finish();
        if item.group.is_some() && item.post.text.len() <= LONGEST_TEXT {
            self.items.push(item);
        } else {
            complete.push(item.post);
        }
        complete
    }

    /// The posts of the messages so far, the one with the lowest id first.
    pub(super) fn finish(&mut self) -> Vec<Post> {
        self.items.sort_by_key(|item| item.id);
        let mut posts: Vec<(Post, usize)> = Vec::new();
        for Item { post, .. } in self.items.drain(..) {
            match posts.last_mut() {
                Some((last, messages)) if last.text.is_empty() || post.text.is_empty() => {
                    merge(last, post);
                    *messages += 1;
                }
                _ => posts.push((post, 1)),
            }
        }
        let are_several = posts.len() > 1;
        let mark = |(mut post, messages): (Post, usize)| {
            post.is_alone |= are_several && messages == 1;
            post
        };
        posts.into_iter().map(mark).collect()
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
fn merge(post: &mut Post, next: Post) {
    let next = note_text(next);
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
