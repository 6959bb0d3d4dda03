//! The throw-away store of `--from`.

use std::ops::ControlFlow;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::cli::load::{InputOptions, tell as tell_of_load};
use crate::cli::load_progress::LoadProgress;
use crate::cli::run::needs::Needs;
use crate::cli::session::{Session, bound};
use crate::load::{self, LoadOptions, LoadReport, Notice};
use crate::store::{points, word_index};
use crate::{Error, ErrorKind, Result};

/// A throw-away store of the inputs, and what was told that may make a figure wrong. `outputs` are files that are
/// no inputs where they lie in a folder that is read. A figure of a part of the inputs would be a wrong one, so
/// all must load. It has what the reports need.
pub(in crate::cli) fn load_throw_away(
    inputs: &[String],
    outputs: Vec<PathBuf>,
    needs: Needs,
    session: &Session,
) -> Result<(Connection, Vec<String>)> {
    let mut progress = LoadProgress::keeping_notices(session);
    let options = LoadOptions { outputs, ..InputOptions::default().load_options(session)? };
    let (connection, report) = load::load_temporary(inputs, &options, &mut progress)?;
    bound(&connection)?;
    let notices = progress.finish()?;
    let to_list_rejects = Some("chancery load --dry-run --rejects FILE INPUT");
    let mut warnings = tell_of_load(session, &report, to_list_rejects, &|_, _| Vec::new());
    if !report.is_complete() {
        let message = "not every input could be loaded, so the query was not run";
        return Err(Error::new(ErrorKind::Input, message));
    }
    if needs.groups {
        points::group_in(&connection, None)?;
    }
    if needs.words {
        word_index::build_in(&connection, &mut |_, _| ControlFlow::Continue(()))?;
    }
    for notice in notices.iter().filter(|notice| may_change_figures(notice)) {
        session.warn(&notice.to_string());
        warnings.push(notice.to_string());
    }
    if let Some(taken) = describe_taken(&report, &notices) {
        session.note(&format!("note: {taken}"));
        warnings.push(taken);
    }
    Ok((connection, warnings))
}

/// Whether a figure may be another one than it seems. What the others tell is in one line
/// ([`describe_taken`]), in the answer itself, or of a store that is kept.
fn may_change_figures(notice: &Notice) -> bool {
    match notice {
        Notice::NotUtf8 { .. }
        | Notice::LettersLost { .. }
        | Notice::MayBeTelegrams { .. }
        | Notice::IdsRepeated { .. }
        | Notice::DaysLost { .. }
        | Notice::CountsUnread { .. }
        | Notice::Doubtful { .. }
        | Notice::DatesUnread { .. }
        | Notice::DatesAhead { .. }
        | Notice::OfOneNumber { .. }
        | Notice::Namesake { .. }
        | Notice::SharedHandle { .. }
        | Notice::FormerHandle { .. }
        | Notice::OtherPosts { .. }
        | Notice::SamePosts { .. }
        | Notice::FormerGroup { .. }
        | Notice::NothingFound { .. }
        | Notice::PageNotRead { .. }
        | Notice::PageMissing { .. }
        | Notice::LinksNotFollowed { .. }
        | Notice::LinksBroken { .. }
        | Notice::FilesUnread { .. } => true,
        Notice::ChannelTaken { .. }
        | Notice::ChannelNotNeeded
        | Notice::Renamed { .. }
        | Notice::KnownOfOther { .. }
        | Notice::MapNotNeeded
        | Notice::SeparatorsLeftOut { .. }
        | Notice::ZoneTaken { .. }
        | Notice::PrivateChatsLeftOut { .. }
        | Notice::ReportsLeftOut { .. }
        | Notice::ReportRemoved { .. }
        | Notice::OtherRules
        | Notice::StaysInWal { .. } => false,
    }
}

/// In one line what the figures rest on besides the inputs' own words.
fn describe_taken(report: &LoadReport, notices: &[Notice]) -> Option<String> {
    let plural =
        |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut taken = Vec::new();
    if report.skipped_files > 0 {
        let inputs = plural(report.inputs.len() as u64, "input", "inputs");
        let files = plural(report.skipped_files, "other file", "other files");
        taken.push(format!("{inputs} read, {files} left out"));
    }
    let channels: Vec<&str> = notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::ChannelTaken { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    match channels.as_slice() {
        [] => {}
        [name] => taken.push(format!("one input names no channel and goes by its file's name, '{name}'")),
        names => taken.push(format!("{} inputs name no channel and go by their files' names", names.len())),
    }
    let zone = notices.iter().find_map(|notice| match notice {
        Notice::ZoneTaken { zone, .. } => Some(zone),
        _ => None,
    });
    taken.extend(zone.map(|zone| format!("wall clocks without a zone are taken as {zone}")));
    (!taken.is_empty()).then(|| taken.join("; "))
}
