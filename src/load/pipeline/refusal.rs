//! Why an input is not loaded.

use crate::input::Format;
use crate::load::inputs::InputFile;
use crate::model::{Channel, Place, Reject};
use crate::{Error, ErrorKind, Result};

/// Of fewer records with other bytes than UTF-8 it is not certain that the input is in another encoding.
const LEAST_BAD_RECORDS: u64 = 3;

/// One record of so many has such bytes, at least, in an input that is in another encoding.
const LEAST_BAD_SHARE: u64 = 10;

/// The error of an input that would go to another channel's posts.
pub(in crate::load) fn other_of_that_name(input: &str, name: &str) -> Error {
    Error::new(
        ErrorKind::Input,
        format!(
            "'{input}' is of a channel that is known by its name only, '{name}', and the channel of that name in the store has other posts"
        ),
    )
    .hint("tell them apart: load it alone, with --channel NAME")
}

/// The error of an input that would go to the posts of a channel that had its handle before.
pub(in crate::load) fn other_of_that_handle(input: &str, handle: &str, known: &str) -> Error {
    Error::new(
        ErrorKind::Input,
        format!(
            "'{input}' is of @{handle}, which {known} in the store was called before, and that has other posts"
        ),
    )
    .hint("another channel has that handle now: load it alone, with --channel ID")
}

/// The error of an input that would go to the posts of another chat of the same number.
pub(in crate::load) fn other_of_that_number(input: &str, channel: &Channel, known: &str) -> Error {
    let id = channel.external_id.as_deref().unwrap_or_default();
    let message = if channel.kind.is_none() && channel.link_base.is_none() {
        format!(
            "'{input}' is of a chat {id} and does not say whether that is a channel, a group or a person; {known} is in the store, and their posts do not tell that the two are one"
        )
    } else {
        format!(
            "'{input}' is of channel {id}, and the store has other posts of a chat {known}, of which no input told whether it is a channel, a group or a person"
        )
    };
    Error::new(ErrorKind::Input, message).hint(format!(
        "load what does not say it alone, with --channel channel{id}, --channel chat{id} (a basic group) or --channel user{id}; what was loaded without, into a new store"
    ))
}

/// The error of an input of several channels for which the user gives one name.
pub(in crate::load) fn two_names(input: &str, one: &str, other: &str) -> Error {
    Error::new(ErrorKind::Input, format!("'{input}' is of several channels, '{one}' and '{other}'"))
        .hint("leave out --channel, which is for one")
}

/// The error of an input whose ids are none of posts.
pub(super) fn too_many_ways(input: &str, id: Option<&str>, most: usize) -> Error {
    let id = id.unwrap_or_default();
    let message =
        format!("'{input}': more than {most} records have the id {id} and differ, so it is none of a post");
    Error::new(ErrorKind::Input, message).hint(
        "of a table or JSON lines name the column of ids, and that of channels if there are several: \
         --map id=COLUMN, --map channel=COLUMN",
    )
}

/// A few records may be damaged. Where all letters beyond ASCII are gone, so are the words, hashtags and names that have
/// them, and often the channel's name, under which the same posts would come again once the input is mended.
///
/// # Errors
/// When `bad` of `all` records have bytes that are not UTF-8, and the input is in another encoding.
pub(in crate::load) fn refuse_another_encoding(
    input: &InputFile,
    bad: u64,
    all: u64,
    first: &Place,
) -> Result<()> {
    let are_many = bad >= LEAST_BAD_RECORDS && bad.saturating_mul(LEAST_BAD_SHARE) >= all;
    // The bytes of a database are not those of its texts.
    let is_text = !matches!(input.format(), Format::TgArchive | Format::TelegramExport);
    if !are_many || !is_text || !input.is_in_another_encoding()? {
        return Ok(());
    }
    let name = input.name();
    let message = format!("'{name}' is not UTF-8: {bad} records have other bytes, the first at {first}");
    Err(Error::new(ErrorKind::Input, message).hint(
        "save it as UTF-8 first: as 'CSV UTF-8' in a spreadsheet program, or by iconv -f ENCODING -t UTF-8; \
         if it is UTF-8 that was damaged, iconv -f UTF-8 -t UTF-8 -c leaves out what is no character",
    ))
}

/// The error of a record that a strict load does not forgive.
pub(in crate::load) fn strict_error(input: &str, reject: &Reject) -> Error {
    let id = reject.external_id.as_deref().map(|id| format!(", message {id}")).unwrap_or_default();
    Error::new(ErrorKind::Input, format!("{input}: {}{id}: {}", reject.place, reject.reason))
        .hint("nothing of this input was loaded; leave out --strict to load what can be read")
}

/// The error of an input that breaks off, which a strict load does not forgive either.
pub(super) fn cut_off(input: &str, place: &Place) -> Error {
    Error::new(ErrorKind::Input, format!("{input}: {place}: it is cut off")).hint(
        "nothing of this input was loaded; export it again, or leave out --strict to load what is there",
    )
}

/// The error of a system that gives no thread.
pub(super) fn no_thread(cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, "cannot start a thread").caused_by(cause)
}
