//! Texts whose letters were lost before the input was made. A spreadsheet program that saves in an encoding without them writes
//! a question mark for each; a program that takes UTF-8 for another encoding makes two or three letters of each. Either is good
//! UTF-8, and every count of words and hashtags over it is wrong.

use crate::load::{Notice, Observer};

/// So many posts of an input are looked at: what happened to it happened to all of it.
const LOOKED_AT: u64 = 200;

/// So many bytes of a text are looked at.
const BEGINNING: usize = 200;

/// The input is told of where at least one in so many texts is so.
const SHARE: u64 = 20;

/// What was seen of an input.
#[derive(Debug, Default)]
pub(super) struct Letters {
    seen: u64,
    lost: u64,
    first: Option<String>,
}

impl Letters {
    pub(super) fn note(&mut self, text: &str) {
        if self.seen == LOOKED_AT || text.is_empty() {
            return;
        }
        self.seen += 1;
        let beginning = &text[..text.floor_char_boundary(BEGINNING)];
        if are_lost(beginning) || are_of_another_encoding(beginning) {
            self.lost += 1;
            self.first
                .get_or_insert_with(|| beginning.split_whitespace().take(3).collect::<Vec<_>>().join(" "));
        }
    }

    pub(super) fn tell(&mut self, input: &str, observer: &mut dyn Observer) {
        if self.lost * SHARE >= self.seen
            && let Some(first) = self.first.take()
        {
            let first = first.chars().take(40).collect();
            observer.notice(Notice::LettersLost { input: input.to_owned(), first });
        }
    }
}

/// Whether most words are nothing but question marks, several of them.
fn are_lost(text: &str) -> bool {
    const LEAST: usize = 3;
    if memchr::memchr_iter(b'?', text.as_bytes()).count() < 2 * LEAST {
        return false;
    }
    let (mut words, mut lost) = (0, 0);
    for word in text.split_whitespace() {
        let marks = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '?');
        words += usize::from(!marks.is_empty());
        lost += usize::from(marks.len() > 1 && marks.bytes().all(|byte| byte == b'?'));
    }
    lost >= LEAST && lost * 2 > words
}

/// Whether nearly all beyond ASCII would be characters of UTF-8 if each letter were a byte of Windows-1252 or Windows-1251.
fn are_of_another_encoding(text: &str) -> bool {
    [western as fn(char) -> Option<u8>, cyrillic].into_iter().any(|byte_of| {
        let (mut beyond, mut joined, mut held) = (0, 0, Held::default());
        for character in text.chars().filter(|c| !c.is_ascii()) {
            beyond += 1;
            joined += held.take(byte_of(character).unwrap_or_default());
        }
        joined >= 16 && joined * 10 >= beyond * 9
    })
}

/// A character of UTF-8 of which bytes are still to come.
#[derive(Debug, Default)]
struct Held {
    bytes: usize,
    to_come: usize,
}

impl Held {
    /// Takes a byte, and gives how many bytes the character has that it ends.
    fn take(&mut self, byte: u8) -> usize {
        match byte {
            0x80..=0xBF if self.to_come > 0 => {
                self.to_come -= 1;
                self.bytes += 1;
                if self.to_come == 0 { self.bytes } else { 0 }
            }
            0xC2..=0xF4 => {
                (self.bytes, self.to_come) =
                    (1, [1, 2, 3][usize::from(byte >= 0xE0) + usize::from(byte >= 0xF0)]);
                0
            }
            _ => {
                self.to_come = 0;
                0
            }
        }
    }
}

/// The byte of a letter in Windows-1252, or in ISO 8859-1.
fn western(letter: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    u8::try_from(letter).ok().or_else(|| place_in(FROM_80, letter, 0x80))
}

/// The byte of a letter in Windows-1251.
fn cyrillic(letter: char) -> Option<u8> {
    const FROM_80: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї";
    match letter {
        'А'..='я' => u8::try_from(u32::from(letter) - u32::from('А') + 0xC0).ok(),
        _ => place_in(FROM_80, letter, 0x80),
    }
}

fn place_in(letters: &str, letter: char, first: u8) -> Option<u8> {
    let place = letters.chars().position(|known| known == letter)?;
    first.checked_add(u8::try_from(place).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{are_lost, are_of_another_encoding, cyrillic, western};

    #[test]
    fn words_of_question_marks_are_lost_letters() {
        for text in [
            "??????? ?????? ? ????; #??????",
            "????? ??? ?????, \"??????\"\n? ????????",
            "2024: ???, ??? ?? ???",
        ] {
            assert!(are_lost(text), "{text}");
        }
        for text in [
            "What?? Who?? Where?? When??",
            "?? ??",
            "Кто там ??? ??? ??? и что же это было",
            "???????????",
            "",
        ] {
            assert!(!are_lost(text), "{text}");
        }
    }

    #[test]
    fn utf_8_that_was_taken_for_another_encoding_is_told() {
        for text in [
            // «Корабли пришли в порт», as Windows-1252 and as Windows-1251 have it.
            "ÐšÐ¾Ñ€Ð°Ð±Ð»Ð¸ Ð¿Ñ€Ð¸ÑˆÐ»Ð¸ Ð² Ð¿Ð¾Ñ€Ñ‚",
            "РљРѕСЂР°Р±Р»Рё РїСЂРёС€Р»Рё РІ РїРѕСЂС‚",
            "ÙˆØµÙ„Øª Ø§Ù„Ø³ÙÙ† Ø¥Ù„Ù‰ Ø§Ù„Ù…ÙŠÙ†Ø§Ø¡",
        ] {
            assert!(are_of_another_encoding(text), "{text}");
        }
        for text in [
            "Корабли пришли в порт",
            "Київ: В УКРАЇНІ НІЧ, ЇЇ ІМЕНІ І РІК",
            "Élève à l’école « déjà vu »: où, ça, naïve, cœur, forêt — été…",
            "РОССИЯ И РС: «Сё», «Рё», «Сѕ»",
            "وصلت السفن إلى الميناء",
            "Ships come in",
            "",
        ] {
            assert!(!are_of_another_encoding(text), "{text}");
        }
    }

    #[test]
    fn letters_have_their_bytes() {
        for (letter, byte) in [('€', 0x80), ('Ÿ', 0x9F), ('Ð', 0xD0), ('ÿ', 0xFF)] {
            assert_eq!(western(letter), Some(byte), "{letter}");
        }
        for (letter, byte) in [('Ђ', 0x80), ('€', 0x88), ('ё', 0xB8), ('ї', 0xBF), ('А', 0xC0), ('я', 0xFF)]
        {
            assert_eq!(cyrillic(letter), Some(byte), "{letter}");
        }
        assert_eq!((western('я'), cyrillic('é')), (None, None));
    }
}
