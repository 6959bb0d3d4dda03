//! What a folder or an archive holds that is not read.

use std::fmt;

use super::Notice;

/// Tells of it.
pub(super) fn tell(notice: &Notice, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match notice {
        Notice::LinksNotFollowed { link, links: 1 } => {
            write!(f, "'{link}' is a link to a folder, and was not followed")
        }
        Notice::LinksNotFollowed { link, links } => {
            write!(f, "{links} links to folders were not followed, the first is '{link}'")
        }
        Notice::LinksBroken { link, links: 1 } => {
            write!(f, "'{link}' is a link that leads nowhere, and left out")
        }
        Notice::LinksBroken { link, links } => {
            write!(f, "{links} links that lead nowhere are left out, the first is '{link}'")
        }
        Notice::FilesUnread { first, files: 1 } => write!(f, "{}, and left out", first.concat()),
        Notice::FilesUnread { first, files } => {
            write!(f, "{files} files that may hold exports are left out: {}", first.join("; "))?;
            match files.saturating_sub(u64::try_from(first.len()).unwrap_or(u64::MAX)) {
                0 => Ok(()),
                more => write!(f, "; and {more} more"),
            }
        }
        Notice::ReportsLeftOut { first, files: 1 } => {
            write!(f, "'{first}' is a report that Chancery wrote, and left out")
        }
        Notice::ReportsLeftOut { first, files } => {
            write!(f, "{files} files are reports that Chancery wrote, and left out; the first is '{first}'")
        }
        _ => Ok(()),
    }
}
