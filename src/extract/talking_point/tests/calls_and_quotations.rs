//! News that begins like a call, and lists that are quoted.

use super::{check, points};

/// The words of a call, of something else.
#[test]
fn news_that_begins_like_a_call_is_an_item() {
    for news in [
        "Обзор дня | Подписаться нельзя отказаться: как работают сервисы",
        "Вечерний выпуск | Подписаться на закон не успели",
        "12.00 | Подпишитесь под петицией: сбор подписей начат",
        "Politics | Follow us-led coalition, says minister",
        "Agenda | Síguenos en directo: rueda de prensa del ministro a las 12:00",
        "أخبار | اشتركوا في الجريمة ثلاثة جنود",
        "Join our telegram campaign to send telegrams to the president",
        "Folge uns in die Zukunft: neue Bahn eröffnet",
        "Follow our channel of thought: the port is closed",
        "Присоединяйтесь к нашему каналу связи: порт на 16-м канале",
        "تابعنا بقلق بالغ ما يجري في غزة من أحداث مؤسفة",
        "اشتركوا في قتل المدنيين ثلاثة جنود",
        "Подписаться под этими словами готов каждый дипломат",
        "Join our chat with the minister at 5 pm today",
    ] {
        check(&format!("T\n• {news}\n• two"), &[&format!("•|{news}"), "•|two"]);
    }
}

#[test]
fn a_quoted_list_begins_behind_its_quotation_mark() {
    check("T\n«• один\n• два»", &["•|один", "•|два»"]);
    check("T\n\"1. one.\n2. two.\"", &["1.|one.", "2.|two.\""]);
    check("T\n„🔹 eins\n🔹 zwei“", &["🔹|eins", "🔹|zwei“"]);
    let found = points("T\n“1. one\n2. two”");
    // Worked out by hand: `one` is the 7th character, `two` the 14th.
    assert_eq!(found.iter().map(|point| point.start).collect::<Vec<_>>(), [7, 14]);
    for text in ["T\n«- один\n«- два", "\"1. FC\" has won\nagain", "T\n«5. August»\n«6. August»"]
    {
        check(text, &[]);
    }
}

#[test]
fn a_quotation_that_is_closed_in_its_line_is_no_list() {
    for text in [
        "T\n\"✅ Done\", the ministry wrote.\n\"❌ Not done\", the opposition wrote.",
        "T\n\"1. FC Köln\" won\n\"2. Bundesliga\" lost",
        "T\n«1. Рада» — партия\n«2. Рада» — партия",
        "T\n«1. Рада»\n«2. Рада»",
        "T\n«1. Мы не уйдём», — сказал он.\nПотом добавил:\n«2. Мы вернёмся», — и ушёл.",
        "T\n„1. FC Köln“ hat gewonnen\n„2. Bundesliga“ hat verloren",
        "T\n„1. FC Köln\" hat gewonnen\n„2. Bundesliga\" hat verloren",
        "T\n“1. FC Köln” won\n“2. Bundesliga” lost",
        "T\n“1. FC Köln“ won\n“2. Bundesliga“ lost",
        "T\n「1. 港口」开了\n「2. 渡船」来了",
    ] {
        check(text, &[]);
    }
    // Another quotation is closed in it.
    check("T\n«1. Партия «Рада» ушла\n2. Порт»", &["1.|Партия «Рада» ушла", "2.|Порт»"]);
    check("T\n\"1. The \"Rada\" left\n2. Fog\"", &["1.|The \"Rada\" left", "2.|Fog\""]);
    check("T\n„1. Die „Rada“ ging\n2. Nebel“", &["1.|Die „Rada“ ging", "2.|Nebel“"]);
    // A bullet is one, quoted or not.
    check("T\n“• one”\n“• two.”", &["•|one”", "•|two.”"]);
    check("T\n“• one”, he said", &[]);
}
