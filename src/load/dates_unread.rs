//! Dates that give a post no day, other times that are left out, and what is told of them.

use std::fmt;

use jiff::civil::Date;

use crate::load::prepare::{Dating, day_text, written};
use crate::load::{Notice, Observer};
use crate::model::{ChannelEvent, Moment};
use crate::store::writer::PreparedPost;

/// How many there are, and the first.
type Counted = Option<(u64, String)>;

/// How many dates of an input give no day, how many other times are left out, and the first of each.
#[derive(Debug, Default)]
pub(super) struct DatesUnread {
    unread: Counted,
    /// Those after the time of the load: a machine whose clock is behind takes good ones for such.
    ahead: Counted,
    /// The same of all times but those of posting.
    others_ahead: Counted,
}

fn count(counted: &mut Counted, first: impl FnOnce() -> String) {
    counted.get_or_insert_with(|| (0, first())).0 += 1;
}

impl DatesUnread {
    pub(super) fn note(&mut self, prepared: &PreparedPost, dating: &Dating) {
        let PreparedPost { post, times, .. } = prepared;
        if times.day.is_none() {
            let day = prepared.text_date().and_then(|date| Date::new(date.year?, date.month, date.day).ok());
            if let Some(raw) = &times.posted_raw {
                let is_ahead = dating.is_ahead(post.posted);
                count(if is_ahead { &mut self.ahead } else { &mut self.unread }, || raw.clone());
            } else if let Some(day) = day {
                self.note_day(day, dating);
            }
        }
        let seen = post.seen.map(Moment::Instant).unwrap_or_default();
        let forwarded = post.forward.as_ref().map(|forward| forward.posted).unwrap_or_default();
        [post.edited, forwarded, seen].into_iter().for_each(|moment| self.note_other(moment, dating));
    }

    /// Notes a day that a text tells, or that its neighbours make of it.
    pub(super) fn note_day(&mut self, day: Date, dating: &Dating) {
        if dating.is_ahead(Moment::Day(day)) {
            count(&mut self.ahead, || day_text(day));
        }
    }

    pub(super) fn note_event(&mut self, event: &ChannelEvent, dating: &Dating) {
        self.note_other(event.happened, dating);
    }

    fn note_other(&mut self, moment: Moment, dating: &Dating) {
        // A bare day is no instant, whatever the clock says.
        if !matches!(moment, Moment::Day(_)) && dating.is_ahead(moment) {
            count(&mut self.others_ahead, || written(moment).unwrap_or_default());
        }
    }

    pub(super) fn tell(&mut self, input: &str, dating: &Dating, observer: &mut dyn Observer) {
        if let Some((posts, first)) = self.unread.take() {
            observer.notice(Notice::DatesUnread { input: input.to_owned(), posts, first });
        }
        for (ahead, are_of_posts) in [(self.ahead.take(), true), (self.others_ahead.take(), false)] {
            if let Some((count, first)) = ahead {
                let (input, today) = (input.to_owned(), dating.today());
                observer.notice(Notice::DatesAhead(DatesAhead { input, count, first, today, are_of_posts }));
            }
        }
    }
}

/// Times after that of the load, which are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatesAhead {
    /// The input.
    pub input: String,
    /// How many there are.
    pub count: u64,
    /// The first, as written.
    pub first: String,
    /// The day of the load.
    pub today: String,
    /// Whether they are those of posting; else they are of edits, forwarded posts, service rows or served pages.
    pub are_of_posts: bool,
}

impl fmt::Display for DatesAhead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { input, count, first, today, are_of_posts } = self;
        if *are_of_posts {
            return f.write_str(&dates(input, *count, first, Some(today)));
        }
        let (are, left_out) = match count {
            1 => {
                ("1 time of an edit, a forwarded post, a service row or a served page is".to_owned(), "it is")
            }
            more => (
                format!("{more} times of edits, forwarded posts, service rows or served pages are"),
                "they are",
            ),
        };
        write!(f, "'{input}': {are} {}; {left_out} left out", after(today, first))
    }
}

/// What is said of times after the day of the load.
fn after(today: &str, first: &str) -> String {
    let first: String = first.chars().take(40).collect();
    format!("after today, such as '{first}', since this machine's clock says {today}")
}

/// So many posts of the input have dates like the first one, which cannot be read or are after `today`.
pub(super) fn dates(input: &str, posts: u64, first: &str, today: Option<&String>) -> String {
    let have = if posts == 1 { "1 post has a date".to_owned() } else { format!("{posts} posts have dates") };
    let shown: String = first.chars().take(40).collect();
    let what = match today {
        None => format!("that cannot be read, such as '{shown}'"),
        Some(today) => after(today, first),
    };
    format!("'{input}': {have} {what}; no day is known of them")
}
