//! `chancery entities import`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{added_text, change, refused, shared};
use crate::cli::session::Session;
use crate::extract::naming::alias_file;
use crate::model::Origin;
use crate::query::similar;
use crate::store::dictionary;
use crate::{Error, ErrorKind, Result};

/// Add the rows of a CSV file: kind,name,code,alias,language,rule
///
/// All or nothing. kind, name and alias must be there; columns of your own may be, and are not read.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
}

impl ImportArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let name = self.file.display().to_string();
        let cannot_read = |cause: std::io::Error| {
            Error::new(ErrorKind::Io, format!("cannot read '{name}'")).caused_by(cause)
        };
        let bytes = if self.file == Path::new("-") {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map_err(cannot_read)?;
            bytes
        } else {
            std::fs::read(&self.file).map_err(cannot_read)?
        };
        let text = String::from_utf8(bytes).map_err(|cause| {
            let line =
                cause.as_bytes()[..cause.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n');
            Error::new(ErrorKind::Input, format!("'{name}', line {}: is not UTF-8", line.count() + 1))
                .hint("save it as CSV UTF-8")
        })?;
        let at = |line: u64, what: &str| {
            Error::new(ErrorKind::Input, format!("'{name}', line {line}: {what}"))
                .hint("nothing of the file was taken")
        };
        let table = alias_file::read(&text, Origin::User).map_err(|fault| at(fault.line, &fault.what))?;
        if let Some(what) = mistyped(&table) {
            return Err(at(table.header, &what));
        }
        let aliases = table.aliases;
        change(session, |connection| {
            let added = dictionary::add(connection, &aliases).map_err(refused)?;
            Ok(added_text(added, aliases.len()))
        })?;
        if !table.others.is_empty() {
            session.warn(&format!(
                "'{name}' has columns that are not read: {}; those that are: {}",
                table.others.join(", "),
                alias_file::COLUMNS.join(",")
            ));
        }
        shared::warn(session, &aliases);
        Ok(())
    }
}

/// What is wrong where a column is not read because of its name, which is nearly that of one that is absent: without its
/// rule, a phrase that means nobody would name somebody.
fn mistyped(table: &alias_file::Table) -> Option<String> {
    table.others.iter().find_map(|own| {
        let meant = similar::close(own, table.absent.iter().copied(), 1);
        let meant = meant.first()?;
        Some(format!(
            "there is no column '{}'; is it '{meant}'? Else give it a name that is less like it",
            own.escape_debug()
        ))
    })
}
