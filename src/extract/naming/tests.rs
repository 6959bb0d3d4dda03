mod alias_files;
mod arabic;
mod organisations;
mod rows;

use std::sync::Arc;

use proptest::prelude::*;

use super::alias_file::{self, parse};
use super::hashed::words;
use super::{Dictionary, namings};
use crate::extract::entities;
use crate::model::{Alias, Naming, Origin, Post, Span, SpanKind, Via};

const ALIASES: &str = "\
kind,name,code,alias,language,rule
country,Russia,RU,Russia,en,
country,Russia,RU,Russian,en,
country,Russia,RU,Росси|я|и|ю|ей|ею,ru,
country,Russia,RU,РФ,ru,
country,Iran,IR,Iran,en,
country,Iran,IR,Iranian,en,
country,Iran,IR,Иран||а|у|ом|е,ru,
country,Iran,IR,إيران,ar,
country,Turkey,TR,Turkey,en,
country,Turkey,TR,Turkey sandwich,en,never
country,Turkey,TR,Türkiye,tr,
country,Guinea,GN,Guinea,en,
country,Guinea-Bissau,GW,Guinea-Bissau,en,
country,Papua New Guinea,PG,Papua New Guinea,en,fold
country,Georgia,GE,Georgia,en,
country,Georgia,GE,\"Atlanta, Georgia\",en,never
country,Saudi Arabia,SA,Saudi Arabia,en,
country,United States,US,US,en,
country,United States,US,U.S.,en,
country,United States,US,Соединённ|ые|ых|ым|ыми Штат|ы|ов|ам|ами|ах Америки,ru,
country,United States,US,Соединённ|ые|ых|ым|ыми Штат|ы|ов|ам|ами|ах,ru,
country,United States,US,американо-,ru,
country,Ivory Coast,CI,Côte d’Ivoire,fr,
country,China,CN,中国,zh,
country,Belarus,BY,Belarus,en,
organisation,World Health Organization,WHO,WHO,en,
organisation,World Health Organization,WHO,World Health Organization,en,fold
organisation,United Nations,UN,the United Nations,en,
organisation,United Nations,UN,United Nations,en,
";

fn found_with(aliases: &[Alias], text: &str, spans: &[Span]) -> Vec<Naming> {
    let found = entities::find(text, spans);
    let dictionary = Dictionary::new(aliases);
    let closed = super::with_code(&found.closed, text);
    namings(&dictionary, text, super::found(&dictionary, text, &words(text), &closed), &found.hashtags)
}

/// `label=spelling@start` of each naming, and its `via` where that is not the text.
fn named(text: &str) -> String {
    named_with(ALIASES, text, &[])
}

fn named_with(aliases: &str, text: &str, spans: &[Span]) -> String {
    let aliases = parse(aliases, Origin::Bundled).unwrap();
    let shown = found_with(&aliases, text, spans).into_iter().map(|naming| {
        let standing: String =
            text.chars().skip(naming.start - 1).take(naming.spelling.chars().count()).collect();
        assert_eq!(standing, naming.spelling, "{text}");
        let via = if naming.via == Via::Text { String::new() } else { format!("/{}", naming.via.as_str()) };
        format!("{}={}@{}{via}", naming.who.label, naming.spelling, naming.start)
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_name_is_whole_words() {
    for (text, expected) in [
        ("Russia", "Russia=Russia@1"),
        ("In Russia.", "Russia=Russia@4"),
        ("Russia’s and Iran's", "Russia=Russia@1 Iran=Iran@14"),
        ("Russian-Iranian talks", "Russia=Russian@1 Iran=Iranian@9"),
        ("Russia–Iran, Russia/Iran", "Russia=Russia@1 Iran=Iran@8 Russia=Russia@14 Iran=Iran@21"),
        ("Indo-Pacific, Russians, xRussia, Russia2, _Russia, Russia_", ""),
        ("«Россию», (РОССИИ)", "Russia=Россию@2 Russia=РОССИИ@12"),
        ("Россиянин, Ирания", ""),
        ("l’Iran", "Iran=Iran@3"),
        ("Ира\u{301}н и Ро\u{ad}ссия", "Iran=Ира\u{301}н@1 Russia=Ро\u{ad}ссия@9"),
        ("1️⃣Russia ❤️Iran", "Russia=Russia@4 Iran=Iran@13"),
        ("مع إيران، و", "Iran=إيران@4"),
        ("我在中国北京", "China=中国@3"),
        ("", ""),
    ] {
        assert_eq!(named(text), expected, "{text}");
    }
}

#[test]
fn a_mark_may_be_written_behind_its_letter_or_with_it() {
    let aliases = "kind,name,alias\ncountry,Belgium,Bélgica\ncountry,Peru,Peru\n";
    let found = named_with(aliases, "Bélgica y Be\u{301}lgica, BE\u{301}LGICA; Belgica", &[]);
    assert_eq!(found, "Belgium=Bélgica@1 Belgium=Be\u{301}lgica@11 Belgium=BE\u{301}LGICA@21");
    assert_eq!(named_with(aliases, "Perú, Peru\u{301}, Peru\u{307}", &[]), "Peru=Peru\u{307}@14");
}

#[test]
fn the_capital_of_the_turkish_i_is_that_of_the_small_one() {
    for text in ["Türkiye", "TÜRKİYE", "TÜRKIYE", "TU\u{308}RKI\u{307}YE"] {
        assert_eq!(named(text), format!("Turkey={text}@1"));
    }
    assert_eq!(named("İRAN, İran #TÜRKİYE"), "Iran=İRAN@1 Iran=İran@7 Turkey=TÜRKİYE@13/hashtag");
}

#[test]
fn the_case_of_the_alias_says_what_case_counts() {
    for (text, expected) in [
        ("turkey, TURKEY, Turkey", "Turkey=TURKEY@9 Turkey=Turkey@17"),
        ("US, us, Us; who, WHO", "United States=US@1 World Health Organization=WHO@18"),
        ("рф и РФ", "Russia=РФ@6"),
        ("papua NEW guinea", "Papua New Guinea=papua NEW guinea@1"),
        ("The United Nations, united nations", "United Nations=The United Nations@1"),
        ("американо-иранский", "United States=американо-@1"),
    ] {
        assert_eq!(named(text), expected, "{text}");
    }
}

/// Of the bundled dictionary: the codes of who is named, and where.
fn bundled_codes(text: &str) -> String {
    let namings = found_with(alias_file::bundled().unwrap(), text, &[]);
    let codes = namings.iter().map(|naming| format!("{}@{}", naming.who.code, naming.start));
    codes.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_united_states_are_named_in_the_ways_of_spanish() {
    assert_eq!(bundled_codes("EE.UU., EE. UU. y EEUU"), "US@1 US@9 US@19");
}

#[test]
fn the_longest_alias_counts() {
    for (text, expected) in [
        ("Guinea-Bissau and Guinea", "Guinea-Bissau=Guinea-Bissau@1 Guinea=Guinea@19"),
        ("Guinea-Bissauan", "Guinea=Guinea@1"),
        (
            "Papua New Guinea; Papua New Zealand, New Guinea",
            "Papua New Guinea=Papua New Guinea@1 Guinea=Guinea@42",
        ),
        ("Соединенных Штатов Америки", "United States=Соединенных Штатов Америки@1"),
        ("СОЕДИНЁННЫМИ ШТАТАМИ, и", "United States=СОЕДИНЁННЫМИ ШТАТАМИ@1"),
        ("Соединённые штаты", ""),
        ("the U.S. and U. S.", "United States=U.S.@5"),
        // Parts of a longer abbreviation are none.
        ("the U.S.S.R. and U.S.S.R, 18 U.S.C. 5", ""),
        (
            "U.S.Army, U.S.-led (U.S.) U.S.: U.S. A. Bell",
            "United States=U.S.@1 United States=U.S.@11 United States=U.S.@21 \
          United States=U.S.@27 United States=U.S.@33",
        ),
        ("Côte d'Ivoire", "Ivory Coast=Côte d'Ivoire@1"),
    ] {
        assert_eq!(named(text), expected, "{text}");
    }
}

#[test]
fn within_a_phrase_that_means_nobody_nobody_is_named() {
    assert_eq!(named("A Turkey sandwich from Turkey"), "Turkey=Turkey@24");
    assert_eq!(named("a TURKEY SANDWICH"), "");
    assert_eq!(named("in Atlanta, Georgia, not Tbilisi, Georgia"), "Georgia=Georgia@35");
}

/// No space parts the words of Chinese: a name may stand where one word ends and the next begins.
#[test]
fn chinese_words_over_which_a_name_runs_name_nobody() {
    let aliases = super::alias_file::bundled().unwrap();
    for (text, expected) in [
        ("发展中国家和中国", "中国@7"),
        ("拉美国家、欧美国家与美国", "美国@11"),
        ("黑海地区和沿海地带；海地形势", "海地@11"),
        ("有关岛礁、关岛", "关岛@6"),
        ("约旦河西岸和约旦", "约旦@7"),
        ("朝鲜半岛与朝鲜", "朝鲜@6"),
        ("内蒙古、蒙古", "蒙古@5"),
        ("司法国际合作，法国；战争中国际法", "法国@8"),
        ("参加纳米比亚、参加加纳", "纳米比亚@3 加纳@10"),
        ("巴布亚新几内亚、新几内亚、几内亚湾", "巴布亚新几内亚@1"),
        ("南中国海；菲律宾海警", "菲律宾@6"),
        ("德國、法國、俄羅斯、美國", "德國@1 法國@4 俄羅斯@7 美國@11"),
        ("中國、南韓、韓國、英國、烏克蘭", "中國@1 南韓@4 韓國@7 英國@10 烏克蘭@13"),
        ("發展中國家、歐美國家、司法國際合作", ""),
        ("湖南韓先生、茶葉門市、廣東加強、理查德", ""),
        ("內蒙古、北愛爾蘭、約旦河西岸、獅子山", ""),
    ] {
        let found = found_with(aliases, text, &[]);
        let found: Vec<_> = found.iter().map(|it| format!("{}@{}", it.spelling, it.start)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn white_space_of_any_kind_is_one_space_and_a_line_end_is_none() {
    assert_eq!(named("Saudi\u{a0}Arabia"), "Saudi Arabia=Saudi\u{a0}Arabia@1");
    assert_eq!(named("Saudi  \tArabia"), "Saudi Arabia=Saudi  \tArabia@1");
    for text in ["Saudi\nArabia", "Saudi \r\n Arabia", "SaudiArabia", "Saudi-Arabia"] {
        assert_eq!(named(text), "", "{text:?}");
    }
}

#[test]
fn flags_name_countries_and_are_read_in_pairs() {
    assert_eq!(named("🇷🇺🇮🇷"), "Russia=🇷🇺@1/flag Iran=🇮🇷@3/flag");
    assert_eq!(named("Ж 🇧🇾Iran"), "Belarus=🇧🇾@3/flag Iran=Iran@5");
    // 🇺 🇷 🇺 🇸 are the pairs UR and US; 🇷 alone is none; England's flag is no country's.
    assert_eq!(named("🇺🇷🇺🇸"), "United States=🇺🇸@3/flag");
    assert_eq!(named("🇷 🇺 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"), "");
}

#[test]
fn a_hashtag_names_whom_it_says_whole() {
    for (text, expected) in [
        ("#russia #РОССИЮ", "Russia=russia@2/hashtag Russia=РОССИЮ@10/hashtag"),
        (
            "#SaudiArabia #saudi_arabia",
            "Saudi Arabia=SaudiArabia@2/hashtag Saudi Arabia=saudi_arabia@15/hashtag",
        ),
        ("#GuineaBissau", "Guinea-Bissau=GuineaBissau@2/hashtag"),
        ("#CôtedIvoire #us", "Ivory Coast=CôtedIvoire@2/hashtag United States=us@15/hashtag"),
        ("#RussiaIran #Russianews #newRussia #turkeysandwich", ""),
        ("#Iran@harbour Russia", "Iran=Iran@2/hashtag Russia=Russia@15"),
        ("Russia #Iran 🇧🇾", "Russia=Russia@1 Iran=Iran@9/hashtag Belarus=🇧🇾@14/flag"),
    ] {
        assert_eq!(named(text), expected, "{text}");
    }
    // As Persian joins its words.
    let aliases = "kind,name,alias\ncountry,Hong Kong,هنگ\u{200c}کنگ\ncountry,Saudi Arabia,Saudi Arabia\n";
    for (text, expected) in [
        ("هنگ\u{200c}کنگ", "Hong Kong=هنگ\u{200c}کنگ@1"),
        ("#هنگ\u{200c}کنگ", "Hong Kong=هنگ\u{200c}کنگ@2/hashtag"),
        ("#هنگکنگ", "Hong Kong=هنگکنگ@2/hashtag"),
        ("#Saudi·Arabia", "Saudi Arabia=Saudi·Arabia@2/hashtag"),
    ] {
        assert_eq!(named_with(aliases, text, &[]), expected, "{text}");
    }
}

#[test]
fn addresses_code_and_handles_name_nobody() {
    for text in
        ["https://example.org/Russia/Iran?US", "@Russia", "mail Iran@example.org", "Russia.com", "/Russia"]
    {
        assert_eq!(named(text), "", "{text}");
    }
    let span = |kind, href: Option<&str>| [Span { kind, start: 3, end: 9, href: href.map(str::to_owned) }];
    let text = "In Russia or Iran";
    for kind in [SpanKind::Code, SpanKind::Pre, SpanKind::Email] {
        assert_eq!(named_with(ALIASES, text, &span(kind, None)), "Iran=Iran@14", "{kind:?}");
    }
    let both = "Russia=Russia@4 Iran=Iran@14";
    assert_eq!(named_with(ALIASES, text, &span(SpanKind::TextLink, Some("https://a.example"))), both);
    assert_eq!(named_with(ALIASES, text, &span(SpanKind::Style, None)), both);
    // A name does not go over the edge of code.
    let text = "Saudi Arabia";
    let spans = [Span { kind: SpanKind::Code, start: 6, end: 12, href: None }];
    assert_eq!(named_with(ALIASES, text, &spans), "");
}

#[test]
fn what_stands_around_a_name_may_tell_that_it_is_none() {
    for (text, expected) in [
        ("`grep Russia` in Iran", "Iran=Iran@18"),
        ("Iran`s oil and Russia`s gas", "Iran=Iran@1 Russia=Russia@16"),
        ("`Iran\nRussia` Iran", "Iran=Iran@2 Russia=Russia@7 Iran=Iran@15"),
        ("see www.guinea.example, Iran.The end", "Iran=Iran@25"),
        ("TELL US WHO WON\nUS and WHO", "United States=US@17 World Health Organization=WHO@24"),
        ("US\nIN THE US", "United States=US@1 United States=US@11"),
        ("US EMBASSY URGES ALL", "United States=US@1"),
        ("IRAN, US AGREE ON DATES", "Iran=IRAN@1 United States=US@7"),
        ("TROOPS OF A US-LED FORCE", "United States=US@13"),
        ("HELP US HELP YOU ALL", ""),
        ("THEY CAME FOR US AGAIN", ""),
        ("FOLLOW US", ""),
        ("Read more. 📲 JOIN US on this channel", ""),
        ("London to JOIN US strikes", "United States=US@16"),
        ("the US follows", "United States=US@5"),
        ("Mr. Iran and Ms Guinea, Professor Georgia", ""),
        ("Dr Russia in Iran", "Iran=Iran@14"),
        ("drama: Prof. Turkey", ""),
        ("MS Iran, a ship; the Slimr Iran", "Iran=Iran@4 Iran=Iran@28"),
        ("IRAN AND RUSSIA SIGN", "Iran=IRAN@1 Russia=RUSSIA@10"),
    ] {
        assert_eq!(named(text), expected, "{text}");
    }
}

/// A quadratic reading takes many minutes.
#[test]
fn a_long_line_of_what_may_be_a_pronoun_takes_linear_time() {
    let aliases = parse(ALIASES, Origin::Bundled).unwrap();
    for (piece, namings) in [("us US ", 300_000), ("A US ", 0), ("US", 0), ("ASK US, ", 0)] {
        let text = piece.repeat(300_000);
        assert_eq!(found_with(&aliases, &text, &[]).len(), namings, "{piece}");
    }
}

#[test]
fn an_ending_may_have_a_hyphen() {
    let aliases = "kind,name,alias\ncountry,Guinea,Гвине|я|и\ncountry,Guinea-Bissau,Гвине|я-Бисау|и-Бисау\n";
    let found = named_with(aliases, "Гвинея-Бисау, ГВИНЕИ-БИСАУ и Гвинея", &[]);
    assert_eq!(found, "Guinea-Bissau=Гвинея-Бисау@1 Guinea-Bissau=ГВИНЕИ-БИСАУ@15 Guinea=Гвинея@30");
}

#[test]
fn the_users_rows_go_first_whatever_the_order() {
    let header = "kind,name,code,alias,language,rule\n";
    let bundled = parse(&format!("{header}country,Georgia,GE,Georgia,en,\n"), Origin::Bundled).unwrap();
    for (row, expected) in [
        ("person,Georgia Smith,,Georgia,en,", Some("Georgia Smith")),
        ("country,Georgia,GE,Georgia,en,never", None),
    ] {
        let own = parse(&format!("{header}{row}\n"), Origin::User).unwrap();
        for aliases in [[&bundled[..], &own].concat(), [&own[..], &bundled].concat()] {
            for text in ["Georgia", "#georgia"] {
                let found = found_with(&aliases, text, &[]);
                assert_eq!(found.first().map(|naming| naming.who.label.as_str()), expected, "{row}: {text}");
            }
        }
    }
}

fn bundled() -> Arc<Dictionary> {
    static DICTIONARY: std::sync::OnceLock<Arc<Dictionary>> = std::sync::OnceLock::new();
    DICTIONARY.get_or_init(|| Arc::new(Dictionary::new(alias_file::bundled().unwrap()))).clone()
}

proptest! {
    #[test]
    fn a_naming_stands_where_it_says_and_none_overlap(
        text in "([a-zA-Z]{1,3}|Russia|Россию|Côte d’Ivoire|中国|🇷🇺|🇺|#Iran|#|@|US|U\\.S\\.|\u{301}|İ|ﬁ|[ \\-'’.\n\u{a0}\u{ad}]|https://a.example/Iran|`){0,24}"
    ) {
        let post = Post { text: text.clone(), ..Post::default() };
        let mut free = 1;
        for naming in super::super::extract(&post, &bundled(), crate::model::PointRule::Items).namings {
            let length = naming.spelling.chars().count();
            prop_assert!(naming.start >= free, "{:?}", naming);
            prop_assert_eq!(text.chars().skip(naming.start - 1).take(length).collect::<String>(), naming.spelling);
            free = naming.start + length;
        }
    }

    #[test]
    fn a_text_is_read_as_letter_by_letter(
        text in "([a-zA-Zа-яА-Я_0-9]{1,5}|Russian?|Росси[яю]|Иран[ау]|Ивану?|إيران|Papua New Guinea|Côte d’Ivoire|Georgia|中国|🇷🇺|🇺|US|U\\.S\\.|Соединённых Штатов|[\u{301}İﬁ#@漢ทก가😀]|[ \\-'’.\n\u{a0}\u{ad}]){0,16}",
        ends in prop::collection::vec(0_usize..60, 0..6)
    ) {
        let mut ends: Vec<usize> = ends.into_iter().filter(|end| text.is_char_boundary(*end)).collect();
        ends.sort_unstable();
        ends.dedup();
        let closed: Vec<_> = ends.as_chunks::<2>().0.iter().map(|[start, end]| *start..*end).collect();
        let dictionary = Dictionary::new(&parse(ALIASES, Origin::Bundled).unwrap());
        let shown = |found: Vec<super::Found>| format!("{found:?}");
        prop_assert_eq!(
            shown(super::find::all(&dictionary, &text, &words(&text), &closed)),
            shown(super::find::all_plainly(&dictionary, &text, &closed))
        );
    }
}
