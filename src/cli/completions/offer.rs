//! What is offered for a word, and what the shell itself must look for.

use unicode_width::UnicodeWidthStr as _;

use super::line::for_bash;
use crate::cli::safe_text::{on_one_line, safe_for_terminal};
use crate::extract::fold::fold;

/// The widest value behind which help is aligned, in columns.
const VALUE_COLUMNS: usize = 30;

/// One word that can stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// The part that is chosen.
    value: String,
    /// What stands before it in the same word: `--by=`, `@a,`.
    stem: String,
    help: String,
}

impl Offer {
    pub(super) fn new(value: &str, help: impl Into<String>) -> Self {
        Self { value: value.to_owned(), stem: String::new(), help: help.into() }
    }

    /// Whether it offers this value.
    pub(super) fn is(&self, value: &str) -> bool {
        self.value == value
    }

    /// The same as an item of a list with commas.
    pub(super) fn into_item(self) -> Self {
        Self { value: self.value.replace(',', r"\,"), ..self }
    }

    /// The same behind `stem` in one word.
    pub(super) fn behind(self, stem: &str) -> Self {
        Self { stem: format!("{stem}{}", self.stem), ..self }
    }

    fn word(&self) -> String {
        format!("{}{}", self.stem, self.value)
    }

    /// The word, beginning in the very letters that are typed where it differs from them in their case only.
    fn word_begun_as(&self, typed: &str) -> String {
        let word = self.word();
        let end = word.char_indices().nth(typed.chars().count()).map_or(word.len(), |(at, _)| at);
        let (beginning, rest) = word.split_at(end);
        if fold(beginning) == fold(typed) { format!("{typed}{rest}") } else { word }
    }

    /// Whether a terminal can show it on one line as it is, so that what is chosen is what is seen.
    fn is_plain(&self) -> bool {
        let word = self.word();
        !word.is_empty() && !word.contains(['\n', '\t']) && safe_for_terminal(&word) == word
    }
}

/// What can stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// One of these; made by [`Answer::of`].
    Offers(Vec<Offer>),
    /// A file, or one with this ending.
    File(Option<&'static str>),
    /// A folder.
    Folder,
}

impl Answer {
    /// Those of the offers that a terminal can show.
    pub(super) fn of(offers: impl IntoIterator<Item = Offer>) -> Self {
        Self::Offers(offers.into_iter().filter(Offer::is_plain).collect())
    }

    /// The answer as the script of zsh or fish reads it: a line with what it is, then a word a line, with its help behind
    /// a tab.
    pub(super) fn in_lines(&self, line: impl Fn(&Offer) -> String) -> String {
        let (kind, offers) = match self {
            Self::Offers(offers) => ("words".to_owned(), offers.as_slice()),
            Self::File(None) => ("files".to_owned(), [].as_slice()),
            Self::File(Some(ending)) => (format!("files {ending}"), [].as_slice()),
            Self::Folder => ("folders".to_owned(), [].as_slice()),
        };
        let lines = offers.iter().map(|offer| line(offer) + "\n");
        format!("{kind}\n{}", lines.collect::<String>())
    }

    /// The answer for bash: words as they must be put in the place of `replaced`, the end of what is `typed`, which means
    /// `current`.
    pub(super) fn for_bash(&self, typed: &str, replaced: &str, current: &str) -> String {
        let word = self.spelling(current);
        self.in_lines(|offer| for_bash(&word(offer), typed, replaced))
    }

    /// How words are written. bash and zsh write down what all of them have in common, and would take back what is typed
    /// where they differ from each other in the case of its letters.
    fn spelling<'a>(&self, typed: &'a str) -> impl Fn(&Offer) -> String + use<'a> {
        let length = typed.chars().count();
        let beginning = |offer: &Offer| offer.word().chars().take(length).collect::<String>();
        let keeps_typed = match self {
            Self::Offers(offers) => offers.windows(2).any(|pair| beginning(&pair[0]) != beginning(&pair[1])),
            _ => false,
        };
        move |offer| if keeps_typed { offer.word_begun_as(typed) } else { offer.word() }
    }

    /// The answer for fish: words, and behind a tab their help.
    pub(super) fn for_fish(&self) -> String {
        self.in_lines(|offer| format!("{}\t{}", offer.word(), on_one_line(&offer.help)))
    }

    /// The answer for zsh: words, and behind a tab what is shown for them.
    pub(super) fn for_zsh(&self, typed: &str) -> String {
        let word = self.spelling(typed);
        let widest = |offers: &[Offer]| offers.iter().map(|offer| offer.value.width()).max();
        let width = match self {
            Self::Offers(offers) => widest(offers).unwrap_or(0).min(VALUE_COLUMNS),
            _ => 0,
        };
        self.in_lines(|offer| {
            let help = on_one_line(&offer.help);
            let space = " ".repeat(width.saturating_sub(offer.value.width()));
            let help = if help.is_empty() { help } else { format!("{space}  -- {help}") };
            format!("{}\t{}{help}", word(offer), offer.value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Offer};

    #[test]
    fn what_a_terminal_cannot_show_as_it_is_is_not_offered() {
        let names = ["Blue", "a\u{1b}[31m", "b\u{202e}c", "d\ne", ""];
        let answer = Answer::of(names.map(|name| Offer::new(name, "x\n\u{1b}y")));
        assert_eq!(answer.for_fish(), "words\nBlue\tx y\n");
        assert_eq!(answer.for_zsh(""), "words\nBlue\tBlue  -- x y\n");
        assert_eq!(answer.for_bash("b", "b", "b"), "words\nBlue\n");
    }

    #[test]
    fn what_is_shown_is_the_last_part_of_a_word_and_its_help_is_aligned() {
        let offers = [("@ministry", "12 posts"), ("Синие, Новости", "1 post")];
        let offers = offers.map(|(value, help)| Offer::new(value, help).into_item().behind("--channel=@a,"));
        assert_eq!(
            Answer::Offers(offers.to_vec()).for_zsh(""),
            "words\n--channel=@a,@ministry\t@ministry        -- 12 posts\n\
             --channel=@a,Синие\\, Новости\tСиние\\, Новости  -- 1 post\n"
        );
    }

    #[test]
    fn several_words_that_differ_in_case_begin_as_they_are_typed() {
        let answer =
            |values: &[&str]| Answer::Offers(values.iter().map(|value| Offer::new(value, "")).collect());
        let several = answer(&["Мост", "МОРЕ"]);
        assert_eq!(several.for_zsh("мо"), "words\nмост\tМост\nмоРЕ\tМОРЕ\n");
        assert_eq!(several.for_bash("мо", "мо", "мо"), "words\nмост\nмоРЕ\n");
        assert_eq!(answer(&["Мост"]).for_zsh("мо"), "words\nМост\tМост\n");
        assert_eq!(answer(&["Мост", "Мол"]).for_bash("мо", "мо", "мо"), "words\nМост\nМол\n");
        assert_eq!(answer(&["мост", "мол"]).for_zsh("мо"), "words\nмост\tмост\nмол\tмол\n");
    }
}
