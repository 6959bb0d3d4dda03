//! What is left of a point when case, punctuation, emoji, addresses and white space no longer count.

use std::iter;

use icu_properties::props::GeneralCategory;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

static CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();

/// The words of a folded text ([`folded_text`](crate::extract::folded_text::folded_text)), one space between two.
///
/// A word is a run of letters, marks and digits; apostrophes and invisible characters within it are left out, web
/// addresses are, too, and the digits of Arabic script are written 0 to 9. Where a script that is written without
/// spaces meets another one, a new word begins. Empty when the text has no words.
#[must_use]
pub fn key_form(folded: &str) -> String {
    let mut form = String::with_capacity(folded.len());
    write_key_form(folded, &mut form);
    form
}

/// Writes the key form of `folded` into `form`, which it empties first.
pub(super) fn write_key_form(folded: &str, form: &mut String) {
    form.clear();
    let mut done = 0;
    for start in address_starts(folded) {
        if start >= done {
            write_words(&folded[done..start], form);
            done = folded[start..].find(char::is_whitespace).map_or(folded.len(), |length| start + length);
        }
    }
    write_words(&folded[done..], form);
    if form.ends_with(' ') {
        form.pop();
    }
}

/// Where web addresses begin, in order: `scheme://…`, or a word that begins with `www.` or `t.me/`.
///
/// The text is searched once, however many there are.
fn address_starts(text: &str) -> impl Iterator<Item = usize> {
    // Few texts have a slash.
    let with_slash = memchr::memchr_iter(b'/', text.as_bytes()).filter_map(|slash| {
        let before = &text[..slash];
        if let Some(before) = before.strip_suffix(':').filter(|_| text[slash..].starts_with("//")) {
            let scheme = before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
            return Some(before.len() - scheme).filter(|_| scheme > 0);
        }
        before.strip_suffix("t.me").filter(|before| ends_outside_a_word(before)).map(str::len)
    });
    let bare =
        memchr::memmem::find_iter(text.as_bytes(), "www.").filter(|at| ends_outside_a_word(&text[..*at]));
    let (mut with_slash, mut bare) = (with_slash.peekable(), bare.peekable());
    iter::from_fn(move || match (with_slash.peek(), bare.peek()) {
        (Some(slash), Some(www)) if www < slash => bare.next(),
        (Some(_), _) => with_slash.next(),
        (None, _) => bare.next(),
    })
}

fn ends_outside_a_word(text: &str) -> bool {
    !text.ends_with(|before: char| before.is_alphanumeric() || before == '.')
}

fn write_words(text: &str, form: &mut String) {
    let mut is_unspaced = false;
    for char in text.chars() {
        if char.is_ascii() {
            if char.is_ascii_alphanumeric() {
                if is_unspaced {
                    end_word(form);
                    is_unspaced = false;
                }
                form.push(char);
            } else if char != '\'' && char != '`' {
                end_word(form);
            }
            continue;
        }
        match part(char) {
            Part::Letter => {
                if is_unspaced != is_of_unspaced_script(char) {
                    end_word(form);
                    is_unspaced = !is_unspaced;
                }
                form.push(with_common_digits(char));
            }
            Part::Mark => form.push(char),
            Part::Nothing => {}
            Part::Gap => end_word(form),
        }
    }
    end_word(form);
}

fn end_word(form: &mut String) {
    if !form.is_empty() && !form.ends_with(' ') {
        form.push(' ');
    }
}

/// What a character is to words.
enum Part {
    Letter,
    /// It belongs to the letter before it.
    Mark,
    Nothing,
    Gap,
}

fn part(char: char) -> Part {
    match char {
        '’' | 'ʼ' | '‘' | '´' | 'ـ' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' => return Part::Nothing,
        // Most letters of most posts.
        'а'..='я' | 'ё' | 'à'..='ö' => return Part::Letter,
        _ => {}
    }
    match CATEGORIES.get(char) {
        GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark => Part::Mark,
        GeneralCategory::Format => Part::Nothing,
        _ if char.is_alphanumeric() => Part::Letter,
        _ => Part::Gap,
    }
}

fn with_common_digits(char: char) -> char {
    let zero = match char {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return char,
    };
    char::from_digit(u32::from(char) - zero, 10).unwrap_or(char)
}

/// Whether words of this letter's script stand without spaces between them.
pub(super) fn is_of_unspaced_script(char: char) -> bool {
    matches!(u32::from(char),
        0xe00..=0xfff          // Thai, Lao, Tibetan
        | 0x1000..=0x109f      // Myanmar
        | 0x1780..=0x17ff      // Khmer
        | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff // Japanese syllables
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff) // Han
}
