//! The names of countries, by which two statements may differ.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::inflections::{self, arabic};
use super::{Kind, Known, plain, small};
use crate::extract::naming::{alias_file, spelling};
use crate::extract::similarity::character::is_of_unspaced_script;
use crate::extract::similarity::wording::{Word, hash};
use crate::model::Rule;

impl Known {
    /// The countries of the bundled dictionary, the European Union, NATO and the United Nations, by their names of one
    /// or two words. Who has a longer one only is told apart by nothing, which is less harm than a wrong one.
    pub(super) fn add_countries(&mut self) {
        const ORGANISATIONS: [&str; 3] = ["EU", "NATO", "UN"];
        let aliases = alias_file::bundled().unwrap_or_default();
        let turkish: HashSet<&str, RandomState> = aliases
            .iter()
            .filter(|alias| alias.language == "tr")
            .map(|alias| alias.who.code.as_str())
            .collect();
        for alias in aliases.iter().filter(|alias| alias.rule != Rule::Never && !alias.alias.ends_with('-')) {
            if alias.who.kind != "country" && !ORGANISATIONS.contains(&alias.who.code.as_str()) {
                continue;
            }
            // Of these names in Chinese only those of two letters: of longer ones a part is another word.
            let is_long = alias.who.kind != "country"
                && alias.alias.chars().count() > 2
                && alias.alias.chars().all(is_of_unspaced_script);
            if is_long {
                continue;
            }
            let stands_for = hash(&format!("country {}", alias.who.code));
            for written in spelling::with_plain_endings(&alias.alias) {
                let mut words = written.split_whitespace();
                match (words.next(), words.next(), words.next()) {
                    (Some(word), None, None) => {
                        spelling::forms(word).for_each(|form| self.add_country(&plain(&form), stands_for));
                        // A Turkish name that another language has, too, stands under that one.
                        let is_latin = word.starts_with(|letter: char| letter < '\u{250}');
                        let is_turkish = is_latin && !turkish.contains(alias.who.code.as_str());
                        let language = if is_turkish { "tr" } else { &alias.language };
                        for form in inflections::of(&plain(word), language) {
                            self.add_country(&form, stands_for);
                        }
                    }
                    (Some(first), Some(second), None) => {
                        let seconds: Vec<String> = spelling::forms(second).collect();
                        for first in spelling::forms(first) {
                            seconds.iter().for_each(|second| {
                                self.add_country(&plain(&format!("{first} {second}")), stands_for);
                            });
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// A name in its key form, which may have more words than were written.
    fn add_country(&mut self, name: &str, stands_for: Word) {
        let mut words = name.split(' ');
        let (Some(first), second, None) = (words.next(), words.next(), words.next()) else { return };
        if let Some(second) = second {
            for first in std::iter::once(first.to_owned()).chain(arabic(first)) {
                self.add_subject_of_two(hash(&first), second, stands_for);
            }
        } else if first.chars().all(is_of_unspaced_script) {
            // The pairs of letters that the name has in a text, by themselves: two names may share some.
            let letters: Vec<char> = first.chars().collect();
            for and in small::AND_IN_ONE_LETTER {
                let ends =
                    [letters.last().map(|last| [*last, and]), letters.first().map(|first| [and, *first])];
                self.and.extend(ends.iter().flatten().map(|two| hash(&two.iter().collect::<String>())));
            }
            for two in letters.windows(2) {
                let two: String = two.iter().collect();
                self.add(&two, hash(&two), Kind::Subject);
            }
        } else {
            self.add(first, stands_for, Kind::Subject);
        }
    }
}
