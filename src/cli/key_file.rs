//! The file with the key of a store's pseudonyms: made when there is none, and kept apart from the store.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use rusqlite::Connection;

use super::destination::{folder_of, sync};
use super::session::Session;
use crate::load::authors::{self, AuthorPolicy, Key};
use crate::store::{self, FileKind, settings};
use crate::{Error, ErrorKind, Result};

/// The key in the file at `path`. When there is no such file a key is made, unless the store has pseudonyms of
/// another already; `is_kept` tells whether it is written down.
///
/// # Errors
/// When the file cannot be read or written, or holds no key.
pub(super) fn key_of(path: &Path, session: &Session, is_kept: bool) -> Result<Key> {
    let name = path.display();
    let mut text = String::new();
    match File::open(path).and_then(|file| file.take(1000).read_to_string(&mut text)) {
        Ok(_) => Key::from_hex(text.trim()).ok_or_else(|| no_key(path)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(no_key(path)),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::new(ErrorKind::Io, format!("cannot read the key file '{name}'")).caused_by(error))
        }
        Err(_) if has_pseudonyms(session.store_path())? => {
            Err(Error::new(ErrorKind::Usage, format!("there is no key file '{name}'"))
                .hint("name the key file of the store's first load"))
        }
        Err(_) => {
            let key = Key::generate()?;
            if let Some(store) = existing(session.store_path())? {
                // A key that this store cannot have is not left behind.
                authors::refuse_other(&store, &AuthorPolicy::Pseudonyms(key.clone()))?;
            }
            if is_kept {
                write(path, &key).map_err(|error| {
                    Error::new(ErrorKind::Io, format!("cannot write the key file '{name}'")).caused_by(error)
                })?;
                session.note(&format!(
                    "made the key file '{name}': keep it, and apart from the store; who has both can find people in \
                     it, and without it nothing can be added to the store"
                ));
            }
            Ok(key)
        }
    }
}

fn no_key(path: &Path) -> Error {
    Error::new(ErrorKind::Usage, format!("'{}' is no key file", path.display()))
        .hint("name a file that is not there yet, to have a key made")
}

fn has_pseudonyms(store: &Path) -> Result<bool> {
    let Some(connection) = existing(store)? else { return Ok(false) };
    let kept = settings::get(&connection, settings::PSEUDONYMS_KEY).map_err(|cause| {
        Error::new(ErrorKind::Store, "cannot read the store's settings")
            .hint("see what is wrong: chancery check")
            .caused_by(cause)
    })?;
    Ok(kept.is_some())
}

/// The store, when there is one.
fn existing(store: &Path) -> Result<Option<Connection>> {
    match store::file_kind(store)? {
        FileKind::Store => store::open_read_only(store).map(Some),
        _ => Ok(None),
    }
}

/// Writes the key where no file is, readable for its owner alone.
fn write(path: &Path, key: &Key) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    // Its name, too: a store that outlives its key takes nothing more.
    let written = writeln!(file, "{}", key.to_hex())
        .and_then(|()| file.sync_all())
        .and_then(|()| sync(folder_of(path)));
    if written.is_err() {
        // Half a key would be in the way of the next try.
        let _ = fs::remove_file(path);
    }
    written
}
