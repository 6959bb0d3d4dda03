//! From a post as read to a post as stored: extracted, folded, dated.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rusqlite::Connection;

use crate::extract;
use crate::extract::naming::Dictionary;
use crate::load::dictionary::dictionary;
use crate::model::{ChannelEvent, DateBasis, Extracted, Moment, PointRule, Post, Span, TextDate};
use crate::store::settings;
use crate::store::text_key::TextKey;
use crate::store::writer::{PreparedEvent, PreparedPost, Reading, Reread, Times};

/// 1990-01-01T00:00:00Z: no post is older.
const EARLIEST: i64 = 631_152_000;

/// In seconds.
const DAY: i64 = 86_400;

/// How instants become days.
#[derive(Debug, Clone)]
pub(super) struct Dating {
    reporting: TimeZone,
    input: TimeZone,
    /// Nothing is posted later, in UTC seconds.
    latest: i64,
}

impl Dating {
    /// `now` is the time of the load; a post more than a day later is implausible.
    pub(super) fn new(reporting: TimeZone, input: TimeZone, now: Timestamp) -> Self {
        Self { reporting, input, latest: now.as_second() + DAY }
    }

    /// The zone that wall clocks without one are taken as of.
    pub(super) fn input_zone(&self) -> String {
        self.input.iana_name().unwrap_or("the store's reporting zone").to_owned()
    }

    /// The instant of a moment, in UTC seconds; `None` when unknown or implausible, and for a bare day.
    pub(super) fn instant(&self, moment: Moment) -> Option<i64> {
        let instant = match moment {
            Moment::Unknown | Moment::Day(_) => return None,
            Moment::Instant(seconds) => seconds,
            Moment::Local(clock) => self.input.to_timestamp(clock).ok()?.as_second(),
        };
        (EARLIEST..=self.latest).contains(&instant).then_some(instant)
    }

    /// Whether it is later than anything can have been posted.
    pub(super) fn is_ahead(&self, moment: Moment) -> bool {
        match moment {
            Moment::Unknown => false,
            Moment::Day(day) => self.local(self.latest).is_some_and(|latest| day > latest.date()),
            Moment::Instant(seconds) => seconds > self.latest,
            Moment::Local(clock) => {
                self.input.to_timestamp(clock).is_ok_and(|instant| instant.as_second() > self.latest)
            }
        }
    }

    /// The day of the load.
    pub(super) fn today(&self) -> String {
        self.local(self.latest - DAY).map(|now| day_text(now.date())).unwrap_or_default()
    }

    /// A moment as the store writes instants.
    pub(super) fn utc(&self, moment: Moment) -> Option<String> {
        self.instant(moment).and_then(utc_text)
    }

    fn local(&self, instant: i64) -> Option<DateTime> {
        Timestamp::from_second(instant).ok().map(|instant| self.reporting.to_datetime(instant))
    }

    /// The wall clock and the day in the reporting zone of an instant as the store writes it.
    pub(super) fn clock_and_day(&self, instant: &str) -> Option<(String, String)> {
        let local = self.local(instant.parse::<Timestamp>().ok()?.as_second())?;
        Some((clock_text(local), day_text(local.date())))
    }

    /// A day that the text gives, with its year, when it is plausible.
    pub(super) fn text_day(&self, date: TextDate) -> Option<Date> {
        let day = Date::new(date.year?, date.month, date.day).ok()?;
        self.is_plausible(day).then_some(day)
    }

    /// Whether something can have been posted on that day.
    pub(super) fn is_plausible(&self, day: Date) -> bool {
        let day = day.at(0, 0, 0, 0);
        let bound = |instant| self.local(instant).unwrap_or(day);
        bound(EARLIEST) < day.saturating_add(1.day()) && day <= bound(self.latest)
    }

    /// The day of a post whose instant is not known, from the input or from its text.
    pub(super) fn bare_day(&self, post: &Post, text_date: Option<TextDate>) -> Option<Date> {
        match post.posted {
            Moment::Day(day) if self.is_plausible(day) => Some(day),
            _ => text_date.and_then(|date| self.text_day(date)),
        }
    }

    /// The times of a post, from its instant, else from its text.
    pub(super) fn times(&self, post: &Post, text_date: Option<TextDate>) -> Times {
        let edited_at = self.utc(post.edited);
        let forwarded_at = post.forward.as_ref().and_then(|forward| self.utc(forward.posted));
        let seen_at = post.seen.and_then(|seen| self.utc(Moment::Instant(seen)));
        let rest = Times { edited_at, forwarded_at, seen_at, ..Times::default() };
        if let Some(instant) = self.instant(post.posted) {
            let local = self.local(instant);
            let basis =
                if matches!(post.posted, Moment::Local(_)) { DateBasis::Local } else { DateBasis::Timestamp };
            return Times {
                posted_at: utc_text(instant),
                posted_local: local.map(clock_text),
                posted_on: local.map(|local| day_text(local.date())),
                day: local.map(DateTime::date),
                basis: Some(basis),
                ..rest
            };
        }
        // A bare day is one of the reporting zone: without a clock no other zone can be told from it.
        if let Moment::Day(day) = post.posted
            && self.is_plausible(day)
        {
            return Times { basis: Some(DateBasis::Local), ..on_day(day, rest) };
        }
        let posted_raw = post.posted_raw.clone().or_else(|| written(post.posted));
        if let Some((day, date)) = text_date.and_then(|date| Some((self.text_day(date)?, date))) {
            return Times { basis: Some(date.basis), posted_raw, ..on_day(day, rest) };
        }
        Times { posted_raw, ..rest }
    }

    /// A post that was edited at a time that cannot be was edited nevertheless.
    fn note_edit(&self, post: &mut Post) {
        post.is_edited |= self.is_ahead(post.edited);
    }

    /// A post as stored.
    pub(super) fn prepare_post(
        &self,
        mut post: Box<Post>,
        dictionary: &Dictionary,
        points: PointRule,
    ) -> PreparedPost {
        self.note_edit(&mut post);
        let times = self.times(&post, None);
        if times.day.is_some() {
            let found = extract::extract_of_dated(&post, dictionary, points);
            return PreparedPost { times, reading: Some(reading(found)), post };
        }
        let reading = read(&post, dictionary, points);
        let times = self.times(&post, reading.extracted.text_date);
        PreparedPost { times, reading: Some(reading), post }
    }

    /// A post that the store is likely to have as it is. It is read only where its text must tell its day: to read a
    /// post costs more than all else of telling it again.
    pub(super) fn prepare_known(
        &self,
        mut post: Box<Post>,
        dictionary: &Dictionary,
        points: PointRule,
    ) -> PreparedPost {
        self.note_edit(&mut post);
        let times = self.times(&post, None);
        if times.day.is_none() {
            return self.prepare_post(post, dictionary, points);
        }
        PreparedPost { times, reading: None, post }
    }

    /// A service row as stored.
    pub(super) fn prepare_event(&self, event: ChannelEvent) -> PreparedEvent {
        let instant = self.instant(event.happened);
        PreparedEvent {
            happened_at: instant.and_then(utc_text),
            happened_on: instant
                .and_then(|instant| self.local(instant))
                .map(|local| local.date().to_string()),
            event,
        }
    }
}

/// Reads texts again, with this dictionary and by this rule.
#[derive(Debug)]
pub(super) struct Rereader {
    pub(super) dictionary: Arc<Dictionary>,
    pub(super) points: PointRule,
}

impl Rereader {
    /// Reads as the store says.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        Ok(Self { dictionary: dictionary(connection)?, points: settings::points(connection)? })
    }
}

impl Reread for Rereader {
    fn reread(&self, text: &str, spans: Vec<Span>) -> Reading {
        read(&Post { text: text.to_owned(), spans, ..Post::default() }, &self.dictionary, self.points)
    }

    fn tells_day(&self, text: &str, spans: Vec<Span>) -> bool {
        let post = Post { text: text.to_owned(), spans, ..Post::default() };
        extract::find_text_date(&post).is_some_and(|date| date.year.is_some())
    }
}

/// What stands in a post: in its text with its marked parts, and in nothing else of it.
fn read(post: &Post, dictionary: &Dictionary, points: PointRule) -> Reading {
    reading(extract::extract_and_fold(post, dictionary, points))
}

fn reading((extracted, folded): (Extracted, String)) -> Reading {
    Reading { extracted, text_key: TextKey::of(&folded) }
}

/// The times of a post of which only the day is known.
fn on_day(day: Date, rest: Times) -> Times {
    let text = day_text(day);
    Times { posted_at: Some(text.clone()), posted_on: Some(text), day: Some(day), ..rest }
}

/// An instant as the store writes it; nothing where there is no such time.
pub(super) fn utc_text(instant: i64) -> Option<String> {
    let mut text = clock_text(TimeZone::UTC.to_datetime(Timestamp::from_second(instant).ok()?));
    text.push('Z');
    Some(text)
}

/// `2024-07-16T14:03:22`. Written by hand, since every post has several and the machinery of formatting
/// costs as much as reading the post.
fn clock_text(clock: DateTime) -> String {
    let mut text = day_text(clock.date());
    text.push('T');
    push_two_digits(&mut text, clock.hour());
    text.push(':');
    push_two_digits(&mut text, clock.minute());
    text.push(':');
    push_two_digits(&mut text, clock.second());
    text
}

/// A day as the store writes it, e.g. `2024-07-16`.
pub(super) fn day_text(day: Date) -> String {
    if day.year() < 0 {
        return day.to_string();
    }
    let mut text = String::with_capacity("2024-07-16T14:03:22Z".len());
    let [century, year] =
        [day.year() / 100, day.year() % 100].map(|digits| i8::try_from(digits).unwrap_or(0));
    push_two_digits(&mut text, century);
    push_two_digits(&mut text, year);
    text.push('-');
    push_two_digits(&mut text, day.month());
    text.push('-');
    push_two_digits(&mut text, day.day());
    text
}

/// Writes a number from 0 to 99.
fn push_two_digits(text: &mut String, number: i8) {
    for digit in [number / 10, number % 10] {
        text.push(char::from(b'0' + digit.unsigned_abs()));
    }
}

/// A moment as it is told.
pub(super) fn written(moment: Moment) -> Option<String> {
    match moment {
        Moment::Unknown => None,
        Moment::Instant(seconds) => utc_text(seconds).or_else(|| Some(seconds.to_string())),
        Moment::Local(clock) => Some(clock.to_string()),
        Moment::Day(day) => Some(day.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_day_stays_one_in_every_zone_and_an_implausible_one_is_kept_as_written() {
        let now: Timestamp = "2024-12-31T00:00:00Z".parse().unwrap();
        for name in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            let zone = TimeZone::get(name).unwrap();
            let dating = Dating::new(zone.clone(), TimeZone::get("Asia/Tokyo").unwrap(), now);
            let times = |day: &str| {
                let posted = Moment::Day(day.parse().unwrap());
                let times = dating.times(&Post { posted, edited: posted, ..Post::default() }, None);
                assert_eq!((times.posted_local, times.edited_at), (None, None));
                (times.posted_at, times.posted_on, times.basis, times.posted_raw)
            };
            let day = Some("2024-07-16".to_owned());
            assert_eq!(times("2024-07-16"), (day.clone(), day, Some(DateBasis::Local), None));
            assert_eq!(times("2034-07-16"), (None, None, None, Some("2034-07-16".to_owned())));
            // The first plausible instant is in it where clocks were behind, as both islands' were.
            assert_eq!(times("1989-12-31").0.is_none(), name == "UTC");
            assert_eq!(times("1990-01-01").0.as_deref(), Some("1990-01-01"));
        }
    }

    #[test]
    fn the_day_in_a_text_is_looked_for_where_the_input_tells_none() {
        let dating = Dating::new(TimeZone::UTC, TimeZone::UTC, "2024-12-31T00:00:00Z".parse().unwrap());
        let text = "📍 Ostrava, May 3, 2024\n\n1. One #tag\n2. Two by President Ada Vell";
        let prepare = |posted| {
            let post = Post { posted, text: text.to_owned(), ..Post::default() };
            dating.prepare_post(Box::new(post), &Dictionary::default(), PointRule::Items)
        };
        // May 3, 2024 as told by the text; and by the input July 16, 2024, and a day that is yet to come.
        for (posted, day, is_looked_for) in [
            (Moment::Unknown, "2024-05-03", true),
            (Moment::Instant(1_721_138_602), "2024-07-16", false),
            (Moment::Instant(2_524_608_000), "2024-05-03", true),
            (Moment::Day("2024-07-16".parse().unwrap()), "2024-07-16", false),
            (Moment::Day("2050-07-16".parse().unwrap()), "2024-05-03", true),
        ] {
            let prepared = prepare(posted);
            let found = prepared.reading.unwrap();
            let whole = extract::extract_and_fold(&prepared.post, &Dictionary::default(), PointRule::Items);
            assert_eq!(prepared.times.posted_on.as_deref(), Some(day), "{posted:?}");
            assert_eq!(found.extracted.text_date.is_some(), is_looked_for, "{posted:?}");
            let dated = Extracted { text_date: whole.0.text_date, ..found.extracted };
            assert_eq!((dated, found.text_key), (whole.0, TextKey::of(&whole.1)), "{posted:?}");
        }
    }

    #[test]
    fn every_second_of_a_day_and_every_day_is_written_with_all_its_digits() {
        for second in 0..86_400 {
            let clock = TimeZone::UTC.to_datetime(Timestamp::from_second(second).unwrap());
            assert_eq!(clock_text(clock), clock.strftime("%Y-%m-%dT%H:%M:%S").to_string());
        }
        let mut day = jiff::civil::date(-2, 1, 1);
        while let Ok(next) = day.checked_add(11.days()) {
            assert_eq!(day_text(day), day.to_string());
            day = next;
        }
    }

    #[test]
    fn clocks_are_written_as_iso_8601_has_them() {
        for (seconds, text) in [
            (631_152_000, "1990-01-01T00:00:00Z"),
            (1_721_138_602, "2024-07-16T14:03:22Z"),
            (1_709_251_199, "2024-02-29T23:59:59Z"),
            (-62_135_596_801, "0000-12-31T23:59:59Z"),
            (-62_198_755_200, "-000001-01-01T00:00:00Z"),
        ] {
            assert_eq!(utc_text(seconds).as_deref(), Some(text));
        }
    }
}
