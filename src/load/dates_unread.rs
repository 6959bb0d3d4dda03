//! Dates that give a post no day, and what is told of them.

use crate::load::prepare::Dating;
use crate::load::{Notice, Observer};
use crate::store::writer::PreparedPost;

/// How many dates of an input give no day, and the first of them.
#[derive(Debug, Default)]
pub(super) struct DatesUnread {
    unread: Option<(u64, String)>,
    /// Those after the time of the load: a machine whose clock is behind takes good ones for such.
    ahead: Option<(u64, String)>,
}

impl DatesUnread {
    pub(super) fn note(&mut self, post: &PreparedPost, dating: &Dating) {
        if let (Some(raw), None) = (&post.times.posted_raw, post.times.day) {
            let of_kind = if dating.is_ahead(post.post.posted) { &mut self.ahead } else { &mut self.unread };
            of_kind.get_or_insert_with(|| (0, raw.clone())).0 += 1;
        }
    }

    pub(super) fn tell(&mut self, input: &str, dating: &Dating, observer: &mut dyn Observer) {
        if let Some((posts, first)) = self.unread.take() {
            observer.notice(Notice::DatesUnread { input: input.to_owned(), posts, first });
        }
        if let Some((posts, first)) = self.ahead.take() {
            let today = dating.today();
            observer.notice(Notice::DatesAhead { input: input.to_owned(), posts, first, today });
        }
    }
}

/// So many posts of the input have dates like the first one, which cannot be read or are after `today`.
pub(super) fn dates(input: &str, posts: u64, first: &str, today: Option<&String>) -> String {
    let have = if posts == 1 { "1 post has a date".to_owned() } else { format!("{posts} posts have dates") };
    let first: String = first.chars().take(40).collect();
    let what = match today {
        None => format!("that cannot be read, such as '{first}'"),
        Some(today) => format!("after today, such as '{first}', since this machine's clock says {today}"),
    };
    format!("'{input}': {have} {what}; no day is known of them")
}
