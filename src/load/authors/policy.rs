//! What a store says of its authors. It is said once, so that one forgotten flag does not undo what many loads have
//! protected.

use rusqlite::Connection;

use super::{AuthorPolicy, HARMLESS};
use crate::store::settings;
use crate::{Error, ErrorKind, Result};

/// Another store is always a way out.
const NEW_STORE: &str = "or load into a new store: --db FILE";

/// Notes in the store what becomes of authors, for all loads to come.
///
/// # Errors
/// When the store cannot be written.
pub(in crate::load) fn remember(connection: &Connection, policy: &AuthorPolicy) -> rusqlite::Result<()> {
    match policy {
        AuthorPolicy::Keep => Ok(()),
        AuthorPolicy::LeaveOut => settings::set(connection, settings::AUTHORS, settings::LEFT_OUT),
        AuthorPolicy::Pseudonyms(key) => {
            settings::set(connection, settings::PSEUDONYMS_KEY, &key.fingerprint())
        }
    }
}

/// Whether the store says already what becomes of authors, or need not say it.
///
/// # Errors
/// When the store cannot be read.
pub(in crate::load) fn is_remembered(
    connection: &Connection,
    policy: &AuthorPolicy,
) -> rusqlite::Result<bool> {
    Ok(*policy == AuthorPolicy::Keep
        || settings::get(connection, settings::AUTHORS)?.is_some()
        || settings::get(connection, settings::PSEUDONYMS_KEY)?.is_some())
}

/// Refuses to do with authors what the store does not do.
///
/// # Errors
/// [`ErrorKind::Usage`] when another policy or key was chosen for the store, or it holds authors as they are;
/// [`ErrorKind::Store`] when it cannot be read.
pub fn refuse_other(connection: &Connection, policy: &AuthorPolicy) -> Result<()> {
    let failed = |cause: rusqlite::Error| {
        Error::new(ErrorKind::Store, "cannot read the store's settings")
            .hint("see what is wrong: chancery check")
            .caused_by(cause)
    };
    let refused = |message: &str, remedy: &str| {
        Err(Error::new(ErrorKind::Usage, message).hint(format!("{remedy}, {NEW_STORE}")))
    };
    if let Some(fingerprint) = settings::get(connection, settings::PSEUDONYMS_KEY).map_err(failed)? {
        return match policy {
            AuthorPolicy::Pseudonyms(key) if key.fingerprint() == fingerprint => Ok(()),
            AuthorPolicy::Pseudonyms(_) => refused(
                "the store's pseudonyms were made with another key",
                "name the key file of its first load: --pseudonyms KEYFILE",
            ),
            _ => refused(
                "the store replaces authors by pseudonyms",
                "name the key file of its first load: --pseudonyms KEYFILE",
            ),
        };
    }
    if settings::get(connection, settings::AUTHORS).map_err(failed)?.is_some() {
        return match policy {
            AuthorPolicy::LeaveOut => Ok(()),
            _ => refused("the store leaves out authors", "leave them out again: --no-authors"),
        };
    }
    if *policy == AuthorPolicy::Keep || !holds_persons(connection).map_err(failed)? {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Usage, "the store holds authors as they are")
        .hint("load all its inputs into a new store with this flag: --db FILE"))
}

/// Whether the store holds anything that a load without authors would have left out.
fn holds_persons(connection: &Connection) -> rusqlite::Result<bool> {
    let harmless = HARMLESS.map(|action| format!("'{action}'")).join(", ");
    // As `Authors::forward` has it: these sources may be persons.
    let source = "f.external_id IS NULL
        OR f.platform = 'telegram' AND f.kind IS NULL AND f.link_base IS NULL AND f.external_id NOT GLOB '*[^0-9]*'";
    let forwarded = |table: &str| {
        format!(
            "EXISTS (SELECT * FROM {table} AS p JOIN channels AS f ON f.channel_id = p.forwarded_from_id
                     WHERE p.forwarded_external_id IS NULL AND ({source}))"
        )
    };
    connection.query_row(
        &format!(
            "SELECT EXISTS (SELECT * FROM authors)
                 OR EXISTS (SELECT * FROM channels
                            WHERE kind IN ('personal_chat', 'saved_messages', 'user') OR external_id GLOB 'user[0-9]*')
                 OR {} OR {}
                 OR EXISTS (SELECT * FROM media WHERE kind = 'contact' AND coalesce(title, file_name) IS NOT NULL)
                 OR EXISTS (SELECT * FROM channel_events WHERE detail IS NOT NULL AND action NOT IN ({harmless}))",
            forwarded("posts"),
            forwarded("post_evidence")
        ),
        [],
        |row| row.get(0),
    )
}
