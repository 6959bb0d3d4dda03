//! Which channel the records that follow are of, as the input and the user name it.

use rusqlite::Connection;

use super::{Consumer, Session, other_of_that_handle, other_of_that_name, other_of_that_number, two_names};
use crate::Result;
use crate::extract::fold::fold;
use crate::load::{Notice, Observer, channel_name, store_failed};
use crate::model::Channel;
use crate::store::channel_tellings::ChannelNews;
use crate::store::writer::{ChannelChoice, Entered, Namesake, Unfinished};

/// Tells which channels have the same posts.
pub(super) fn tell_of_same_posts(unfinished: &mut Unfinished, input: &str, observer: &mut dyn Observer) {
    for channels in std::mem::take(&mut unfinished.same_posts) {
        observer.notice(Notice::SamePosts { input: input.to_owned(), channels });
    }
    for group in std::mem::take(&mut unfinished.former_groups) {
        observer.notice(Notice::FormerGroup { input: input.to_owned(), group });
    }
}

/// Tells which channels are called otherwise, and which handles are those of several: the first of each, and how many.
pub(super) fn tell(news: ChannelNews, input: &str, observer: &mut dyn Observer) {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let (renamed, shared) = (count(news.renamed.len()), count(news.shared.len()));
    if let Some(first) = news.renamed.into_iter().next() {
        let (before, now) = (first.before, first.now);
        observer.notice(Notice::Renamed { input: input.to_owned(), before, now, channels: renamed });
    }
    if let Some(first) = news.shared.into_iter().next() {
        let (handle, channels) = (first.handle, first.channels);
        observer.notice(Notice::SharedHandle { input: input.to_owned(), handle, channels, handles: shared });
    }
}

/// What is to be told of channels of one name, unless all that the input has shows that they are one.
#[derive(Debug, Default)]
pub(super) struct Namesakes {
    all: Vec<((i64, i64), Notice)>,
}

impl Namesakes {
    fn push(&mut self, channels: (i64, i64), notice: Notice) {
        self.all.push((channels, notice));
    }

    /// Tells of those that are two still.
    pub(super) fn tell(self, session: &Session<'_>, observer: &mut dyn Observer) -> Result<()> {
        for (channels, notice) in self.all {
            if are_two(session.connection, channels).map_err(|cause| store_failed(session.store, cause))? {
                observer.notice(notice);
            }
        }
        Ok(())
    }
}

fn are_two(connection: &Connection, (one, other): (i64, i64)) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT count(*) = 2 FROM channels WHERE channel_id IN (?1, ?2)")?
        .query_row([one, other], |row| row.get(0))
}

impl Consumer<'_, '_> {
    /// All that follows is of this channel.
    pub(super) fn enter_channel(&mut self, channel: Channel) -> Result<()> {
        // The posts of another channel are no neighbours.
        if let Some(chronology) = self.chronology.as_mut().map(std::mem::take) {
            self.settle(&chronology.finish())?;
        }
        let told = channel.clone();
        let (channel, choice) = if channel.is_anonymous() || self.session.takes_given_channel(&channel) {
            self.refuse_second_name(&channel)?;
            self.named(channel)
        } else {
            let given = self.session.with_given_id(channel.clone());
            if given != channel {
                self.takes_given_id = true;
                self.refuse_second_name(&channel)?;
            }
            (given, ChannelChoice::Input)
        };
        let entered = self
            .writer
            .enter_channel(&channel, choice, self.samples.get(&told).and_then(Option::as_ref))
            .map_err(|cause| store_failed(self.session.store, cause))?;
        let input = self.input.name().to_owned();
        let notice = match entered {
            Entered::Channel { of_one_number: Some((other, is_apart)), .. } => {
                Notice::OfOneNumber { input, other, is_apart }
            }
            Entered::Channel {
                channel_id: own, namesake: Some(Namesake { channel_id, differs }), ..
            } => {
                let name = channel.name.unwrap_or_default();
                let notice = Notice::Namesake { input, name, namesake: channel_id, differs };
                self.namesakes.push((own, channel_id), notice);
                return Ok(());
            }
            Entered::Channel { has_other_posts: Some(known), .. } => {
                let handle = channel.handle.unwrap_or_default();
                Notice::OtherPosts { input, handle, known }
            }
            Entered::Channel { had_handle, .. } if !had_handle.is_empty() => {
                let handle = channel.handle.unwrap_or_default();
                Notice::FormerHandle { input, handle, channels: had_handle }
            }
            Entered::Channel { .. } => return Ok(()),
            Entered::OtherOfThatHandle { known } => {
                let handle = channel.handle.unwrap_or_default();
                return Err(other_of_that_handle(&input, &handle, &known));
            }
            Entered::OtherOfThatName { name } => return Err(other_of_that_name(&input, &name)),
            Entered::OtherOfThatNumber { known } => {
                return Err(other_of_that_number(&input, &channel, &known));
            }
        };
        self.observer.notice(notice);
        Ok(())
    }

    /// The name that the user gives is for one channel.
    fn refuse_second_name(&mut self, channel: &Channel) -> Result<()> {
        let name = match &channel.handle {
            _ if channel.external_id.is_some() => return Ok(()),
            Some(handle) => format!("@{}", fold(handle)),
            None => channel.name.clone().unwrap_or_default(),
        };
        if name.is_empty() {
            return Ok(());
        }
        match &self.told_name {
            Some(first) if *first != name => Err(two_names(self.input.name(), first, &name)),
            _ => {
                self.told_name = Some(name);
                Ok(())
            }
        }
    }

    /// The channel of an input that names none.
    fn named(&mut self, channel: Channel) -> (Channel, ChannelChoice) {
        let is_first = !std::mem::replace(&mut self.names_no_channel, true);
        if let Some(name) = &self.session.options.channel {
            let named = channel_name::parse(name);
            return (
                Channel { platform: channel.platform, kind: channel.kind, ..named },
                ChannelChoice::User,
            );
        }
        let stem = self.input.stem();
        if is_first {
            self.observer
                .notice(Notice::ChannelTaken { input: self.input.name().to_owned(), name: stem.clone() });
        }
        (Channel { name: Some(stem), ..channel }, ChannelChoice::Input)
    }
}
