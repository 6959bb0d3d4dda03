//! What is left of a point when case, punctuation, emoji, addresses and white space no longer count.

mod marks;

use std::cell::OnceCell;

use super::address::{first_letter, without_addresses};
use super::character::{
    Part, comparison, flag_length, is_before_no_sign, is_comma, is_common_letter, is_left_out,
    is_of_point_script, is_of_unspaced_script, part, plain_letter, sign,
};
use super::number;
use crate::extract::folded_text::folded_text;
use marks::{Number, is_currency};

/// The words and numbers of a folded text ([`folded_text`](crate::extract::folded_text::folded_text)), one space
/// between two.
///
/// A word is a run of letters, marks and digits; letters that are written for each other, such as `ё` and `е`, are the
/// same, signs that many leave out, such as the vowels of Arabic, count for nothing; apostrophes and invisible characters within it are left out, web
/// addresses are, too, and digits of all scripts are written 0 to 9. Where a script that is written without spaces
/// meets another one, a new word begins. A number is one word with its sign, currency and per cent, wherever these
/// stand: `-5$`, `1.5%`. A currency or per cent sign that is of no number, or of either of two, is a word of its own, and
/// so is a flag. `+` and `#` that end a word are of it: `c++`. Empty when the text has no words.
#[must_use]
pub fn key_form(folded: &str) -> String {
    let mut form = String::with_capacity(folded.len());
    write_key_form(folded, &mut form, &mut Vec::new());
    form
}

/// How often a form is folded again at most.
const MOST_FOLDINGS: usize = 4;

/// Writes the key form of `folded` into `form`, and where in it the words begin before which a comma stands into `commas`,
/// both of which it empties first.
pub(super) fn write_key_form(folded: &str, form: &mut String, commas: &mut Vec<usize>) {
    let mut is_joined = write_once(folded, form, commas);
    for _ in 0..MOST_FOLDINGS {
        if !is_joined {
            break;
        }
        let folded_again = folded_text(form);
        is_joined = write_once(&folded_again, form, commas);
    }
}

/// Writes the form; gives whether characters came together in it that folding would join or put in another order.
fn write_once(folded: &str, form: &mut String, commas: &mut Vec<usize>) -> bool {
    form.clear();
    commas.clear();
    let mut writer = Writer {
        text: folded,
        first_letter: OnceCell::new(),
        form,
        commas,
        has_comma: false,
        is_open: false,
        is_unspaced: false,
        last_letter: None,
        number: None,
        marks: String::new(),
        touching: 0,
        sign: None,
        is_sign_sure: false,
        comparison: None,
        unsettled: Vec::new(),
        previous: ' ',
        is_behind_change: false,
        is_joined: false,
    };
    for piece in without_addresses(folded) {
        writer.write(piece);
        writer.gap('/');
    }
    writer.settle(None);
    writer.close_number();
    writer.is_joined
}

struct Writer<'t> {
    text: &'t str,
    /// The first letter of the text, once it was looked for.
    first_letter: OnceCell<Option<char>>,
    form: &'t mut String,
    /// Where the words begin before which a comma stands, and whether one stands before the next one.
    commas: &'t mut Vec<usize>,
    has_comma: bool,
    /// Whether the last word may go on.
    is_open: bool,
    /// Whether the last letter was of a script without spaces.
    is_unspaced: bool,
    last_letter: Option<char>,
    /// The last word, when it is a number; its marks are not written yet.
    number: Option<Number>,
    /// Currency and per cent signs since the last word, and how many of the last touch what comes next.
    marks: String,
    touching: usize,
    /// The sign of the number that may come next.
    sign: Option<char>,
    /// Whether it is one also where a space is behind it.
    is_sign_sure: bool,
    comparison: Option<char>,
    /// Currencies' signs that were written as words, since each may be of either number beside it, one number after the
    /// other: where the digits of the first one end, and where the sign begins. It is of the first when the second gets
    /// another one.
    unsettled: Vec<(usize, usize)>,
    /// The last character that is something.
    previous: char,
    /// Whether the last character was left out or written as another one.
    is_behind_change: bool,
    is_joined: bool,
}

impl Writer<'_> {
    fn write(&mut self, piece: &str) {
        let mut rest = piece;
        while let Some(char) = rest.chars().next() {
            // Most of a text.
            let letters = rest.find(|char| !is_common_letter(char)).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(letters);
            if let Some(last) = word.chars().next_back() {
                self.begin_letters(char, false);
                self.form.push_str(word);
                self.last_letter = Some(last);
                self.previous = last;
                self.is_behind_change = false;
                rest = behind;
                continue;
            }
            let mut end = char.len_utf8();
            let mut is_change = false;
            if let Some(length) = flag_length(rest) {
                self.flag(&rest[..length]);
                self.previous = char;
                self.is_behind_change = false;
                rest = &rest[length..];
                continue;
            }
            match part(char) {
                Part::Letter => {
                    self.begin_letters(char, is_of_unspaced_script(char));
                    self.form.push(plain_letter(char));
                    self.last_letter = Some(char);
                    // The vowels and ends of Korean syllables are letters that join the one before them.
                    self.is_joined |= self.is_behind_change && matches!(char, '\u{1161}'..='\u{11ff}');
                    is_change = plain_letter(char) != char;
                }
                Part::Digit(_) => end = self.digits(rest),
                Part::Mark if is_left_out(char) => {
                    self.is_behind_change = true;
                    rest = &rest[end..];
                    continue;
                }
                Part::Mark => {
                    self.go_on(char);
                    self.form.push(char);
                    self.is_joined |= self.is_behind_change;
                    is_change = self.is_behind_change;
                }
                Part::Currency(mark) | Part::Percent(mark) => {
                    self.is_open = false;
                    self.marks.push(mark);
                    self.touching += 1;
                }
                Part::Gap => match self.signs_of_word(rest) {
                    0 => self.gap(char),
                    length => {
                        self.form.push_str(&rest[..length]);
                        self.is_open = false;
                        end = length;
                    }
                },
                Part::Apostrophe | Part::Nothing => {
                    self.is_behind_change = true;
                    rest = &rest[end..];
                    continue;
                }
            }
            self.is_behind_change = is_change;
            self.previous = char;
            rest = &rest[end..];
        }
    }

    /// The bytes of the signs that `rest` begins with where they are of the word before them: `C++`, `C#`, `A+`.
    fn signs_of_word(&self, rest: &str) -> usize {
        let sign = rest.as_bytes().first().copied().unwrap_or_default();
        if !matches!(sign, b'+' | b'#') || !self.is_open || part(self.previous) != Part::Letter {
            return 0;
        }
        let length = rest.bytes().take_while(|byte| *byte == sign).count();
        let is_last = match rest[length..].chars().next().map(part) {
            Some(Part::Letter | Part::Mark) => false,
            // The standards of a language, such as `C++20`.
            Some(Part::Digit(_)) => sign == b'+' && length == 2,
            _ => !rest[length..].starts_with(['+', '#']),
        };
        if is_last && length <= 2 { length } else { 0 }
    }

    /// A flag is a word of its own: it stands for a country.
    fn flag(&mut self, flag: &str) {
        self.settle(None);
        self.close_number();
        self.begin_word();
        self.form.push_str(flag);
        self.is_open = false;
        (self.sign, self.comparison) = (None, None);
    }

    fn begin_letters(&mut self, first: char, is_unspaced: bool) {
        if is_unspaced != self.is_unspaced {
            self.is_open = false;
            self.is_unspaced = is_unspaced;
        }
        self.go_on(first);
    }

    /// Goes on with the word, or begins the next one, of which `char` is the first.
    fn go_on(&mut self, char: char) {
        if self.is_open && self.number.is_none_or(|number| !number.has_marks()) {
            self.number = None;
            self.unsettled.clear();
            return;
        }
        // A cashtag's sign counts as little as a hashtag's.
        if self.touching > 0 && char.is_ascii_alphabetic() && self.marks.ends_with('$') {
            self.marks.pop();
        }
        self.settle(None);
        self.close_number();
        self.begin_word();
        (self.sign, self.comparison) = (None, None);
    }

    /// The digits that `rest` begins with, and all that is of one number with them; gives where that ends.
    fn digits(&mut self, rest: &str) -> usize {
        if self.is_unspaced {
            self.is_open = false;
            self.is_unspaced = false;
        }
        if self.is_open && self.number.is_none() {
            return number::write(rest, true, self.form, || false);
        }
        let mut number = Number::default();
        while self.touching > 0 && self.marks.chars().next_back().is_some_and(|mark| number.take(mark)) {
            self.marks.pop();
            self.touching -= 1;
        }
        let mut digits = String::new();
        let is_bare = self.marks.is_empty();
        if is_bare {
            self.close_number();
            self.begin_number();
        }
        let form = if is_bare { &mut *self.form } else { &mut digits };
        let (text, last, first) = (self.text, self.last_letter, &self.first_letter);
        let is_point_script = || {
            let nearest = last.or_else(|| *first.get_or_init(|| first_letter(text)));
            nearest.is_some_and(is_of_point_script)
        };
        let start = form.len();
        let mut end = number::write(rest, false, form, is_point_script);
        // Of a list the marks before it are those of the first, the ones behind it those of the last.
        let list = form[start..].find(' ');
        let mut of_first = list.map(|_| std::mem::take(&mut number));
        let behind = number.take_behind(&rest[end..]);
        end += behind;
        if !is_bare {
            self.settle(Some(of_first.as_mut().unwrap_or(&mut number)));
            self.close_number();
            self.begin_number();
        }
        if let (Some(list), Some(of_first)) = (list, of_first) {
            let form = if is_bare { &mut *self.form } else { &mut digits };
            form.insert_str(start + list, &of_first.marks().collect::<String>());
        }
        self.form.push_str(&digits);
        self.is_open = behind == 0;
        self.number = Some(number);
        end
    }

    fn begin_word(&mut self) {
        if !self.form.is_empty() {
            self.form.push(' ');
        }
        if std::mem::take(&mut self.has_comma) {
            self.commas.push(self.form.len());
        }
        self.is_open = true;
    }

    fn begin_number(&mut self) {
        self.begin_word();
        self.form.extend(self.comparison.take());
        self.form.extend(self.sign.take());
    }

    fn gap(&mut self, char: char) {
        self.is_open = false;
        if char == ' ' {
            self.touching = 0;
            // What a line begins with quotes it, or is the marker of a list.
            let is_behind_word = !self.form.is_empty();
            self.sign = self.sign.filter(|_| self.is_sign_sure && is_behind_word);
            self.comparison = self.comparison.filter(|_| is_behind_word);
        } else if let Some(sign) = sign(char) {
            self.sign = Some(sign).filter(|_| self.may_begin_number());
            // Dashes between words are far more often written so than a minus.
            self.is_sign_sure = sign != '-' || char == '−';
            self.touching = if self.sign.is_some() { self.touching } else { 0 };
        } else {
            self.comparison = match (char, comparison(self.previous)) {
                ('=', Some('<')) => self.comparison.map(|_| '≤'),
                ('=', Some('>')) => self.comparison.map(|_| '≥'),
                // Neither an arrow nor a quotation mark.
                (_, None) if self.previous != '=' => comparison(char).filter(|_| self.may_begin_number()),
                _ => None,
            };
            (self.touching, self.sign) = (0, None);
            self.has_comma |= is_comma(char);
        }
    }

    /// Whether the sign that comes next may be of the number behind it: in `$-5` it is, in `5$-10$` not.
    fn may_begin_number(&self) -> bool {
        self.touching > 0 || !is_before_no_sign(self.previous)
    }

    /// Gives the marks between the last word and the next one, which `next` is when it is a number, to these; what
    /// neither takes is written as words.
    fn settle(&mut self, mut next: Option<&mut Number>) {
        self.touching = 0;
        if self.marks.is_empty() {
            return;
        }
        let mut marks = std::mem::take(&mut self.marks);
        let digits_end = self.form.len();
        let mut is_of_either = false;
        while let (Some(first), Some(last)) = (marks.chars().next(), marks.chars().next_back()) {
            let is_of_number = self.number.is_some_and(|number| number.is_free_for(first));
            let is_of_next = next.as_ref().is_some_and(|next| next.is_free_for(last));
            let is_only = marks.len() == first.len_utf8();
            if is_only && is_of_number && is_of_next && is_currency(first) {
                // As in "in 2024 € 5 …".
                is_of_either = true;
                break;
            }
            if is_of_number {
                if is_currency(first) {
                    self.give_back();
                }
                self.number.iter_mut().for_each(|number| number.set(first));
                marks.remove(0);
            } else if is_of_next {
                next.iter_mut().for_each(|next| next.set(last));
                marks.pop();
            } else {
                break;
            }
        }
        if !marks.is_empty() {
            let before = std::mem::take(&mut self.unsettled);
            self.close_number();
            let signs = self.form.len() + 1;
            for mark in marks.chars() {
                self.begin_word();
                self.form.push(mark);
            }
            if is_of_either {
                self.unsettled = before;
                self.unsettled.push((digits_end, signs));
            }
            self.is_open = false;
            marks.clear();
        }
        self.marks = marks;
    }

    /// The number after the sign that may be of either has one of its own: `100 $ - 200 $`. Then the number before it has
    /// one, too.
    fn give_back(&mut self) {
        while let Some((digits_end, start)) = self.unsettled.pop() {
            if let Some(sign) = self.form[start..].chars().next() {
                self.form.replace_range(start - 1..start + sign.len_utf8(), "");
                self.form.insert(digits_end, sign);
                self.commas.iter_mut().filter(|comma| **comma > start).for_each(|comma| *comma -= 1);
            }
        }
    }

    fn close_number(&mut self) {
        if let Some(number) = self.number.take() {
            self.form.extend(number.marks());
            self.unsettled.clear();
        }
    }
}
