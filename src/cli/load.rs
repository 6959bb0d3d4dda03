//! `chancery load`.

mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::destination::is_one_place;
use super::failure::Failure;
use super::key_file::key_of;
use super::load_progress::LoadProgress;
use super::session::Session;
use crate::input::Format;
use crate::input::columns::{self, COLUMNS};
use crate::load::authors::AuthorPolicy;
use crate::load::inputs;
use crate::load::{self, InputReport, LoadOptions, LoadReport, Outcome};
use crate::model::PointRule;
use crate::query::similar;
use crate::store::status::latest_load;
use crate::{Error, ErrorKind, Result};
use table::print_table;

/// How to read inputs: the options that `load` and `run --from` share.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct InputOptions {
    /// Take the inputs as this format instead of looking at their content
    #[arg(long = "as", value_name = "FORMAT", value_parser = Format::ALL.map(Format::name))]
    format: Option<String>,
    /// For tables and JSON lines: which of the input's own columns is meant, as in text=body,posted_at=Date
    #[arg(long, value_name = "COLUMN=NAME", value_delimiter = ',', value_parser = mapped_column)]
    map: Vec<(String, String)>,
    /// Name the channel of inputs that name none: id, @handle, link or name
    #[arg(long, value_name = "NAME", allow_negative_numbers = true, value_parser = some_name)]
    channel: Option<String>,
    /// Count days in this zone; chosen when a store is made; reindex changes it [default: UTC]
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
    /// Take these as talking points; chosen when a store is made. `sentences`: the items of lists, and the long
    /// sentences of posts without items [default: items]
    #[arg(long, value_name = "WHAT", value_parser = PointRule::ALL.map(PointRule::name), hide_possible_values = true)]
    points: Option<String>,
    /// Take times without a zone as times of this zone
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    input_time_zone: Option<String>,
}

/// A name that is not blank, nor the number by which a store tells a channel that it has: a new one would be called so.
fn some_name(text: &str) -> Result<String, String> {
    let number = text.trim().strip_prefix("channel:");
    if number.is_some_and(|number| number.parse::<u64>().is_ok()) {
        return Err("it is a number of the store's own; name the id, @handle, link or name".to_owned());
    }
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// A documented column, and the input's own name for it.
fn mapped_column(text: &str) -> Result<(String, String), String> {
    let Some((column, name)) = text.split_once('=').map(|(column, name)| (column.trim(), name.trim())) else {
        return Err("it is no COLUMN=NAME, such as text=body".to_owned());
    };
    if name.is_empty() {
        return Err(format!("the name of the input's own column is missing behind {column}="));
    }
    if columns::is_target(column) {
        return Ok((column.to_owned(), name.to_owned()));
    }
    let (stem, order) = column.split_once(':').unwrap_or((column, ""));
    let names = COLUMNS.map(|column| column.name);
    Err(match similar::close(stem, names, 1).first() {
        Some(_) if names.contains(&stem) => {
            format!("'{stem}:{order}' is no column; only times take an order of dates, :dmy or :mdy")
        }
        Some(close) => format!("there is no column '{stem}'; did you mean '{close}'?"),
        None => format!("there is no column '{stem}'; columns: {}", names.join(", ")),
    })
}

/// How to have an input read otherwise than it was.
const TO_READ_ANEW: &str = "to read it anew: chancery forget CHANNEL, then load all of that channel again";

impl InputOptions {
    /// Those of the options given that say how this input is read.
    fn of_reading(&self, input: &InputReport) -> Vec<&'static str> {
        let has_columns = matches!(input.format, Some(Format::Csv | Format::JsonLines));
        let given = [
            ("--as", self.format.is_some()),
            ("--map", has_columns && !self.map.is_empty()),
            ("--input-time-zone", self.input_time_zone.is_some()),
        ];
        given.into_iter().filter_map(|(option, is_given)| is_given.then_some(option)).collect()
    }

    /// The same as the loader takes it.
    ///
    /// # Errors
    /// When a column is mapped twice.
    pub(super) fn load_options(&self, session: &Session) -> Result<LoadOptions> {
        let mut columns = BTreeMap::new();
        for (column, name) in &self.map {
            if columns.insert(column.clone(), name.clone()).is_some_and(|before| before != *name) {
                let error = Error::new(ErrorKind::Usage, format!("'{column}' is mapped twice"));
                return Err(error.hint("map each column once"));
            }
        }
        Ok(LoadOptions {
            format: self.format.as_deref().and_then(Format::from_name),
            columns,
            channel: self.channel.clone(),
            time_zone: self.time_zone.clone(),
            points: self.points.as_deref().and_then(PointRule::from_name),
            input_time_zone: self.input_time_zone.clone(),
            clock: session.clock(),
            ..LoadOptions::default()
        })
    }
}

/// Load files, folders or standard input into the store
///
/// Each input is loaded whole or not at all, and one that the store has already changes nothing. The store
/// is made when there is none.
///
/// A folder is searched with all folders in it. Files packed with gzip or zstd and zip archives are read as
/// they are.
///
/// --no-authors and --pseudonyms are chosen when a store is made. They do not change texts: an @handle or a name in
/// a text stays.
///
/// With --points sentences, posts without list items have talking points, too: their sentences of at least eight words,
/// or of 20 letters of a script without spaces such as Chinese or Thai. chancery reindex --points changes that later.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery load result.json
  chancery load exports/ --time-zone Europe/Prague
  chancery load essays.json --points sentences
  chancery load page.txt --channel @example
  chancery load posts.csv --map text=Message,posted_at=Date
  chancery load exports.zip 'archive/*.jsonl.zst'
  chancery load group/ --pseudonyms ~/keys/group.key
  curl -s https://example.org/result.json.gz | chancery load -")]
pub(super) struct LoadArgs {
    /// Files, folders, archives, patterns, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<String>,
    #[command(flatten)]
    options: InputOptions,
    /// Leave out who signed, sent or was forwarded, and private chats
    #[arg(long, conflicts_with = "pseudonyms")]
    no_authors: bool,
    /// Replace persons by pseudonyms of this key; the file is made when there is none
    #[arg(long, value_name = "KEYFILE")]
    pseudonyms: Option<PathBuf>,
    /// Do everything but keep it
    #[arg(long)]
    dry_run: bool,
    /// Load nothing of an input that is cut off or has a record that cannot be read
    #[arg(long)]
    strict: bool,
    /// List the records that cannot be read in this file, as JSON lines
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

impl LoadArgs {
    fn authors(&self, session: &Session) -> Result<AuthorPolicy> {
        Ok(match &self.pseudonyms {
            Some(path) => AuthorPolicy::Pseudonyms(key_of(path, session, !self.dry_run)?),
            None if self.no_authors => AuthorPolicy::LeaveOut,
            None => AuthorPolicy::Keep,
        })
    }

    /// A list in the place of the store or of the key would be the end of either.
    fn refuse_own_files(&self, session: &Session) -> Result<()> {
        let Some(rejects) = &self.rejects else { return Ok(()) };
        let own = [("the store", Some(session.store_path())), ("the key file", self.pseudonyms.as_deref())];
        for (what, own) in own {
            if own.is_some_and(|own| is_one_place(rejects, own)) {
                let message = format!("--rejects '{}' is {what}", rejects.display());
                return Err(Error::new(ErrorKind::Usage, message).hint("name another file to write to"));
            }
        }
        Ok(())
    }

    /// Whoever takes `--rejects` for a switch names an input behind it, which may be the only copy of an export.
    fn refuse_input_as_list(&self) -> Result<()> {
        let Some(rejects) = self.rejects.as_deref().filter(|rejects| inputs::is_no_list(rejects)) else {
            return Ok(());
        };
        let message = format!(
            "--rejects '{}' is no list of rejects but an input; it was left untouched",
            rejects.display()
        );
        Err(Error::new(ErrorKind::Usage, message)
            .hint("name the file to write the list to: --rejects rejects.jsonl"))
    }

    pub(super) fn run(self, session: &Session) -> Result<(), Failure> {
        self.refuse_own_files(session)?;
        let options = LoadOptions {
            dry_run: self.dry_run,
            strict: self.strict,
            authors: self.authors(session)?,
            outputs: self.rejects.iter().chain(&self.pseudonyms).cloned().collect(),
            ..self.options.load_options(session)?
        };
        // What else is wrong with the store is told by the load.
        let mut loads_before = 0;
        match session.open_store() {
            Ok(store) => {
                session.refuse_loaded(self.rejects.as_deref())?;
                loads_before = latest_load(&store).unwrap_or_default();
            }
            // It was waited for, and that is enough.
            Err(error) if error.kind() == ErrorKind::Locked => return Err(error.into()),
            Err(_) => {}
        }
        let rejects = self
            .rejects
            .as_deref()
            .map(|path| session.destination_beside(Some(path), &self.inputs))
            .transpose()?;
        self.refuse_input_as_list()?;
        let mut progress = LoadProgress::new(session, rejects);
        let report = load::load(session.store_path(), &self.inputs, &options, &mut progress)?;
        let left_out_told = progress.left_out_told();
        // What is in the store is told, whatever becomes of the list.
        let listed = progress.finish();
        let mut printed = Ok(());
        if report.inputs.iter().any(|input| input.format.is_some()) {
            printed = print_table(session, &report, self.dry_run);
            if self.dry_run {
                session.note("nothing was kept: this was a dry run");
            }
        }
        if report.inputs.iter().any(|input| input.format.is_some())
            && let Some(skipped) = describe_skipped(&report, left_out_told)
        {
            session.note(&skipped);
        }
        let unused = |input: &InputReport, load_id| {
            if load_id <= loads_before { self.options.of_reading(input) } else { Vec::new() }
        };
        tell(session, &report, self.rejects.is_none().then_some("--rejects FILE"), &unused);
        listed?;
        printed?;
        if report.is_complete() { Ok(()) } else { Err(Failure::Told) }
    }
}

/// Tells what the table does not: what was left out, and what went wrong. `to_list_rejects` is how to see the
/// records that could not be read, when they are not listed; `unused` gives the options that an input which the store
/// has already, from a load, was not read by. Gives the warnings of what is missing.
pub(super) fn tell(
    session: &Session,
    report: &LoadReport,
    to_list_rejects: Option<&str>,
    unused: &dyn Fn(&InputReport, i64) -> Vec<&'static str>,
) -> Vec<String> {
    let mut missing = Vec::new();
    for input in &report.inputs {
        if let Some(warning) = input.cut_in_words() {
            session.warn(&warning);
            missing.push(warning);
        }
        if let Some(rejects) = describe_rejects(input) {
            let remedy = to_list_rejects.map(|how| format!(" (to list: {how})")).unwrap_or_default();
            session.warn(&format!("'{}': {rejects}{remedy}", input.input));
            missing.push(format!("'{}': {rejects}", input.input));
        }
        match &input.outcome {
            Outcome::Loaded => {}
            Outcome::AlreadyLoaded(load_id) => {
                let known = format!("'{}' is in the store already (load {load_id})", input.input);
                session.note(&match unused(input, *load_id).as_slice() {
                    [] => known,
                    [one] => format!("{known}; {one} was not used ({TO_READ_ANEW})"),
                    several => format!("{known}; {} were not used ({TO_READ_ANEW})", several.join(" and ")),
                });
            }
            Outcome::Failed(error) => session.report(error),
            Outcome::NotKept => session.note(&format!("'{}' was read but not kept", input.input)),
        }
    }
    if let Some(failure) = &report.failure {
        session.report(failure);
    }
    missing
}

/// How many records could not be read, why, and where the first one is.
fn describe_rejects(input: &InputReport) -> Option<String> {
    let place = input.first_reject.as_ref()?;
    let reasons: Vec<String> = match input.rejects.as_slice() {
        [(reason, _)] => vec![reason.clone()],
        several => several.iter().map(|(reason, records)| format!("{records} × {reason}")).collect(),
    };
    let reasons = reasons.join(", ");
    Some(match input.rejected() {
        1 => format!("1 record could not be read: {reasons}, at {place}"),
        records => format!("{records} records could not be read: {reasons}; the first at {place}"),
    })
}

/// How many files of folders were left out besides those that are `told` of already, when there are any, and which of them
/// hold data by their names.
fn describe_skipped(report: &LoadReport, told: u64) -> Option<String> {
    let skipped_files = report.skipped_files.saturating_sub(told);
    let files = match skipped_files {
        0 => return None,
        1 => "1 other file is no input and left out".to_owned(),
        files => format!("{files} other files are no input and left out"),
    };
    let names: Vec<String> = report.skipped_data.iter().map(|name| format!("'{name}'")).collect();
    let more = report.skipped_data_files.saturating_sub(u64::try_from(names.len()).unwrap_or(u64::MAX));
    Some(match (names.as_slice(), more) {
        ([], _) => files,
        ([name], 0) if skipped_files == 1 => format!("{files}: {name}"),
        (_, 0) => format!("{files}, among them {}", names.join(", ")),
        _ => format!("{files}, among them {} and {more} more with names of data", names.join(", ")),
    })
}
