//! Post text made fit for a terminal or a page: what people would see stays, what would act is replaced
//! or left out.

use unicode_width::UnicodeWidthChar as _;

/// More zero-width characters in a row than any script or emoji needs: the longest are the six or seven
/// tag characters of a region's flag. A flood of them would fill a line without widening it.
const ZERO_WIDTH_RUN: usize = 8;

/// A character that no text may hold (a Unicode noncharacter), free for marking a place in a line.
pub(super) const STAND_IN: char = '\u{FDD0}';

/// The text with every line break as `\n` and the other control characters as their pictures (`␛`), so
/// that one sees that they were there. Left out are the characters that turn the reading order round,
/// since copied text often has them around names, those that terminals and Unicode measure differently,
/// and floods of zero-width characters.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut zero_width_run = 0;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let shown = match char {
            '\r' if chars.peek() == Some(&'\n') => continue,
            char if is_line_break(char) => '\n',
            '\t' => ' ',
            '\0'..='\u{1F}' => picture(char),
            '\u{7F}' => '\u{2421}',
            char if char.is_control() || is_noncharacter(char) => '\u{FFFD}',
            char if turns_direction(char) || is_measured_differently(char) => continue,
            char => char,
        };
        zero_width_run = if shown.width() == Some(0) { zero_width_run + 1 } else { 0 };
        if zero_width_run <= ZERO_WIDTH_RUN {
            clean.push(shown);
        }
    }
    clean
}

/// The embeddings, overrides and isolates of the bidirectional algorithm (UAX #9), which reach beyond
/// the text that holds them. The marks U+200E, U+200F and U+061C do not: they act like one more letter.
pub(super) fn turns_direction(char: char) -> bool {
    matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{206A}'..='\u{206F}')
}

/// The characters that begin a new line: LF, CR, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR.
pub(super) fn is_line_break(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether the text has letters that run from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and
/// their like, by the blocks that Unicode keeps for them.
pub(super) fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|char| {
        matches!(char,
            '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{FB1D}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

fn picture(control: char) -> char {
    char::from_u32(0x2400 + u32::from(control)).unwrap_or('\u{FFFD}')
}

fn is_noncharacter(char: char) -> bool {
    matches!(char, '\u{FDD0}'..='\u{FDEF}') || u32::from(char) & 0xFFFE == 0xFFFE
}

/// Soft hyphen and the Hangul fillers: Unicode calls them invisible, terminals give them a column or two.
fn is_measured_differently(char: char) -> bool {
    matches!(char, '\u{AD}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}
