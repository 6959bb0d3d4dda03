//! Words as a shell reads them, and as it must be given them.

use crate::extract::fold::fold;

/// What encloses the end of a piece of a command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    Single,
    Double,
}

/// A command line up to the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'l> {
    /// The words before the one at the cursor, without their quotes.
    pub(super) before: Vec<String>,
    /// The word at the cursor as it is typed; empty after a space.
    pub(super) typed: &'l str,
}

impl<'l> Line<'l> {
    pub(super) fn read(text: &'l str) -> Self {
        let mut before = Vec::new();
        let mut start = None;
        let mut scan = Scan::default();
        for (at, c) in text.char_indices() {
            let is_space = scan.quote == Quote::None && !scan.is_escaped && c.is_ascii_whitespace();
            if !is_space {
                start.get_or_insert(at);
                scan.push(c);
            } else if start.take().is_some() {
                before.push(std::mem::take(&mut scan).word);
            }
        }
        Self { before, typed: start.map_or("", |start| &text[start..]) }
    }
}

/// The word that `typed` means, and the quote that is still open at its end.
pub(super) fn unquoted(typed: &str) -> (String, Quote) {
    let mut scan = Scan::default();
    typed.chars().for_each(|c| scan.push(c));
    (scan.word, scan.quote)
}

struct Scan {
    word: String,
    quote: Quote,
    is_escaped: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self { word: String::new(), quote: Quote::None, is_escaped: false }
    }
}

impl Scan {
    fn push(&mut self, c: char) {
        match (self.quote, c) {
            (_, _) if self.is_escaped => {
                if self.quote == Quote::Double && !matches!(c, '"' | '\\' | '$' | '`' | '!') {
                    self.word.push('\\');
                }
                self.word.push(c);
                self.is_escaped = false;
            }
            (Quote::None | Quote::Double, '\\') => self.is_escaped = true,
            (Quote::None, '\'') => self.quote = Quote::Single,
            (Quote::None, '"') => self.quote = Quote::Double,
            (Quote::Single, '\'') | (Quote::Double, '"') => self.quote = Quote::None,
            (_, c) => self.word.push(c),
        }
    }
}

/// What bash must put in the place of `replaced`, the end of the word that is `typed`, so that it becomes `word`.
///
/// bash replaces only what follows the last of its word breaks, such as `=`, `@` and `:`, or an open quote.
pub(super) fn for_bash(word: &str, typed: &str, replaced: &str) -> String {
    let (kept, quote) = unquoted(typed.strip_suffix(replaced).unwrap_or_default());
    let length = kept.chars().count();
    let (beginning, rest) = match word.char_indices().nth(length) {
        Some((at, _)) => word.split_at(at),
        None => (word, ""),
    };
    // Another spelling of what stands there already, such as its capitals, is left as it is typed.
    let rest = if fold(beginning) == fold(&kept) { rest } else { word };
    match quote {
        Quote::None => rest.chars().fold(String::new(), |mut quoted, c| {
            if !(c.is_alphanumeric() || !c.is_ascii() || "_-./@%+:,=".contains(c)) {
                quoted.push('\\');
            }
            quoted.push(c);
            quoted
        }),
        Quote::Single => rest.replace('\'', r"'\''"),
        Quote::Double => rest.chars().fold(String::new(), |mut quoted, c| {
            if matches!(c, '"' | '\\' | '$' | '`') {
                quoted.push('\\');
            }
            quoted.push(c);
            quoted
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Quote, for_bash, unquoted};

    #[test]
    fn a_line_is_cut_into_words_as_a_shell_does() {
        for (text, before, typed) in [
            ("chancery ru", &["chancery"][..], "ru"),
            ("chancery run ", &["chancery", "run"], ""),
            (r"a  'b c' d\ e 'f g", &["a", "b c", "d e"], "'f g"),
            (r#"a --x="b c" "d\"e" "f \x" @g,"h i"#, &["a", "--x=b c", "d\"e", r"f \x"], "@g,\"h i"),
            (r"a '' \#t", &["a", ""], r"\#t"),
            ("", &[], ""),
        ] {
            let line = Line::read(text);
            assert_eq!(
                (line.before, line.typed),
                (before.iter().map(|it| (*it).to_owned()).collect(), typed)
            );
        }
        assert_eq!(unquoted("@g,\"h i"), ("@g,h i".to_owned(), Quote::Double));
        assert_eq!(unquoted(r"it\'s"), ("it's".to_owned(), Quote::None));
    }

    #[test]
    fn bash_gets_what_follows_its_last_word_break_in_the_quotes_that_are_open() {
        for (word, typed, replaced, expected) in [
            ("@ministry", "@mi", "@mi", "@ministry"),
            ("--channel=@a,@blue", "--channel=@a,@b", "@b", "@blue"),
            ("Синие Новости", "си", "си", r"Синие\ Новости"),
            ("Синие Новости", r"Синие\ н", r"Синие\ н", r"Синие\ Новости"),
            ("Синие Новости", "'Синие н", "Синие н", "Синие Новости"),
            ("it's $5", "'it", "it", r"it'\''s $5"),
            ("it's $5", "\"it", "it", r"it's \$5"),
            ("it's $5", "it", "it", r"it\'s\ \$5"),
            ("#trade", r"\#t", r"\#t", r"\#trade"),
            ("News: all", "news:", "", r"\ all"),
            ("@a,b c d", "@a,\"b c", "b c", "b c d"),
            ("أخبار اليوم", "أخ", "أخ", r"أخبار\ اليوم"),
            ("day", "", "", "day"),
        ] {
            assert_eq!(for_bash(word, typed, replaced), expected, "{word} for {typed}");
        }
    }
}
