//! `chancery run --pack`: all reports of a file, over one state of the store, written all or none.

use std::fs;
use std::path::{Path, PathBuf};

use clap::FromArgMatches as _;

use super::{RunArgs, RunOptions, Running, flags, origin, tell_of_values, warn_of_problems};
use crate::cli::recorded::RecordedOutput;
use crate::cli::session::Session;
use crate::query::Query;
use crate::report::Report;
use crate::report::pack::{Pack, PackedReport};
use crate::report::record::record_path;
use crate::{Error, ErrorKind, Result, shell};

/// Runs the pack of `args`.
pub(super) fn run(args: RunArgs, session: &Session) -> Result<()> {
    let Some(path) = &args.pack else { return Ok(()) };
    if let Some(word) = args.words.first().filter(|word| !word.to_string_lossy().starts_with('-')) {
        let word = word.to_string_lossy();
        return Err(Error::new(
            ErrorKind::Usage,
            format!("'{word}' is one word too many: a pack names its queries"),
        )
        .hint(format!("run the query alone: chancery run {}", shell::word(&*word))));
    }
    let early = flags::early(&args.words);
    let session = &session.with_store(early.store);
    let folders: Vec<PathBuf> = args.options.queries.iter().chain(&early.queries).cloned().collect();
    let pack = Pack::read(path)?;
    let catalogue = session.catalogue(&folders)?;
    let packed = pack.queries(&catalogue)?;
    let queries: Vec<&Query> = packed.iter().map(|packed| &packed.query).collect();
    let matches = flags::read_for_pack(&queries, &args.words)?;
    let options = RunOptions::from_arg_matches(&matches)
        .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()))?
        .or(args.options.clone());
    refuse_forms(&options)?;
    let Some(folder) = options.output.output.clone().filter(|folder| folder != Path::new("-")) else {
        return Err(Error::new(ErrorKind::Usage, "a pack needs a folder to write its reports to").hint(
            format!(
                "name one, which is made when it is missing: chancery run --pack {} --output DIR",
                shell::path(path)
            ),
        ));
    };
    let given = flags::pack_arguments(&queries, &matches)?;
    let (reports, unused) = pack.reports(&packed, &given, options.as_of.as_deref())?;
    for name in unused {
        let flag = name.replace('_', "-");
        session.warn(&format!(
            "--{flag} changes nothing: each report that has it sets its own in {}",
            pack.label
        ));
    }
    let paths: Vec<PathBuf> = reports.iter().map(|packed| folder.join(&packed.file)).collect();
    let outputs = paths.iter().flat_map(|path| [path.clone(), record_path(path)]).collect();
    let reported: Vec<&Report> = reports.iter().map(|packed| &packed.report).collect();
    let mut running = Running::start(&reported, &options, outputs, session)?;
    let mut prepared = Vec::new();
    for packed in &reports {
        warn_of_problems(&packed.report.query, session);
        let one = packed.report.prepare(&running.runner, session.clock());
        let one = one.map_err(|error| packed.place_error(error))?;
        tell_of_values(&one, Some(&packed.file), session);
        if !packed.not_taken.is_empty() {
            let (query, names) = (&packed.report.query.name, packed.not_taken.join(", "));
            session.note(&format!("note: {}: {query} takes no {names}", packed.file));
        }
        prepared.push(one);
    }
    let made = MadeFolders::make(&folder)?;
    // The pack, its queries and files of values are read, so they must not be written over.
    let values = flags::pack_files(&queries, &matches);
    let read = reports.iter().filter_map(|packed| packed.report.query.file.as_deref());
    let read = read.chain([path.as_path()]).chain(values.iter().map(PathBuf::as_path));
    let read: Vec<String> =
        read.map(|path| path.to_string_lossy().into_owned()).chain(options.from.iter().cloned()).collect();
    let mut written = Vec::new();
    for path in &paths {
        written.push(RecordedOutput::open(session, Some(path), &read, !options.no_meta)?);
    }
    let mut notes = Vec::new();
    for ((packed, prepared), output) in reports.iter().zip(&prepared).zip(&mut written) {
        let from = origin(&catalogue, &packed.report.query);
        let told = running.write(prepared, Some(from), Some(pack.record()), output);
        let told = told.map_err(|error| packed.place_error(error))?;
        // A remedy is written into the pack, not given at the call.
        let told = told.into_iter().map(|note| note.replace("--limit 0", "limit = 0"));
        notes.extend(told.map(|note| format!("{}: {note}", packed.file)));
    }
    RecordedOutput::finish_all(written)?;
    made.keep();
    for note in notes {
        session.note(&note);
    }
    session.note(&describe(&reports, &folder));
    Ok(())
}

fn describe(reports: &[PackedReport], folder: &Path) -> String {
    let reports = match reports.len() {
        1 => String::from("1 report"),
        many => format!("{many} reports"),
    };
    format!("{reports} written to '{}'", folder.display())
}

/// The form of each report stands in the pack.
fn refuse_forms(options: &RunOptions) -> Result<()> {
    let output = &options.output;
    let given = [
        ("--format", output.format.is_some()),
        ("--limit", output.limit.is_some()),
        ("--excel", output.excel),
        ("--wide", options.wide),
        ("--chart", options.chart),
    ];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        Some((flag, _)) => {
            let message = format!("{flag} cannot be given for a whole pack");
            let key = flag.trim_start_matches('-');
            Err(Error::new(ErrorKind::Usage, message)
                .hint(format!("write '{key} = …' below the [[report]] that it is for")))
        }
        None => Ok(()),
    }
}

/// Folders that were missing, and go again unless they are kept.
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    fn make(folder: &Path) -> Result<Self> {
        let missing = folder.ancestors().take_while(|part| !part.as_os_str().is_empty() && !part.exists());
        let made = Self(missing.map(Path::to_owned).collect());
        fs::create_dir_all(folder).map_err(|error| {
            Error::new(ErrorKind::Io, format!("cannot make the folder '{}'", folder.display()))
                .caused_by(error)
                .hint("name another folder for the reports: --output DIR")
        })?;
        Ok(made)
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        // The innermost first; what somebody has put there meanwhile stays.
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}
