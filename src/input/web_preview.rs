//! Web preview pages `t.me/s/NAME` and embedded posts, as HTML.

use super::{Page, Reader};
use crate::{Error, ErrorKind, Result};

/// Whether the beginning of an input is of this format.
pub(super) fn looks_like(_head: &[u8]) -> bool {
    false
}

/// Opens an input of this format.
pub(super) fn open(_page: Page) -> Result<Box<dyn Reader>> {
    Err(Error::new(ErrorKind::Input, "this format cannot be read yet"))
}
