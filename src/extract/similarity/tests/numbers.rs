//! Numbers of points: one form for each, and another statement where they are other ones.

use super::{form, groups, key_form, similarity};

#[test]
fn a_number_is_one_word_of_a_key_form() {
    for (text, expected) in [
        // Decimals.
        ("1.5 percent", "1.5 percent"),
        ("5.1 percent", "5.1 percent"),
        ("3,14", "3.14"),
        ("14,3", "14.3"),
        ("0,125 or 0.125", "0.125 or 0.125"),
        ("1234.567", "1234.567"),
        // Thousands that all read so.
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("1 000 000", "1000000"),
        ("1\u{a0}000\u{202f}000", "1000000"),
        ("1'000’000", "1000000"),
        ("1’000", "1000"),
        ("1 000", "1000"),
        ("12 500 ships", "12500 ships"),
        ("1,00,000", "100000"),
        ("12,34,567.8", "1234567.8"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,5", "1234.5"),
        ("1,234.567", "1234.567"),
        // Fifteen hundred, or one and a half.
        ("1,500", "1,500"),
        ("1.500", "1.500"),
        ("1500", "1500"),
        ("1,500-2,500", "1,500-2,500"),
        // No number, but several.
        ("1,2,3", "1 2 3"),
        ("1, 2, 3", "1 2 3"),
        ("4 333,333,33", "4333 333 33"),
        ("$1,2,3%", "1$ 2 3%"),
        ("12, 34", "12 34"),
        ("in 2024 100 ships", "in 2024 100 ships"),
        ("10 25", "10 25"),
        ("0 000", "0 000"),
        ("1 0000", "1 0000"),
        ("10-12 500", "10-12 500"),
        ("1 000-2 000", "1000-2000"),
        // Days, times, scores, parts, ranges, versions.
        ("16.07.2024", "16.07.2024"),
        ("16/07/2024 at 10:30", "16/07/2024 at 10:30"),
        ("10.30", "10.30"),
        ("2-1, 2–1, 2:1, 2/1", "2-1 2-1 2:1 2/1"),
        ("10 – 25, 10 - 25", "10-25 10-25"),
        ("10 -25", "10 -25"),
        ("5 – 7 May, 5–7 May, 5-7 May", "5-7 may 5-7 may 5-7 may"),
        ("10:00 – 12:00", "10:00-12:00"),
        ("1 000 – 2 000", "1000-2000"),
        ("in 2024 — 5 000 ships", "in 2024-5000 ships"),
        ("5% – 7%", "5% 7%"),
        ("10 -- 25", "10 25"),
        ("10 –", "10"),
        ("1.2.3", "1.2.3"),
        ("v1.5, F-16, G20, 5th, 10km", "v1.5 f 16 g20 5th 10km"),
        ("6'4", "6'4"),
        ("5''6", "5 6"),
        ("the 1990's", "the 1990s"),
        ("1,5.6", "1,5.6"),
        ("1 000,5.6", "1000,5.6"),
        ("1…5", "1 5"),
        ("1½", "1½"),
        ("5.", "5"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

#[test]
fn the_script_tells_what_a_comma_and_a_point_mean_where_it_can() {
    for (text, expected) in [
        // The digits of any script are those of ASCII.
        ("١٢ سفينة", "12 سفينه"),
        ("۱۲ کشتی", "12 كشتي"),
        ("१२ जहाज", "12 जहाज"),
        ("১২ জাহাজ", "12 জাহাজ"),
        ("๑๒ ลำ", "12 ลำ"),
        ("１２ ships", "12 ships"),
        ("𝟏𝟐 ships, 𝟙𝟚 ships", "12 ships 12 ships"),
        ("سفن٢", "سفن2"),
        // Arabic has signs of its own.
        ("٣٫١٤", "3.14"),
        ("١٬٠٠٠", "1000"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("١٫٥٠٠", "1٫500"),
        ("١,٥٠٠ سفينة", "1,500 سفينه"),
        // In India, Thailand, China, Japan and Korea and in Hebrew a comma is one of thousands.
        ("१,५०० जहाज", "1500 जहाज"),
        ("1,500 जहाज", "1500 जहाज"),
        ("१.५०० जहाज", "1٫500 जहाज"),
        ("१,००,००० रुपये", "100000 रुपये"),
        ("1,500ลำ", "1500 ลำ"),
        ("船１，５００隻", "船 1500 隻"),
        ("增长1,500吨", "增长 1500 吨"),
        ("增长1.500吨", "增长 1٫500 吨"),
        ("在5，6月", "在 5 6 月"),
        ("배 1,500척", "배 1500척"),
        ("1,500 אוניות", "1500 אוניות"),
        // The nearest letter before it tells; where there is none, the first one.
        ("在 USD 1,500", "在 usd 1,500"),
        ("https://example.org/ 1,500 吨", "1500 吨"),
        // In Russian a comma is mostly one of decimals.
        ("1,500 кораблей", "1,500 кораблей"),
        ("12 500 кораблей", "12500 кораблей"),
        ("१,५००", "1,500"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

#[test]
fn signs_currencies_and_per_cent_are_of_the_number() {
    for (text, expected) in [
        ("-20", "-20"),
        ("−20, –20", "-20 -20"),
        ("+20", "+20"),
        ("±20", "±20"),
        ("(-20)", "-20"),
        ("to -5…-10", "to -5 -10"),
        ("\u{200f}-\u{200e}20", "-20"),
        ("- 20", "20"),
        ("+ 20", "20"),
        ("a fee of + 3 %, − 3 %, – 3 %, ± 3 %", "a fee of +3% -3% 3% ±3%"),
        ("growth + (3)", "growth 3"),
        ("+ € 5 more + € 5", "5€ more +5€"),
        ("2 + 3", "2 +3"),
        ("word—20", "word 20"),
        ("F-16 and COVID-19", "f 16 and covid 19"),
        ("20+ ships", "20+ ships"),
        ("2+2", "2+2"),
        ("<5 and >5, ≤5, >= 5", "<5 and >5 ≤5 ≥5"),
        ("ships < 5", "ships <5"),
        ("> 5 ships", "5 ships"),
        ("10 -> 25", "10 25"),
        // Wherever they stand.
        ("$5", "5$"),
        ("5$", "5$"),
        ("5 $", "5$"),
        ("$ 5", "5$"),
        ("＄５", "5$"),
        ("€5, £5, ¥5, ￥5, ₽5, ₹5", "5€ 5£ 5¥ 5¥ 5₽ 5₹"),
        ("-$5, $-5, -5$, −5 $", "-5$ -5$ -5$ -5$"),
        ("5$-10$", "5$ 10$"),
        ("$5-10", "5-10$"),
        ("<$5", "<5$"),
        ("$1 000 000", "1000000$"),
        ("$5 million", "5$ million"),
        ("$5bn, $5 bn", "5$ bn 5$ bn"),
        ("5 million $", "5 million $"),
        ("US$5", "us 5$"),
        ("5%", "5%"),
        ("5 %", "5%"),
        ("5\u{a0}٪", "5%"),
        ("٥٪", "5%"),
        ("５％", "5%"),
        ("%5", "5%"),
        ("5 ‰", "5‰"),
        ("5", "5"),
        ("5-10%, 5%-10%", "5-10% 5% 10%"),
        ("2024 %10", "2024 10%"),
        ("10%-ный", "10% ный"),
        ("-5%+", "-5%+"),
        ("5+%", "5%+"),
        // Of either of two, and of none.
        ("2024 $ 5", "2024 $ 5"),
        ("2024 $5", "2024 5$"),
        ("2024$ 5", "2024$ 5"),
        ("100$ - 200$", "100$ 200$"),
        ("100 $ - 200 $", "100$ 200$"),
        ("24 $ 1 £ 2 $", "24$ 1£ 2$"),
        ("24 $ 1 £ 2 km", "24 $ 1 £ 2 km"),
        ("100% $ 200 $ $", "100$% 200$ $"),
        ("100 $ 200 km $", "100 $ 200 km $"),
        ("100 $ 200 $ 300", "100 $ 200 $ 300"),
        ("-5 € and 6 €, - 7 €", "-5€ and 6€ 7€"),
        ("the $ and the €", "the $ and the €"),
        ("$$5", "$ 5$"),
        ("$TSLA", "tsla"),
        ("% of all", "% of all"),
    ] {
        assert_eq!(form(text), expected, "{text}");
    }
}

/// Each pair is of one wording but for its numbers.
#[test]
fn points_with_other_numbers_are_other_points() {
    for (left, right) in [
        (
            "prices rose by 1.5 percent in the first quarter of the year",
            "prices rose by 5.1 percent in the first quarter of the year",
        ),
        (
            "the fleet grew from 10 to 25 ships within the last two years",
            "the fleet grew from 25 to 10 ships within the last two years",
        ),
        (
            "цены за первый квартал этого года выросли на 3,14 процента",
            "цены за первый квартал этого года выросли на 14,3 процента",
        ),
        (
            "the new tug of the port costs $5 for every ship",
            "the new tug of the port costs €5 for every ship",
        ),
        (
            "the new tug of the port costs 5 million $ every year",
            "the new tug of the port costs 5 million € every year",
        ),
        (
            "the water of the old harbour has -20 degrees this morning",
            "the water of the old harbour has +20 degrees this morning",
        ),
        (
            "the water of the old harbour has -20 degrees this morning",
            "the water of the old harbour has 20 degrees this morning",
        ),
        (
            "the port charges 5% of what a ship is worth to its owner",
            "the port charges 5 of what a ship is worth to its owner",
        ),
        (
            "the port charges 5% of what a ship is worth to its owner",
            "the port charges 5‰ of what a ship is worth to its owner",
        ),
        (
            "the port charges <5% of what a ship is worth to its owner",
            "the port charges >5% of what a ship is worth to its owner",
        ),
        (
            "the old port let in 1,500 ships on its very first day",
            "the old port let in 1.500 ships on its very first day",
        ),
        (
            "the old port let in 1,500 ships on its very first day",
            "the old port let in 1500 ships on its very first day",
        ),
        (
            "the old port let in 1.5 ships on its very first day",
            "the old port let in 1, 5 ships on its very first day",
        ),
        (
            "the old port opens its gates to all ships at 10:30",
            "the old port opens its gates to all ships at 10.30",
        ),
        (
            "the team of the port won its match with 2:1 today",
            "the team of the port won its match with 1:2 today",
        ),
        (
            "the office of the port says on 01/02/2024 that ships may come",
            "the office of the port says on 02/01/2024 that ships may come",
        ),
        (
            "بلغ عدد السفن في الميناء القديم ٣٫١٤ في اليوم الاول",
            "بلغ عدد السفن في الميناء القديم ١٤٫٣ في اليوم الاول",
        ),
        ("पुराने बंदरगाह में पहले दिन कुल १.५ जहाज आए थे", "पुराने बंदरगाह में पहले दिन कुल ५.१ जहाज आए थे"),
        ("港口将继续对所有船只开放费用为1.5元", "港口将继续对所有船只开放费用为5.1元"),
        ("港口将继续对所有船只开放费用为５％", "港口将继续对所有船只开放费用为５"),
    ] {
        assert_eq!(similarity(left, right), 0, "{left} | {right}");
        assert_eq!(groups(&[left, right], 550), Vec::<Vec<usize>>::new(), "{left} | {right}");
        assert_eq!(groups(&[left, right], 1000), Vec::<Vec<usize>>::new(), "{left} | {right}");
    }
}

#[test]
fn a_number_is_the_same_however_it_is_written() {
    for points in [
        ["Fee: 3,14 %", "fee 3.14%", "FEE – ٣٫١٤ ٪"],
        ["1 000 000 ships", "1,000,000 ships", "1.000.000 SHIPS"],
        ["Plus $5", "plus 5 $", "plus: 5$"],
        ["−20 at night", "–20 at night", "-20 at night!"],
        ["१,५०० जहाज", "1500 जहाज", "1,500 जहाज"],
        ["增长１，５００吨", "增长1500吨", "增长 1,500 吨"],
        ["۱۲٬۵۰۰ کشتی", "۱۲۵۰۰ کشتی", "12 500 کشتی"],
    ] {
        assert_eq!(groups(&points, 1000), [[0, 1, 2]], "{points:?}");
    }
    // Nearly the same words: eight words of nine and six pairs of eight on each side, of which 14 of 20 are common.
    let left = "the old port charges 1,5 % of every ship";
    assert_eq!(
        similarity(left, "the old port charges 1.5% of each ship"),
        (8 - 1 + 7 - 2) * 1000 / (16 - 8 + 14 - 5 + 1)
    );
}

/// What looked back or ahead again and again would take minutes here.
#[test]
fn long_runs_of_digits_and_signs_take_no_time() {
    for piece in [
        "1,",
        "1 ",
        "1 000",
        "1,500 ",
        "1-",
        "1'",
        "5$ ",
        "$",
        "$ ",
        "5 $ ",
        "%5",
        "+",
        "5+",
        "-",
        "<",
        "5\u{200f}",
        "1\u{200f}\u{200f} 5",
        "1.5/",
        "1 - ",
        "a1",
        "1a",
        "𝟗",
        "١",
        "人1,500",
        "\u{301}5",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let key = key_form(&text);
        assert!(key.len() <= 2 * text.len() + 2, "{piece}");
    }
}
