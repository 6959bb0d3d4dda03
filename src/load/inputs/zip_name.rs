//! Names in zip archives that do not say how they are written.
//!
//! An archive's own way is UTF-8 with a mark, else the code page 437 (APPNOTE.TXT, appendix D). Windows writes neither:
//! it takes the code page of the country, of Russian 866, and some tools 1251. A file's name may be its channel's, so that
//! the same file must not go by two names, packed and unpacked. Which page it is, only the name itself can tell: what is
//! Cyrillic in whole words is no Western name, which has an accented letter among plain ones.

/// The name as people wrote it; `other` is the archive's own reading.
pub(super) fn zip_name(raw: &[u8], other: impl FnOnce() -> String) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    // Of lower-case letters some stand in both pages: those that 866 has there make no words without the others.
    let may_be_866 = raw.iter().any(|byte| matches!(byte, 0x80..=0xAF));
    let name = if may_be_866 { read(raw, page_866) } else { None };
    without_halves_of_letters(&name.or_else(|| read(raw, page_1251)).unwrap_or_else(other))
}

/// The name with a wide `＼` for each `\` between a letter that is not ASCII's and a dot: in the pages of East Asia it may be
/// the second half of that letter (表 in Shift-JIS, 功 in Big5), and files of which only `.csv` is left would become one.
/// Elsewhere it ends a folder, as the archives of some tools of Windows have it: no file there begins with a dot.
fn without_halves_of_letters(name: &str) -> String {
    let mut before = ' ';
    let behind = name.chars().skip(1).map(Some).chain([None]);
    name.chars()
        .zip(behind)
        .map(|(character, behind)| {
            let is_half = character == '\\' && !before.is_ascii() && behind == Some('.');
            before = character;
            if is_half { '＼' } else { character }
        })
        .collect()
}

/// Shorter words alone tell nothing.
const LEAST_LETTERS: usize = 3;

/// The name in this code page; `None` where it makes no Cyrillic words of it.
fn read(raw: &[u8], page: fn(u8) -> Option<char>) -> Option<String> {
    let mut name = String::with_capacity(raw.len() * 2);
    // The letters of the word so far, by their alphabets.
    let (mut latin, mut cyrillic, mut longest) = (0, 0, 0);
    for byte in raw {
        let character = if byte.is_ascii() { char::from(*byte) } else { page(*byte)? };
        name.push(character);
        if !character.is_alphabetic() {
            (latin, cyrillic) = (0, 0);
            continue;
        }
        *if byte.is_ascii() { &mut latin } else { &mut cyrillic } += 1;
        if latin > 0 && cyrillic > 0 {
            return None;
        }
        longest = longest.max(cyrillic);
    }
    (longest >= LEAST_LETTERS).then_some(name)
}

/// The Cyrillic letters of code page 866; `None` for lines, blocks and the like.
fn page_866(byte: u8) -> Option<char> {
    Some(match byte {
        0x80..=0xAF => letter(byte - 0x80),
        0xE0..=0xEF => letter(byte - 0xB0),
        0xF0 => 'Ё',
        0xF1 => 'ё',
        0xF2 => 'Є',
        0xF3 => 'є',
        0xF4 => 'Ї',
        0xF5 => 'ї',
        0xFC => '№',
        _ => return None,
    })
}

/// The Cyrillic letters of code page 1251, and the signs that stand in titles.
fn page_1251(byte: u8) -> Option<char> {
    Some(match byte {
        0xC0..=0xFF => letter(byte - 0xC0),
        0xA8 => 'Ё',
        0xB8 => 'ё',
        0xAA => 'Є',
        0xBA => 'є',
        0xAF => 'Ї',
        0xBF => 'ї',
        0xB2 => 'І',
        0xB3 => 'і',
        0xA5 => 'Ґ',
        0xB4 => 'ґ',
        0xB9 => '№',
        0xAB => '«',
        0xBB => '»',
        0x96 => '–',
        0x97 => '—',
        _ => return None,
    })
}

/// The letter at this place from А to я.
fn letter(place: u8) -> char {
    char::from_u32(u32::from('А') + u32::from(place)).unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::zip_name;

    #[test]
    fn cyrillic_words_are_told_from_western_ones() {
        for (raw, name) in [
            // Новости МИД: 866, then 1251.
            (&b"\x8D\xAE\xA2\xAE\xE1\xE2\xA8 \x8C\x88\x84/posts.csv"[..], "Новости МИД/posts.csv"),
            (b"\xCD\xEE\xE2\xEE\xF1\xF2\xE8 \xCC\xC8\xC4/posts.csv", "Новости МИД/posts.csv"),
            // вода in 1251: letters of 866 as well, тюфр.
            (b"\xE2\xEE\xE4\xE0.csv", "вода.csv"),
            (b"\xA2\xAE\xA4\xA0.csv", "вода.csv"),
            // Müller, Über, garçon, Ü in 437.
            (b"M\x81ller.csv", "437"),
            (b"\x9Aber.csv", "437"),
            (b"gar\x87on.csv", "437"),
            (b"\x9A.csv", "437"),
            // UTF-8 without a mark.
            ("Вода.csv".as_bytes(), "Вода.csv"),
        ] {
            assert_eq!(zip_name(raw, || "437".to_owned()), name);
        }
    }

    #[test]
    fn the_second_half_of_a_letter_is_no_end_of_a_folder() {
        // 表.csv and ソ.csv in Shift-JIS, as 437 reads them; 成功.csv in Big5, which 866 reads.
        for (raw, other, name) in [
            (&b"\x95\x5C.csv"[..], "ò\\.csv", "ò＼.csv"),
            (b"\x83\x5C.csv", "â\\.csv", "â＼.csv"),
            (b"a\\\x83\x5C.csv", "a\\â\\.csv", "a\\â＼.csv"),
            (b"\xA6\xA8\xA5\x5C.csv", "", "жие＼.csv"),
            ("é\\a.csv".as_bytes(), "", "é\\a.csv"),
            // Экспорт in 866, Café as 437 reads it: folders.
            (b"\x9D\xAA\xE1\xAF\xAE\xE0\xE2\\files\\a.csv", "", "Экспорт\\files\\a.csv"),
            (b"Caf\x82\\result.json", "Café\\result.json", "Café\\result.json"),
        ] {
            assert_eq!(zip_name(raw, || other.to_owned()), name);
        }
    }
}
