//! Numbers in points, whatever they are and however they are written.

use proptest::prelude::*;

use super::{form, similarity};

/// A number with as many decimals as it has, in ways to write it that are all read alike.
fn written(whole: u32, fraction: Option<u32>, style: usize) -> String {
    let plain = whole.to_string();
    let grouped = |sign: &str| {
        let digits = plain.as_bytes();
        let (head, groups) = digits.split_at(digits.len() % 3);
        let groups = groups.chunks(3).map(|group| String::from_utf8(group.to_vec()).unwrap());
        let head = Some(String::from_utf8(head.to_vec()).unwrap()).filter(|head| !head.is_empty());
        head.into_iter().chain(groups).collect::<Vec<_>>().join(sign)
    };
    let with = |whole: String, point: &str| match fraction {
        Some(fraction) => format!("{whole}{point}{fraction:02}"),
        None => whole,
    };
    let is_told = fraction.is_some() || whole >= 1_000_000;
    match style {
        0 => with(plain, "."),
        1 => with(plain, ","),
        2 => with(grouped(" "), ","),
        3 => with(grouped("\u{202f}"), "."),
        4 => with(grouped("’"), "."),
        5 if is_told => with(grouped(","), "."),
        6 if is_told => with(grouped("."), ","),
        _ => with(grouped("٬"), "٫"),
    }
}

/// The digits of a text as another script writes them.
fn with_digits_from(text: &str, zero: char) -> String {
    let digit = |char: char| char::from_u32(u32::from(zero) + char.to_digit(10)?);
    text.chars().map(|char| digit(char).unwrap_or(char)).collect()
}

fn number() -> impl Strategy<Value = (u32, Option<u32>)> {
    let whole = prop_oneof![0_u32..12, 990_u32..1_010, 0_u32..3_000_000];
    // Three decimals would look like thousands.
    (whole, proptest::option::of(prop_oneof![0_u32..100, 1_000_u32..3_000]))
}

#[test]
fn characters_that_come_together_are_folded_together() {
    for (text, expected) in [
        ("\u{1e008}`\u{618}", "\u{618}\u{1e008}"),
        ("a'\u{308}ß", "äss"),
        ("и\u{301}\u{306}", "й"),
        ("أ\u{653}", "ا"),
        ("\u{1100}\u{200d}\u{1161}", "가"),
    ] {
        assert_eq!(form(text), expected, "{text}");
        assert_eq!(form(expected), expected);
    }
}

proptest! {
    #[test]
    fn numbers_are_the_same_when_their_values_are(left in number(), right in number(), styles in (0_usize..8, 0_usize..8)) {
        let point = |(whole, fraction), style| form(&format!("Nearly {} ships", written(whole, fraction, style)));
        prop_assert_eq!(point(left, styles.0) == point(right, styles.1), left == right);
        prop_assert_eq!(point(left, styles.0), point(left, styles.1));
        prop_assert_eq!(point(left, styles.0).split(' ').count(), 3);
    }

    #[test]
    fn digits_are_the_same_in_every_script(text in "([0-9]{1,4}|[-–+<$€%., :/'’٬٫]|[0-9]{3}|ab|бв|क|人|ע){0,12}") {
        let key = form(&text);
        for zero in ['٠', '۰', '०', '০', '๐', '၀', '០', '０', '𝟎', '𝟘'] {
            prop_assert_eq!(form(&with_digits_from(&text, zero)), &key[..]);
        }
    }

    /// What a key form has is all there is: other punctuation between its words gives it again.
    #[test]
    fn a_key_form_is_the_key_form_of_its_words(text in "([0-9]{1,4}|[-–+<>=±$€%‰.,，; :/'’٬٫()²½]|[0-9]{3}| |x|бв|क|人|ﷺ|\u{200f}|\u{301}|http://a ){0,14}") {
        let key = form(&text);
        prop_assert_eq!(form(&key.replace(' ', "; ")), key);
    }

    #[test]
    fn marks_between_numbers_are_of_the_same_ones_in_a_key_form(text in "(1|2|; 2,42,4;|[$€%+]|[-;] |!|x| ){0,14}") {
        let key = form(&text);
        prop_assert_eq!(form(&key.replace(' ', "; ")), key);
    }

    #[test]
    fn any_key_form_is_the_key_form_of_its_words(text in "(\\PC|[0-9٠-٩]|[-+$€%.,: ]|['`\u{200d}]|[\u{301}\u{306}\u{308}\u{618}\u{64e}\u{653}]|[иеأا]|[\u{1100}\u{1161}\u{11a8}]){0,24}") {
        let key = form(&text);
        prop_assert_eq!(form(&key.replace(' ', "; ")), key);
    }

    #[test]
    fn numbers_in_another_order_are_another_point(
        numbers in proptest::collection::vec(number(), 2..5),
        places in (0_usize..5, 0_usize..5),
    ) {
        let point = |numbers: &[(u32, Option<u32>)]| {
            let mut text = "the office of the old port told us again that".to_owned();
            for (whole, fraction) in numbers {
                text = format!("{text} {} ships", written(*whole, *fraction, 0));
            }
            text
        };
        let mut others = numbers.clone();
        others.swap(places.0 % numbers.len(), places.1 % numbers.len());
        let (left, right) = (point(&numbers), point(&others));
        prop_assert_eq!(similarity(&left, &right), if numbers == others { 1000 } else { 0 });
    }
}
