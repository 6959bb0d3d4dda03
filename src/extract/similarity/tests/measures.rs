//! Words and signs that make another claim as another number does.

use super::{form, groups, similarity};

#[test]
fn signs_that_end_a_word_are_of_it() {
    for (text, expected) in [
        ("C++ and C#", "c++ and c#"),
        ("C++20, (C#)", "c++ 20 c#"),
        ("rated A+", "rated a+"),
        ("Канал+ и море", "канал+ и море"),
        // Signs between words, before them, and too many.
        ("a+b, c#d", "a b c d"),
        ("a + b", "a b"),
        ("#tag +tag", "tag tag"),
        ("well+++ done###", "well done"),
        ("room#5", "room 5"),
        ("18+ and 5+5", "18+ and 5+5"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

#[test]
fn a_flag_is_a_word() {
    for (text, expected) in [
        ("🇷🇺🇨🇳 talks", "🇷🇺 🇨🇳 talks"),
        ("gold for🇺🇸!", "gold for 🇺🇸"),
        (
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} wins",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} wins",
        ),
        ("5🇺🇸6", "5 🇺🇸 6"),
        ("🏴 🏳️ 🇷 wins", "wins"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
    assert_eq!(
        groups(&["🇺🇸 wins gold", "🇨🇳 wins gold", "Wins gold 🥇", "🇺🇸 Wins gold!", "🇨🇳 — wins gold"], 550),
        [vec![0, 3], vec![1, 4]]
    );
}

/// Each pair has one word changed in ten or more, and is of two groups.
#[test]
fn another_number_in_words_or_unit_or_a_negation_is_another_claim() {
    for (one, other) in [
        (
            "the old port let in three ships on the first day",
            "the old port let in five ships on the first day",
        ),
        (
            "the old port let in a million ships over the whole time",
            "the old port let in a billion ships over the whole time",
        ),
        (
            "the fee of the old port is USD 500 from next year on",
            "the fee of the old port is EUR 500 from next year on",
        ),
        (
            "the fee of the old port is 500 dollars from today on",
            "the fee of the old port is 500 euros from today on",
        ),
        (
            "the old port of the town closes for 5 days this summer",
            "the old port of the town closes for 5 weeks this summer",
        ),
        (
            "the old port will stay open to all ships this year",
            "the old port will not stay open to all ships this year",
        ),
        (
            "the old port stays open to ships with and without papers",
            "the old port stays open to ships with and also papers",
        ),
        (
            "старый порт принял в первый день этого года три корабля",
            "старый порт принял в первый день этого года пять кораблей",
        ),
        (
            "старый порт остаётся открытым для всех кораблей этой страны",
            "старый порт не остаётся открытым для всех кораблей этой страны",
        ),
        (
            "старый порт города берёт за вход 500 рублей с каждого",
            "старый порт города берёт за вход 500 долларов с каждого",
        ),
        ("港口今天上午接收了三艘外国船只并将继续开放", "港口今天上午接收了五艘外国船只并将继续开放"),
        (
            "the flag of the old port is 🇺🇸 since the first day",
            "the flag of the old port is 🇨🇳 since the first day",
        ),
    ] {
        assert_eq!(similarity(one, other), 0, "{one} / {other}");
    }
}

#[test]
fn other_forms_and_places_of_such_words_are_the_same_claim() {
    for (one, other) in [
        ("the old port let in five ships on the first day", "the old port let in 5 ships on the first day"),
        (
            "старый порт принял пять кораблей в первый день этого года",
            "старый порт принял около пяти кораблей в первый день года",
        ),
        (
            "the port will not stay open to all ships this year",
            "the port won’t stay open to all ships this year",
        ),
        (
            "the fee of the old port is 500 dollars from today on",
            "the fee in the old port is 500 dollars from today on",
        ),
        // A unit that is of no number, and "no" that is no negation.
        (
            "in the last days the old port let in many ships",
            "in the last weeks the old port let in many ships",
        ),
        (
            "see the rules of the old port, no. 5, for all ships",
            "see the rules of the old port, № 5, for all ships",
        ),
        (
            "one of the ships stays in the old port this year",
            "each of the ships stays in the old port this year",
        ),
    ] {
        assert!(similarity(one, other) > 500, "{one} / {other}: {}", similarity(one, other));
    }
}
