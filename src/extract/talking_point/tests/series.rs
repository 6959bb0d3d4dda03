//! Markers that only a list makes one.

use super::{check, points};

#[test]
fn letters_roman_numbers_and_numbers_with_signs_are_items_from_the_first_one_on() {
    for markers in [
        ["a)", "b)", "c)"],
        ["A)", "B)", "C)"],
        ["(a)", "(b)", "(c)"],
        ["а)", "б)", "в)"],
        ["(А)", "(Б)", "(В)"],
        ["I.", "II.", "III."],
        ["i)", "ii)", "iii)"],
        ["(i)", "(ii)", "(iii)"],
        ["№1", "№2", "№3"],
        ["№ 1.", "№ 2.", "№ 3."],
        ["[1]", "[2]", "[3]"],
        ["[1]:", "[2]:", "[3]:"],
        ["1 –", "2 –", "3 –"],
        ["١ -", "٢ -", "٣ -"],
        ["١ـ", "٢ـ", "٣ـ"],
        ["1\u{fe0f}.", "2\u{fe0f}.", "3\u{fe0f}."],
        ["1\u{fe0f}", "2\u{fe0f}", "3\u{fe0f}"],
        ["#1.", "#2.", "#3."],
        ["#1:", "#2:", "#3:"],
        ["α)", "β)", "γ)"],
        ["א)", "ב)", "ג)"],
        ["أ)", "ب)", "ج)"],
        ["أ)", "ب)", "ت)"],
        ["أ-", "ب-", "ج-"],
        ["الف)", "ب)", "ج)"],
        ["الف)", "ب)", "پ)"],
        ["الف-", "ب-", "پ-"],
        ["a.", "b.", "c."],
        ["а.", "б.", "в."],
        ["א.", "ב.", "ג."],
        ["أ.", "ب.", "ج."],
        ["一、", "二、", "三、"],
        ["①", "②", "③"],
    ] {
        let [first, second, third] = markers;
        let text = format!("Title\n{first} Ships come in\n{second} Bread\nis dear\n\n{third} Fog\n\nThe end");
        let expected = [format!("{first}|Ships come in"), format!("{second}|Bread"), format!("{third}|Fog")];
        check(&text, &expected.each_ref().map(String::as_str));
    }
    check("a) one\nb) two", &["a)|one", "b)|two"]);
    check("T\na)один\nb)два", &["a)|один", "b)|два"]);
    // Within others, and others within it.
    check(
        "T\n1. one\n 1.1. part\n 1.2. part\n2. two\n2.1) part\n2.2) part\n3. three",
        &["1.|one", "1.1.|part", "1.2.|part", "2.|two", "2.1)|part", "2.2)|part", "3.|three"],
    );
    check("T\n1. one\n a. part\n b. part\n2. two", &["1.|one", "a.|part", "b.|part", "2.|two"]);
    check(
        "T\n1. one\na) part\nb) part\n2. two\na) part\nb) part",
        &["1.|one", "a)|part", "b)|part", "2.|two", "a)|part", "b)|part"],
    );
    check("T\nI. one\n• part\n• part\nII. two", &["I.|one", "•|part", "•|part", "II.|two"]);
    check("T\nI. one\na) part\nb) part\nII. two\na) part", &["I.|one", "a)|part", "b)|part", "II.|two"]);
}

#[test]
fn the_letters_that_some_alphabets_have_more_may_be_left_out_or_not() {
    let list = |letters: &str| {
        let lines: Vec<String> = letters.chars().map(|letter| format!("{letter}) пункт")).collect();
        let text = lines.join("\n");
        (points(&text).len(), letters.chars().count())
    };
    for letters in [
        "абвгдежзиклмн",
        "абвгдеёжзийклмн",
        "абвгґдеєжзиіїйкл",
        "abcdefghijklmn",
        "αβγδεζηθ",
        "αβγδεϛζηθ",
        "אבגדהוזחטי",
        "أبجدهوزح",
        "أبتثجحخد",
        "ابپتثجچحخدذرزژسشصضطظعغفقکگلمن",
    ] {
        let (points, lines) = list(letters);
        assert_eq!(points, lines, "{letters}");
    }
    check("T\nа) один\nв) три", &[]);
    check("δ) ένα\nε) δύο\nστ) τρία", &[]);
    check(
        "T\nα) ένα\nβ) δύο\nγ) τρία\nδ) τέσσερα\nε) πέντε\nστ) έξι\nζ) επτά",
        &["α)|ένα", "β)|δύο", "γ)|τρία", "δ)|τέσσερα", "ε)|πέντε", "στ)|έξι", "ζ)|επτά"],
    );
    check("T\nد) أربعة\nهـ) خمسة", &[]);
    check(
        "T\nأ) واحد\nب) اثنان\nج) ثلاثة\nد) أربعة\nهـ) خمسة",
        &["أ)|واحد", "ب)|اثنان", "ج)|ثلاثة", "د)|أربعة", "هـ)|خمسة"],
    );
    // h, i, j: the ninth letter is no first number of Rome.
    check("T\ni) one\nj) two", &[]);
}

#[test]
fn what_no_other_follows_is_no_item() {
    for text in [
        "T\nI. Ivanov said so\nBread is dear",
        "T\nI. Ivanov said so\nV. Petrov said so",
        "T\nb) two\nc) three",
        "T\n№1 in the world\n№1 in the town",
        "T\n[1] a footnote",
        "T\nShips came in [1] and went [2]\n\n[1] The Gazette\n[2] The Herald",
        "T\nShips came in [1, 2] and went [2]\n\n[1] The Gazette\n[2] The Herald",
        "T\nShips came in [1–3] and went\n\n[1] The Gazette\n[2] The Herald\n[3] The Times",
        "T\nShips came in [1, p. 5] and went [^2]\n\n[1] The Gazette\n[2] The Herald",
        "T\nShips came in [۱] and went [۲]\n\n[۱] The Gazette\n[۲] The Herald",
        "T\n[1](https://example.org/a) one\n[2](https://example.org/b) two",
        "T\n1 – й тур выиграли гости\n2 – й тур выиграли хозяева",
        "T\n1 - го мая\n2 - го мая",
        "T\n1 – Кf3 Кc6\n2 – Сb5 a6",
        "T\n1 – 0 for the town\n2 – 0 for the town",
        "T\n9 – opening\n10 – speeches",
        "T\n№1 112\n№2 113",
        "T\nI. one\n\nA paragraph of the first part.\n\nII. two\n\nA paragraph of the second.",
        "Key talking points:\nI. Ivanov said so\nBread is dear",
        "A. Ivanov\nB. Petrov",
        "I. Ivanov said so\nBread is dear\nII. World War stories",
        "I. Weltkrieg und Folgen\nII. Weltkrieg und Folgen",
        "T\n1: 0 for the town\n2: 0 for the town",
        "Psalm\n1: Behold, how good\n2: It is like the dew",
        "#1 song of the week is ours\n#2 comes out on Friday\n#3 is theirs",
        "T\n1:30 opening\n2:30 speeches",
        "T\n#1 in the world\n#1 in the town",
        "T\n#1st place\n#2nd place",
        "T\n1\u{fe0f} in the world",
        "T\nאב) one\nבג) two",
        "א. ב. יהושע כתב\nב. מיכאל ענה",
        "T\na. one\nc. three",
        "T\n1.1. New year\n1.2. A month later",
        "T\n1. one\n2.1. part\n2.2. part",
        "T\n1.5 million one\n1.6 million two",
    ] {
        check(text, &[]);
    }
    check("T\n• one\n\nI. Ivanov said so", &["•|one"]);
    check("Key talking points:\nI. one\nII. two", &["I.|one", "II.|two"]);
}

#[test]
fn numbers_give_ordinals_and_letters_none() {
    let ordinals = |text: &str| points(text).iter().map(|point| point.ordinal).collect::<Vec<_>>();
    assert_eq!(ordinals("I. one\nII. two\nIII. three\nIV. four"), [1, 2, 3, 4].map(Some));
    assert_eq!(ordinals("№1 one\n№2 two"), [1, 2].map(Some));
    assert_eq!(ordinals("[1] one\n[2] two"), [1, 2].map(Some));
    assert_eq!(ordinals("a) one\nb) two"), [None, None]);
    let roman: Vec<String> = (1..=39)
        .map(|n| {
            format!(
                "{} item",
                ["", "X", "XX", "XXX"][n / 10].to_owned()
                    + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][n % 10]
                    + "."
            )
        })
        .collect();
    assert_eq!(ordinals(&roman.join("\n")), (1..=39).map(Some).collect::<Vec<_>>());
}

#[test]
fn many_lines_that_begin_alike_take_no_time() {
    let text: String = (0..50_000).map(|_| "a) one\n(i) two\n[1] three\n").collect();
    assert_eq!(points(&text).len(), 0);
}
