//! Reading on one thread, extracting on a second, writing on a third, with a bounded number of records between.
//!
//! What is written goes back the same way, and each thread frees what it made: a thread that frees what another one
//! has allocated waits for the other's allocator, and the two would hold each other up all the time.

mod channel;
mod loaded;
mod refusal;
mod repeated;
mod way;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use crate::extract::chronology::{Chronology, Dated, Resolution};
use crate::input::{BadBytes, Reader, TextFidelity};
use crate::load::authors::Authors;
use crate::load::dates_unread::DatesUnread;
use crate::load::inputs::InputFile;
use crate::load::letters::Letters;
use crate::load::prepare::Rereader;
use crate::load::rejects::Rejects;
use crate::load::survey::Survey;
use crate::load::{Notice, Observer, Session, store_failed};
use crate::model::{Channel, DateBasis, Place};
use crate::store::other_days::{DaysLost, OtherDays};
use crate::store::writer::{self, LoadEnd, LoadStart, Neighbourhood, PreparedPost, Sample, Writer};
use crate::{Error, ErrorKind, Result};

pub(super) use loaded::Loaded;
use refusal::{cut_off, no_thread, too_many_ways};
pub(super) use refusal::{
    other_of_that_handle, other_of_that_name, other_of_that_number, refuse_another_encoding, strict_error,
    two_names,
};
use repeated::Repeated;
use way::{End, Extractor, Item, Way};

/// So many bytes are in the system's cache when they are read once more for their hash. A larger input is hashed while read.
const HASHED_LATE: u64 = 512 * 1024 * 1024;

/// An input that tells of one post in more ways is refused: each way is compared with all others, and a column without
/// any id in it would take days.
const MOST_WAYS: usize = 500;

/// Loads one input inside the caller's transaction; `kept` gives its records where they need not be read again.
pub(super) fn run(
    session: &Session<'_>,
    input: &InputFile,
    kept: Option<Box<dyn Reader>>,
    survey: &Survey,
    observer: &mut dyn Observer,
) -> Result<Loaded> {
    let reader = match kept {
        Some(reader) => reader,
        None => input.open()?,
    };
    thread::scope(|scope| {
        let (to_extractor, from_reader) = Way::new();
        let (to_writer, from_extractor) = Way::new();
        let authors = Authors::new(&session.options.authors);
        let reading = thread::Builder::new()
            .name("read".to_owned())
            .spawn_scoped(scope, move || way::read(reader, authors, to_extractor))
            .map_err(no_thread)?;
        let extractor =
            Extractor::new(&session.dating, session.dictionary.as_ref(), session.points, &survey.known);
        let extracting = thread::Builder::new()
            .name("extract".to_owned())
            .spawn_scoped(scope, move || extractor.run(from_reader, to_writer))
            .map_err(no_thread)?;
        let hash = || {
            let thread = thread::Builder::new().name("hash".to_owned());
            thread.spawn_scoped(scope, || input.sha256()).map_err(no_thread)
        };
        let is_hashed_late = session.is_last() && input.bytes() <= HASHED_LATE;
        let mut hasher = (input.is_shareable() && !is_hashed_late).then(hash).transpose()?;
        let written = Consumer::begin(session, input, survey, observer)
            .and_then(|consumer| consumer.consume(from_extractor));
        // The writer's end of the way is closed by now, so the others stop too.
        let panicked = |_| Error::new(ErrorKind::Input, format!("cannot read '{}'", input.name()));
        let extracted = extracting.join().map_err(panicked);
        let read = reading.join().map_err(panicked);
        let (mut consumer, read) = match (written, extracted.and(read)) {
            (Err(error), _) | (_, Err(error)) => return Err(error),
            (_, Ok(Err(error))) => return Err(error.within(input.name())),
            (Ok(consumer), Ok(Ok(read))) => (consumer, read),
        };
        consumer.is_complete = read.is_complete;
        if read.private_chats == 0 {
            consumer.rejects.refuse_if_all(input)?;
        }
        let name = || input.name().to_owned();
        if let Some(BadBytes { records, first }) = read.bad_bytes {
            let counts = consumer.writer.counts();
            let all = counts.posts() + counts.events + consumer.rejects.count();
            refuse_another_encoding(input, records, all, &first)?;
            consumer.observer.notice(Notice::NotUtf8 { input: name(), records, first });
        }
        if let Some(unread) = read.unread_counts {
            consumer.observer.notice(Notice::CountsUnread { input: name(), unread });
        }
        for doubtful in read.doubts {
            consumer.observer.notice(Notice::Doubtful { input: name(), doubtful });
        }
        if let Some(separators) = read.separators {
            consumer.observer.notice(Notice::SeparatorsLeftOut { input: name(), separators });
        }
        if let chats @ 1.. = read.private_chats {
            consumer.observer.notice(Notice::PrivateChatsLeftOut { input: name(), chats });
        }
        if is_hashed_late && input.is_shareable() {
            hasher = Some(hash()?);
            consumer.make_indexes()?;
        }
        let sha256 = match hasher.map(thread::ScopedJoinHandle::join) {
            Some(Ok(sha256)) => sha256?,
            Some(Err(_)) | None => input.sha256()?,
        };
        if !input.has_kept_its_size() {
            let message = format!("'{}' was changed while it was read", input.name());
            return Err(Error::new(ErrorKind::Input, message).hint("load it again when its writer is done"));
        }
        consumer.end(&sha256)
    })
}

struct Consumer<'a, 's> {
    session: &'a Session<'s>,
    input: &'a InputFile,
    observer: &'a mut dyn Observer,
    writer: Writer<'s>,
    /// Nothing of an input that does not run from old to new.
    chronology: Option<Chronology>,
    /// Undated posts whose neighbours may still tell their day.
    unsettled: HashMap<i64, writer::Outcome>,
    rejects: Rejects,
    undated: u64,
    cut: Option<Place>,
    has_local_times: bool,
    dates_unread: DatesUnread,
    letters: Letters,
    names_no_channel: bool,
    /// Whether the user has told the id of its channel.
    takes_given_id: bool,
    repeated: Repeated,
    /// Of formats whose records may have no id, and a date nevertheless.
    other_days: Option<OtherDays<'s>>,
    /// The name that the input tells of the channel to which the user gives another one.
    told_name: Option<String>,
    /// Whether the input holds all that its channels had in its range.
    is_complete: bool,
    /// Posts of each channel, as the input tells of the channel.
    samples: &'a HashMap<Channel, Option<Sample>>,
    namesakes: channel::Namesakes,
}

impl<'a, 's> Consumer<'a, 's> {
    fn begin(
        session: &'a Session<'s>,
        input: &'a InputFile,
        survey: &'a Survey,
        observer: &'a mut dyn Observer,
    ) -> Result<Self> {
        let started_at = session.now();
        let start = LoadStart {
            input: input.name(),
            format: input.format().name(),
            rank: input.format().rank(),
            text_is_exact: input.format().text_fidelity() == TextFidelity::Exact,
            tells_edits: input.format().tells_edits(),
            reread: Rc::new(Rereader { dictionary: Arc::clone(&session.dictionary), points: session.points }),
            bytes: input.bytes(),
            started_at: &started_at,
            as_of: survey.as_of.clone(),
        };
        let other_days = input.takes_columns().then(|| OtherDays::watch(session.connection)).transpose();
        let other_days = other_days.map_err(|cause| store_failed(session.store, cause))?;
        let writer =
            Writer::begin(session.connection, start).map_err(|cause| store_failed(session.store, cause))?;
        Ok(Self {
            session,
            input,
            observer,
            writer,
            chronology: Some(Chronology::default()),
            unsettled: HashMap::new(),
            rejects: Rejects::default(),
            undated: 0,
            cut: None,
            has_local_times: false,
            dates_unread: DatesUnread::default(),
            letters: Letters::default(),
            names_no_channel: false,
            takes_given_id: false,
            repeated: Repeated::default(),
            other_days,
            told_name: None,
            is_complete: false,
            samples: &survey.samples,
            namesakes: channel::Namesakes::default(),
        })
    }

    /// The end of the way is given up when this returns, be it with an error: else the others would wait for ever.
    fn consume(mut self, records: End<Item>) -> Result<Self> {
        while let Ok(batch) = records.batches.recv() {
            if !batch.is_ordered
                && let Some(chronology) = self.chronology.take()
            {
                self.settle(&chronology.give_up())?;
            }
            for item in &batch.items {
                self.take(item)?;
            }
            let posts = self.writer.counts().posts();
            let dropped = self.session.late_indexes.drop_filled(self.session.connection, posts);
            dropped.map_err(|cause| store_failed(self.session.store, cause))?;
            self.observer.progress(batch.bytes_read, posts);
            records.give_back(batch);
        }
        self.writer.insert_waiting().map_err(|cause| store_failed(self.session.store, cause))?;
        Ok(self)
    }

    fn take(&mut self, item: &Item) -> Result<()> {
        if let Item::Post(_) | Item::Event(_) = item {
            self.rejects.note_other();
        }
        match item {
            Item::Channel(channel) => self.enter_channel(channel.clone()),
            Item::Post(post) => self.write_post(post),
            Item::Event(event) => {
                self.dates_unread.note_event(&event.event, &self.session.dating);
                self.writer.write_event(event).map_err(|cause| store_failed(self.session.store, cause))
            }
            Item::Reject(reject) => {
                if self.session.options.strict {
                    return Err(strict_error(self.input.name(), reject));
                }
                self.observer.rejected(self.input.name(), reject)?;
                self.rejects.note(reject);
                Ok(())
            }
            Item::Cut(place) => {
                self.cut = Some(place.clone());
                Ok(())
            }
        }
    }

    fn write_post(&mut self, post: &PreparedPost) -> Result<()> {
        self.dates_unread.note(post, &self.session.dating);
        self.letters.note(&post.post.text);
        // A bare day has no clock that another zone could move.
        self.has_local_times |=
            post.times.basis == Some(DateBasis::Local) && post.times.posted_local.is_some();
        let told = self.writer.write_post(post).map_err(|cause| store_failed(self.session.store, cause))?;
        if self.writer.most_ways() > MOST_WAYS {
            return Err(too_many_ways(self.input.name(), post.post.external_id.as_deref(), MOST_WAYS));
        }
        let Some((post_id, outcome)) = told else { return Ok(()) };
        self.repeated.take(post_id, outcome);
        if let (Some(other_days), Some(day), None) =
            (&self.other_days, post.times.day, &post.post.external_id)
            && outcome != writer::Outcome::New
        {
            let noted = other_days.take(post_id, day);
            noted.map_err(|cause| store_failed(self.session.store, cause))?;
        }
        let Some(chronology) = &mut self.chronology else {
            self.undated += u64::from(post.times.day.is_none());
            return Ok(());
        };
        let dated = match (post.times.day, post.text_date()) {
            (Some(day), _) => Dated::Day(day),
            (None, Some(date)) if date.year.is_none() => {
                Dated::DayWithoutYear { month: date.month, day: date.day, basis: date.basis }
            }
            (None, _) => Dated::Undated,
        };
        if post.times.day.is_none() {
            self.unsettled.insert(post_id, outcome);
        }
        let resolutions = chronology.push(post_id, dated);
        self.settle(&resolutions)
    }

    fn settle(&mut self, resolutions: &[Resolution]) -> Result<()> {
        for resolution in resolutions {
            resolution.day.into_iter().for_each(|day| self.dates_unread.note_day(day, &self.session.dating));
            let day = resolution.day.filter(|day| self.session.dating.is_plausible(*day));
            self.undated += u64::from(day.is_none());
            let outcome = self.unsettled.remove(&resolution.key).unwrap_or(writer::Outcome::New);
            let neighbourhood = Neighbourhood {
                day: day.zip(resolution.basis),
                not_before: resolution.not_before,
                not_after: resolution.not_after,
            };
            self.writer
                .settle(resolution.key, outcome, &neighbourhood)
                .map_err(|cause| store_failed(self.session.store, cause))?;
        }
        Ok(())
    }

    /// Makes the indexes that a new store does without while it is filled. Nothing comes behind this input, and another
    /// thread has its hash to make: on their own both would keep one processor waiting.
    fn make_indexes(&mut self) -> Result<()> {
        self.settle_rest()?;
        self.observer.finishing();
        self.writer
            .write_counts()
            .and_then(|()| self.session.late_indexes.make(self.session.connection))
            .map_err(|cause| store_failed(self.session.store, cause))
    }

    fn settle_rest(&mut self) -> Result<()> {
        self.chronology.take().map_or(Ok(()), |chronology| self.settle(&chronology.finish()))
    }

    fn end(mut self, sha256: &str) -> Result<Loaded> {
        self.settle_rest()?;
        if self.has_local_times && self.session.options.input_time_zone.is_none() {
            let zone = self.session.dating.input_zone();
            self.observer.notice(Notice::ZoneTaken { input: self.input.name().to_owned(), zone });
        }
        self.dates_unread.tell(self.input.name(), &self.session.dating, self.observer);
        self.letters.tell(self.input.name(), self.observer);
        if self.names_no_channel {
            let posts = self.repeated.count(self.session.connection);
            let posts = posts.map_err(|cause| store_failed(self.session.store, cause))?;
            if posts > 0 {
                self.observer.notice(Notice::IdsRepeated { input: self.input.name().to_owned(), posts });
            }
        }
        if let Some(other_days) = self.other_days.take() {
            let lost = other_days.lost().map_err(|cause| store_failed(self.session.store, cause))?;
            if let Some(DaysLost { days, day, text }) = lost {
                let input = self.input.name().to_owned();
                self.observer.notice(Notice::DaysLost { input, days, day, text: first_words(&text) });
            }
        }
        let (rejects, first_reject) = self.rejects.into_parts();
        self.cut = self.cut.or_else(|| self.input.cut());
        if let Some(place) = self.cut.as_ref().filter(|_| self.session.options.strict) {
            return Err(cut_off(self.input.name(), place));
        }
        let counts = self.writer.counts();
        if counts.posts() + counts.events == 0 && rejects.is_empty() && self.cut.is_none() {
            self.observer.notice(Notice::NothingFound { input: self.input.name().to_owned() });
        }
        let days = self.writer.days();
        let end = LoadEnd {
            sha256,
            finished_at: &self.session.now(),
            is_whole: self.cut.is_none(),
            is_complete: self.is_complete,
            rejects: &rejects,
        };
        let mut unfinished = self.writer.end(end).map_err(|cause| store_failed(self.session.store, cause))?;
        self.namesakes.tell(self.session, self.observer)?;
        channel::tell(std::mem::take(&mut unfinished.news), self.input.name(), self.observer);
        channel::tell_of_same_posts(&mut unfinished, self.input.name(), self.observer);
        Ok(Loaded {
            known: None,
            counts,
            rejects,
            first_reject,
            days,
            undated: self.undated,
            cut: self.cut,
            takes_channel: self.names_no_channel || self.takes_given_id,
            unfinished,
        })
    }
}

/// As much of a text as a message shows.
fn first_words(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let shown: String = line.chars().take(MOST).collect();
    if shown.len() < text.trim().len() { shown + "…" } else { shown }
}

impl Session<'_> {
    /// Whether no input comes behind this one in a new store.
    fn is_last(&self) -> bool {
        self.place == super::Place::NewStore && self.is_alone.get()
    }

    fn now(&self) -> String {
        self.options.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

#[cfg(test)]
mod tests;
