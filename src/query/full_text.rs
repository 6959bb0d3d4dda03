//! What a user searches for, made into a query of FTS5.
//!
//! The grammar is FTS5's own: words (all must occur), `"phrases"`, `prefix*`, `^first`, `NEAR(a b, 5)`, `AND`, `OR`,
//! `NOT` and parentheses. A word that it would not take, such as `free-trade`, `@handle` or an address, is taken
//! as the phrase of the words in it, so that no sign of everyday text is an error of syntax.

use rusqlite::Connection;

use crate::extract::unspaced::{composed, parted, stands_alone};

mod pieces;

use self::pieces::{Operand, Piece, pieces};

/// A trigram index knows nothing shorter.
const TRIGRAM: usize = 3;

/// What is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FullText {
    /// For `MATCH` of the store's own index.
    pub matching: String,
    /// For `MATCH` of an index in which characters of scripts without spaces, and symbols, stand by themselves.
    pub matching_parted: String,
    /// Words that were taken as phrases, as they were written.
    pub taken_as_phrases: Vec<String>,
    /// The characters that an index of words does not know by themselves: of scripts without spaces, and symbols; each once,
    /// in the order of the text.
    pub characters: Vec<char>,
    /// Whether every post that is found has all that is written: there is no OR and no NOT.
    pub all_occur: bool,
    /// Whether something of it is shorter than three characters, which an index of trigrams cannot find.
    pub is_short: bool,
    /// Whether `NEAR` is in it, whose distance is one of words or, in an index of trigrams, of characters.
    pub has_near: bool,
}

impl FullText {
    /// Reads what a user wrote.
    ///
    /// # Errors
    /// A fragment that quotes the text and says what is wrong, and where.
    pub fn read(text: &str) -> Result<Self, String> {
        Self::read_composed(&composed(text)).map_err(|why| format!("'{text}' {why}"))
    }

    fn read_composed(text: &str) -> Result<Self, String> {
        let pieces: Vec<Piece> = pieces(text)?.into_iter().filter(|piece| !piece.is_empty()).collect();
        let operands = || pieces.iter().flat_map(Piece::operands);
        if operands().next().is_none() {
            return Err("has no word to search for".to_owned());
        }
        let mut characters = Vec::new();
        for char in operands().flat_map(|operand| operand.text.chars()).filter(|char| stands_alone(*char)) {
            if !characters.contains(&char) {
                characters.push(char);
            }
        }
        let is_short = |operand: &Operand| operand.text.chars().count() < TRIGRAM;
        let read = Self {
            matching: join(&pieces, &str::to_owned),
            matching_parted: join(&pieces, &|text| parted(text)),
            taken_as_phrases: operands()
                .filter(|operand| operand.is_surprising())
                .map(|operand| operand.text.clone())
                .collect(),
            characters,
            all_occur: !pieces.iter().any(|piece| matches!(piece, Piece::Operator("OR" | "NOT"))),
            is_short: operands().any(is_short),
            has_near: pieces.iter().any(|piece| matches!(piece, Piece::Near(..))),
        };
        prove(&read.matching).and_then(|()| prove(&read.matching_parted))?;
        Ok(read)
    }
}

/// The pieces as FTS5 wants them. It joins words side by side by itself, but not a word and a parenthesis.
fn join(pieces: &[Piece], texts: &dyn Fn(&str) -> String) -> String {
    let mut joined = String::new();
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        if let Some(before) = before {
            let is_beside = before.ends_operand() && piece.begins_operand();
            let is_at_group = matches!(before, Piece::Close) || matches!(piece, Piece::Open);
            let is_inside = matches!(before, Piece::Open) || matches!(piece, Piece::Close);
            joined.push_str(match (is_beside && is_at_group, is_inside) {
                (true, false) => " AND ",
                (_, true) => "",
                (false, false) => " ",
            });
        }
        joined.push_str(&piece.written(texts));
        before = Some(piece);
    }
    joined
}

/// Lets FTS5 itself say whether it understands.
fn prove(matching: &str) -> Result<(), String> {
    let tried = Connection::open_in_memory().and_then(|store| {
        store.execute_batch("CREATE VIRTUAL TABLE texts USING fts5 (text)")?;
        store.query_row("SELECT count(*) FROM texts WHERE texts MATCH ?1", [matching], |_| Ok(()))
    });
    tried.map_err(|cause| {
        let message = match &cause {
            rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
            cause => cause.to_string(),
        };
        match message.strip_prefix("fts5: syntax error near \"").and_then(|rest| rest.strip_suffix('"')) {
            Some("") => "ends where a word should follow".to_owned(),
            Some(near) => format!("cannot be read near '{near}'"),
            None => format!("cannot be read: {}", message.trim_start_matches("fts5: ")),
        }
    })
}

#[cfg(test)]
mod tests;
