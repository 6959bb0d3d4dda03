//! What an archive gets that cannot be read, or a file of it.

use std::io;

use zip::result::ZipError;

use crate::load::inputs::cannot_read;
use crate::{Error, ErrorKind};

/// The archive as a whole.
pub(super) fn bad_archive(name: &str, error: ZipError) -> Error {
    let refused = |message: String, remedy: &str| Error::new(ErrorKind::Input, message).hint(remedy);
    match error {
        ZipError::Io(cause)
            if !matches!(cause.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData) =>
        {
            cannot_read(name, cause)
        }
        ZipError::UnsupportedArchive(_) => {
            refused(format!("'{name}' is a zip archive of a kind that cannot be read"), "unpack it first")
                .caused_by(error)
        }
        error => refused(format!("'{name}' is a zip archive that is cut off or damaged"), "get it again")
            .caused_by(error),
    }
}

/// A file of it, of this name.
pub(super) fn bad_member(name: &str, error: ZipError) -> Error {
    let is_strange = match &error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => true,
        ZipError::Io(cause) => cause.kind() == io::ErrorKind::Unsupported,
        _ => false,
    };
    let refused = if is_strange {
        Error::new(ErrorKind::Input, format!("'{name}' is packed in a way that cannot be read"))
            .hint("unpack the archive first")
    } else {
        Error::new(ErrorKind::Input, format!("'{name}' is damaged: it cannot be unpacked"))
            .hint("get the archive again")
    };
    match error {
        ZipError::Io(cause) => refused.caused_by(cause),
        error => refused.caused_by(error),
    }
}
