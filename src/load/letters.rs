//! Texts whose letters were lost before the input was made. A spreadsheet program that saves in an encoding without them writes
//! a question mark for each; a program that takes UTF-8 for another encoding makes two or three letters of each. Either is good
//! UTF-8, and every count of words and hashtags over it is wrong.

mod code_pages;

use std::collections::HashSet;

use self::code_pages::ByteOf;
use crate::load::{Notice, Observer};

/// So many posts of an input are looked at: what happened to it happened to all of it.
const LOOKED_AT: u64 = 200;

/// So many bytes of a text are looked at.
const BEGINNING: usize = 200;

/// So many bytes of texts beyond ASCII are looked at together where none of them tells by itself.
const LONGEST_TOGETHER: usize = 2000;

/// The input is told of where at least one in so many texts is so.
const SHARE: u64 = 20;

/// What was seen of an input.
#[derive(Debug, Default)]
pub(super) struct Letters {
    seen: u64,
    lost: u64,
    first: Option<String>,
    /// Words of texts of which each is too short to tell, and the first of these.
    short: String,
    first_short: Option<String>,
    /// Whether the first is what a spreadsheet shows in the place of a text: nobody posts that, so that one is enough.
    has_error: bool,
}

impl Letters {
    pub(super) fn note(&mut self, text: &str) {
        if is_error_of_spreadsheet(text) && !self.has_error {
            self.has_error = true;
            self.first = Some(text.trim().to_owned());
        }
        if self.seen == LOOKED_AT || text.is_empty() {
            return;
        }
        self.seen += 1;
        let beginning = &text[..text.floor_char_boundary(BEGINNING)];
        let shown = || beginning.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        if is_damaged(beginning) {
            self.lost += 1;
            self.first.get_or_insert_with(shown);
        } else if !beginning.is_ascii() && self.short.len() < LONGEST_TOGETHER {
            self.first_short.get_or_insert_with(shown);
            self.short.push_str(beginning);
            self.short.push(' ');
        }
    }

    pub(super) fn tell(&mut self, input: &str, observer: &mut dyn Observer) {
        if self.first.is_none() && are_of_another_alphabet(&self.short) {
            self.first = self.first_short.take();
            self.lost = self.seen;
        }
        if (self.has_error || self.lost * SHARE >= self.seen)
            && let Some(first) = self.first.take()
        {
            let first = first.chars().take(40).collect();
            observer.notice(Notice::LettersLost { input: input.to_owned(), first });
        }
    }
}

/// Whether a text is what a spreadsheet shows in its place: it takes a text that begins with `=`, `-`, `+` or `@` for a formula.
fn is_error_of_spreadsheet(text: &str) -> bool {
    // In English, French, German, Spanish, Italian and Portuguese, and Russian.
    const ERRORS: [&str; 15] = [
        "#NAME?",
        "#VALUE!",
        "#REF!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#NOM?",
        "#VALEUR!",
        "#WERT!",
        "#BEZUG!",
        "#¿NOMBRE?",
        "#NOME?",
        "#ИМЯ?",
        "#ЗНАЧ!",
    ];
    text.len() < 20 && text.starts_with('#') && ERRORS.contains(&text.trim_end())
}

/// Whether a text is no more what somebody wrote.
fn is_damaged(text: &str) -> bool {
    let is_beyond_ascii = !text.is_ascii();
    are_lost(text)
        || is_beyond_ascii
            && (are_replaced(text) || are_of_another_encoding(text) || are_of_another_alphabet(text))
}

/// Whether most words are nothing but question marks, several of them, and not all of one length, as `??? ??? ???`.
fn are_lost(text: &str) -> bool {
    const LEAST: usize = 3;
    if memchr::memchr_iter(b'?', text.as_bytes()).count() < 2 * LEAST {
        return false;
    }
    let mut words = 0;
    let mut lost = Vec::new();
    for word in text.split_whitespace() {
        let marks = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '?');
        words += usize::from(!marks.is_empty());
        if marks.len() > 1 && marks.bytes().all(|byte| byte == b'?') {
            lost.push(marks.len());
        }
    }
    let is_of_one_length = lost.windows(2).all(|both| both[0] == both[1]);
    lost.len() >= LEAST && lost.len() * 2 > words && !is_of_one_length
}

/// Whether letters became U+FFFD before the input was made: most of those beyond ASCII.
fn are_replaced(text: &str) -> bool {
    const LEAST: usize = 3;
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    let replaced = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    replaced >= LEAST && replaced * 2 > beyond
}

/// Whether nearly all of much beyond ASCII would be characters of UTF-8 if each letter were a byte of another encoding; or,
/// of one in which that is no chance, all of a few. `Ні! Ні!`, `√π` and `█░█░` are some by chance: a few tell within words
/// of other letters alone, or where each would be a sign of four bytes, and many where several differ.
fn are_of_another_encoding(text: &str) -> bool {
    const FEW_DIFFER: usize = 5;
    let Some(first) = text.chars().find(|c| !c.is_ascii()) else { return false };
    let begins = |byte_of: &ByteOf| byte_of(first).is_some_and(|byte| (0xC2..=0xF4).contains(&byte));
    let few = code_pages::FEW_TELL.into_iter().map(|byte_of| (byte_of, true));
    let all = few.chain(code_pages::MANY_TELL.map(|byte_of| (byte_of, false)));
    all.filter(|(byte_of, _)| begins(byte_of)).any(|(byte_of, few_tell)| {
        let Joined { beyond, bytes, sure, different } = joined(text, byte_of);
        bytes >= 16 && bytes * 10 >= beyond * 9 && different.len() > FEW_DIFFER
            || few_tell && bytes == beyond && sure >= 2
    })
}

/// What of a text would be characters of UTF-8.
#[derive(Debug, Default)]
struct Joined {
    /// The letters beyond ASCII.
    beyond: usize,
    /// Those that would be bytes of such characters.
    bytes: usize,
    /// How many characters these are, without those that may be chance.
    sure: usize,
    /// The last letters of different ones.
    different: HashSet<char>,
}

fn joined(text: &str, byte_of: ByteOf) -> Joined {
    let (mut found, mut held, mut before) = (Joined::default(), Held::default(), ' ');
    let mut may_be_chance = true;
    // Whether what is beyond ASCII here stands behind a letter, and how many sure characters it is so far.
    let (mut is_in_word, mut sure) = (false, 0);
    for character in text.chars() {
        if character.is_ascii() {
            let is_letter = character.is_ascii_alphabetic();
            found.sure += if is_in_word || is_letter { sure } else { 0 };
            (held, is_in_word, sure) = (Held::default(), is_letter, 0);
        } else {
            found.beyond += 1;
            let bytes = held.take(byte_of(character).unwrap_or_default());
            let is_mark = stands_behind_letters(character) && (before, character) != ('â', '€');
            may_be_chance = held.bytes == 1 || may_be_chance && is_mark;
            found.bytes += bytes;
            if bytes > 0 {
                found.different.insert(character);
            }
            if bytes == 4 {
                found.sure += 1;
            } else {
                sure += usize::from(bytes > 0 && !may_be_chance);
            }
        }
        before = character;
    }
    found.sure += if is_in_word { sure } else { 0 };
    found
}

/// Whether it is met right behind a letter, such as `É…` or the `ÝŠ` of Czech, which have the bytes of a character by chance.
fn stands_behind_letters(character: char) -> bool {
    const MARKS: &str = "…–—‘’“”„«»‹›•·€™®°¹²³ªº\u{A0}ŠšŽžŒœŸ";
    MARKS.contains(character)
}

/// Whether Russian, Ukrainian, Greek, Hebrew or Arabic of Windows was taken for Western European: no language writes most
/// of its words in nothing but letters with accents.
fn are_of_another_alphabet(text: &str) -> bool {
    /// So many words of at least three letters, and so many different letters in these.
    const LEAST_WORDS: usize = 3;
    const LEAST_LETTERS: usize = 8;
    let is_accented = |c: char| matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ');
    // Letters of the same kind, where Western European has signs: of Russian ё, of Ukrainian і, ї, є and ґ.
    let is_sign =
        |c: char| matches!(c, '¸' | '¨' | '²' | '³' | '¯' | '¿' | 'ª' | 'º' | '¥' | '´' | '×' | '÷');
    let (mut words, mut accented, mut long) = (0, 0, 0);
    let mut seen: u32 = 0;
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphabetic() && !is_sign(c));
        if word.is_empty() {
            continue;
        }
        words += 1;
        let is_all = word.chars().all(|c| is_accented(c) || is_sign(c) || c == '-');
        let letters = word.chars().filter(|c| is_accented(*c));
        if !is_all || letters.clone().next().is_none() {
            continue;
        }
        accented += 1;
        if letters.clone().count() >= 3 {
            long += 1;
            // Capital and small letters of Russian are 32 apart there, too.
            letters.for_each(|c| seen |= 1 << (u32::from(c) % 32));
        }
    }
    long >= LEAST_WORDS && accented * 2 > words && seen.count_ones() as usize >= LEAST_LETTERS
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

#[cfg(test)]
mod tests {
    use super::*;

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
            "?? ?? ??",
            "??? ??? ??? ???",
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
            // «Корабли пришли в порт», as Windows-1252, Windows-1251 and code pages 866, 437 and 850 have it.
            "ÐšÐ¾Ñ€Ð°Ð±Ð»Ð¸ Ð¿Ñ€Ð¸ÑˆÐ»Ð¸ Ð² Ð¿Ð¾Ñ€Ñ‚",
            "РљРѕСЂР°Р±Р»Рё РїСЂРёС€Р»Рё РІ РїРѕСЂС‚",
            "╨Ъ╨╛╤А╨░╨▒╨╗╨╕ ╨┐╤А╨╕╤И╨╗╨╕ ╨▓ ╨┐╨╛╤А╤В",
            "╨Ü╨╛╤Ç╨░╨▒╨╗╨╕ ╨┐╤Ç╨╕╤ê╨╗╨╕ ╨▓ ╨┐╨╛╤Ç╤é",
            "ðÜð¥ÐÇð░ð▒ð╗ð© ð┐ÐÇð©Ðêð╗ð© ð▓ ð┐ð¥ÐÇÐé",
            "ÙˆØµÙ„Øª Ø§Ù„Ø³ÙÙ† Ø¥Ù„Ù‰ Ø§Ù„Ù…ÙŠÙ†Ø§Ø¡",
            "–ö–æ—Ä–∞–±–ª–∏ –ø—Ä–∏—à–ª–∏ –≤ –ø–æ—Ä—Ç",
            // Of texts that have few such letters.
            "Lâ€™Ã©tÃ© est arrivÃ© Ã\u{A0} BesanÃ§on",
            "Les ├⌐l├¿ves sont d├⌐j├á",
            "Les √©l√®ves sont d√©j√† l√†",
            "L‚Äô√©t√© est l√†",
            "GrÃ¶ÃŸe fÃ¼r schÃ¶ne GrÃ¼ÃŸe",
            "GrГјГџe fГјr grГ¶Гџe",
            "Itâ€™s â€œlateâ€\u{9D} today",
            "Ships ðŸš¢ came ðŸš¢",
            "KÄ±lÄ±Ã§ ve kalkan",
        ] {
            assert!(is_damaged(text), "{text}");
        }
    }

    #[test]
    fn an_alphabet_of_windows_that_was_taken_for_another_is_told() {
        for text in [
            // The ships came into the port: in Russian, Ukrainian, Greek, Hebrew and Arabic.
            "Êîðàáëè ïðèøëè â ïîðò, è ãðóç ïðèíÿò",
            "Êîðàáë³ ïðèéøëè â ïîðò, ¿¿ âàíòàæ ïðèéíÿòî",
            "Ôá ðëïßá Þñèáí óôï ëéìÜíé óÞìåñá",
            "äàåðéåú äâéòå àì äðîì",
            "æÕáÊ ÇáÓÝä Åáì ÇáãíäÇÁ",
            "16.07 ÊÎÐÀÁËÈ ÏÐÈØËÈ Â ÏÎÐÒ! https://example.org/a",
        ] {
            assert!(is_damaged(text), "{text}");
        }
    }

    #[test]
    fn letters_that_are_replaced_are_lost() {
        assert!(is_damaged("Кор\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"));
        assert!(is_damaged("Les \u{FFFD}l\u{FFFD}ves arriv\u{FFFD}s"));
        assert!(!is_damaged("Корабли \u{FFFD}\u{FFFD}\u{FFFD} пришли"));
        assert!(!is_damaged("a \u{FFFD} b"));
    }

    #[test]
    fn texts_of_all_languages_are_whole() {
        for text in [
            "Корабли пришли в порт",
            "РАДИО РОК: сон, тон, фон, ряд, сад, род, рок, раб",
            "Київ: В УКРАЇНІ НІЧ, ЇЇ ІМЕНІ І РІК",
            "Ђорђе, Љиљана и Њњњ: Сљеме, Џеп, ћуп, ђак… «Љубљана» — „њива“",
            "Élève à l’école « déjà vu »: où, ça, naïve, cœur, forêt — été…",
            "« VIVE LA LIBERTÉ… » L’ÉTÉ… LA CITÉ»! À ÎŒ, ÉŒ",
            "L’école d’âme, l’île: Paris–Évry, Rome–Île; «à», ‘é’ “é” √2 ≈ 1,4",
            "Äpfel €2, Öl €3, Übung €4: Größe, Straße, Füße; ÄÖÜ äöü ß",
            "ÅÄÖ ÅÄÖ åäö ÄÄÄÄ ÖÖÖÖ ÜÜÜÜ",
            "Öö oli õel; jäääär, kõueöö, õueõu, äiaõu",
            "Það er önnur öld: áður, æði, íð, öðð, úúú",
            "Dağda ışık, sıçan sıçrar, kılıç kılıç, İYİ GÜNLER, ÇOĞU ŞEY, ığdır",
            "Việt Nam: đất nước và người, ở Ấn Độ, ĐƯỜNG ĐI",
            "VÝŠKA A VÝŽIVA, NÍŽE MÝŠ; příliš žluťoučký kůň",
            "Ñandú, ¿qué?, ¡sí!, SEÑOR Nº 2, 3ª ÉPOCA¹ CITÉ²",
            "São João, avó, avô, ÀS, É, Ó, Í, ÓÓÓ! ÃÃÃ",
            "A à â ä é è ê ë î ï ô ö ù û ü ÿ ç",
            "РОССИЯ И РС: «Сё», «Рё», «Сѕ»",
            "Ні! Ні!",
            "НІ НІ - 5, ВІ ВІ - 6",
            "Ци! Ці! Ві!",
            "Ој! Ој! ЕЈ! МЈ 5, СЈ 7",
            "Её! Её. Её",
            "П№1 П№2, Т±5 М±3",
            "√π + √π; f(x)=√π/2, g=√π; ∆π=√π",
            "Rohr Ø½\" und Ø¾\"",
            "█░█░█░█░█░█░█░█░█░█░",
            "█▒█▒ ┬┐ ┬┐ ├┤ ├┤ ═║ ═║",
            "Τα πλοία ήρθαν στο λιμάνι",
            "האוניות הגיעו אל הנמל",
            "وصلت السفن إلى الميناء",
            "船が港に着いた。ｶﾅ",
            "Ships come in 🚢",
            "╔══════╗ ║ Menu ║ ╚══════╝ ├── a ├── b └── c",
            "½ ¼ ¾ © ® ™ ± 20 °C µm × ÷",
            "",
        ] {
            assert!(!is_damaged(text), "{text}");
        }
    }
}
