//! The words, phrases and signs of a search.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

use crate::extract::unspaced::stands_alone;

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Operand {
    pub(super) text: String,
    /// It stood between quotation marks.
    is_quoted: bool,
    /// It begins the text: `^`.
    is_first: bool,
    /// Its last word goes on: `*`.
    is_prefix: bool,
}

/// A part of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Operand(Operand),
    /// Operands close to each other, and at most so many words apart.
    Near(Vec<Operand>, Option<u32>),
    Operator(&'static str),
    Plus,
    Open,
    Close,
}

impl Piece {
    pub(super) fn operands(&self) -> &[Operand] {
        match self {
            Self::Operand(operand) => std::slice::from_ref(operand),
            Self::Near(operands, _) => operands,
            _ => &[],
        }
    }

    /// Whether it is one that holds nothing that can be found, such as a dash: FTS5 would pass over it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Operand(operand) => !operand.text.chars().any(can_be_found),
            Self::Near(operands, _) => operands.is_empty(),
            _ => false,
        }
    }

    pub(super) fn begins_operand(&self) -> bool {
        matches!(self, Self::Operand(_) | Self::Near(..) | Self::Open)
    }

    pub(super) fn ends_operand(&self) -> bool {
        matches!(self, Self::Operand(_) | Self::Near(..) | Self::Close)
    }

    /// The piece as FTS5 reads it; `texts` may change the text of a phrase.
    pub(super) fn written(&self, texts: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Operand(operand) => operand.written(texts),
            Self::Near(operands, distance) => {
                let operands: Vec<String> = operands.iter().map(|operand| operand.written(texts)).collect();
                let distance = distance.map(|words| format!(", {words}")).unwrap_or_default();
                format!("NEAR({}{distance})", operands.join(" "))
            }
            Self::Operator(word) => (*word).to_owned(),
            Self::Plus => "+".to_owned(),
            Self::Open => "(".to_owned(),
            Self::Close => ")".to_owned(),
        }
    }
}

impl Operand {
    fn written(&self, texts: &dyn Fn(&str) -> String) -> String {
        let text = texts(&self.text);
        let is_bare = |char: char| char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii();
        if !self.is_quoted && !self.is_first && text.chars().all(is_bare) {
            return format!("{text}{}", if self.is_prefix { "*" } else { "" });
        }
        let text = text.replace('"', "\"\"");
        let (first, prefix) = (if self.is_first { "^" } else { "" }, if self.is_prefix { " *" } else { "" });
        format!("{first}\"{text}\"{prefix}")
    }

    /// Whether it is no plain word and yet was not written as a phrase. Marks at the end of a word, as in running
    /// text, surprise nobody.
    pub(super) fn is_surprising(&self) -> bool {
        let text = self.text.trim_end_matches(['.', ',', ';', ':', '!', '?', '…']);
        !self.is_quoted && !text.chars().all(|char| can_be_found(char) || is_joiner(char))
    }
}

/// Whether an index can hold the character: letters, figures and marks, and what stands by itself.
fn can_be_found(char: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(char);
    stands_alone(char)
        || GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Number.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
}

/// Zero-width joiners and variation selectors, which are no sign of their own.
fn is_joiner(char: char) -> bool {
    matches!(char, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}')
}

/// The pieces of a search, in order.
///
/// # Errors
/// What is not closed or closes nothing, and at which character, from 1.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut reader = Reader { text, at: 0 };
    let mut pieces = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some(char) = reader.peek() {
        let start = reader.at;
        match char {
            '(' => {
                open.push(start);
                reader.at += 1;
                pieces.push(Piece::Open);
            }
            ')' => {
                if open.pop().is_none() {
                    return Err(format!(
                        "has a parenthesis at character {} that closes nothing",
                        reader.place(start)
                    ));
                }
                reader.at += 1;
                pieces.push(Piece::Close);
            }
            _ => {
                reader.refuse_hyphen(start)?;
                let operand = reader.word(start)?;
                let is_near = !operand.is_quoted && operand.text == "NEAR";
                pieces.push(if is_near && reader.text[reader.at..].starts_with('(') {
                    reader.near()?
                } else {
                    sign(&operand).unwrap_or(Piece::Operand(operand))
                });
            }
        }
    }
    match open.pop() {
        None => Ok(pieces),
        Some(start) => {
            Err(format!("has a parenthesis at character {} that is not closed", reader.place(start)))
        }
    }
}

/// The operator that a word is.
fn sign(word: &Operand) -> Option<Piece> {
    if word.is_quoted || word.is_first || word.is_prefix {
        return None;
    }
    match word.text.as_str() {
        "AND" => Some(Piece::Operator("AND")),
        "OR" => Some(Piece::Operator("OR")),
        "NOT" => Some(Piece::Operator("NOT")),
        "+" => Some(Piece::Plus),
        _ => None,
    }
}

struct Reader<'t> {
    text: &'t str,
    /// The byte that comes next.
    at: usize,
}

impl Reader<'_> {
    /// The next character that is no white space.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start().len();
        self.at += blanks;
        self.text[self.at..].chars().next()
    }

    /// How people count the byte at `at`: characters, from 1.
    fn place(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }

    /// Elsewhere a hyphen before a word leaves it out; taken as nothing, it would do the contrary.
    fn refuse_hyphen(&self, start: usize) -> Result<(), String> {
        match self.text[start..].strip_prefix('-').and_then(|rest| rest.chars().next()) {
            Some(next) if next == '"' || next == '(' || can_be_found(next) => Err(format!(
                "has a hyphen at character {}: to leave a word out write NOT, to find it write it without the hyphen",
                self.place(start)
            )),
            _ => Ok(()),
        }
    }

    /// The word or phrase that begins here, with the signs before and after it.
    fn word(&mut self, start: usize) -> Result<Operand, String> {
        let rest = &self.text[start..];
        let is_first = rest.len() > 1 && rest.starts_with('^');
        let begin = start + usize::from(is_first);
        let mut operand = if self.text[begin..].starts_with('"') {
            self.at = begin;
            Operand { text: self.quoted()?, is_quoted: true, is_first, is_prefix: false }
        } else {
            let end = self.text[begin..]
                .find(|char: char| char.is_whitespace() || matches!(char, '"' | '(' | ')'))
                .map_or(self.text.len(), |length| begin + length);
            self.at = end;
            let text = self.text[begin..end].to_owned();
            Operand { text, is_quoted: false, is_first, is_prefix: false }
        };
        if operand.is_quoted {
            let rest = &self.text[self.at..];
            let blanks = rest.len() - rest.trim_start().len();
            if rest[blanks..].starts_with('*') {
                self.at += blanks + 1;
                operand.is_prefix = true;
            }
        } else if let Some(word) = operand.text.strip_suffix('*')
            && word.chars().next_back().is_some_and(can_be_found)
        {
            operand.text = word.to_owned();
            operand.is_prefix = true;
        }
        Ok(operand)
    }

    /// The phrase whose quotation mark comes next; `""` within is one such mark.
    fn quoted(&mut self) -> Result<String, String> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.text[start + 1..].char_indices().peekable();
        while let Some((offset, char)) = chars.next() {
            if char != '"' {
                text.push(char);
            } else if chars.next_if(|(_, next)| *next == '"').is_some() {
                text.push('"');
            } else {
                self.at = start + 1 + offset + 1;
                return Ok(text);
            }
        }
        Err(format!("has a quotation mark at character {} that is not closed", self.place(start)))
    }

    /// The group behind `NEAR`, whose parenthesis comes next.
    fn near(&mut self) -> Result<Piece, String> {
        let start = self.at;
        self.at += 1;
        let mut operands = Vec::new();
        let mut distance = None;
        loop {
            match self.peek() {
                None => {
                    return Err(format!(
                        "has a parenthesis at character {} that is not closed",
                        self.place(start)
                    ));
                }
                Some(')') => {
                    self.at += 1;
                    break;
                }
                Some('(') => {
                    let place = self.place(self.at);
                    return Err(format!(
                        "has a parenthesis at character {place}, within NEAR, which takes words and phrases only"
                    ));
                }
                Some(',') => {
                    let begin = self.at + 1;
                    let end = self.text[begin..].find(')').map_or(self.text.len(), |length| begin + length);
                    let words = self.text[begin..end].trim();
                    distance = Some(words.parse().map_err(|_| {
                        format!("has '{words}' behind the comma of NEAR, where a number of words belongs")
                    })?);
                    self.at = end;
                }
                Some(_) => {
                    let at = self.at;
                    let mut operand = self.word(at)?;
                    // The comma before the number may stand at a word.
                    if !operand.is_quoted
                        && let Some(comma) = operand.text.find(',')
                    {
                        let skipped = usize::from(operand.is_first);
                        operand.text.truncate(comma);
                        self.at = at + skipped + comma;
                        operand.is_prefix = false;
                        if let Some(word) = operand.text.strip_suffix('*') {
                            operand.text = word.to_owned();
                            operand.is_prefix = true;
                        }
                    }
                    if operand.text.chars().any(can_be_found) {
                        operands.push(operand);
                    }
                }
            }
        }
        Ok(Piece::Near(operands, distance))
    }
}
