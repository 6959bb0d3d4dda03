//! `chancery man`.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::Args;
use clap_mangen::Man;

use super::session::Session;
use crate::{Error, ErrorKind, Result};

/// Print the manual page, or write one page for each command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery man | man -l -
  chancery man -o ~/.local/share/man/man1")]
pub(super) struct ManArgs {
    /// Write one page for each command into this folder; it is made if missing
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl ManArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        match self.output {
            None => {
                let mut page = Vec::new();
                let man = Man::new(super::command());
                man.render(&mut page).map_err(|error| {
                    Error::new(ErrorKind::Io, "cannot write the manual page").caused_by(error)
                })?;
                session.print(&String::from_utf8_lossy(&page))
            }
            Some(folder) => write_pages(&folder).map_err(|error| {
                Error::new(ErrorKind::Io, format!("cannot write manual pages to '{}'", folder.display()))
                    .caused_by(error)
            }),
        }
    }
}

fn write_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(super::command(), folder)
}
