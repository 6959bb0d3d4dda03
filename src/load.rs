//! Loading: inputs into a store. The only place where readers, extractors and the writer meet.
//!
//! Each input is all or nothing. A first load builds the store aside and puts it in place at the end; an
//! existing store is changed in one transaction an input, in WAL mode, so that readers go on reading.
//! Reading, extracting and writing run on a thread each (`pipeline`).

pub mod authors;
mod changes;
pub mod channel_name;
mod chosen;
mod dates_unread;
mod dictionary;
pub mod inputs;
mod join;
mod kept;
mod known;
mod late_indexes;
mod letters;
mod long_text;
mod notice;
mod observer;
mod options;
mod pipeline;
mod prepare;
mod reindex;
mod rejects;
mod report;
mod store_error;
mod survey;

use std::cell::Cell;
use std::path::Path;
use std::time::Instant;

use jiff::tz::TimeZone;
use rusqlite::Connection;

use crate::input::{ReadOptions, columns};
use crate::model::{Channel, PointRule};
use crate::store::aside::{Aside, clear_leavings};
use crate::store::lock::StoreLock;
use crate::store::word_index::{self, PutOff};
use crate::store::writer::{trust_own_references, trust_own_words};
use crate::store::{self, FileKind, published, rules, search_index, settings};
use crate::{ErrorKind, Result};
use changes::Changes;
use inputs::{InputFile, Inputs};
use late_indexes::LateIndexes;
use pipeline::Loaded;
use prepare::Dating;
use store_error::store_failed;

pub use dates_unread::DatesAhead;
pub use join::{Joined, join_channels, may_join};
pub use known::load_of_file;
pub use notice::Notice;
pub use observer::{Observer, Silent};
pub use options::LoadOptions;
pub use reindex::{Reindexed, reindex, reindex_points, reindex_time_zone};
pub use report::{InputReport, LoadReport, Outcome};

/// Loads `inputs` (files, folders, patterns, `-` for standard input; see [`inputs`]) into the store at `store`, which is made when
/// there is none.
///
/// An input that cannot be loaded is told of in the report, and the others are loaded all the same.
///
/// # Errors
/// When nothing could be tried: the store is foreign, newer, damaged, read-only or held by another
/// loader, or an option is wrong.
pub fn load(
    store: &Path,
    inputs: &[String],
    options: &LoadOptions,
    observer: &mut dyn Observer,
) -> Result<LoadReport> {
    columns::check_map(&options.columns)?;
    let kind = store::file_kind(store)?;
    if matches!(kind, FileKind::Missing | FileKind::Empty) {
        store::refuse_name(store)?;
    }
    match kind {
        FileKind::NotADatabase => Err(store::not_a_database(store)),
        FileKind::Foreign => Err(store::foreign(store)),
        FileKind::Store => load_into_existing(store, inputs, options, observer),
        FileKind::Missing | FileKind::Empty if options.dry_run => {
            load_temporary(inputs, options, observer).map(|(_, report)| report)
        }
        FileKind::Missing | FileKind::Empty => load_into_new(store, inputs, options, observer),
    }
    .map_err(|error| store::naming(store, error))
}

/// Loads `inputs` into a throw-away store that lives as long as its connection.
///
/// # Errors
/// As [`load`], and when SQLite cannot finish the store.
pub fn load_temporary(
    inputs: &[String],
    options: &LoadOptions,
    observer: &mut dyn Observer,
) -> Result<(Connection, LoadReport)> {
    columns::check_map(&options.columns)?;
    dictionary::make_bundled_ready();
    let connection = store::create_temporary()?;
    let report = fill(&connection, inputs, options, observer, "the temporary store")?;
    if let Some(failure) = report.failure {
        return Err(failure);
    }
    Ok((connection, report))
}

fn load_into_new(
    store: &Path,
    inputs: &[String],
    options: &LoadOptions,
    observer: &mut dyn Observer,
) -> Result<LoadReport> {
    let lock = StoreLock::acquire(store, options.clock.now())?;
    if store::file_kind(store)? == FileKind::Store {
        // Another loader made it while we were asking for the lock.
        return load_holding_lock(lock, store, inputs, options, observer);
    }
    dictionary::make_bundled_ready();
    let (aside, connection) = Aside::create(store)?;
    let mut report = fill(&connection, inputs, options, observer, &store.display().to_string())?;
    if report.failure.is_none() && report.inputs.iter().any(InputReport::is_kept) {
        report.failure = aside.publish(connection).err();
    }
    if report.failure.is_some() {
        report.nothing_was_kept();
    }
    Ok(report)
}

/// Fills an empty store whose file nobody else sees yet.
fn fill(
    connection: &Connection,
    inputs: &[String],
    options: &LoadOptions,
    observer: &mut dyn Observer,
    name: &str,
) -> Result<LoadReport> {
    let failed = |cause: rusqlite::Error| store_failed(name, cause);
    if let Some(time_zone) = &options.time_zone {
        let name = settings::zone_name(&settings::zone(time_zone)?, time_zone);
        settings::set(connection, settings::TIME_ZONE, &name).map_err(failed)?;
    }
    settings::set_points(connection, options.points.unwrap_or_default()).map_err(failed)?;
    authors::remember(connection, &options.authors).map_err(failed)?;
    let mut session = Session::new(connection, options, name, Place::NewStore)?;
    session.late_indexes = LateIndexes::drop(connection).map_err(failed)?;
    trust_own_references(connection).and_then(|()| trust_own_words(connection)).map_err(failed)?;
    let mut report = session.load_all(inputs, observer);
    if report.failure.is_none() {
        observer.finishing();
        let unfinished = std::mem::take(&mut report.unfinished);
        report.failure = connection
            .execute_batch("BEGIN")
            .and_then(|()| session.late_indexes.make(connection))
            .and_then(|()| unfinished.finish(connection))
            .and_then(|()| {
                connection
                    .execute_batch("COMMIT; PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF")
            })
            .err()
            .map(failed);
    }
    Ok(report)
}

fn load_into_existing(
    store: &Path,
    inputs: &[String],
    options: &LoadOptions,
    observer: &mut dyn Observer,
) -> Result<LoadReport> {
    let lock = StoreLock::acquire(store, options.clock.now())?;
    dictionary::make_bundled_ready();
    load_holding_lock(lock, store, inputs, options, observer)
}

fn load_holding_lock(
    lock: StoreLock,
    store: &Path,
    inputs: &[String],
    options: &LoadOptions,
    observer: &mut dyn Observer,
) -> Result<LoadReport> {
    clear_leavings(store);
    let connection = store::open_for_writing(store)?;
    chosen::refuse_other_zone(&connection, options)?;
    chosen::refuse_other_points(&connection, options)?;
    authors::refuse_other(&connection, &options.authors)?;
    let name = store.display().to_string();
    trust_own_words(&connection)
        .and_then(|()| trust_own_references(&connection))
        .map_err(|cause| store_failed(&name, cause))?;
    let session = Session::new(&connection, options, &name, Place::ExistingStore)?;
    let mut report = session.load_all(inputs, observer);
    let has_read = report.inputs.iter().any(|input| input.counts.new + input.counts.changed > 0);
    if has_read && rules::told(&connection)?.is_some() {
        observer.notice(Notice::OtherRules);
    }
    Changes::end_dry_run(&connection);
    if !store::leave_wal(&connection) {
        if session.is_refused_at_the_end.get() {
            report.failure = report.failure.take().map(store::told_in_doubt);
        }
        lock.leave_file();
        observer.notice(Notice::StaysInWal { store: name });
    }
    Ok(report)
}

/// Where the posts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A store in the making, without its secondary indexes; what depends on them is done at its end.
    NewStore,
    /// A store that others may be reading.
    ExistingStore,
}

/// What all inputs of one call have in common.
struct Session<'s> {
    connection: &'s Connection,
    options: &'s LoadOptions,
    dating: Dating,
    dictionary: dictionary::Shared,
    points: PointRule,
    store: &'s str,
    place: Place,
    /// Whether there is one input alone: then the channel that the user names is its, even where it tells a name.
    is_alone: Cell<bool>,
    /// Whether the search index was seen to be sound.
    is_index_looked_at: Cell<bool>,
    /// Whether an input was refused when it was to be kept, and may be kept all the same.
    is_refused_at_the_end: Cell<bool>,
    late_indexes: LateIndexes,
}

impl<'s> Session<'s> {
    fn new(
        connection: &'s Connection,
        options: &'s LoadOptions,
        store: &'s str,
        place: Place,
    ) -> Result<Self> {
        let reporting = settings::reporting_zone(connection)?;
        let given = options.input_time_zone.as_deref().map(settings::zone).transpose()?;
        let input: TimeZone = given.unwrap_or_else(|| reporting.clone());
        Ok(Self {
            connection,
            options,
            dating: Dating::new(reporting, input, options.clock.now()),
            dictionary: dictionary::dictionary(connection).map_err(|cause| store_failed(store, cause))?,
            points: settings::points(connection).map_err(|cause| store_failed(store, cause))?,
            store,
            place,
            is_alone: Cell::new(false),
            is_index_looked_at: Cell::new(false),
            is_refused_at_the_end: Cell::new(false),
            late_indexes: LateIndexes::default(),
        })
    }

    /// Whether the posts of this channel, as an input tells it, are of the one that the user names.
    fn takes_given_channel(&self, channel: &Channel) -> bool {
        let is_known_by_name = channel.external_id.is_none() && channel.handle.is_none();
        self.options.channel.is_some() && (channel.is_anonymous() || is_known_by_name && self.is_alone.get())
    }

    fn load_all(&self, inputs: &[String], observer: &mut dyn Observer) -> LoadReport {
        let LoadOptions { format, outputs, .. } = self.options;
        let options = ReadOptions { columns: self.options.columns.clone() };
        let mut inputs = Inputs::find(inputs, *format, options, Path::new(self.store), outputs);
        let mut report = LoadReport::default();
        let (mut has_inputs, mut takes_columns, mut needs_channel) = (false, false, false);
        loop {
            let started = Instant::now();
            let input = &match inputs.next(observer) {
                None => break,
                Some(Ok(input)) => input,
                Some(Err((name, error))) => {
                    report.inputs.push(InputReport::failed(&name, error));
                    continue;
                }
            };
            self.is_alone.set(inputs.is_one());
            has_inputs = true;
            takes_columns |= input.takes_columns();
            observer.begun(input.name(), input.bytes());
            let loaded = match known::already_loaded(self.connection, input) {
                Ok(Some(load_id)) => self.tell_of_known(load_id, input, observer),
                Ok(None) => self.load_one(input, observer),
                Err(error) => Err(error),
            };
            match loaded {
                Ok(mut loaded) => {
                    needs_channel |= loaded.takes_channel;
                    report.unfinished.merge(std::mem::take(&mut loaded.unfinished));
                    report.inputs.push(loaded.report(input, started.elapsed()));
                }
                Err(error) if error.kind() == ErrorKind::Input => {
                    report.inputs.push(InputReport::failed(input.name(), error));
                }
                Err(error) => {
                    report.failure = Some(error);
                    break;
                }
            }
        }
        report.skipped_files = inputs.left_out().files();
        (report.skipped_data, report.skipped_data_files) = inputs.left_out().data();
        if !self.options.columns.is_empty() && has_inputs && !takes_columns {
            observer.notice(Notice::MapNotNeeded);
        }
        let has_loaded = report.inputs.iter().any(|input| matches!(input.outcome, Outcome::Loaded));
        if self.options.channel.is_some() && has_loaded && !needs_channel {
            observer.notice(Notice::ChannelNotNeeded);
        }
        report
    }

    /// An input that the store has already is not read: a channel that the user names for it is not its own.
    fn tell_of_known(&self, load_id: i64, input: &InputFile, observer: &mut dyn Observer) -> Result<Loaded> {
        if let Some(given) = &self.options.channel
            && let Some(channels) = known::other_channels(self.connection, load_id, given)?
        {
            observer.notice(Notice::KnownOfOther { input: input.name().to_owned(), channels });
        }
        Ok(Loaded::known(load_id))
    }

    /// Has the indexes of words wait for the new posts; a store without authors so far says from now on that it never
    /// will have any.
    fn prepare_store(&self) -> rusqlite::Result<Option<PutOff>> {
        let (connection, policy) = (self.connection, &self.options.authors);
        if !authors::is_remembered(connection, policy)? {
            authors::remember(connection, policy)?;
        }
        if self.place == Place::NewStore {
            return Ok(None);
        }
        let is_first = !self.is_index_looked_at.replace(!self.options.dry_run);
        rules::note_reading(connection)?;
        search_index::put_off(connection, is_first)?;
        word_index::put_off(connection).map(Some)
    }

    /// Loads one input, all or nothing.
    fn load_one(&self, input: &InputFile, observer: &mut dyn Observer) -> Result<Loaded> {
        let failed = |cause: rusqlite::Error| store_failed(self.store, cause);
        if self.options.format.is_none() && input.may_be_telegram_lines() {
            observer.notice(Notice::MayBeTelegrams { input: input.name().to_owned() });
        }
        let (survey, kept) = survey::survey(self, input, observer)?;
        let is_kept = self.place == Place::NewStore || !self.options.dry_run;
        if self.place == Place::ExistingStore && is_kept {
            store::enter_wal(self.connection).map_err(failed)?;
        }
        let had_indexes = self.late_indexes.are_made();
        let changes = Changes::begin(self.connection, !is_kept).map_err(failed)?;
        let loaded = self.prepare_store().map_err(failed).and_then(|words| {
            let reported = published::reported_points(self.connection).map_err(failed)?;
            let mut loaded = pipeline::run(self, input, kept, &survey, observer)?;
            if let Some(words) = words {
                words.end(self.connection).map_err(failed)?;
                let unfinished = std::mem::take(&mut loaded.unfinished);
                unfinished.finish(self.connection).map_err(failed)?;
                search_index::catch_up(self.connection).map_err(failed)?;
                word_index::catch_up(self.connection).map_err(failed)?;
                let removed = published::remove_of_other_points(self.connection, &reported);
                for view in removed.map_err(failed)? {
                    observer.notice(Notice::ReportRemoved { view });
                }
            }
            changes.keep(self.connection).map_err(|cause| {
                self.is_refused_at_the_end.set(is_kept && store::may_be_done(&cause));
                failed(cause)
            })?;
            Ok(loaded)
        });
        if loaded.is_err() && !self.connection.is_autocommit() {
            changes.take_back(self.connection);
            self.late_indexes.go_back(had_indexes);
        }
        loaded
    }
}
