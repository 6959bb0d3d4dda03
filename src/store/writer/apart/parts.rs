//! What a telling of an album says of each of the posts that the album turns out to be.

use std::collections::BTreeSet;

use crate::store::writer::apart::Cuts;
use crate::store::writer::evidence::messages;
use crate::store::writer::media;
use crate::store::writer::posts::as_number;
use crate::store::writer::telling::{OF_OTHERS, Telling};

/// What a telling says of each of the posts that its messages are.
pub(super) fn parts(telling: &Telling, cuts: &Cuts) -> Vec<Telling> {
    let mut all: Vec<BTreeSet<i64>> = vec![BTreeSet::new()];
    let mut of_last = None;
    for message in messages(telling) {
        let begun = beginning(message, telling, cuts);
        if let Some(last) = all.last_mut().filter(|last| last.is_empty() || begun == of_last) {
            last.insert(message);
        } else {
            all.push(BTreeSet::from([message]));
        }
        of_last = begun;
    }
    if all.len() < 2 {
        return vec![telling.clone()];
    }
    let with_text = part_with_text(telling, &all, cuts).filter(|_| !telling.fields.text.is_empty());
    // Where it is not told which message has the text, nobody knows that the others have none.
    let is_sure = match with_text {
        Some(_) => telling.fields.text_no.is_some(),
        None => telling.fields.is_without_words(),
    };
    (0..)
        .zip(&all)
        .map(|(place, messages)| part(telling, messages, with_text == Some(place), place == 0, is_sure))
        .collect()
}

/// What is told of each of the posts that these tellings make where posts begin there. Those that have a message in common, or
/// are of one album between whose messages no post begins, tell of one post.
pub(super) fn posts(tellings: &[Telling], cuts: &Cuts) -> Vec<Vec<Telling>> {
    let mut posts: Vec<Told> = Vec::new();
    for (place, telling) in tellings.iter().flat_map(|telling| parts(telling, cuts)).enumerate() {
        let messages = messages(&telling);
        let begun = messages.first().and_then(|first| beginning(*first, &telling, cuts));
        let albums = telling.fields.album_no.map(|album_no| (album_no, begun)).into_iter().collect();
        let told = Told { messages, albums, tellings: vec![(place, telling)] };
        let (same, others): (Vec<Told>, Vec<Told>) = posts.into_iter().partition(|post| told.is_of(post));
        posts = others;
        posts.extend(same.into_iter().chain([told]).reduce(Told::with));
    }
    posts.sort_by_key(|post| post.messages.first().copied());
    let in_order = |mut post: Told| {
        post.tellings.sort_by_key(|(place, _)| *place);
        post.tellings.into_iter().map(|(_, telling)| telling).collect()
    };
    posts.into_iter().map(in_order).collect()
}

/// What is told of one post.
struct Told {
    messages: BTreeSet<i64>,
    /// The albums that it is of, each with the message with which that begins as far as posts begin within it.
    albums: BTreeSet<(i64, Option<i64>)>,
    /// Each with its place among all that is told.
    tellings: Vec<(usize, Telling)>,
}

impl Told {
    fn is_of(&self, post: &Self) -> bool {
        !self.messages.is_disjoint(&post.messages) || !self.albums.is_disjoint(&post.albums)
    }

    fn with(mut self, other: Self) -> Self {
        self.messages.extend(other.messages);
        self.albums.extend(other.albums);
        self.tellings.extend(other.tellings);
        self
    }
}

/// The last message before this one or itself with which a post begins, as far as this telling goes.
fn beginning(message: i64, telling: &Telling, cuts: &Cuts) -> Option<i64> {
    let is_of_album = telling.fields.album_no.is_some();
    let begun = cuts.range(..=message).rfind(|(_, cut)| !(is_of_album && cut.is_between_albums));
    begun.map(|(begun, _)| *begun)
}

/// Which of the parts the text is of: that of the message that has it; else one that has it elsewhere, or whose message stands
/// alone and has some words, or the first that is not known to have none.
fn part_with_text(telling: &Telling, parts: &[BTreeSet<i64>], cuts: &Cuts) -> Option<usize> {
    let of = |is_it: &dyn Fn(&BTreeSet<i64>) -> bool| parts.iter().position(is_it);
    let known = |part: &BTreeSet<i64>| part.first().and_then(|first| cuts.get(first));
    telling
        .fields
        .text_no
        .and_then(|number| of(&|part| part.contains(&number)))
        .or_else(|| of(&|part| known(part).is_some_and(|cut| cut.text == telling.fields.text)))
        .or_else(|| of(&|part| known(part).is_some_and(|cut| cut.is_single && !cut.text.is_empty())))
        .or_else(|| of(&|part| !known(part).is_some_and(|cut| cut.is_single)))
        .or(Some(0))
}

/// What a telling says of some of its messages. What it says once of all is told of the first of them. Of those without the text it
/// may be sure that they have none.
fn part(
    telling: &Telling,
    messages: &BTreeSet<i64>,
    has_text: bool,
    is_first: bool,
    is_sure: bool,
) -> Telling {
    let mut part = telling.clone();
    let number = |id: &Option<String>| id.as_deref().and_then(as_number);
    part.media.retain(|item| number(&item.external_id).map_or(is_first, |number| messages.contains(&number)));
    let fields = &mut part.fields;
    if let Some(first) = messages.first() {
        (fields.external_id, fields.external_no) = (Some(first.to_string()), Some(*first));
    }
    fields.album_size = i64::try_from(media::message_ids(&part.media).len()).unwrap_or(i64::MAX).max(1);
    if !has_text {
        fields.text.clear();
        (fields.spans, fields.edited_at, fields.is_edited) = (None, None, false);
    }
    fields.is_alone &= is_first;
    if !has_text || messages.len() < 2 && !fields.is_alone {
        fields.text_no = None;
    }
    if fields.is_single() {
        // It begins with its message; that others behind it are none of it, nobody says.
        fields.text_no = messages.first().copied();
    }
    if !has_text && !is_sure {
        fields.text_no = Some(OF_OTHERS);
    }
    if !is_first {
        (fields.url, fields.via_bot, fields.forwarded_external_id) = (None, None, None);
        (fields.reply_to_channel_id, fields.reply_to_external_id) = (None, None);
    }
    part
}
