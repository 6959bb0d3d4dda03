mod claims;
mod languages;
mod lists;
mod measures;
mod members;
mod mutual;
mod numbers;
mod order;
mod pairs;
mod random_numbers;
mod verdicts;

use proptest::prelude::*;

use super::{Points, Threshold, Wording, key_form};
use crate::extract::folded_text::folded_text;

fn form(text: &str) -> String {
    key_form(&folded_text(text))
}

fn similarity(left: &str, right: &str) -> u16 {
    Wording::of(&folded_text(left)).similarity(&Wording::of(&folded_text(right)))
}

/// The groups of two and more, each as the places of its points, ascending.
fn groups(points: &[&str], threshold: u16) -> Vec<Vec<usize>> {
    let mut gathered = Points::default();
    let wordings: Vec<_> = points.iter().map(|point| gathered.add(&folded_text(point))).collect();
    let grouping = gathered.group(Threshold::from_thousandths(threshold).unwrap());
    let mut groups = std::collections::BTreeMap::<u32, Vec<usize>>::new();
    for (place, wording) in wordings.into_iter().enumerate() {
        if let Some(wording) = wording {
            groups.entry(grouping.middle(wording)).or_default().push(place);
        }
    }
    let mut groups: Vec<_> = groups.into_values().filter(|places| places.len() > 1).collect();
    groups.sort();
    groups
}

#[test]
fn a_key_form_has_words_and_numbers_only() {
    for (text, expected) in [
        ("The PORT stays open!", "the port stays open"),
        ("«The port» – stays, open…", "the port stays open"),
        ("🔴 The port ⚓ stays open 🚢", "the port stays open"),
        ("The port stays open: https://example.org/a?b=c", "the port stays open"),
        ("(see t.me/harbour/12) open", "see open"),
        ("see www.example.org, open", "see open"),
        ("a www.b c http://d/www.e f t.me/g h xwww.i www.http://j k", "a c f h xwww i k"),
        ("#Port of @harbour_office", "port of harbour office"),
        ("Don’t close; don't close", "dont close dont close"),
        ("5,000 ships in 2024", "5,000 ships in 2024"),
        ("1️⃣ ship", "1 ship"),
        ("٢٠٢٤ سفينة", "2024 سفينه"),
        ("مَرْحَبًا", "مرحبا"),
        ("हिन्दी में", "हिन्दी में"),
        ("Порт\u{a0}ОТКРЫТ\u{ad}", "порт открыт"),
        ("在2024年，港口", "在 2024 年 港口"),
        ("and/or", "and or"),
        ("about.me/x", "about me x"),
        ("🚢⚓!", ""),
        ("", ""),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

/// Eight words and seven pairs each. One word in the middle changed: seven words and five pairs of 9 + 9.
#[test]
fn similarity_is_what_two_have_in_common_of_all_words_and_pairs() {
    let port = "the old port stays open to all ships";
    assert_eq!(similarity(port, "the old port remains open to all ships"), 12 * 1000 / 18);
    // The last word: seven words and six pairs of 9 + 8.
    assert_eq!(similarity(port, "the old port stays open to all ferries"), 13 * 1000 / 17);
    // All words and six of eight different pairs.
    assert_eq!(similarity(port, "open to all ships the old port stays"), 14 * 1000 / 16);
    assert_eq!(similarity(port, "The OLD port stays: open, to all ships! 🚢"), 1000);
    assert_eq!(similarity(port, "nobody knows where this year's storm comes from"), 0);
    // A word that is said twice counts once: of 8 + 7 and 7 + 7, seven words and six pairs in common.
    assert_eq!(similarity(port, "the old old port stays open to all"), (7 + 6) * 1000 / (15 + 14 - 13));
}

#[test]
fn other_numbers_are_another_statement_and_so_is_another_word_of_a_short_point() {
    let ships = "the old port let in 12 ships on the first day";
    assert_eq!(similarity(ships, "the old port let in 13 ships on the first day"), 0);
    assert_eq!(similarity(ships, "the old port let in some ships on the first day"), 0);
    assert!(similarity(ships, "the old port let 12 ships in on the first day") > 600);
    assert!(similarity(ships, "the old port let in ١٢ ships on the first day") == 1000);
    assert_eq!(similarity("close the old port with the tug", "close the old port with the ferry"), 0);
    assert_eq!(similarity("close the port", "Close the port!"), 1000);
}

#[test]
fn words_of_a_script_without_spaces_are_told_apart_by_pairs_of_letters() {
    let port = "港口将继续对所有船只开放";
    // Twelve letters: eleven pairs as words, ten pairs of these. One letter changed takes two and three away.
    assert_eq!(similarity(port, "港口将继续对所有船舶开放"), (9 + 7) * 1000 / (13 + 13));
    assert_eq!(similarity(port, "今天的天气非常好我们去公园玩"), 0);
}

#[test]
fn points_that_say_the_same_are_one_group() {
    let points = [
        "The old port stays open to all ships",
        "Nobody knows where the storm of this week comes from",
        "• the old port STAYS open, to all ships",
        "The old port remains open to all ships",
        "🚢",
        "🌊🌊",
        "Yes",
        "yes!",
    ];
    assert_eq!(groups(&points, 550), [vec![0, 2, 3], vec![6, 7]]);
    assert_eq!(groups(&points, 1000), [vec![0, 2], vec![6, 7]]);
    // 12 of 18 in common.
    assert_eq!(groups(&points, 666), [vec![0, 2, 3], vec![6, 7]]);
    assert_eq!(groups(&points, 667), [vec![0, 2], vec![6, 7]]);
}

/// Each is near to the next one only: 4 of 16 words change from one to the next but one.
#[test]
fn a_group_does_not_chain_from_one_statement_to_another() {
    let words: Vec<String> = (0..26).map(|number| format!("word{}", char::from(b'a' + number))).collect();
    let points: Vec<String> = (0..6).map(|from| words[from * 2..from * 2 + 14].join(" ")).collect();
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    // Twelve words and eleven pairs of 16 + 15 in common: 741; with the next but one 10 + 9 of 18 + 17: 542.
    assert_eq!(similarity(points[0], points[1]), 741);
    assert_eq!(similarity(points[0], points[2]), 542);
    let groups = groups(&points, 600);
    assert!(groups.iter().all(|group| group.len() <= 3), "{groups:?}");
    for group in &groups {
        let is_star = |middle: &usize| {
            group.iter().all(|point| point == middle || similarity(points[*point], points[*middle]) >= 600)
        };
        assert!(group.iter().any(is_star), "{group:?}");
    }
    assert!(groups.concat().len() >= 4, "{groups:?}");
}

#[test]
fn a_crowd_of_wordings_with_one_phrase_takes_no_time() {
    let points: Vec<String> = (0..30_000)
        .map(|number| format!("the office of the old port says again that ship{number} may come in"))
        .collect();
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    // "ship1" is a number too, and so each is a statement of its own.
    assert_eq!(groups(&points, 550), Vec::<Vec<usize>>::new());
    let letters = |number: usize| -> String {
        // No word of a list.
        let letter = |digit| char::from(digit - b'0' + b'a');
        std::iter::once('x').chain(number.to_string().bytes().map(letter)).collect()
    };
    let points: Vec<String> = (0..30_000)
        .map(|number| format!("the office of the old port says again that {} may come in", letters(number)))
        .collect();
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    let groups = groups(&points, 550);
    assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [30_000]);
}

#[test]
fn a_threshold_is_a_number_from_three_tenths_to_one() {
    for (text, thousandths) in [("0.55", 550), ("1", 1000), ("0.3", 300), ("0.625", 625), (" 0.7 ", 700)] {
        let threshold: Threshold = text.parse().unwrap();
        assert_eq!(threshold.thousandths(), thousandths, "{text}");
        assert_eq!(threshold.to_string().parse(), Ok(threshold));
    }
    for text in ["0.29", "1.001", "0.5555", "55", "", "NaN", "inf", "-1", "half"] {
        assert!(text.parse::<Threshold>().is_err(), "{text}");
    }
}

proptest! {
    /// Few words, so that many points are near each other in chains and crowds.
    #[test]
    fn groups_do_not_depend_on_the_order_of_points(
        points in proptest::collection::vec((0_usize..4, proptest::collection::vec((0_usize..12, 0_usize..30), 0..5)), 1..60),
        seed in any::<u64>(),
    ) {
        let points: Vec<String> = points
            .into_iter()
            .map(|(base, edits)| {
                let mut words: Vec<String> = (0..12).map(|at| format!("base{}{}", char::from(b'a' + base as u8), char::from(b'a' + at))).collect();
                for (at, word) in edits {
                    words[at] = format!("other{}", char::from(b'a' + (word % 26) as u8));
                }
                words.join(" ")
            })
            .collect();
        let mut shuffled: Vec<usize> = (0..points.len()).collect();
        shuffled.sort_by_key(|place| (*place as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let in_order: Vec<&str> = points.iter().map(String::as_str).collect();
        let otherwise: Vec<&str> = shuffled.iter().map(|place| points[*place].as_str()).collect();
        let mut found: Vec<Vec<usize>> = groups(&otherwise, 550)
            .into_iter()
            .map(|group| {
                let mut group: Vec<usize> = group.into_iter().map(|place| shuffled[place]).collect();
                group.sort_unstable();
                group
            })
            .collect();
        found.sort();
        prop_assert_eq!(&groups(&in_order, 550), &found);
        for group in found {
            let is_star = |middle: &usize| group.iter().all(|point| similarity(&points[*point], &points[*middle]) >= 550);
            prop_assert!(group.iter().any(is_star));
        }
    }
}
