//! A word of a search with a hyphen before it, as search engines of the web have words left out. Here it is no word, and
//! what begins like an option must not be taken for one: `-oil` would write the hits to a file `il`.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};

use crate::{Error, ErrorKind};

/// The word in these arguments that begins with the letter of an option of `search`, and is none. A file's name right
/// behind `-o` is taken for one where it has an ending or a folder.
pub(super) fn taken_for_option(arguments: &[OsString]) -> Option<&str> {
    let words: Vec<Option<&str>> = arguments.iter().map(|argument| argument.to_str()).collect();
    let search = words.iter().skip(1).position(|word| *word == Some("search"))? + 1;
    // Only the store may be named before the command.
    let is_command = match &words[1..search] {
        [] => true,
        [Some("--db"), _] => true,
        [Some(word)] => word.starts_with("--db="),
        _ => false,
    };
    let behind = words[search + 1..].iter().take_while(|word| **word != Some("--"));
    let mut words = behind.flatten().copied().filter_map(|word| word.strip_prefix('-'));
    words.find(|word| is_command && is_word(word))
}

/// The error of a word with a hyphen right behind the words that `flag` of a query looks for, in which nothing can be left
/// out; `None` where what stands there is none.
pub(super) fn behind_words(word: &str, flag: &str, query: &str) -> Option<Error> {
    let text = word.strip_prefix('-').filter(|text| is_word(text))?;
    let file = text.strip_prefix('o')?;
    let error = Error::new(ErrorKind::Usage, format!("'{word}' behind --{flag} is no flag of {query}"));
    Some(
        error
            .hint(format!("a query leaves no word out, a search does: chancery search '… NOT {text}'"))
            .hint(format!("to write to a file of that name: -o {file}")),
    )
}

/// Whether this stands behind a hyphen as a word, `o` and `h` being letters of options.
fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    let (option, next) = (chars.next(), chars.next());
    let is_file = text.contains(['.', '/', '\\']);
    match option {
        Some('o') => next.is_some_and(char::is_alphanumeric) && !is_file,
        Some('h') => next.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// The word of a search that clap has taken for a flag that there is not.
pub(super) fn taken_for_flag<'a>(error: &clap::Error, arguments: &'a [OsString]) -> Option<&'a str> {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else { return None };
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return None };
    let is_search = error.kind() == ClapKind::UnknownArgument
        && usage.to_string().contains("chancery search ")
        && !flag.starts_with("--");
    let words = arguments.iter().filter_map(|argument| argument.to_str());
    let word = words.filter(|_| is_search).find(|word| word.starts_with(flag.as_str()))?;
    word.strip_prefix('-')
}

/// The error of a call with such a word, which tells how it is left out.
pub(super) fn refused(word: &str) -> Error {
    let error = Error::new(ErrorKind::Usage, format!("'-{word}' is no flag of search"))
        .hint(format!("to leave the word out: chancery search '… NOT {word}'"));
    match word.strip_prefix('o') {
        Some(file) if is_word(word) => error.hint(format!("to write to a file of that name: -o {file}")),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::taken_for_option;

    #[test]
    fn a_word_is_told_from_an_option_with_its_value() {
        for (line, word) in [
            ("chancery search spill -oil", Some("oil")),
            ("chancery search -oil spill", Some("oil")),
            ("chancery --db a.db search spill -harbour", Some("harbour")),
            ("chancery --db=a.db search spill -отчёт -oтчёт", Some("oтчёт")),
            ("chancery search spill -ohits.csv", None),
            ("chancery search spill -oout/hits", None),
            ("chancery search spill -o il", None),
            ("chancery search spill -o- -h", None),
            ("chancery search spill -fcsv", None),
            ("chancery search spill --output=il", None),
            ("chancery search spill -- -oil", None),
            ("chancery queries search -oil", None),
            ("chancery run search -oil", None),
            ("chancery", None),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(taken_for_option(&arguments), word, "{line}");
        }
    }
}
