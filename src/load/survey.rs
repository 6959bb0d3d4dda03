//! A first look through an input whose posts the store may have already: the last instant that it knows
//! of decides between two records of one post, its posts tell which channel it is of where no id does, and a
//! record that fails a strict load should do so before anything is written.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::Result;
use crate::extract;
use crate::input::Reader;
use crate::load::authors::{AuthorPolicy, Authors};
use crate::load::inputs::InputFile;
use crate::load::kept::Keeper;
use crate::load::long_text::refuse_long_text;
use crate::load::prepare::{day_text, utc_text};
use crate::load::rejects::Rejects;
use crate::load::{Observer, Session, pipeline, store_failed};
use crate::model::{Channel, Moment, Post, Record, UnixSeconds};
use crate::store::writer::{
    Numbers, Sample, Unidentified, is_other_of_that_name, known_numbers, needs_sample, other_of_that_handle,
    other_of_that_number, unidentified,
};

/// What the first look found.
#[derive(Debug, Clone, Default)]
pub(super) struct Survey {
    /// The last instant that the input knows of, in the store's form; `None` when it was not looked for.
    pub(super) as_of: Option<String>,
    /// Posts of each channel, as the input tells of the channel; `None` where they tell nothing that the store
    /// could use.
    pub(super) samples: HashMap<Channel, Option<Sample>>,
    /// How many posts the samples have.
    sampled: usize,
    /// The first and the last number of the posts that the store has of each channel: the input's of these numbers are
    /// likely to be the same.
    pub(super) known: HashMap<Channel, Numbers>,
}

/// Looks through the input, unless the store is empty and nothing depends on it. Gives its records again where they
/// were kept.
pub(super) fn survey(
    session: &Session<'_>,
    input: &InputFile,
    observer: &mut dyn Observer,
) -> Result<(Survey, Option<Box<dyn Reader>>)> {
    let has_posts: bool = session
        .connection
        .query_row(
            "SELECT EXISTS (SELECT * FROM posts) OR EXISTS (SELECT * FROM channel_events)",
            [],
            |row| row.get(0),
        )
        .map_err(|cause| store_failed(session.store, cause))?;
    if !has_posts {
        return Ok((Survey::default(), None));
    }
    let mut reader = input.open()?;
    // What is done with authors is done once.
    let mut keeper = Keeper::new(session.options.authors == AuthorPolicy::Keep);
    let mut survey = Survey::default();
    let mut last = Last::default();
    let mut channel = Channel::default();
    let failed = |cause| store_failed(session.store, cause);
    let unidentified = unidentified(session.connection).map_err(failed)?;
    // The same records as will be written, so that the channels are counted alike.
    let mut authors = Authors::new(&session.options.authors);
    let mut rejects = Rejects::default();
    let mut others = 0;
    while let Some(record) = reader.next_record().map_err(|error| error.within(input.name()))? {
        let Some(record) = authors.apply(record) else { continue };
        let (record, _) = refuse_long_text(record, reader.bytes_read());
        if let Record::Post(_) | Record::Event(_) = record {
            rejects.note_other();
            others += 1;
        }
        match &record {
            Record::Channel(next) => {
                channel.clone_from(next);
                if survey.samples.len() < Sample::MOST && !survey.samples.contains_key(&channel) {
                    let is_needed =
                        needs_sample(session.connection, &unidentified, &channel).map_err(failed)?;
                    survey.samples.insert(channel.clone(), is_needed.then(Sample::default));
                    if let Some(numbers) = known_numbers(session.connection, &channel).map_err(failed)? {
                        survey.known.insert(channel.clone(), numbers);
                    }
                }
            }
            Record::Post(post) => survey.take(session, &channel, post, &mut last),
            Record::Event(event) => last.include(session.dating.instant(event.happened)),
            Record::Reject(reject) if session.options.strict => {
                return Err(pipeline::strict_error(input.name(), reject));
            }
            Record::Reject(reject) => rejects.note(reject),
            Record::Cut(_) => {}
        }
        keeper.take(record, reader.bytes_read(), reader.is_ordered());
    }
    if rejects.are_all() && authors.private_chats() == 0 {
        list_rejects(input, observer)?;
        rejects.refuse_if_all(input)?;
    }
    if let Some(bad) = reader.bad_bytes() {
        pipeline::refuse_another_encoding(input, bad.records, others + rejects.count(), &bad.first)?;
    }
    survey.as_of = last.text();
    survey.end_samples(session, &unidentified, input)?;
    Ok((survey, keeper.again(reader.as_ref())))
}

/// Tells of the records that could not be read, where nothing else is done with the input.
fn list_rejects(input: &InputFile, observer: &mut dyn Observer) -> Result<()> {
    let mut reader = input.open()?;
    while let Some(record) = reader.next_record().map_err(|error| error.within(input.name()))? {
        if let Record::Reject(reject) = refuse_long_text(record, reader.bytes_read()).0 {
            observer.rejected(input.name(), &reject)?;
        }
    }
    Ok(())
}

/// The last instant and the last bare day of an input.
#[derive(Debug, Default)]
struct Last {
    instant: Option<UnixSeconds>,
    day: Option<Date>,
}

impl Last {
    fn include(&mut self, instant: Option<UnixSeconds>) {
        self.instant = self.instant.max(instant);
    }

    /// The later one as the store writes it: a bare day comes before the instants of that day.
    fn text(&self) -> Option<String> {
        self.instant.and_then(utc_text).max(self.day.map(day_text))
    }
}

impl Survey {
    fn take(&mut self, session: &Session<'_>, channel: &Channel, post: &Post, last: &mut Last) {
        let text_date = match post.posted {
            Moment::Unknown => extract::find_text_date(post),
            _ => None,
        };
        let dating = &session.dating;
        let posted = dating.instant(post.posted);
        if posted.is_none() {
            last.day = last.day.max(dating.bare_day(post, text_date));
        }
        last.include(posted);
        last.include(dating.instant(post.edited));
        last.include(post.seen.and_then(|seen| dating.instant(Moment::Instant(seen))));
        if let (Some(Some(sample)), Some(id)) = (self.samples.get_mut(channel), &post.external_id) {
            let before = sample.posts();
            sample.add(id, &post.text, posted);
            self.sampled += sample.posts() - before;
            if self.sampled > Sample::MOST_POSTS {
                self.thin();
            }
        }
    }

    fn thin(&mut self) {
        while self.sampled > Sample::MOST_POSTS {
            self.samples.values_mut().flatten().for_each(Sample::thin);
            self.sampled = self.samples.values().flatten().map(Sample::posts).sum();
        }
    }

    /// Refuses an input whose channel cannot be told from another before anything is written.
    fn end_samples(
        &mut self,
        session: &Session<'_>,
        unidentified: &Unidentified,
        input: &InputFile,
    ) -> Result<()> {
        let mut renamed: Vec<&String> = self
            .samples
            .keys()
            .filter(|channel| session.takes_given_channel(channel))
            .filter_map(|channel| channel.name.as_ref())
            .collect();
        renamed.sort_unstable();
        renamed.dedup();
        if let [one, other, ..] = renamed[..] {
            return Err(pipeline::two_names(input.name(), one, other));
        }
        for (channel, sample) in &mut self.samples {
            let Some(sample) = sample else { continue };
            sample.sort();
            if session.takes_given_channel(channel) {
                continue;
            }
            let name = channel.name.clone().unwrap_or_else(|| input.stem());
            let named = Channel { name: Some(name.clone()), ..channel.clone() };
            let is_other = is_other_of_that_name(session.connection, unidentified, &named, sample)
                .map_err(|cause| store_failed(session.store, cause))?;
            if is_other {
                return Err(pipeline::other_of_that_name(input.name(), &name));
            }
            let channel = session.with_given_id(channel.clone());
            let other = other_of_that_handle(session.connection, &channel, sample)
                .map_err(|cause| store_failed(session.store, cause))?;
            if let (Some(known), Some(handle)) = (other, &channel.handle) {
                return Err(pipeline::other_of_that_handle(input.name(), handle, &known));
            }
            let other = other_of_that_number(session.connection, &channel, sample)
                .map_err(|cause| store_failed(session.store, cause))?;
            if let Some(known) = other {
                return Err(pipeline::other_of_that_number(input.name(), &channel, &known));
            }
        }
        Ok(())
    }
}
