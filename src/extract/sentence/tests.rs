use proptest::prelude::*;

use crate::extract::{extract_unnamed, find_sentences};
use crate::model::{PointKind, PointRule, Post, Span, SpanKind};

/// Tests a text in which each long sentence is marked: `⟦…⟧`.
fn finds(marked: &str) {
    let text: String = marked.chars().filter(|c| !matches!(c, '⟦' | '⟧')).collect();
    let expected: Vec<&str> = marked.split('⟦').skip(1).map(|part| part.split('⟧').next().unwrap()).collect();
    let found = find_sentences(&text, &[]);
    assert_eq!(found.iter().map(|point| point.text.as_str()).collect::<Vec<_>>(), expected, "{marked}");
    for (position, point) in found.iter().enumerate() {
        assert_eq!((point.kind, point.marker.as_str(), point.ordinal), (PointKind::Sentence, "", None));
        // As SQLite's substr(text, start, length(text)).
        let there: String = text.chars().skip(point.start - 1).take(point.text.chars().count()).collect();
        assert_eq!(there, point.text);
        let before = marked.split('⟦').take(position + 1).collect::<String>().replace('⟧', "");
        assert_eq!(point.start, before.chars().count() + 1, "{}", point.text);
    }
}

#[test]
fn long_english_sentences() {
    finds(
        "⟦The ministers of both countries met in Valdoria to sign the treaty.⟧ It was late. ⟦They will meet once more \
         when the rivers are free of ice!⟧",
    );
    // Eight words are enough, seven are not.
    finds("⟦One two three four five six seven eight.⟧ One two three four five six seven.");
    finds("⟦Dr. Mara Quill and Mr. J. R. Stone spoke with the U.S. Army about it.⟧ Later they left.");
    finds("⟦The ferry, i.e. the old one, leaves at 5 p.m. Moscow time from pier no. 7 today.⟧");
    finds("⟦“We will open the two harbours before the winter!” said the mayor of Orlin.⟧");
    finds(
        "⟦“We will open the two harbours long before the winter.”⟧ ⟦(This was what he had told them on Monday.)⟧",
    );
    finds("⟦Prices rose by 3.5 percent, says https://stat.example/q?y=2024&m=5.html as well.⟧");
    finds(
        "⟦Why did the old bridge fall down that very night?!⟧ ⟦Nobody who was there has an answer to that…⟧ ⟦But the papers asked again and again all week long.⟧",
    );
    finds("⟦The village burned... and nobody came to help us in time.⟧");
    finds(
        "⟦Nobody was hurt in the fire, the mayor told us.⟧ ⟦15 houses and two barns were lost that same night.⟧",
    );
    finds(
        "⟦The new bridge is open to everybody from today on!🎉🎉⟧ ⟦It took them five years and nine days to build.⟧",
    );
}

#[test]
fn abbreviations_of_several_languages_end_no_sentence() {
    finds("⟦El presidente de EE. UU. Tomás Orlin dijo que sí.⟧");
    finds("⟦Lo dice la pág. 5 del acuerdo sobre todos los puertos.⟧");
    finds(
        "⟦Der Hafen kostet in diesem Jahr 5 Mio. Euro mehr.⟧ ⟦Es kamen ca. 500 Leute, wie z. B. Frau Dorn, zum Hafen.⟧",
    );
    finds(
        "⟦Торговля портов достигла за год 5 млрд долл. США без рыбы.⟧ ⟦Туда пришли ок. 500 человек, и зам. Министра был рад.⟧",
    );
    finds(
        "⟦The court spoke of Dorn v. Orlin as of an old case.⟧ ⟦Ships sail from Ft. Orlin to Mt. Dorn and back now.⟧",
    );
    finds(
        "⟦Ο πρωθυπουργός κ. Ορλίνος είπε χθες ότι το λιμάνι θα ανοίξει.⟧ ⟦Η κα. Βέλη είπε ότι το λιμάνι θα μείνει κλειστό.⟧",
    );
    finds("⟦Szpital im. Jana Dorna przy ul. Portowej otwarto o godz. 10.30 dziś rano.⟧");
    finds("⟦Toplantıya Sn. Orlin ve Doç. Dorn da iki gün önce katıldı.⟧");
    // Where no number follows.
    finds("⟦Он сказал, что с паромом теперь всё уже ок.⟧ ⟦Все поверили ему и пошли домой спать в темноте.⟧");
}

#[test]
fn long_russian_sentences() {
    finds(
        "⟦В 2024 г. Валдория и Орлин подписали договор о реках.⟧ Это важно. ⟦А. С. Пенкин сообщил, что порт, т.е. \
         причалы, откроют в мае!⟧",
    );
    finds("⟦«Мы откроем оба порта ещё до зимы!» — заявил мэр города.⟧");
    finds("⟦На ул. Речной построят мост за 5 млн. руб. из бюджета.⟧");
    finds("⟦Он сказал это у моста, и все его услышали…⟧ ⟦Потом они долго шли домой по тёмной улице.⟧");
    finds("⟦Жители пишут, что по ст. 105 никого не накажут никогда.⟧");
}

#[test]
fn long_sentences_of_other_scripts() {
    finds(
        "⟦قال د. سامي إن الميناء سيفتح أبوابه قبل نهاية هذا العام.⟧ شكرا لكم. ⟦هل ستعود السفن القديمة إلى مدينة أورلين في الربيع القادم؟⟧",
    );
    finds(
        "⟦बंदरगाह अगले साल सर्दियों से पहले फिर से खोला जाएगा।⟧ यह अच्छी बात है। ⟦डॉ. मीरा ने कहा कि नाव हर दिन सुबह चलेगी।⟧",
    );
    // Twenty letters are enough, nineteen are not.
    finds("⟦一二三四五六七八九十一二三四五六七八九十。⟧一二三四五六七八九十一二三四五六七八九。");
    finds(
        "⟦两国部长在瓦尔多利亚签署了关于河流和港口的条约。⟧会议很短。⟦市长说：“我们将在冬天之前重新开放这两个旧港口！”⟧“好。”",
    );
    finds(
        "⟦市长昨天告诉我们他们将在冬天之前重新开放这两个旧港口.⟧⟦两国部长在瓦尔多利亚签署了关于河流和港口的条约⟧",
    );
    finds("⟦ท่าเรือเก่าทั้งสองแห่งจะเปิดอีกครั้งก่อนฤดูหนาวปีหน้า⟧");
    // Half of each: four words and ten letters.
    finds("⟦Harbour Orlin opens today 一二三四五六七八九十。⟧Harbour Orlin opens 一二三四五六七八九十。");
    finds("⟦Der neue Hafen wird am 5. Mai feierlich eröffnet.⟧");
    finds(
        "⟦오를린의 새 항구는 내년 봄에 다시 문을 엽니다.⟧ ⟦시장은 두 나라의 배가 매일 다닐 것이라고 말했다.⟧",
    );
}

#[test]
fn lines_that_are_no_prose_and_the_title_are_left_out() {
    finds(
        "The ministers of Valdoria and Orlin have signed the treaty\n📍 Orlin, May 3, 2024\n\n⟦The ministers of both \
         countries met in the old harbour today.⟧\n⟦A line ends a sentence, whether it has a sign or not⟧\n⟦so that this \
         one is a sentence of its own.⟧\n#one #two #three #four #five #six #seven #eight #nine\n@one @two @three @four \
         @five @six @seven @eight @nine\nhttps://a.example/one-two-three-four-five-six-seven-eight-nine\nRead in full",
    );
    // Nothing follows that the first line could be the title of.
    finds(
        "⟦The ministers of Valdoria and Orlin have signed the treaty.⟧\n\n#Treaty #Orlin\nhttps://a.example/1",
    );
    // Markers of lines that are no items.
    finds("⚡️ ⟦The ministers of Valdoria and Orlin have signed the treaty.⟧");
    finds("Orlin\n\n— ⟦We have been waiting for this for nine long years.⟧\n\nQuiet applause.");
    // Tags are no words, but may stand within a sentence.
    finds("⟦The two harbours of #Orlin will open again before the winter #news⟧");
    finds("One two three four five #six #seven @eight");
    finds(
        "Harbours\n\n⟦The two harbours of Orlin will open before the winter.⟧ #news\n⟦Nobody had thought so when the \
         bridge fell down.⟧ https://a.example/1",
    );
    finds("");
    finds("...\n!!!\n🔥🔥🔥");
}

#[test]
fn posts_with_items_and_code_have_no_sentences() {
    finds("• one item\n\nThe ministers of both countries met in Valdoria to sign the treaty.");
    let text = "The ministers of both countries met in Valdoria to sign the treaty.";
    let span = |kind| [Span { start: 0, end: text.len(), kind, href: None }];
    assert_eq!(find_sentences(text, &span(SpanKind::Pre)), []);
    assert_eq!(find_sentences(text, &span(SpanKind::ListItem { ordinal: None })), []);
    assert_eq!(find_sentences(text, &[]).len(), 1);
}

#[test]
fn sentences_are_taken_only_by_that_rule_and_uses_know_theirs() {
    let text = "One word. The ministers met with @harbour in #Orlin to sign the old treaty.".to_owned();
    let post = Post { text, ..Post::default() };
    assert_eq!(extract_unnamed(&post).talking_points, []);
    let found = crate::extract::extract(&post, &Default::default(), PointRule::Sentences);
    assert_eq!(found.talking_points, find_sentences(&post.text, &[]));
    assert_eq!((found.hashtags[0].talking_point, found.handles[0].talking_point), (Some(0), Some(0)));
    let with_items = Post { text: format!("{}\n• #an item", post.text), ..Post::default() };
    let found = crate::extract::extract(&with_items, &Default::default(), PointRule::Sentences);
    assert_eq!(found, extract_unnamed(&with_items));
    assert_eq!(found.talking_points.len(), 1);
}

/// Each takes hours where any look ahead or behind has no bounds.
#[test]
fn hostile_lines_take_linear_time() {
    for (piece, most) in [
        ("a. ", 0),
        ("1. ", 0),
        (".)", 1),
        (". ", 0),
        ("no. ", 1),
        ("! 1 ", 1),
        ("。“", 1),
        ("word ", 1),
        ("www.a ", 1),
        ("#a ", 0),
        ("\u{301}", 1),
        ("a.\u{200b}", 1),
        ("One two three four five six seven eight. ", 5_001),
    ] {
        let bytes = if piece == "a. " { 1_000_000 } else { 200_000 };
        let text = format!("A{}", piece.repeat(bytes / piece.len()));
        assert!(find_sentences(&text, &[]).len() <= most, "{piece:?}");
    }
}

#[test]
fn one_letter_of_a_script_without_spaces_makes_no_letters_of_a_word() {
    finds("aa.在aaaaaaaaa aa aa aa?aa。");
    finds("Harbour\n\n⟦One two three four five six seven 在港口.⟧");
    finds("Harbour\n\nOne two three four five six 在abcdefgh");
}

/// Words of at least two letters, so that no dot behind one is that of an initial.
fn words(least: usize, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{2,9}", least..most).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn sentences_are_parts_of_the_text_that_do_not_overlap_and_are_long(
        text in prop::collection::vec(
            prop_oneof![
                4 => words(1, 12),
                2 => r"[.!?…。؟।] ?".prop_map(String::from),
                1 => "\\PC{0,3}".prop_map(String::from),
                1 => Just("\n".to_owned()),
                1 => Just("—  “Mr. ".to_owned()),
                1 => "[一-龥]{1,25}".prop_map(String::from),
            ],
            0..30,
        ).prop_map(|parts| parts.concat())
    ) {
        let characters: Vec<char> = text.chars().collect();
        let mut behind = 1;
        for point in find_sentences(&text, &[]) {
            let length = point.text.chars().count();
            prop_assert!(point.start >= behind);
            behind = point.start + length;
            let there: String = characters[point.start - 1..behind - 1].iter().collect();
            prop_assert_eq!(&there, &point.text);
            prop_assert!(!point.text.contains('\n'));
            prop_assert_eq!(point.text.trim(), &point.text);
            // By a rule of its own, more generous: white space, and each run of letters of one alphabet, roughly; of those
            // beyond ASCII each character counts by itself, too.
            let spaced = point.text.split_whitespace().count();
            let unspaced = point.text.chars().filter(|c| !c.is_ascii()).count();
            let alphabet = |c: char| c.is_alphanumeric().then_some((u32::from(c) >> 7).min(0x40));
            let alphabets: Vec<_> = std::iter::once(None).chain(point.text.chars().map(alphabet)).collect();
            let parts = alphabets.windows(2).filter(|pair| pair[1].is_some() && pair[0] != pair[1]).count();
            prop_assert!(spaced.max(parts) * 20 + unspaced * 8 >= 160, "{:?}", point.text);
        }
    }
}
