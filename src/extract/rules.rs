//! The number of the rules by which posts are read.

/// The number of the rules by which talking points, hashtags, handles, links, names and titles are found in texts.
///
/// A store keeps the number of the rules by which its posts were read, so that it can tell when some of them were read
/// by others than those of the program that opens it. **It must be raised by one with every change after which anything
/// of that comes out otherwise for any text**, be it a marker, an exclusion, a list of words or a mended fault; not with
/// a change of the bundled dictionary, of which a store keeps the digest, nor of the days that texts tell, which only a
/// load reads. A test pins what these rules find in a set of texts, which a new rule is added to.
pub const RULES: u32 = 4;

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use xxhash_rust::xxh3::Xxh3;

    use super::RULES;
    use crate::extract::extract;
    use crate::extract::naming::{Dictionary, alias_file};
    use crate::model::{Extracted, Origin, PointRule, Post, Span, SpanKind};

    /// What each version of the rules finds in the texts, as a digest; only ever added to.
    const PINNED: [(u32, &str); 4] =
        [(1, "3304062053530e22"), (2, "4da7980d078c9164"), (3, "d12fa394549e6346"), (4, "1687fb3f7a77b97a")];

    /// Invented texts, a JSON string a line: what each of the rules takes, and what it leaves. The texts of the tests of
    /// the rules are among them; a new rule brings those of its own.
    const TEXTS: &str = include_str!("rules/texts.jsonl");

    /// Somebody of each kind, so that the bundled dictionary changes nothing here.
    const PEOPLE: &str = "kind,name,alias,rule\ncountry,Norland,Norland,\ncountry,Norland,Норланди|я|и|ю,\n\
        organisation,Port Union,PU,\norganisation,Port Union,Port Union,\nperson,Otto Berg,Берг||а|у,\n\
        person,Otto Berg,Otto Berg,\ncountry,Norland,Norland Street,never\nperson,Ann McDonald,McDonald,\n\
        organisation,Helpers,NGO,capital\ncountry,Norland,Norlandish,never\n";

    /// What a row of these takes away.
    const BUNDLED: &str = "kind,name,alias,rule\ncountry,Norland,Norlandish,fold\n";

    /// What inputs mark in texts: the words, and as what.
    fn marked() -> Vec<Post> {
        let text = "Harbour\n1. The quay opens\n• The bridge\ncloses #Now here @Guild and there\n$PORT /start a@b.example";
        let mark = |kind: SpanKind, words: &str, href: Option<&str>| {
            let start = text.find(words).unwrap();
            Span { kind, start, end: start + words.len(), href: href.map(str::to_owned) }
        };
        let sets = [
            vec![mark(SpanKind::ListItem { ordinal: Some(1) }, "The quay opens", None)],
            vec![
                mark(SpanKind::ListItem { ordinal: None }, "The bridge\ncloses", None),
                mark(SpanKind::TextLink, "here", Some("https://orlin.example/a?b=c#d")),
                mark(SpanKind::MentionName, "there", None),
            ],
            vec![
                mark(SpanKind::Code, "#Now", None),
                mark(SpanKind::Pre, "1. The quay opens", None),
                mark(SpanKind::Style, "Harbour", None),
            ],
            vec![
                mark(SpanKind::Hashtag, "#Now here", None),
                mark(SpanKind::Mention, "@Guild", None),
                mark(SpanKind::Cashtag, "$PORT", None),
                mark(SpanKind::BotCommand, "/start", None),
                mark(SpanKind::Email, "a@b.example", None),
            ],
            vec![mark(SpanKind::Hashtag, "#Now", None), mark(SpanKind::Url, "a@b.example", None)],
        ];
        sets.into_iter().map(|spans| Post { text: text.to_owned(), spans, ..Post::default() }).collect()
    }

    fn posts() -> Vec<Post> {
        let texts = TEXTS.lines().map(|line| serde_json::from_str(line).unwrap());
        texts.map(|text| Post { text, ..Post::default() }).chain(marked()).collect()
    }

    /// What is found in each text, by either rule of what a talking point is.
    fn found() -> Vec<String> {
        let own = alias_file::parse(PEOPLE, Origin::User).unwrap();
        let bundled = alias_file::parse(BUNDLED, Origin::Bundled).unwrap();
        let dictionary = Dictionary::new(own.iter().chain(&bundled));
        let mut found = Vec::new();
        for post in posts() {
            for points in PointRule::ALL {
                let all = Extracted { text_date: None, ..extract(&post, &dictionary, points) };
                found.push(format!("{:?} {}: {all:#?}", post.text, points.name()));
            }
        }
        found
    }

    #[test]
    fn the_number_is_raised_when_the_rules_find_anything_else() {
        let found = found();
        let mut hash = Xxh3::new();
        found.iter().for_each(|found| hash.update(found.as_bytes()));
        let digest = format!("{:016x}", hash.digest());
        let (number, pinned) = PINNED[PINNED.len() - 1];
        assert!(PINNED.is_sorted_by(|one, next| one.0 < next.0), "the numbers of PINNED ascend");
        assert_eq!(
            number, RULES,
            "pin what the rules of this number find: add ({RULES}, \"{digest}\") to PINNED"
        );
        assert!(
            digest == pinned,
            "what is found in texts is no longer what the rules {number} found. If that is meant: raise RULES to {} and \
             add ({0}, \"{digest}\") to PINNED, so that stores tell that their posts were read by earlier rules. Where \
             only texts were added to rules/texts.jsonl: pin (RULES, \"{digest}\") instead, after the program before the \
             change gave that, too",
            number + 1
        );
    }

    #[test]
    fn the_texts_have_something_of_everything_that_is_found() {
        let mut kinds = String::new();
        for found in found() {
            writeln!(kinds, "{found}").unwrap();
        }
        for part in [
            "kind: Item",
            "kind: Sentence",
            "ordinal: Some(",
            "title: Some(",
            "speaker: Some(",
            "channel_handle: Some(",
            "is_number: true",
            "is_visible: false",
            "office: Some(",
            "kind: \"country\"",
            "kind: \"organisation\"",
            "host: None",
            "host: Some(",
            "marker: \"а)\"",
            "marker: \"I.\"",
            "marker: \"№1\"",
            "marker: \"[1]\"",
        ] {
            assert!(kinds.contains(part), "no text has {part}");
        }
    }
}
