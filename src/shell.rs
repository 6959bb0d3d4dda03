//! Words as a shell reads them, in the commands that messages tell.

use std::ffi::OsStr;
use std::fmt::Write as _;

/// The text or path as one word of a shell's command line, in quotes where it needs them.
pub(crate) fn word(text: impl AsRef<OsStr>) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let text = text.as_ref();
    match text.to_str() {
        Some(plain) if !plain.is_empty() && plain.chars().all(is_plain) => plain.to_owned(),
        _ => in_quotes(text),
    }
}

/// The same, always in quotes.
pub(crate) fn in_quotes(text: impl AsRef<OsStr>) -> String {
    let text = text.as_ref();
    match text.to_str() {
        Some(shown) if !shown.contains(is_not_shown) => format!("'{}'", shown.replace('\'', r"'\''")),
        _ => escaped(text.as_encoded_bytes()),
    }
}

/// What no terminal is given as it is: control characters, and those that turn the order of what is read.
fn is_not_shown(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `$'…'`, which bash, zsh and ksh read, with the bytes that cannot be shown as octal numbers.
fn escaped(bytes: &[u8]) -> String {
    let mut word = String::from("$'");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\'' | '\\' => word.extend(['\\', c]),
                c if is_not_shown(c) => {
                    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| octal(&mut word, byte));
                }
                c => word.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| octal(&mut word, *byte));
    }
    word.push('\'');
    word
}

fn octal(word: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    let _ = write!(word, "\\{byte:03o}");
}

#[cfg(test)]
mod tests {
    use super::{in_quotes, word};

    #[test]
    fn a_shell_reads_a_path_as_one_word() {
        for (path, expected) in [
            ("queries/mine", "queries/mine"),
            ("my dir", "'my dir'"),
            ("it's", r"'it'\''s'"),
            ("$(x)", "'$(x)'"),
            ("~/q", "'~/q'"),
            ("", "''"),
            ("Прилив", "'Прилив'"),
            ("new\nline's", r"$'new\012line\'s'"),
            ("a\u{202e}b\\c", r"$'a\342\200\256b\\c'"),
        ] {
            assert_eq!(word(path), expected);
        }
        assert_eq!(in_quotes("queries/mine"), "'queries/mine'");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_utf8_is_read_as_its_bytes() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        use std::process::Command;
        for bytes in [&b"ok\xff7.db"[..], b"\x80 it's\\\t", "Прилив\n".as_bytes(), b"\xd0"] {
            let word = word(OsStr::from_bytes(bytes));
            assert!(word.chars().all(|c| !c.is_control() && c != '\u{fffd}'), "{word}");
            let shell = Command::new("bash").args(["-c", &format!("printf %s {word}")]).output();
            let Ok(output) = shell else { return println!("not tested: there is no bash here") };
            assert_eq!(output.stdout, bytes, "{word}");
        }
    }
}
