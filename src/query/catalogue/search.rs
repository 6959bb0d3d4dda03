//! Finding queries by words.

use std::collections::BTreeSet;

use super::{Catalogue, Entry};
use crate::extract::fold::fold;
use crate::query::similar;

/// How much a word counts by where it stands.
const HEADING: u32 = 60;
const GROUP: u32 = 40;
const QUESTION: u32 = 25;
const COLUMN: u32 = 15;
const HELP: u32 = 5;

impl Catalogue {
    /// The queries in which every word of `text` occurs, the best first: a word of the name or title counts most,
    /// then one of the group or tags, of the question, of a column's or parameter's name, and of the help least; a
    /// whole word more than the beginning of one, and that more than a part. Case and accents of case do not count.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<&Entry> {
        let words = words_of(text);
        let mut found: Vec<(u32, &Entry)> = Vec::new();
        for entry in self.entries() {
            let fields = fields(entry);
            let scores: Option<Vec<u32>> = words.iter().map(|word| score(word, &fields)).collect();
            found.extend(scores.map(|scores| (scores.iter().sum(), entry)));
        }
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Words that some query has, for those of `text` that none has: `(written, close ones)`.
    #[must_use]
    pub fn close_words(&self, text: &str) -> Vec<(String, Vec<String>)> {
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut all: BTreeSet<String> = BTreeSet::new();
        for entry in self.entries() {
            for (weight, text) in fields(entry) {
                let words =
                    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
                if weight > HELP {
                    known.extend(words.clone().map(str::to_owned));
                }
                all.extend(words.map(str::to_owned));
            }
        }
        let mut close = Vec::new();
        for word in words_of(text) {
            if all.iter().any(|other| other.contains(&word)) {
                continue;
            }
            let names: Vec<String> = similar::close(&word, known.iter().map(String::as_str), 3)
                .into_iter()
                .map(str::to_owned)
                .collect();
            if !names.is_empty() {
                close.push((word, names));
            }
        }
        close
    }
}

fn words_of(text: &str) -> Vec<String> {
    fold(text).split_whitespace().map(|word| word.trim_matches(['#', '@', '"', ',']).to_owned()).collect()
}

/// The folded texts of a query, and how much a word in each of them counts.
fn fields(entry: &Entry) -> Vec<(u32, String)> {
    let query = entry.query();
    let header = &query.header;
    let names = header.columns.iter().map(|column| &column.name);
    let names: Vec<&str> =
        names.chain(header.parameters.iter().map(|it| &it.name)).map(String::as_str).collect();
    let helps = header.columns.iter().map(|column| &column.help);
    let helps: Vec<&str> = helps
        .chain(header.parameters.iter().map(|it| &it.help))
        .chain(&header.notes)
        .chain(std::iter::once(&header.help))
        .map(String::as_str)
        .collect();
    let group = format!("{} {}", query.group.as_deref().unwrap_or_default(), header.tags.join(" "));
    [
        (HEADING, format!("{} {}", query.name, header.title)),
        (GROUP, group),
        (QUESTION, header.question.clone().unwrap_or_default()),
        (COLUMN, names.join(" ")),
        (HELP, helps.join(" ")),
    ]
    .into_iter()
    .map(|(weight, text)| (weight, fold(&text)))
    .collect()
}

/// How much the word counts where it counts most; `None` where it is nowhere.
fn score(word: &str, fields: &[(u32, String)]) -> Option<u32> {
    fields.iter().filter_map(|(weight, text)| Some(weight * occurrence(word, text)?)).max()
}

/// 4 for a whole word, 3 for the beginning of one, 2 for a part.
fn occurrence(word: &str, text: &str) -> Option<u32> {
    let is_boundary = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word)
        .map(|(at, _)| {
            let begins = is_boundary(text[..at].chars().next_back());
            let ends = is_boundary(text[at + word.len()..].chars().next());
            match (begins, ends) {
                (true, true) => 4,
                (true, false) => 3,
                _ => 2,
            }
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::Catalogue;
    use crate::query::Query;
    use crate::query::catalogue::Origin;

    fn catalogue() -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (name, text) in [
            (
                "a-rivers",
                "-- How high\n-- use: Do floods rise?\n-- @column gauge int : metres\nSELECT 1 AS gauge",
            ),
            ("floods", "-- High water\n-- note: rivers are gauged daily\nSELECT 1"),
            ("zones", "-- МИР and floodplains\nSELECT 1"),
        ] {
            catalogue.add(Query::parse(name, format!("{name}.sql"), text), Origin::Bundled);
        }
        catalogue
    }

    #[test]
    fn names_and_titles_come_before_questions_and_help() {
        let names = |text: &str| -> Vec<String> {
            catalogue().search(text).iter().map(|entry| entry.query().name.clone()).collect()
        };
        assert_eq!(names("floods"), ["floods", "a-rivers"]);
        assert_eq!(names("flood"), ["floods", "zones", "a-rivers"]);
        assert_eq!(names("rivers"), ["a-rivers", "floods"]);
        assert_eq!(names("GAUGE"), ["a-rivers", "floods"]);
        assert_eq!(names("мир"), ["zones"]);
        assert_eq!(names("rivers rise"), ["a-rivers"]);
        assert_eq!(names("rivers мир"), [""; 0]);
        assert_eq!(names("").len(), 3);
    }

    #[test]
    fn a_word_that_nothing_has_is_told_with_close_ones() {
        let close = catalogue().close_words("flodos rivers");
        assert_eq!(close, [("flodos".to_owned(), vec!["floods".to_owned()])]);
        assert_eq!(catalogue().close_words("zebra"), []);
    }
}
