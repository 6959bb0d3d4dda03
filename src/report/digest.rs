//! The hash and the size of what is written or read.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The hash and the size of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    /// SHA-256 of its bytes, in lower-case hex.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

impl FileDigest {
    /// That of the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read, or is no regular file, which may never end.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
        }
        let mut digesting = Digesting::new(io::sink());
        io::copy(&mut File::open(path)?, &mut digesting)?;
        Ok(digesting.digest())
    }

    /// That of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: hex(Sha256::digest(bytes).as_slice()), bytes: bytes.len() as u64 }
    }
}

/// A writer that takes the hash of all that goes through it.
#[derive(Debug)]
pub struct Digesting<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Digesting<W> {
    /// What is written goes on to `inner`.
    pub fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    /// The digest of all that was written.
    #[must_use]
    pub fn digest(&self) -> FileDigest {
        FileDigest { sha256: hex(self.hash.clone().finalize().as_slice()), bytes: self.bytes }
    }

    /// The writer within, for what no digest is asked of: that takes as long as to write it.
    pub fn without_digest(&mut self) -> &mut W {
        &mut self.inner
    }

    /// The writer within.
    pub fn into_inner(self) -> W {
        self.inner
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use super::{Digesting, FileDigest};

    /// Takes two bytes at a time.
    struct Narrow(Vec<u8>);

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(2);
            self.0.extend(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_digest_is_of_what_was_written_however_it_was_cut() {
        let mut digesting = Digesting::new(Narrow(Vec::new()));
        digesting.write_all(b"harbour").unwrap();
        // printf harbour | sha256sum
        let expected = FileDigest {
            sha256: "aa74f6fd03bf68be7e0f4bd06cae61a72ab8025b50d00888f3e1068f22067463".to_owned(),
            bytes: 7,
        };
        assert_eq!(digesting.digest(), expected);
        assert_eq!(FileDigest::of(b"harbour"), expected);
        assert_eq!(digesting.into_inner().0, b"harbour");
    }
}
