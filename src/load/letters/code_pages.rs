//! Which byte a letter is in the encodings that programs take UTF-8 for: those of Windows, and those in which its consoles
//! read what another program writes; and that of the Macintosh, in which its Excel opens tables.

/// The byte of a letter in one encoding.
pub(super) type ByteOf = fn(char) -> Option<u8>;

/// Encodings in which no words of any language look like characters of UTF-8, so that a few tell.
pub(super) const FEW_TELL: [ByteOf; 5] =
    [western, cyrillic, console_russian, console_american, macintosh_without_marks];

/// Encodings in which a few words do: they have the `ıç` of Turkish, and the `’é` of French, where UTF-8 has a letter.
pub(super) const MANY_TELL: [ByteOf; 2] = [console_western, macintosh];

/// Windows-1252, or ISO 8859-1.
pub(super) fn western(letter: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    u8::try_from(letter).ok().or_else(|| place_in(FROM_80, letter, 0x80))
}

/// Windows-1251.
pub(super) fn cyrillic(letter: char) -> Option<u8> {
    const FROM_80: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї";
    match letter {
        'А'..='я' => u8::try_from(u32::from(letter) - u32::from('А') + 0xC0).ok(),
        _ => place_in(FROM_80, letter, 0x80),
    }
}

/// Code page 866, without the letters from р on: `рок` would be a character.
fn console_russian(letter: char) -> Option<u8> {
    if matches!(letter, 'р'..='я' | 'Ё' | 'ё') {
        return None;
    }
    const FROM_80: &str = "\
     АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{A0}";
    place_in(FROM_80, letter, 0x80)
}

/// Code page 437.
fn console_american(letter: char) -> Option<u8> {
    const FROM_80: &str = "\
     ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
    place_in(FROM_80, letter, 0x80)
}

/// Code page 850.
fn console_western(letter: char) -> Option<u8> {
    const FROM_80: &str = "\
     ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
    place_in(FROM_80, letter, 0x80)
}

/// Mac OS Roman.
fn macintosh(letter: char) -> Option<u8> {
    const FROM_80: &str = "\
     ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
     ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
    place_in(FROM_80, letter, 0x80)
}

/// The same without what stands right before or behind letters: of what begins a character of two bytes, signs are left.
fn macintosh_without_marks(letter: char) -> Option<u8> {
    macintosh(letter).filter(|byte| !(0xC7..=0xDF).contains(byte))
}

fn place_in(letters: &str, letter: char, first: u8) -> Option<u8> {
    let place = letters.chars().position(|known| known == letter)?;
    first.checked_add(u8::try_from(place).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        // https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/
        for (byte_of, letters) in [
            (
                console_russian as ByteOf,
                [('А', 0x80), ('п', 0xAF), ('╨', 0xD0), ('╤', 0xD1), ('Є', 0xF2), ('№', 0xFC)],
            ),
            (
                console_american,
                [('Ç', 0x80), ('»', 0xAF), ('╨', 0xD0), ('╤', 0xD1), ('α', 0xE0), ('±', 0xF1)],
            ),
            (macintosh, [('Ä', 0x80), ('ø', 0xBF), ('–', 0xD0), ('√', 0xC3), ('‡', 0xE0), ('ˇ', 0xFF)]),
            (console_western, [('Ç', 0x80), ('»', 0xAF), ('ð', 0xD0), ('Ð', 0xD1), ('Ó', 0xE0), ('±', 0xF1)]),
        ] {
            for (letter, byte) in letters {
                assert_eq!(byte_of(letter), Some(byte), "{letter}");
            }
        }
    }
}
