//! How far a name goes: nicknames within it, another's name joined to it, what headlines put behind it.

use super::people;

fn names(text: &str) -> Vec<String> {
    people(text, &[]).into_iter().map(|person| person.name).collect()
}

#[test]
fn a_nickname_in_quotation_marks_is_no_part_of_the_name_and_does_not_cut_it() {
    for (text, expected) in [
        ("Minister Sergei \"Shaman\" Ivanov arrived", "Sergei Ivanov"),
        ("Minister Sergei “Shaman” Ivanov arrived", "Sergei Ivanov"),
        ("Minister Sergei „Shaman“ Ivanov arrived", "Sergei Ivanov"),
        ("Senator Dwayne “The Rock” Marsh left", "Dwayne Marsh"),
        ("Министр Сергей «Шаман» Иванов прибыл", "Сергей Иванов"),
        ("встреча с министром Сергеем «Шаманом» Ивановым", "Сергей Иванов"),
        // What is quoted behind a whole name, and brackets.
        ("Minister Ada Bell “Harbour” Tour", "Ada Bell"),
        ("Minister Sergei “Shaman” said", "Sergei"),
        ("Minister Bell “Harbour” Festival opens", "Bell"),
        ("Minister Bell (Ostermark) Ivanov", "Bell"),
        ("Гендиректор ПАО \"Газпром\" Алексей Миллер", "Алексей Миллер"),
    ] {
        assert_eq!(names(text), [expected], "{text}");
    }
    let text = "Minister Sergei \"Shaman\" Ivanov arrived";
    let found = people(text, &[]);
    assert_eq!(&text[found[0].name_range.clone()], "Sergei \"Shaman\" Ivanov");
}

#[test]
fn who_is_named_behind_another_quotation_does_not_hold_the_office() {
    for text in [
        "Об этом сказал министр «Известиям». Он добавил «ТАСС» Иван Петров",
        "Об этом сказал министр «Известиям», а агентству «ТАСС» Иван Петров",
        "рассказал директор \"Эрмитажа\". Потом \"Мариинский\" Иван Петров",
    ] {
        assert_eq!(names(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn two_who_meet_are_not_one_person() {
    for (text, expected) in [
        ("Presidents Bell-Dorn talks begin", vec!["Bell", "Dorn"]),
        ("The Presidents Bell–Dorn talks begin", vec!["Bell"]),
        // Which of them is the president cannot be told.
        ("President Bell-Dorn talks begin", vec![]),
        ("President Bell-Dorn Summit Ends", vec![]),
        // Names with a hyphen.
        ("Minister Vell-Marsh talks to the press", vec!["Vell-Marsh"]),
        ("Minister Vell-Marsh arrived for talks", vec!["Vell-Marsh"]),
        ("Minister Ada Vell-Marsh meeting the press", vec!["Ada Vell-Marsh"]),
        ("President El-Sisi meeting", vec!["El-Sisi"]),
        ("President Moon Jae-in talks", vec!["Moon Jae-in"]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn what_a_headline_puts_behind_a_name_is_no_part_of_it() {
    for (text, expected) in [
        ("President Bell Govt Falls", "Bell"),
        ("Prime Minister Orlo Phone Call With Allies", "Orlo"),
        ("President Bell Letter to Valdoria", "Bell"),
        ("Chancellor Dorn Coalition Crisis Deepens in Ostermark", "Dorn"),
        ("Prime Minister Orlo Corruption Trial Resumes Today", "Orlo"),
        ("President Bell Ally Dorn Warns Neighbours of War", "Bell"),
        ("President Ada Bell Impeachment Vote Looms", "Ada Bell"),
        ("Mayor Marsh Indictment Unsealed", "Marsh"),
        ("President Bell Peace Deal Signed", "Bell"),
        ("Minister Anna Peace", "Anna Peace"),
        ("Governor Vell Approval Ratings Plunge", "Vell"),
        ("Minister Orlo Trip to the Harbour", "Orlo"),
        ("King Carl Funeral Draws Thousands to the Capital", "Carl"),
        ("President Orlo Hospitalized After a Fall", "Orlo"),
        // Surnames.
        ("Minister Carl Clement arrived", "Carl Clement"),
        ("Minister Bashir Ally arrived", "Bashir Ally"),
    ] {
        assert_eq!(names(text), [expected], "{text}");
    }
}

#[test]
fn a_soft_hyphen_does_not_cut_a_name() {
    assert_eq!(names("President Ada Bel\u{ad}ling left"), ["Ada Belling"]);
    assert_eq!(names("президента Ивана Пет\u{ad}рова"), ["Иван Петров"]);
    assert_eq!(names("Prési\u{ad}dent, Presi\u{ad}dent Ada Bell"), ["Ada Bell"]);
}

#[test]
fn an_initial_is_one_with_and_without_its_full_stop() {
    for (text, expected) in [
        ("Minister S. Bell left", "S. Bell"),
        ("Minister S Bell left", "S. Bell"),
        ("Minister Dr. S Bell left", "S. Bell"),
        ("President V Orlo spoke", "V. Orlo"),
        ("President George W Orlo", "George W. Orlo"),
        ("King Charles V", "Charles V"),
        ("Министр Ван И", "Ван И"),
    ] {
        assert_eq!(names(text), [expected], "{text}");
    }
}
