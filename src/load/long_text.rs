//! Texts that are no posts.

use crate::model::{Record, Reject};

/// The longest text of a post, in bytes. A message of Telegram has 4,096 characters at most, and other sources have a few
/// tens of thousands; what is found in a text may take many times its room.
pub(super) const LONGEST_TEXT: usize = 1024 * 1024;

/// The record, or a reject in the place of a post whose text is too long. `bytes_read` tells how far its input is read.
pub(super) fn refuse_long_text(record: Record, bytes_read: u64) -> Record {
    match record {
        Record::Post(post) if post.text.len() > LONGEST_TEXT => Record::Reject(Reject {
            place: crate::model::Place::Byte(bytes_read),
            external_id: post.external_id,
            reason: "text longer than 1 MiB".to_owned(),
            raw: post.text[..post.text.floor_char_boundary(Reject::RAW_LIMIT)].to_owned(),
        }),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_TEXT, refuse_long_text};
    use crate::model::{Post, Record, Reject};

    #[test]
    fn only_what_is_longer_than_the_longest_text_is_refused() {
        let post = |length: usize| {
            // Two bytes each, but for the first.
            let text = format!("a{}", "я".repeat((length - 1) / 2));
            Record::Post(Box::new(Post { external_id: Some("7".to_owned()), text, ..Post::default() }))
        };
        assert!(matches!(refuse_long_text(post(LONGEST_TEXT - 1), 9), Record::Post(_)));
        let Record::Reject(reject) = refuse_long_text(post(LONGEST_TEXT + 1), 9) else { panic!("no reject") };
        assert_eq!(
            (reject.external_id.as_deref(), reject.place.to_string()),
            (Some("7"), "byte 9".to_owned())
        );
        assert_eq!(reject.raw.len(), Reject::RAW_LIMIT - 1);
    }
}
