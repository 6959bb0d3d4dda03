//! A text in the form in which words are looked for in it: folded, and every run of white space one space, so
//! that a phrase is found across a line break, a double or a no-break space.

use super::fold::fold;

/// `text` folded ([`fold`]), each run of Unicode white space turned into one space.
#[must_use]
pub fn folded_text(text: &str) -> String {
    let folded = fold(text);
    if !has_uneven_space(&folded) {
        return folded;
    }
    let mut even = String::with_capacity(folded.len());
    let mut is_after_space = false;
    for character in folded.chars() {
        let is_space = character.is_whitespace();
        if !is_space {
            even.push(character);
        } else if !is_after_space {
            even.push(' ');
        }
        is_after_space = is_space;
    }
    even
}

/// Whether there is white space that is not one plain space between words.
fn has_uneven_space(text: &str) -> bool {
    let mut is_after_space = false;
    text.chars().any(|character| {
        let is_space = character.is_whitespace();
        let is_uneven = is_space && (is_after_space || character != ' ');
        is_after_space = is_space;
        is_uneven
    })
}

#[cfg(test)]
mod tests {
    use super::folded_text;

    #[test]
    fn a_phrase_is_the_same_whatever_white_space_stands_in_it() {
        for text in [
            "Free trade",
            "FREE\u{a0}TRADE",
            "free\ntrade",
            "free  trade",
            "Free \r\n\t Trade",
            "free\u{3000}trade",
        ] {
            assert_eq!(folded_text(text), "free trade", "{text:?}");
        }
        assert_eq!(folded_text(" Война\n\nи  мир "), " война и мир ");
        assert_eq!(folded_text(""), "");
    }
}
