//! Words as a shell reads them, in the commands that messages tell.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

/// The text as one word of a shell's command line, in quotes where it needs them.
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

/// The path as one word that no program takes for an option.
pub(crate) fn path(path: &Path) -> String {
    word(&*no_option(path))
}

/// The same, always in quotes.
pub(crate) fn path_in_quotes(path: &Path) -> String {
    in_quotes(&*no_option(path))
}

fn no_option(path: &Path) -> Cow<'_, Path> {
    match path.as_os_str().as_encoded_bytes() {
        [b'-', ..] => Cow::Owned(Path::new(".").join(path)),
        _ => Cow::Borrowed(path),
    }
}

/// What no terminal is given as it is, or nobody would see in it: control characters and other ends of lines, those that
/// turn the order of what is read, and marks without width. The joiners within words and emoji are shown by what they do.
fn is_not_shown(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
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
    use std::path::Path;

    use super::{in_quotes, path, path_in_quotes, word};

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

    #[test]
    fn no_path_is_taken_for_an_option() {
        for (given, expected) in
            [("-db.db", "./-db.db"), ("--x y", "'./--x y'"), ("a-b.db", "a-b.db"), ("./-a", "./-a")]
        {
            assert_eq!(path(Path::new(given)), expected);
        }
        assert_eq!(path_in_quotes(Path::new("-db.db")), "'./-db.db'");
    }

    #[test]
    fn names_that_look_the_same_are_told_apart() {
        for c in ['\u{AD}', '\u{61C}', '\u{200B}', '\u{200E}', '\u{200F}', '\u{2028}', '\u{2060}', '\u{FEFF}']
        {
            let word = word(format!("a{c}.db"));
            assert!(word.is_ascii() && word.starts_with("$'a\\"), "{word}");
        }
        // These change what is seen: a Persian word, and a family.
        for text in ["نمی\u{200C}شود", "👩\u{200D}👧"] {
            assert_eq!(word(text), format!("'{text}'"));
        }
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
