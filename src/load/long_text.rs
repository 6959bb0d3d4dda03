//! Texts that are no posts.

use crate::load::kept::size;
use crate::model::{Channel, ChannelEvent, Place, Post, Record, Reject};

/// The longest text of a post, in bytes. A message of Telegram has 4,096 characters at most, and other sources have a few
/// tens of thousands; what is found in a text may take many times its room.
pub(super) const LONGEST_TEXT: usize = 1024 * 1024;

/// The record, or a reject in the place of a post or an event whose text, or any other word, is too long; and about how many
/// bytes of memory it takes. `bytes_read` tells how far its input is read.
pub(super) fn refuse_long_text(record: Record, bytes_read: u64) -> (Record, usize) {
    let bytes = size(&record);
    // Nearly all records are small.
    let refusal = if bytes > LONGEST_WORD { refusal(&record) } else { None };
    let Some((id, reason, raw)) = refusal else { return (record, bytes) };
    let external_id = id.filter(|id| id.len() <= LONGEST_WORD);
    let place = Place::Byte(bytes_read);
    let reject = Record::Reject(Reject { place, external_id, reason: reason.to_owned(), raw });
    let bytes = size(&reject);
    (reject, bytes)
}

/// The id of a record that is refused, why, and the beginning of what is too long.
fn refusal(record: &Record) -> Option<(Option<String>, &'static str, String)> {
    Some(match record {
        Record::Post(post) if post.text.len() > LONGEST_TEXT => {
            (post.external_id.clone(), "text longer than 1 MiB", beginning(&post.text))
        }
        Record::Post(post) => {
            let word = words_of_post(post).find(is_too_long)?;
            (post.external_id.clone(), LONG_WORD, beginning(word))
        }
        Record::Event(event) => {
            let word = words_of_event(event).find(is_too_long)?;
            (event.external_id.clone(), LONG_WORD, beginning(word))
        }
        Record::Channel(_) | Record::Reject(_) | Record::Cut(_) => return None,
    })
}

/// The longest of all other words, in bytes: names, ids, addresses.
const LONGEST_WORD: usize = 64 * 1024;

/// Why a record is refused of which such a word is longer.
const LONG_WORD: &str = "a name or an address longer than 64 KiB";

fn is_too_long(word: &&str) -> bool {
    word.len() > LONGEST_WORD
}

fn beginning(text: &str) -> String {
    text[..text.floor_char_boundary(Reject::RAW_LIMIT)].to_owned()
}

/// All words of a post but its text.
fn words_of_post(post: &Post) -> impl Iterator<Item = &str> {
    let own = [&post.external_id, &post.posted_raw, &post.via_bot, &post.url];
    let forward = post.forward.as_ref();
    let reply = post.reply.as_ref();
    let media = post.media.iter().flat_map(|item| {
        let others = [&item.external_id, &item.file_name, &item.mime_type, &item.title];
        others.into_iter().flatten().chain([&item.kind])
    });
    own.into_iter()
        .flatten()
        .chain(post.author.iter().flat_map(|author| [&author.external_id, &author.name]).flatten())
        .chain(forward.and_then(|forward| forward.external_id.as_ref()))
        .chain(reply.map(|reply| &reply.external_id))
        .chain(media)
        .chain(post.reactions.iter().flatten().flat_map(|reaction| [&reaction.kind, &reaction.name]))
        .chain(post.spans.iter().filter_map(|span| span.href.as_ref()))
        .map(String::as_str)
        .chain(forward.into_iter().flat_map(|forward| words_of_channel(&forward.channel)))
        .chain(reply.and_then(|reply| reply.channel.as_ref()).into_iter().flat_map(words_of_channel))
}

fn words_of_event(event: &ChannelEvent) -> impl Iterator<Item = &str> {
    let actor = event.actor.iter().flat_map(|actor| [&actor.external_id, &actor.name]);
    let others = [&event.external_id, &event.detail].into_iter().chain(actor).flatten();
    others.chain([&event.action]).map(String::as_str)
}

fn words_of_channel(channel: &Channel) -> impl Iterator<Item = &str> {
    let others = [&channel.external_id, &channel.handle, &channel.name, &channel.kind, &channel.link_base];
    others.into_iter().flatten().chain([&channel.platform]).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_TEXT, LONGEST_WORD, refuse_long_text};
    use crate::model::{Author, ChannelEvent, Forward, Media, Post, Record, Reject};

    #[test]
    fn only_what_is_longer_than_the_longest_text_is_refused() {
        let post = |length: usize| {
            // Two bytes each, but for the first.
            let text = format!("a{}", "я".repeat((length - 1) / 2));
            Record::Post(Box::new(Post { external_id: Some("7".to_owned()), text, ..Post::default() }))
        };
        assert!(matches!(refuse_long_text(post(LONGEST_TEXT - 1), 9).0, Record::Post(_)));
        let Record::Reject(reject) = refuse_long_text(post(LONGEST_TEXT + 1), 9).0 else {
            panic!("no reject")
        };
        assert_eq!(
            (reject.external_id.as_deref(), reject.place.to_string()),
            (Some("7"), "byte 9".to_owned())
        );
        assert_eq!(reject.raw.len(), Reject::RAW_LIMIT - 1);
    }

    #[test]
    fn no_other_word_of_a_record_is_longer_either() {
        let long = || "a".repeat(LONGEST_WORD + 1);
        let media = Media { title: Some(long()), ..Media::default() };
        let author = Author { external_id: None, name: Some(long()) };
        for post in [
            Post { media: vec![media], ..Post::default() },
            Post { author: Some(author), ..Post::default() },
            Post { external_id: Some(long()), ..Post::default() },
            Post {
                forward: Some(Forward { external_id: Some(long()), ..Forward::default() }),
                ..Post::default()
            },
        ] {
            let record = Record::Post(Box::new(post));
            let Record::Reject(reject) = refuse_long_text(record, 9).0 else { panic!("no reject") };
            assert_eq!(reject.reason, "a name or an address longer than 64 KiB");
            assert_eq!((reject.external_id, reject.raw.len()), (None, Reject::RAW_LIMIT));
        }
        let event = ChannelEvent { detail: Some(long()), ..ChannelEvent::default() };
        assert!(matches!(refuse_long_text(Record::Event(event), 9).0, Record::Reject(_)));
    }
}
