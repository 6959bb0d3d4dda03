use super::super::{line, marker};
use super::phrase as call_lists;
use super::*;

fn is_navigation_line(text: &str) -> bool {
    let words = line::trim_blank(text);
    let marker = marker::marker(words);
    is_navigation(marker.map_or(words, |m| m.body(words)), marker)
}

fn is_heading_line(text: &str) -> bool {
    let words = line::trim_blank(text);
    let marker = marker::marker(words);
    is_heading(marker.map_or(words, |m| m.body(words)), marker)
}

#[test]
fn a_phrase_is_written_as_it_is_compared() {
    for list in [
        &RANGE_WORDS,
        &POINTERS,
        &UNMISTAKABLE,
        &USUAL,
        &REST,
        &PLACES,
        &CALLS,
        &call_lists::CALL_PLACES,
        &call_lists::CALL_WORDS,
        &call_lists::CALL_ENDS,
        &PLATFORMS,
        &HEADINGS,
        &WHOLE_HEADINGS,
    ] {
        for phrase in list.iter() {
            assert_eq!(words(phrase), phrase);
        }
    }
}

#[test]
fn lines_that_lead_elsewhere_are_navigation() {
    for text in [
        "Read in full",
        "📄 Read in full",
        "READ IN FULL ➡️",
        "• Read in full",
        "Read in full: https://mfa.example/1",
        "👉 Points 1-7",
        "👉 Point 8",
        "Пункты 8–15",
        "👉 Learn more about the other results of the year",
        "Learn more",
        "🔗 Подробнее на сайте министерства",
        "Читать полностью",
        "Читати повністю",
        "Leer más",
        "Lire la suite…",
        "👉 Mehr erfahren",
        "Leia na íntegra",
        "اقرأ المزيد",
        "👈 للمزيد من التفاصيل",
        "ادامه مطلب",
        "Devamını oku",
        "👉 阅读全文",
        "第1-7点",
        "💬 Продолжение в канале",
        "Подробности: https://mfa.example/1",
        "Подробности о встрече — на сайте",
        "Продовження — у коментарях",
        "👉 التفاصيل في الرابط",
        "👈 المزيد من التفاصيل",
        "⬇️ Devamı linkte",
        "👉 More details here",
        "🔹 Subscribe to @orlin",
        "Subscribe to t.me/orlin",
        "• Join us on Telegram",
        "• Únete a nuestro canal",
        "🔹 Folgen Sie uns auf Telegram",
        "🔹 Присоединяйтесь к нашему каналу",
        "• Приєднуйтесь до нашого каналу",
        "🔹 انضموا إلى قناتنا",
        "🔹 به کانال ما بپیوندید",
        "⚡️Орлін | Підписатися",
        "• Орлин | Подписаться на канал | Чат",
        "• Орлин | Подписывайтесь на наш канал в Telegram",
        "• Подписаться | Прислать новость | Реклама",
        "🔹 Подпишись на Орлин",
        "• Подписывайтесь на наш телеграм-канал и включайте уведомления",
        "• Підпишіться на наш канал, щоб нічого не пропустити",
        "• Subscribe to our channel for more of this",
        "• Follow us on X and YouTube",
        "• Follow us: Telegram, YouTube",
        "• Follow us here",
        "• Follow us — vk.com/orlin",
        "• Подписаться на новости порта: https://orlin.example/1",
        "• Síguenos en nuestras redes sociales",
        "• Abonnez-vous à notre chaîne Telegram",
        "• اشتركوا في قناتنا على تلغرام",
        "• تابعونا على تويتر",
        "• 关注我们的频道",
        "• 订阅频道，获取最新消息",
    ] {
        assert!(is_navigation_line(text), "{text}");
    }
}

#[test]
fn lines_that_only_begin_alike_are_no_navigation() {
    for text in [
        "• Learn more languages than your neighbour does",
        "1. Read more books",
        "🔵 More details emerged on the ferry line between the two islands",
        "More details emerged on Tuesday, when the ferry company published its own account of the evening",
        "👉 Rule, islands! This is the thrust of it",
        "• Part 2",
        "Points of interest",
        "Reader in full uniform",
        "Partly cloudy, 12-15 degrees",
        "Продолжениями не занимаемся",
        "💬 Продолжение войны вредно всем",
        "Подробности удара по порту уточняют",
        "🌍 Продовження переговорів у столиці",
        "🔥 المزيد من السفن في الميناء",
        "💬 التفاصيل الصغيرة مهمة",
        "🌍 ادامه جنگ به سود کسی نیست",
        "💬 Devamı gelen yağmur limanı kapattı",
        "• Subscribe to the new pass for the ferry",
        "👉 Subscribe to the new pass for the ferry",
        "• Join us on the quay",
        "• Folgen Sie unseren Lotsen",
        "• Orlin | Dorn | Vesna",
        "• Орлин | подписания не будет",
        "• Follow us to the port",
        "• Follow us in the night",
        "• Подписаться на сервис нельзя",
        "• Подписаться на канал и газету готовы жители порта",
        "• Abonniert haben den Kanal 500 Leute",
        "• Orlin | Follow us | Dorn wins the vote in Ostrava by a landslide",
        "• 订阅量突破百万",
        "• 关注我们身边的人",
    ] {
        assert!(!is_navigation_line(text), "{text}");
    }
}

#[test]
fn headings_are_known_in_many_languages() {
    for text in [
        "Key talking points:",
        "📌 Key talking points",
        "Minister Vesna Dorn's key talking points:",
        "Key points from the briefing:",
        "Ключевые тезисы:",
        "🔹 Основные тезисы выступления:",
        "Главное:",
        "Головні тези:",
        "Puntos clave:",
        "Points clés :",
        "Die wichtigsten Punkte:",
        "Pontos principais:",
        "أَهَمُّ النقاط:",
        "أبرز ما جاء في كلمة الوزير:",
        "مهم\u{200c}ترین نکات:",
        "Öne çıkanlar:",
        "谈话要点：",
        "要点：",
    ] {
        assert!(is_heading_line(text), "{text}");
    }
}

#[test]
fn other_lines_are_no_headings() {
    for text in [
        "The key points were discussed in Ostrava",
        "• Key points:",
        "Главное — не бояться:",
        "Highlights of the week were many",
        "He said:",
    ] {
        assert!(!is_heading_line(text), "{text}");
    }
}

#[test]
fn a_line_of_hashtags_holds_nothing_else() {
    for (text, expected) in [
        ("#Harbour", true),
        ("#Harbour #Порт #ميناء", true),
        ("🏷 #Harbour | #Ferry, #Isle", true),
        ("🔹 #Harbour", true),
        ("#港口、#渡船。", true),
        ("（#港口）#渡船！", true),
        ("#Isle-of-Dorn", true),
        ("#می\u{200c}خواهم #اخبار", true),
        ("#ශ්\u{200d}රී_ලංකා\u{200c} \u{200d}#ලංකා", true),
        ("#اخبار می\u{200c}خواهم", false),
        ("#港口：渡船回来了", false),
        ("• #港口，渡船回来了。", false),
        ("#ท่าเรือ:เรือกลับมาแล้ว", false),
        ("#Harbour(news)", false),
        ("#Harbour and #Ferry", false),
        ("• #Harbour is open", false),
        ("# Harbour", false),
        ("🔹🔹🔹", false),
    ] {
        assert_eq!(is_hashtags_only(text), expected, "{text}");
    }
}

/// What the first letters pass over must be nothing that the whole line would be taken for.
mod first_letters {
    use proptest::prelude::*;

    use super::super::*;
    use crate::extract::marker;

    const LISTS: [&phrase::Phrases; 8] =
        [&RANGE_WORDS, &POINTERS, &UNMISTAKABLE, &USUAL, &REST, &CALLS, &HEADINGS, &WHOLE_HEADINGS];

    fn is_passed_over_rightly(line: &str) -> bool {
        let arrow = Some(marker::marker("→ a").expect("a marker"));
        let is_right = |marker, is_pointing| {
            // A call between bars is told without a look at the first letters.
            let is_expected = leads_elsewhere(line, is_pointing) || is_signature(line);
            line.len() > LENGTH_LIMIT || is_navigation(line, marker) == is_expected
        };
        let bullet = Some(marker::marker("• a").expect("a marker"));
        let is_heading_word = HEADINGS.iter().any(|heading| heading == words(line));
        is_right(arrow, true)
            && is_right(bullet, false)
            && (!is_heading_word || line.len() > ALONE_LIMIT || is_heading(line, None))
    }

    #[test]
    fn every_phrase_is_known_however_it_is_written() {
        for phrase in LISTS.iter().flat_map(|list| list.iter()) {
            for line in [
                phrase.to_owned(),
                phrase.to_uppercase(),
                format!("«{phrase} 1-7»"),
                phrase.replace(' ', "\u{a0} "),
                phrase.replace('\'', "’"),
                phrase.chars().flat_map(|c| [c, '\u{64e}']).collect(),
                icu_normalizer::DecomposingNormalizer::new_nfd().normalize(phrase).into_owned(),
            ] {
                assert!(is_passed_over_rightly(&line), "{line}");
            }
        }
    }

    #[test]
    fn a_call_between_bars_is_passed_over_rightly() {
        assert!(is_passed_over_rightly("subscribe to our|a"));
    }

    proptest! {
        #[test]
        fn signs_within_a_phrase_change_nothing(
            before in "[ •«]{0,2}", which in 0_usize..1000, place in 0_usize..5,
            mark in "[\u{301}\u{306}\u{640}\u{64e}’ \u{200b}a]?", after in ".{0,6}"
        ) {
            let phrases: Vec<&str> = LISTS.iter().flat_map(|list| list.iter()).collect();
            let phrase = phrases[which % phrases.len()];
            let at = phrase.char_indices().nth(place).map_or(0, |(at, _)| at);
            let (first, rest) = phrase.split_at(at);
            let line = format!("{before}{first}{mark}{rest}{after}");
            prop_assert!(is_passed_over_rightly(&line), "{line}");
        }
    }
}
