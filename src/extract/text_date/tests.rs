use super::super::extract_unnamed as extract;
use crate::model::{DateBasis, Post, Span, SpanKind};

/// `basis year-month-day`, the year `?` when it is not told.
fn date(text: &str) -> Option<String> {
    let found = extract(&Post { text: text.to_owned(), ..Post::default() }).text_date?;
    let year = found.year.map_or("?".to_owned(), |year| year.to_string());
    Some(format!("{} {year}-{}-{}", found.basis.as_str(), found.month, found.day))
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(date(text).as_deref(), Some(expected), "{text:?}");
}

#[track_caller]
fn check_none(text: &str) {
    assert_eq!(date(text), None, "{text:?}");
}

#[test]
fn a_dateline_gives_the_day() {
    for line in [
        "📍 New Ostrava, September 3, 2023",
        "📍 New Ostrava, Sept. 3, 2023.",
        "📍New Ostrava, Isle of Dorn, 3 September 2023",
        "📍 3rd of September 2023",
        "📍 Острава, 3 сентября 2023 года",
        "📍 г. Острава, 3 сентября 2023 г.",
        "📍 Острава, 3 вересня 2023 року",
        "📍 Ostrava, 3 de septiembre de 2023",
        "📍 Ostrava, le 3 septembre 2023",
        "📍 Ostrava, 3. September 2023",
        "📍 Ostrava, 3 de setembro de 2023",
        "📍 Ostrava, 3 Eylül 2023",
        "📍 أوسترافا، 3 سبتمبر 2023",
        "📍 أوسترافا، ٣ أيلول ٢٠٢٣",
        "📍 أوسترافا، ٣ أيلول/سبتمبر ٢٠٢٣ م",
        "📍 استراوا، ۳ سپتامبر ۲۰۲۳",
        "📍 俄斯特拉发，2023年9月3日",
        "📍 俄斯特拉发，２０２３年９月３日",
        "📍 Острава, 03.09.2023",
        "📍 Ostrava, 2023-09-03",
    ] {
        check(&format!("Title\n{line}\nThe ferry is back."), "dateline 2023-9-3");
    }
    for line in ["📍 OSTRAVA, 3 EKİM 2023", "📍 Ostrava, 3 Ekim 2023"] {
        check(&format!("T\n{line}\nMetin"), "dateline 2023-10-3");
    }
    check("T\n📍 OSTRAVA, 3 MAYIS 2023", "dateline 2023-5-3");
    check("T\n📍 Ostrava, le 3 fe\u{301}vrier 2023", "dateline 2023-2-3");
    check("T\n📍 بيروت، 3 كانون الثاني 2024\nنص", "dateline 2024-1-3");
    check("T\n📍 بيروت، 3 تشرين الأول/أكتوبر 2024\nنص", "dateline 2024-10-3");
    check("T\n📍 Ostrava, May 3\nThe ferry is back.", "dateline ?-5-3");
}

#[test]
fn a_title_of_chinese_or_japanese_with_a_day_is_no_dateline() {
    for text in
        ["外交部长讲话（北京，2024年5月3日）\n正文如下。", "外務大臣の演説（東京、2024年5月3日）\n本文。"]
    {
        check(text, "title 2024-5-3");
        let title = extract(&Post { text: text.to_owned(), ..Post::default() }).title;
        assert_eq!(title.as_deref(), text.lines().next(), "{text}");
    }
    check_none("外交部长在首都会见多国大使，2024年5月3日\n正文如下。");
    check("题\n北京，2024年5月3日\n正文如下。", "dateline 2024-5-3");
}

#[test]
fn an_article_may_stand_before_the_day() {
    check("Discours du ministre (Paris, le 1er mai 2024)\nTexte.", "title 2024-5-1");
    check("Discours\nParis, le 3 mai 2024\nTexte.", "dateline 2024-5-3");
    check("Rede (Wien, am 3. Mai 2024)\nText.", "title 2024-5-3");
    check_none("Rede (Auftritt am 3. Mai 2024)\nText.");
}

#[test]
fn a_short_line_of_place_and_day_near_the_top_is_a_dateline_without_a_pin() {
    check("Title\nOstrava, 3 May 2024\nThe ferry is back.", "dateline 2024-5-3");
    check("Title\nОстрава, 9 февраля 2024 года\nПаром вернулся.", "dateline 2024-2-9");
    check("Title\nFrankfurt am Main – 3. Mai 2024\nText", "dateline 2024-5-3");
    check("Ostrava, 3 May 2024\nThe ferry is back.", "dateline 2024-5-3");
    check_none("Title\nPublished on 3 May 2024\nThe ferry is back.");
    check_none("Title\nThe treaty was signed in Ostrava, May 3, 2024\nThe ferry is back.");
    check_none("Title\nOstrava, 3 May\nThe ferry is back.");
    check_none("Title\nMay 3, 2024\nThe ferry is back.");
    check_none("T\n1\n2\n3\n4\nOstrava, 3 May 2024");
    check_none("T\n1\n2\n3\n4\n📍 Ostrava, 3 May 2024");
}

#[test]
fn the_parenthesis_of_the_title_gives_the_day() {
    for title in [
        "🎙 Remarks of Minister Vesna Dorn at the gala (Ostrava, February 9, 2024)",
        "Remarks (February 9, 2024)",
        "Remarks (9 February 2024).",
        "Remarks (Ostrava, Isle of Dorn, 9 Feb 2024) ⚓️",
        "Выступление (Острава, 9 февраля 2024 года)",
        "Виступ (9 лютого 2024)",
        "كلمة الوزيرة (أوسترافا، 9 فبراير 2024)",
        "讲话（2024年2月9日）",
    ] {
        check(&format!("{title}\nText"), "title 2024-2-9");
        check(title, "title 2024-2-9");
    }
    check_none("Remarks (adopted on February 9, 2024)\nText");
    check_none("Remarks (February 9)\nText");
    check_none("Remarks (February 9, 2024) and answers\nText");
    check_none("Remarks\nText (February 9, 2024)");
    check_none("Ferries (February 9–11, 2024)\nText");
    check_none("In memory of the crew (May 9, 1945)\nText");
}

#[test]
fn today_gives_the_day() {
    for text in [
        "⏰ Today, on April 24, the minister will sail.",
        "Today, April 24 the minister will sail.",
        "Today (24 April) the minister will sail.",
        "Today is Monday, April 24.",
        "The ferry is back. Today, on April 24, it sails.",
        "Сегодня, 24 апреля, министр выйдет в море.",
        "⚓️ Сегодня, в понедельник, 24 апреля",
        "Сьогодні, 24 квітня, паром повернувся.",
        "Hoy, 24 de abril, zarpa el ferry.",
        "Aujourd’hui, le 24 avril, le ferry part.",
        "Heute, am Montag, 24. April, fährt die Fähre.",
        "Heute ist der 24. April.",
        "Hoje, 24 de abril, parte o ferry.",
        "اليوم، 24 أبريل، تبحر العبارة.",
        "امروز، ۲۴ آوریل، کشتی",
        "Bugün, 24 Nisan, vapur geldi.",
        "今天，4月24日，渡轮",
        "今天是4月24日，渡轮",
        "今天（星期三），4月24日",
        "امروز، چهارشنبه ۲۴ آوریل",
        "امروز سه‌شنبه، ۲۴ آوریل",
        "Сьогодні, у п'ятницю, 24 квітня",
        "Сьогодні, пʼятниця, 24 квітня",
        "Hoje, quarta-feira, 24 de abril, parte o ferry.",
        "Oggi, mercoledì 24 aprile, parte il traghetto.",
        "BUGÜN, ÇARŞAMBA, 24 NİSAN, vapur geldi.",
    ] {
        check(&format!("Title\n{text}\nMore"), "text ?-4-24");
    }
    check("T\nToday, April 24, 2023, the minister will sail.", "text 2023-4-24");
    check("T\nСегодня, 24 апреля 2023 года, паром вернулся.", "text 2023-4-24");
    check("T\nToday, on February 29, the ferry is back.", "text ?-2-29");
}

#[test]
fn a_day_that_is_merely_mentioned_is_none() {
    check_none("T\nOn December 12, 2018, the assembly passed a resolution.");
    check_none("T\nApproved on March 31, 2023, it stands.");
    check_none("T\nToday the ferry that sailed on April 24 is back.");
    check_none("T\nToday in history: April 24.");
    check_none("T\nUntil today, April 24 was the limit.");
    check_none("T\nTodays, April 24");
    check_none("T\nToday’s ferry, April 24");
    check_none("T\nHoje em quarta, 24 navios");
    check_none("T\nToday, April 24–26, the ferry sails.");
    check_none("T\nToday, May");
    check("T\nOn December 12, 2018, it passed.\nToday, on April 24, it sails.", "text ?-4-24");
}

#[test]
fn a_day_before_there_were_posts_is_history() {
    check_none("Today, on August 24, 1991, the ferry was founded.\nWe remember.");
    check_none("The treaty (Ostrava, May 9, 1995)\nText");
    check("Today, on August 24, 2006, the ferry was founded.\nWe rejoice.", "text 2006-8-24");
}

#[test]
fn a_day_that_does_not_exist_is_none() {
    check_none("T\n📍 Ostrava, April 31, 2024");
    check_none("T\n📍 Ostrava, 0 April 2024");
    check_none("T (February 29, 2023)\nText");
    check("T (February 29, 2024)\nText", "title 2024-2-29");
    check_none("T\nToday, on April 31, it sails.");
    check_none("T\n📍 Ostrava, 24 Brumaire 2024");
    check_none("T\n📍 Ostrava, 5 May 1910");
    check_none("T\n📍 Ostrava, September 23–25, 2023");
}

#[test]
fn a_dateline_goes_before_the_title_and_the_title_before_the_words() {
    let (title, line, words) = ("T (May 1, 2024)", "📍 Ostrava, May 2, 2024", "Today, on May 3, it sails.");
    check(&format!("{title}\n{line}\n{words}"), "dateline 2024-5-2");
    check(&format!("{title}\n{words}"), "title 2024-5-1");
    check(&format!("T\n{words}\n{words}"), "text ?-5-3");
}

#[test]
fn datelines_of_different_days_are_a_schedule() {
    check_none("T\n📍 Ostrava, May 2, 2024\n📍 Opava, May 3, 2024");
    check("T\n📍 Ostrava, May 2, 2024\n📍 Opava, May 2, 2024", "dateline 2024-5-2");
}

#[test]
fn a_dateline_with_a_clock_time_beside_it_announces_something() {
    check_none("Join us!\n📍 Ostrava, June 5, 2024\n🕐 10:00\nRegistration is open.");
    check_none("Concert\n18.30 (UTC+3)\n📍 Ostrava, June 5, 2024");
    check("Remarks\n📍 Ostrava, June 5, 2024\n🕐 10 ferries sailed.", "dateline 2024-6-5");
    check("Remarks\n📍 Ostrava, June 5, 2024\nBy 10:00 all ferries had sailed.", "dateline 2024-6-5");
    check("Remarks\n📍 Ostrava, June 5, 2024\nWords.\n10:00 was late.", "dateline 2024-6-5");
    check("Remarks\n📍 Ostrava, June 5, 2024\n10.5 million people.", "dateline 2024-6-5");
    check("Remarks\n📍 Ostrava, June 5, 2024\n12:10:55 was the score.", "dateline 2024-6-5");
}

#[test]
fn the_today_of_a_quotation_is_none() {
    check_none("He said: “Today, on April 24, I resign.”");
    check_none("«Сегодня, 24 апреля, паром уходит», — писал он.");
    check("💬 Today, on April 24, the ferry leaves.", "text ?-4-24");
    check("“Yes”, he said. Today, on April 24, the ferry leaves.", "text ?-4-24");
}

#[test]
fn code_dates_nothing() {
    let text = "T\nToday, on April 24, it sails.".to_owned();
    let spans = vec![Span { kind: SpanKind::Pre, start: 2, end: text.len(), href: None }];
    assert_eq!(extract(&Post { text, spans, ..Post::default() }).text_date, None);
}

#[test]
fn every_basis_is_one_of_the_text() {
    let found = extract(&Post { text: "T (May 1, 2024)\nx".to_owned(), ..Post::default() });
    assert_eq!(found.text_date.map(|date| date.basis), Some(DateBasis::Title));
}
