//! `chancery queries new`.

use std::path::PathBuf;

use super::own_file;
use crate::cli::session::Session;
use crate::query::catalogue::Catalogue;
use crate::query::template::template;
use crate::{Error, ErrorKind, Result};

/// Writes a sound query to begin with, and prints its path.
pub(super) fn new(catalogue: &Catalogue, name: &str, folders: &[PathBuf], session: &Session) -> Result<()> {
    let path = own_file::place(name, folders)?;
    if let Some(origin) = own_file::hidden(catalogue, name) {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("'{name}' is the name of a query already ({origin})"),
        )
        .hint("choose another name")
        .hint(format!("or change that query: chancery queries copy {name}")));
    }
    own_file::write(&path, &template(name))?;
    let printed = session.print_done(&format!("{}\n", path.display()));
    session.note(&own_file::next_steps(name, folders));
    printed
}
