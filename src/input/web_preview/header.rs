//! The header of a page.

use super::link::{Name, Target};
use super::text::line;
use crate::input::markup::Element;

/// What the header of a page says of its channel.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) name: Option<Name>,
    pub(super) title: Option<String>,
}

impl Header {
    /// Reads `.tgme_channel_info_header`: the title, and `@name` with its address.
    pub(super) fn read(root: Element<'_>) -> Self {
        let title = root.find("tgme_channel_info_header_title");
        let username = root.find("tgme_channel_info_header_username").and_then(line);
        let name = username.and_then(|name| Target::read_path(name.trim_start_matches('@')));
        Self { name: name.map(|target| target.name), title: title.and_then(line) }
    }
}
