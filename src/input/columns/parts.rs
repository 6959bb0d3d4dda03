//! A text in parts, as Telegram Desktop writes it: strings, and objects with a type and a text.
//!
//! In JSON it is an array. In a table it is that array written out: as Python shows it, where pandas has made the table, or as
//! JSON.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::Value as Json;

/// The words of an array of parts; `None` where it is none.
pub(super) fn of_json(array: &Json) -> Option<String> {
    let mut words = String::new();
    let mut has_marked = false;
    for part in array.as_array()? {
        match part {
            Json::String(text) => words.push_str(text),
            Json::Object(members) => {
                members.get("type")?.as_str()?;
                words.push_str(members.get("text")?.as_str()?);
                has_marked = true;
            }
            _ => return None,
        }
    }
    has_marked.then_some(words)
}

/// The words of an array of parts that is written out; `None` where a text is no such array.
pub(in crate::input) fn written_out(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with('[') || !text.ends_with(']') {
        return None;
    }
    of_json(&value(text)?)
}

/// A value that Python or JSON has written out, as far as it holds strings: what else there may be is null.
pub(in crate::input) fn value(text: &str) -> Option<Json> {
    let mut written = Written { rest: text.trim().chars().peekable() };
    let value = written.value(0)?;
    written.rest.next().is_none().then_some(value)
}

/// How deep arrays and objects may lie in each other.
const DEEPEST: usize = 8;

/// What Python or JSON shows of strings, numbers, lists and dictionaries.
struct Written<'t> {
    rest: Peekable<Chars<'t>>,
}

impl Written<'_> {
    fn value(&mut self, depth: usize) -> Option<Json> {
        match self.next_sign()? {
            '[' if depth < DEEPEST => {
                let mut items = Vec::new();
                while !self.takes(']') {
                    items.push(self.value(depth + 1)?);
                    self.ends_item(']')?;
                }
                Some(Json::Array(items))
            }
            '{' if depth < DEEPEST => {
                let mut members = serde_json::Map::new();
                while !self.takes('}') {
                    let Json::String(key) = self.value(DEEPEST)? else { return None };
                    (self.next_sign()? == ':').then_some(())?;
                    members.insert(key, self.value(depth + 1)?);
                    self.ends_item('}')?;
                }
                Some(Json::Object(members))
            }
            quote @ ('\'' | '"') => self.string(quote).map(Json::String),
            first => self.word(first),
        }
    }

    /// A number, `True`, `None`, `nan`: none is a part of a text.
    fn word(&mut self, first: char) -> Option<Json> {
        let is_of_word = |letter: &char| letter.is_ascii_alphanumeric() || "+-._".contains(*letter);
        while self.rest.next_if(is_of_word).is_some() {}
        is_of_word(&first).then_some(Json::Null)
    }

    fn string(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '\\' => text.push(self.escaped()?),
                letter if letter == quote => return Some(text),
                letter => text.push(letter),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.rest.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{C}',
            'x' => char::from_u32(self.number(2)?)?,
            'U' => char::from_u32(self.number(8)?)?,
            'u' => match self.number(4)? {
                high @ 0xD800..=0xDBFF => {
                    (self.rest.next()? == '\\' && self.rest.next()? == 'u').then_some(())?;
                    let low = self.number(4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
                    char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + low)?
                }
                number => char::from_u32(number)?,
            },
            letter @ ('\\' | '\'' | '"' | '/') => letter,
            _ => return None,
        })
    }

    fn number(&mut self, digits: usize) -> Option<u32> {
        (0..digits).try_fold(0, |number, _| Some(number * 16 + self.rest.next()?.to_digit(16)?))
    }

    /// Goes past the comma behind an item, unless the list ends here.
    fn ends_item(&mut self, end: char) -> Option<()> {
        self.pass_space();
        let is_end = self.rest.peek() == Some(&end);
        (is_end || self.rest.next()? == ',').then_some(())
    }

    fn takes(&mut self, sign: char) -> bool {
        self.pass_space();
        self.rest.next_if_eq(&sign).is_some()
    }

    fn next_sign(&mut self) -> Option<char> {
        self.pass_space();
        self.rest.next()
    }

    fn pass_space(&mut self) {
        while self.rest.next_if(|letter| letter.is_ascii_whitespace()).is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_put_together_and_any_other_text_stays_as_it_is() {
        for (written, words) in [
            (
                "['Fog on ', {'type': 'link', 'text': 'https://osk.example'}]",
                Some("Fog on https://osk.example"),
            ),
            (r#"[{"type":"bold","text":"Fog"}," \u00e9\ud83d\udd35\n"]"#, Some("Fog é🔵\n")),
            (
                r#" [{'type': 'text_link', 'text': "Bob's", 'href': 'x'}, ' \'a\' \\ "b"\n', {'type': 'custom_emoji', 'text': '🔵', 'document_id': None, 'n': [1, -2.5, {}], 'ok': True}] "#,
                Some("Bob's 'a' \\ \"b\"\n🔵"),
            ),
            (r"[{'type': 'plain', 'text': '\x41\u0042\U0001F535'}]", Some("AB🔵")),
            ("[Fog]", None),
            ("[]", None),
            ("['Fog']", None),
            ("[1, 2]", None),
            ("[{'type': 'bold'}]", None),
            ("[{'text': 'a'}]", None),
            ("[{'type': 'bold', 'text': 'a'}] b", None),
            ("[{'type': 'bold', 'text': 'a'", None),
            ("[{'type': 'bold', 'text': 'a' 'b'}]", None),
            (r#"["\ud83dx", {"type":"a","text":"b"}]"#, None),
        ] {
            assert_eq!(written_out(written).as_deref(), words, "{written}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(written_out(&deep), None);
    }
}
