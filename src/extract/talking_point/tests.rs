mod calls_and_quotations;
mod marked;
mod series;

use super::super::extract_unnamed as extract;
use crate::model::{Post, TalkingPoint};

fn points(text: &str) -> Vec<TalkingPoint> {
    let found = extract(&Post { text: text.to_owned(), ..Post::default() }).talking_points;
    for point in &found {
        let there: String = text.chars().skip(point.start - 1).take(point.text.chars().count()).collect();
        assert_eq!(there, point.text, "substr(text, start, length) in {text:?}");
    }
    found
}

/// Marker and words of each point.
fn show(text: &str) -> Vec<String> {
    points(text).iter().map(|point| format!("{}|{}", point.marker, point.text)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(show(text), expected, "{text:?}");
}

#[test]
fn bullets_shapes_and_keycaps_are_items_wherever_they_stand() {
    check("T\n• one\n• two", &["•|one", "•|two"]);
    check("T\n•one\n•  two", &["•|one", "•|two"]);
    check("• alone", &["•|alone"]);
    check("T\n🔵 один\n🔴 два", &["🔵|один", "🔴|два"]);
    check("🟢 yes\n🔴 no", &["🟢|yes", "🔴|no"]);
    check("T\n▪️ one\n▫️ two\n■ three", &["▪️|one", "▫️|two", "■|three"]);
    check("T\n● 一\n・二\n★ 三", &["●|一", "・|二", "★|三"]);
    check(
        "T\n🔸 a\n🔹 b\n🔻 c\n📌 d\n✅ e\n❌ f\n➡️ g\n▶️ h",
        &["🔸|a", "🔹|b", "🔻|c", "📌|d", "✅|e", "❌|f", "➡️|g", "▶️|h"],
    );
    check("T\n• الأول\n• الثاني", &["•|الأول", "•|الثاني"]);
    check("T\n-• one\n🛡 • two", &["-•|one", "🛡 •|two"]);
    check("T\n🔴🔴 loud", &["🔴🔴|loud"]);
}

#[test]
fn invisible_characters_before_a_marker_are_passed_over() {
    check("T\n\u{200f}• الأول\n\u{feff}\u{200b}• الثاني", &["•|الأول", "•|الثاني"]);
    check("T\n\u{a0}• one\n\u{200e}\u{202b}1) a\n2) b", &["•|one", "1)|a", "2)|b"]);
    check("T\n•\u{200f}\u{a0}الأول\u{200f} \n", &["•|الأول"]);
}

#[test]
fn numbers_of_any_script_give_ordinals() {
    for (text, first, second) in [
        ("T\n१. पहला\n२. दूसरा", "१.|पहला", "२.|दूसरा"),
        ("T\n১) এক\n২) দুই", "১)|এক", "২)|দুই"),
        ("T\n๑. หนึ่ง\n๒. สอง", "๑.|หนึ่ง", "๒.|สอง"),
        ("T\n၁. က\n၂. ခ", "၁.|က", "၂.|ခ"),
        ("T\n(១) ក\n(២) ខ", "(១)|ក", "(២)|ខ"),
        ("T\n۱. یک\n۲. دو", "۱.|یک", "۲.|دو"),
    ] {
        check(text, &[first, second]);
        assert_eq!(points(text).iter().map(|point| point.ordinal).collect::<Vec<_>>(), [Some(1), Some(2)]);
    }
    check("T\n१.५ गुना\n२.५ गुना", &[]);
}

#[test]
fn a_point_in_the_midst_of_a_list_may_begin_as_navigation_does() {
    check(
        "T\n📌 Один\n📌 Продолжение диалога невозможно\n📌 Три",
        &["📌|Один", "📌|Продолжение диалога невозможно", "📌|Три"],
    );
    check(
        "T\n👉 One\n👉 More information on the port is needed\n👉 Three",
        &["👉|One", "👉|More information on the port is needed", "👉|Three"],
    );
    check("T\n📌 一\n📌 更多国家加入\n\n📌 三", &["📌|一", "📌|更多国家加入", "📌|三"]);
    // Nothing but navigation, with another marker, at the end.
    check("T\n📌 One\n📌 Read more here\n📌 Three", &["📌|One", "📌|Three"]);
    check("T\n📌 One\n📌 Читать полностью на сайте порта\n📌 Three", &["📌|One", "📌|Three"]);
    check("T\n📌 One\n👉 Learn more about the port\n📌 Three", &["📌|One", "📌|Three"]);
    check("T\n📌 One\n📌 Two\n📌 Подробнее на сайте порта", &["📌|One", "📌|Two"]);
}

#[test]
fn keycaps_give_ordinals_with_and_without_the_variation_selector() {
    let text = "T\n8️⃣ eight\n9\u{20e3} nine\n1️⃣0️⃣ ten\n1\u{20e3}1\u{20e3}eleven\n🔟 again\n① first\n❷ second";
    let found: Vec<_> = points(text).into_iter().map(|p| (p.marker, p.ordinal, p.text)).collect();
    let expected = [
        ("8️⃣", 8, "eight"),
        ("9\u{20e3}", 9, "nine"),
        ("1️⃣0️⃣", 10, "ten"),
        ("1\u{20e3}1\u{20e3}", 11, "eleven"),
        ("🔟", 10, "again"),
        ("①", 1, "first"),
        ("❷", 2, "second"),
    ]
    .map(|(marker, ordinal, text)| (marker.to_owned(), Some(ordinal), text.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn a_second_sign_behind_a_marker_is_none_of_the_words() {
    check(
        "T\n1️⃣. one\n2️⃣) two\n3️⃣: three\n4️⃣ - four\n5️⃣ five - six",
        &["1️⃣|one", "2️⃣|two", "3️⃣|three", "4️⃣|four", "5️⃣|five - six"],
    );
    check("T\n🔹 – one\n• — two\n1) - three\n2) four", &["🔹|one", "•|two", "1)|three", "2)|four"]);
    // The sign of a number, a time of the day, an elision, and a word with a dash before it.
    check(
        "T\n• - 5 degrees\n• -7 degrees\n1️⃣0️⃣:30 start\n1️⃣... and so on\n🔹 -word",
        &["•|- 5 degrees", "•|-7 degrees", "1️⃣0️⃣|:30 start", "1️⃣|... and so on", "🔹|-word"],
    );
}

#[test]
fn an_emoji_bullet_or_keycap_that_opens_the_post_alone_is_its_title() {
    check("📌 The ferry\n🔹 fast\n🔹 cheap", &["🔹|fast", "🔹|cheap"]);
    check("🔴 Breaking\nThe ferry is back.", &[]);
    check("1️⃣ day to go\nThe ferry is back.", &[]);
    check("✅ fast\nAnd so on\n✅ cheap", &["✅|fast\nAnd so on", "✅|cheap"]);
    check("9️⃣ мая — День паромов\nПриходите.", &[]);
}

#[test]
fn dashes_and_the_like_are_items_in_runs_of_two() {
    check("T\n- one\n- two", &["-|one", "-|two"]);
    check("T\n– один\n— два", &["–|один", "—|два"]);
    check("T\n-one\n-two", &["-|one", "-|two"]);
    check("T\n* one\n* two", &["*|one", "*|two"]);
    check("T\n> one\n> two", &[">|one", ">|two"]);
    check("T\n-> one\n—> two\n→ three", &["->|one", "—>|two", "→|three"]);
    check("T\n- one", &[]);
    check("T\n> one", &[]);
    check("T\n* one", &[]);
    check("T\n- one\n* two\n> three", &[]);
    check("T\n-5 °C tonight\n-7 °C tomorrow", &[]);
    check("T\n*bold* words\n*bold* again", &[]);
    check("T\n- the book (1/20) -\n- the other book (3/40) -", &[]);
    check("Text\n\n- one\n\nText again\n\n- two", &[]);
}

#[test]
fn dialogue_is_no_list() {
    check("T\n— Где паром?\n— Ушёл.", &[]);
    check("T\n— Паром ушёл, — сказал боцман.\n— Жаль, — ответил кок.", &[]);
    check("T\n- Where is the ferry?\n- Gone.", &[]);
    check("T\n- Gone, - said the mate.\n- A pity.", &[]);
    check("T\n— Паром ушёл.\nОн помолчал.\n— Жаль.", &[]);
    check("T\n— раз\n  ещё раз\n— два", &["—|раз\n  ещё раз", "—|два"]);
    check("T\n— что делать?\n— кто виноват?", &["—|что делать?", "—|кто виноват?"]);
    check(
        "T\n— is it fast?\n— the price\n— the crew\n— the food",
        &["—|is it fast?", "—|the price", "—|the crew", "—|the food"],
    );
}

#[test]
fn a_longer_exchange_of_sentences_is_no_list_either() {
    check("T\n— На какой этаж?\n— На пятый.\n— А я на седьмой.\n— Ну, поехали.", &[]);
    check("— Не может быть!\n— Может.\n— И что теперь?\n— Ждать.", &[]);
    check("— ¿Vienes?\n— No.\n— ¿Por qué?\n— Porque no.", &[]);
    check("- Is this the ferry?\n- No\n- What is it then?\n- The harbour office", &[]);
    check("T\n— Кто виноват?\n— Паром;\n— Порт.", &["—|Кто виноват?", "—|Паром;", "—|Порт."]);
    check(
        "T\n- Who pays?\n- The port.\n- The ferry leaves at ten.\n- Fog is coming.",
        &["-|Who pays?", "-|The port.", "-|The ferry leaves at ten.", "-|Fog is coming."],
    );
    check("T\n— За мир!\n— За дружбу!", &[]);
    // What a colon announces are demands, unless it is questions and answers.
    check(
        "Our demands:\n\n– Open the harbour now!\n– Close the old gate!",
        &["–|Open the harbour now!", "–|Close the old gate!"],
    );
    check("Our demands: all\n– Open the harbour now!\n– Close the old gate!", &[]);
    check("At the quay:\n— Where is the ferry?\n— It left!", &[]);
    check("T\n- За мир!\n- За дружбу!", &["-|За мир!", "-|За дружбу!"]);
    check("T\n— One.\n— Two.\n— Three.", &["—|One.", "—|Two.", "—|Three."]);
}

#[test]
fn boxes_to_be_checked_are_items_checked_or_not() {
    check("T\n☐ milk\n☑ bread\n☒ tea\n☑️ salt", &["☐|milk", "☑|bread", "☒|tea", "☑️|salt"]);
}

#[test]
fn chinese_numbers_are_items_where_two_or_more_ascend() {
    check("T\n一、港口\n二、渡船", &["一、|港口", "二、|渡船"]);
    check("T\n（一）港口\n（二）渡船", &["（一）|港口", "（二）|渡船"]);
    check("T\n（1）港口\n（2）渡船", &["（1）|港口", "（2）|渡船"]);
    check("T\n一、港口\n1、水\n2、盐\n二、渡船", &["一、|港口", "1、|水", "2、|盐", "二、|渡船"]);
    check("T\n一、二线城市的港口", &[]);
    check("T\n一天\n二天", &[]);
    check("T\n二、渡船\n一、港口", &[]);
    let text = "九、甲\n十、乙\n十一、丙\n十九、丁\n二十、戊\n二十一、己\n九十九、庚";
    let ordinals: Vec<_> = points(text).iter().map(|p| p.ordinal).collect();
    assert_eq!(ordinals, [9, 10, 11, 19, 20, 21, 99].map(Some));
}

#[test]
fn telephone_numbers_and_scores_are_no_numbered_items() {
    check("Call us:\n(044) 123-45-67\n(050) 765-43-21", &[]);
    check("Call us:\n(044) 123-45-67 Anna\n(050) 765-43-21 Boris", &[]);
    check("Results\n1. 2-1\n2. 0-0", &[]);
    check("T\n1) 5 ferries\n2) 7 boats", &["1)|5 ferries", "2)|7 boats"]);
}

#[test]
fn addresses_and_calls_to_subscribe_are_no_items() {
    check(
        "T\n\n🔸 Telegram: @harbour_news\n🔸 VK: https://vk.example/harbour\n🔸 Our site — www.harbour.example",
        &[],
    );
    check("T\n👉 https://a.example/1\n👉 https://a.example/2\n👉 https://a.example/3", &[]);
    check("Key points:\n• one\n👉 https://a.example/1\n• two\n➡️ @harbour", &["•|one", "•|two"]);
    check("T\n1. one\n👉 https://a.example/1\n2. two\n👉 https://a.example/2", &["1.|one", "2.|two"]);
    check("T\n— раз\n👉 https://a.example/1\n— два", &["—|раз", "—|два"]);
    check("T\n• one\n➡️ Подписывайтесь на наш канал", &["•|one"]);
    check("T\n✅ Подписаться на канал | Прислать новость", &[]);
    check("T\n• one\n• Subscribe to our channel", &["•|one"]);
    check("T\n\n🔹 Telegram\n🔹 YouTube\n🔹 ВКонтакте\n• VK | Instagram • TikTok", &[]);
    check("T\n• one\n• Telegram is blocked again", &["•|one", "•|Telegram is blocked again"]);
    check(
        "T\n• The Minister met @harbour_master\n• Timetable of the winter ferries: https://a.example/t",
        &["•|The Minister met @harbour_master", "•|Timetable of the winter ferries: https://a.example/t"],
    );
    check("T\n• Subscribe early to save", &["•|Subscribe early to save"]);
}

#[test]
fn numbers_are_items_where_two_or_more_ascend() {
    check("T\n1. one\n2. two", &["1.|one", "2.|two"]);
    check("T\n1) один\n2) два\n3)три", &["1)|один", "2)|два", "3)|три"]);
    check("T\n(1) one\nmore\n(2) two", &["(1)|one\nmore", "(2)|two"]);
    check("T\n١- الأول\n٢- الثاني", &["١-|الأول", "٢-|الثاني"]);
    check("T\n9. nine\n10. ten", &["9.|nine", "10.|ten"]);
    check("T\n1. a\n2. b\n1. c\n2. d", &["1.|a", "2.|b", "1.|c", "2.|d"]);
    check("T\n1. one", &[]);
    check("T\n1. one\n1. again", &[]);
    check("T\n2. two\n1. one", &[]);
    check("T\n5. August\n6. September", &[]);
    check("T\n5. мая вышел паром\n6. мая вернулся", &[]);
    check("T\n1.5 million\n2.5 million", &[]);
    check("T\n2023. One year\n2024. Another", &[]);
    check("T\n3-5 boats\n6-8 boats", &[]);
    let ordinals: Vec<_> = points("T\n٩) أ\n١٠) ب").iter().map(|p| p.ordinal).collect();
    assert_eq!(ordinals, [Some(9), Some(10)]);
}

/// In one language or another these are months: may, mars, jan, می, آب.
#[test]
fn a_word_that_may_be_a_month_is_none_in_a_list() {
    check("T\n1. May the ferry sail\n2. Stop the fog", &["1.|May the ferry sail", "2.|Stop the fog"]);
    check(
        "T\n1) One\n2) Mars is far\n3) April Dorn sails",
        &["1)|One", "2)|Mars is far", "3)|April Dorn sails"],
    );
    check("T\n1. Jan Dorn sails\n\n2. April Dorn\n\n3. So", &["1.|Jan Dorn sails", "2.|April Dorn", "3.|So"]);
    check("ت\n۱. می\u{200c}آید کشتی\n۲. کشتی", &["۱.|می\u{200c}آید کشتی", "۲.|کشتی"]);
    check("ع\n١- آب نقي\n٢- خبز", &["١-|آب نقي", "٢-|خبز"]);
    check("T\n1️⃣ May it sail\n2️⃣ Fog", &["1️⃣|May it sail", "2️⃣|Fog"]);
    check("Key points:\n1. May it sail\n2. Fog", &["1.|May it sail", "2.|Fog"]);
    // Days.
    check("T\n5. Mai fuhr sie\n7. Fahrt", &[]);
    check("T\n1. Eins\n2. Mai 2024", &[]);
    check("T\n1. Eins\n\nUnd so.\n2. Mai fuhr sie", &[]);
    check("T\n1. Eins\n#Tag\n2. Mai fuhr sie", &[]);
}

#[test]
fn numbers_of_other_forms_are_items_too() {
    check("T\n1.) eins\n2.) zwei", &["1.)|eins", "2.)|zwei"]);
    check("T\n1.- uno\n2.– dos\n3)- tres\n4). cuatro", &["1.-|uno", "2.–|dos", "3)-|tres", "4).|cuatro"]);
    check("T\n1.-5 °C here\n2.-7 °C there", &["1.|-5 °C here", "2.|-7 °C there"]);
    check("题\n1．港口\n2．渡船", &["1．|港口", "2．|渡船"]);
    check("题\n１、港口\n１０．渡船", &["１、|港口", "１０．|渡船"]);
    check("题\n１．５百万\n２．５百万", &[]);
    check("ع\n1\u{200f}. أول\n2\u{200f}- ثان", &["1\u{200f}.|أول", "2\u{200f}-|ثان"]);
    let text = "⒈ a\n⑵ b\n⓷ c\n⓫ d\n㉑ e\n㊱ f\n㊿ g\n⓪ h\n⒛ i\n㉟ j";
    let ordinals: Vec<_> = points(text).iter().map(|p| p.ordinal).collect();
    assert_eq!(ordinals, [1, 2, 3, 11, 21, 36, 50, 0, 20, 35].map(Some));
}

#[test]
fn an_emoji_of_its_own_is_no_item_unless_it_repeats_line_by_line() {
    check("T\n✍️ One thing.\n💬 Another.\n👉 Rule, islands! So it is.\n🌐 More.", &[]);
    check("T\n🇨🇿🇵🇱 Two flags.\n⏰ Today.", &[]);
    check("🌸 a\n🌸 b\n\n🌸 c", &["🌸|a", "🌸|b", "🌸|c"]);
    check("⚡ a\n⚡️ b\n⚡ c", &["⚡|a", "⚡️|b", "⚡|c"]);
    check("✔ a\nprose\n✔️ b", &["✔|a\nprose", "✔️|b"]);
    check("T\n💬 a\n💬 b", &[]);
    check("T\n💬 a\nprose\n💬 b\nprose\n💬 c", &[]);
    check("T\n© 2024 a\n© 2024 b\n© 2024 c", &[]);
}

#[test]
fn under_a_heading_every_line_with_a_marker_is_an_item() {
    check(
        "T\nKey talking points:\n🌐 a\n❗️ b\n• c\n🇺🇳 d\n- e\n7. f",
        &["🌐|a", "❗️|b", "•|c", "🇺🇳|d", "-|e", "7.|f"],
    );
    check("T\nКлючевые тезисы:\n\n💬 раз\n\n🇷🇺🇨🇿 два", &["💬|раз", "🇷🇺🇨🇿|два"]);
    check("العنوان\nأبرز النقاط:\n🔔 واحد\n⚡️ اثنان", &["🔔|واحد", "⚡️|اثنان"]);
    // The heading reaches no further than its list.
    check("T\nKey points:\n🌐 a\n\nProse.\n✍️ b", &["🌐|a"]);
    check("T\nKey points:\n🌐 a\nRead in full\n✍️ b", &["🌐|a"]);
    check("T\n💬 before\nKey points:\n💬 after", &["💬|after"]);
}

#[test]
fn a_list_ends_at_navigation_hashtags_or_a_paragraph_but_not_at_a_blank_line() {
    check("T\n• a\n• b\nRead in full", &["•|a", "•|b"]);
    check("T\n👉 Points 1-7\n8️⃣ a\n👉 Learn more about the others", &["8️⃣|a"]);
    check("T\n• a\n• Read in full", &["•|a"]);
    check("T\n• a\n#Tag #Другой", &["•|a"]);
    check("T\n• a\n\n• b\n\n\n• c", &["•|a", "•|b", "•|c"]);
    check("T\n- a\n\n- b", &["-|a", "-|b"]);
    check("T\n- a\n\nProse.\n\n- b", &[]);
    check("T\n1. a\n#Tag\n2. b", &[]);
    check("T\n• #港口：渡船回来了\n• #渡船", &["•|#港口：渡船回来了"]);
}

#[test]
fn unmarked_lines_belong_to_the_item_above_when_they_lead_to_the_next_or_are_indented() {
    check("T\n• a\nmore a\nand more\n• b", &["•|a\nmore a\nand more", "•|b"]);
    check("T\n• a\n• b\nThe end.", &["•|a", "•|b"]);
    check("T\n• a\n• b\n  more b\n\tand more\nThe end.", &["•|a", "•|b\n  more b\n\tand more"]);
    check("T\n• a\nnot a's\n\n• b", &["•|a", "•|b"]);
    check("T\n• a\n  a's\nnot a's\n\n• b", &["•|a\n  a's", "•|b"]);
    check("T\n • a\n same depth\n\n • b", &["•|a", "•|b"]);
    check("T\n• a\n\n  not directly below\n• b", &["•|a", "•|b"]);
    check("T\n• a\n<...>\nnot a's\n• b", &["•|a", "•|b"]);
    check("T\n• a\n- an aside\n• b", &["•|a\n- an aside", "•|b"]);
    check("T\n• a\n✍️ an aside\n• b", &["•|a", "•|b"]);
    check("T\n• a\nmore a\nRead in full\n• b", &["•|a", "•|b"]);
    check("ع\n• أ\nتتمة\n• ب", &["•|أ\nتتمة", "•|ب"]);
}

#[test]
fn rules_and_lines_of_emoji_are_nothing() {
    check("T\n-----\n— — —\n———•———•———\n____\n***\n• • •", &[]);
    check("T\n🔥🔥🔥\n🔵\n1️⃣\n✅ ✅", &[]);
    check("T\n• a\n<...>\n• b\n[…]\n• c", &["•|a", "•|b", "•|c"]);
    check("T\nKey points:\n<...>\n🌐 a", &["🌐|a"]);
    // An elision leaves words out of the list, a rule ends it.
    check("T\nKey points:\n🌐 a\n<...>\nProse.\n✍️ b", &["🌐|a", "✍️|b"]);
    check("T\nKey points:\n🌐 a\n-----\nProse.\n✍️ b", &["🌐|a"]);
    check("T\n༻━━━━༺\u{3164}\n• a", &["•|a"]);
}

#[test]
fn a_dateline_is_no_item() {
    check("T\nKey points:\n📍 Ostrava, May 3, 2024\n🌐 a", &["🌐|a"]);
    check(
        "T\n• Ostrava, May 3, 2024\n• Opava, May 4, 2024",
        &["•|Ostrava, May 3, 2024", "•|Opava, May 4, 2024"],
    );
}

#[test]
fn lines_with_windows_ends_are_read_alike() {
    check("T\r\n• a\r\nmore\r\n• b\r\n", &["•|a\r\nmore", "•|b"]);
}

#[test]
fn a_point_is_folded_for_matching() {
    assert_eq!(points("T\n• Großer Паром É")[0].folded, "grosser паром é");
}
