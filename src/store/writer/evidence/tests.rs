use proptest::prelude::*;

use super::*;
use crate::store::writer::telling::Source;

fn telling(load_id: i64, rank: u8, as_of: &str, text: &str) -> Telling {
    Telling {
        source: Source { load_id, rank, is_exact: true, tells_edits: true },
        as_of: Some(as_of.to_owned()),
        own_as_of: None,
        fields: Fields {
            external_id: Some("7".to_owned()),
            external_no: Some(7),
            album_size: 1,
            text: text.to_owned(),
            ..Fields::default()
        },
        media: Vec::new(),
        forward_certainty: 0,
        words: format!("{load_id:04}"),
    }
}

fn edited(mut telling: Telling, at: &str) -> Telling {
    telling.fields.edited_at = Some(at.to_owned());
    telling.fields.is_edited = true;
    telling
}

/// As a format tells it that knows nothing of edits.
fn without_edits(mut telling: Telling) -> Telling {
    telling.source.tells_edits = false;
    telling
}

fn lossy(mut telling: Telling) -> Telling {
    telling.source.is_exact = false;
    without_edits(telling)
}

fn kept(told: &[Telling]) -> Vec<Telling> {
    let mut kept = Vec::new();
    for telling in told {
        add(&mut kept, telling.clone());
    }
    kept.sort_by(|a, b| (&a.words, a.source.rank, &a.as_of).cmp(&(&b.words, b.source.rank, &b.as_of)));
    kept
}

/// The text that stands, which every order of these must give.
fn text_of(told: &[Telling]) -> String {
    let mut backwards = told.to_vec();
    backwards.reverse();
    let texts = [told, &backwards].map(|told| view(&kept(told)).unwrap().fields.text);
    assert_eq!(texts[0], texts[1]);
    texts[0].clone()
}

#[test]
fn a_later_edit_has_the_text_and_else_the_later_input() {
    let unedited = telling(1, 90, "2024-03-01", "first");
    let edit = edited(telling(2, 90, "2024-02-01", "second"), "2024-01-20");
    assert_eq!(text_of(&[unedited.clone(), edit.clone()]), "second", "though its input ends earlier");
    let later = edited(telling(3, 90, "2024-02-01", "third"), "2024-01-21");
    assert_eq!(text_of(&[unedited.clone(), edit.clone(), later]), "third");
    let richer = edited(telling(4, 95, "2024-02-01", "fourth"), "2024-01-20");
    assert_eq!(text_of(&[unedited, edit, richer]), "fourth");
}

#[test]
fn a_format_without_edits_has_the_text_when_its_input_is_later() {
    let export = edited(telling(1, 90, "2024-02-01", "export"), "2024-01-20");
    let earlier_page = without_edits(telling(2, 84, "2024-01-31", "earlier page"));
    let same_day = without_edits(telling(3, 84, "2024-02-01", "page of that day"));
    let later_page = without_edits(telling(4, 84, "2024-03-01", "later page"));
    assert_eq!(text_of(&[export.clone(), earlier_page.clone()]), "export");
    assert_eq!(text_of(&[export.clone(), earlier_page.clone(), same_day.clone()]), "export");
    assert_eq!(text_of(&[export.clone(), earlier_page, same_day, later_page.clone()]), "later page");
    let newest = edited(telling(5, 90, "2024-04-01", "newest export"), "2024-03-30");
    assert_eq!(text_of(&[export, later_page, newest]), "newest export");
}

#[test]
fn an_exact_text_stands_before_one_that_lost_its_lines() {
    let exact = telling(1, 50, "2024-01-01", "one\n• two");
    let flat = lossy(telling(2, 25, "2024-06-01", "one• two"));
    assert_eq!(text_of(&[exact.clone(), flat.clone()]), "one\n• two");
    let both = kept(&[exact, flat]);
    assert!(other_texts(&both, "one\n• two").had.is_empty(), "what is lossy is no earlier text");
}

#[test]
fn an_empty_text_of_one_message_of_an_album_does_not_take_the_caption() {
    let mut album = telling(1, 90, "2024-01-01", "caption");
    album.fields.album_size = 3;
    let mut part = telling(2, 50, "2024-06-01", "");
    part.fields.external_no = Some(8);
    part.fields.external_id = Some("8".to_owned());
    let view = view(&kept(&[part, album])).unwrap();
    assert_eq!((view.fields.text.as_str(), view.fields.external_no), ("caption", Some(7)));
}

#[test]
fn an_empty_text_of_one_half_of_an_album_does_not_take_the_caption_of_the_other() {
    let of = |number: i64| Media { external_id: Some(number.to_string()), ..Media::default() };
    let half = |load_id, as_of, numbers: [i64; 2], text| {
        let mut half = telling(load_id, 90, as_of, text);
        (half.fields.external_id, half.fields.external_no) = (Some(numbers[0].to_string()), Some(numbers[0]));
        (half.fields.album_size, half.media) = (2, numbers.map(of).to_vec());
        half
    };
    let both = [half(1, "2024-01-01", [7, 8], "caption"), half(2, "2024-06-01", [9, 10], "")];
    assert_eq!(text_of(&both), "caption");
    assert_eq!(view(&both).unwrap().fields.album_size, 4);
    assert!(other_texts(&both, "caption").had.is_empty(), "the second half never had a text");
    let emptied = [half(1, "2024-01-01", [7, 8], "caption"), half(2, "2024-06-01", [7, 8], "")];
    assert_eq!(text_of(&emptied), "");
}

#[test]
fn a_poorer_input_fills_gaps_and_never_blanks() {
    let mut rich = telling(1, 90, "2024-01-01", "x");
    rich.fields.author_id = Some(5);
    rich.fields.forwarded_from_id = Some(1);
    rich.fields.is_forward = true;
    rich.forward_certainty = 1;
    let mut poor = without_edits(telling(2, 80, "2024-06-01", "x"));
    poor.fields.forwarded_at = Some("2023-01-01T00:00:00Z".to_owned());
    poor.fields.author_id = Some(6);
    poor.fields.forwarded_from_id = Some(2);
    poor.fields.is_forward = true;
    poor.forward_certainty = 2;
    let fields = view(&kept(&[poor, rich])).unwrap().fields;
    assert_eq!(fields.author_id, Some(5), "of the richer");
    assert_eq!(fields.forwarded_at.as_deref(), Some("2023-01-01T00:00:00Z"), "only the poorer has it");
    assert_eq!(fields.forwarded_from_id, Some(2), "known by its handle, not only by its name");
}

#[test]
fn a_bot_is_told_better_by_its_name_than_by_its_number() {
    let via = |mut telling: Telling, bot: &str| {
        telling.fields.via_bot = Some(bot.to_owned());
        telling
    };
    let number = via(telling(1, 95, "2024-06-01", "x"), "user77");
    let name = via(telling(2, 90, "2024-01-01", "x"), "gif");
    for told in [[number.clone(), name.clone()], [name, number.clone()]] {
        assert_eq!(view(&kept(&told)).unwrap().fields.via_bot.as_deref(), Some("gif"));
    }
    assert_eq!(view(&[number]).unwrap().fields.via_bot.as_deref(), Some("user77"));
    let user = via(telling(3, 90, "2024-01-01", "x"), "user7bot");
    assert_eq!(bot_certainty(&user.fields), 2, "a name");
}

#[test]
fn what_is_covered_is_dropped_and_what_is_not_is_kept() {
    let old = telling(1, 90, "2024-01-01", "x");
    let new = telling(2, 90, "2024-02-01", "x");
    let only_new = std::slice::from_ref(&new);
    assert_eq!(kept(&[old.clone(), new.clone()]), only_new);
    assert_eq!(kept(&[new.clone(), old.clone()]), only_new);
    let mut signed = old.clone();
    signed.fields.author_id = Some(1);
    assert_eq!(kept(&[signed.clone(), new.clone()]), [signed, new.clone()], "it alone is signed");
    let other_text = telling(1, 90, "2024-01-01", "y");
    assert_eq!(kept(&[new.clone(), other_text.clone()]), [other_text, new]);
}

#[test]
fn of_equal_texts_the_richer_reading_stands() {
    let mut linked = telling(1, 90, "2024-01-01", "read here");
    linked.fields.spans = Some(r#"[["text_link",5,9,"https://a.example/"]]"#.to_owned());
    let plain = telling(2, 55, "2024-06-01", "read here");
    let view = view(&kept(&[plain, linked.clone()])).unwrap();
    assert_eq!(view.fields.spans, linked.fields.spans);
}

#[test]
fn a_whole_text_stands_before_a_damaged_copy_of_it() {
    let whole = telling(1, 90, "2024-02-01", "Café am Hafen");
    // Of the same moment the greater bytes would be those of U+FFFD.
    let damaged = telling(2, 90, "2024-02-01", "Caf\u{FFFD} am Hafen");
    assert_eq!(text_of(&[whole.clone(), damaged.clone()]), "Café am Hafen");
    // Whenever it was told, how, and by which format.
    let later = telling(3, 95, "2024-03-01", "Caf\u{FFFD} am Hafen");
    let page = without_edits(telling(5, 80, "2024-04-01", "Caf\u{FFFD} am Hafen"));
    assert_eq!(text_of(&[whole.clone(), damaged.clone(), later, page]), "Café am Hafen");
    // But not where it was edited since: what it says there may be something else.
    let edit = edited(telling(4, 90, "2024-02-01", "Caf\u{FFFD} am Hafen"), "2024-01-20");
    assert_eq!(text_of(&[whole.clone(), edit.clone()]), "Caf\u{FFFD} am Hafen");
    let both = edited(telling(9, 90, "2024-02-01", "Café am Hafen"), "2024-01-20");
    assert_eq!(text_of(&[whole.clone(), edit, both]), "Café am Hafen");
    // Of several the one with least lost, and a later edit in other words stays.
    let worse = telling(6, 90, "2024-05-01", "C\u{FFFD}f\u{FFFD} am Hafen");
    assert_eq!(text_of(&[worse.clone(), damaged.clone()]), "Caf\u{FFFD} am Hafen");
    let other = edited(telling(7, 90, "2024-06-01", "Closed\u{FFFD}"), "2024-05-20");
    assert_eq!(text_of(&[whole, worse, other]), "Closed\u{FFFD}");
    // Of other words of the same moment, too.
    assert_eq!(text_of(&[telling(8, 90, "2024-02-01", "Bread"), damaged]), "Bread");
}

#[test]
fn a_damaged_copy_is_no_text_that_the_post_had() {
    let had = |told: &[Telling]| {
        let standing = text_of(told);
        let kept = kept(told);
        let others = other_texts(&kept, &standing);
        let texts = |of: &[&Telling]| of.iter().map(|one| one.fields.text.clone()).collect::<Vec<_>>();
        (standing, texts(&others.had), texts(&others.damaged))
    };
    let [whole, damaged, worse] = ["Café am Hafen", "Caf\u{FFFD} am Hafen", "C\u{FFFD}f\u{FFFD} am Hafen"];
    let is = |standing: &str, had: &[&str], damaged: &[&str]| {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        (standing.to_owned(), texts(had), texts(damaged))
    };
    // Of the text that stands, whole or not.
    let early = telling(1, 90, "2024-02-01", whole);
    let copy = telling(2, 90, "2024-03-01", damaged);
    let bad = without_edits(telling(3, 80, "2024-04-01", worse));
    assert_eq!(had(&[early.clone(), copy.clone(), bad.clone()]), is(whole, &[], &[damaged, worse]));
    assert_eq!(had(&[copy.clone(), bad]), is(damaged, &[], &[worse]));
    // Of an earlier text.
    let other = edited(telling(4, 90, "2024-06-01", "Closed"), "2024-05-20");
    assert_eq!(had(&[early.clone(), copy.clone(), other.clone()]), is("Closed", &[whole], &[damaged]));
    // Where no input has the whole one, it is the only sign of it.
    assert_eq!(had(&[copy.clone(), other]), is("Closed", &[damaged], &[]));
    // That the post was edited, if only a reaction or its preview, is told apart from its texts.
    let touched = edited(telling(5, 90, "2024-06-01", whole), "2024-05-20");
    assert_eq!(had(&[copy, touched]), is(whole, &[], &[damaged]));
    // Of a later edit, what was lost may be what was edited; unless an input saw the whole one after that.
    let edit = edited(telling(6, 90, "2024-06-01", damaged), "2024-05-20");
    assert_eq!(had(&[early.clone(), edit.clone()]), is(damaged, &[whole], &[]));
    let page = |as_of| without_edits(telling(7, 80, as_of, whole));
    assert_eq!(had(&[edit.clone(), page("2024-05-19")]), is(damaged, &[whole], &[]));
    assert_eq!(had(&[early, edit, page("2024-05-21")]), is(whole, &[], &[damaged]));
}

fn any_telling() -> impl Strategy<Value = Telling> {
    let when = || proptest::sample::select(vec!["2024-01-01", "2024-02-01", "2024-03-01"]);
    (
        proptest::sample::select(vec![
            (95, true, true),
            (90, true, true),
            (80, true, false),
            (25, false, false),
        ]),
        when(),
        proptest::option::of(when()),
        proptest::sample::select(vec!["ab", "a\u{FFFD}", "\u{FFFD}\u{FFFD}", "b", ""]),
        proptest::option::of(0_i64..3),
        proptest::option::of(when()),
        (0_i64..3, 7_i64..9, any::<bool>()),
        (proptest::option::of(0_i64..2), proptest::sample::select(vec![None, Some("user7"), Some("gif")])),
    )
        .prop_map(
            |(format, as_of, edit, text, author, forwarded, (album, number, has_id), (media, bot))| {
                let (rank, is_exact, tells_edits) = format;
                let mut telling = telling(i64::from(rank), rank, as_of, text);
                telling.source = Source { load_id: i64::from(rank), rank, is_exact, tells_edits };
                if let Some(edit) = edit.filter(|_| tells_edits) {
                    telling = edited(telling, edit);
                }
                let fields = &mut telling.fields;
                fields.author_id = author;
                fields.forwarded_at = forwarded.map(str::to_owned);
                fields.is_forward = forwarded.is_some();
                fields.album_size = album + 1;
                fields.via_bot = bot.map(str::to_owned);
                (fields.external_no, fields.external_id) =
                    if has_id { (Some(number), Some(number.to_string())) } else { (None, None) };
                telling.media = media
                    .map(|width| {
                        vec![Media { kind: "photo".to_owned(), width: Some(width), ..Media::default() }]
                    })
                    .unwrap_or_default();
                telling.words = format!("{:?}{:?}", telling.fields, telling.media);
                telling
            },
        )
}

/// The view without where in the list its reading stands.
fn said(tellings: &[Telling]) -> (Fields, Vec<Media>, Vec<String>) {
    let view = view(tellings).unwrap();
    let others = other_texts(tellings, &view.fields.text).had;
    let others = others.iter().map(|one| format!("{} {:?}", one.fields.text, one.fields.edited_at)).collect();
    (view.fields, view.media, others)
}

proptest! {
    #[test]
    fn whatever_the_order_the_same_is_kept_and_said(
        told in proptest::collection::vec(any_telling(), 1..7),
        shuffled in any::<u64>(),
    ) {
        let expected = kept(&told);
        let mut other = told.clone();
        let mut state = shuffled;
        for place in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            other.swap(place, usize::try_from(state >> 33).unwrap() % (place + 1));
        }
        let twice: Vec<Telling> = other.iter().chain(&told).cloned().collect();
        prop_assert_eq!(&kept(&other), &expected);
        prop_assert_eq!(&kept(&twice), &expected);
        // What was dropped makes no difference. (Where formats with and without edits contradict each other, as
        // no true inputs do, what is kept decides.)
        let with_edits: Vec<Telling> = told.into_iter().filter(|telling| telling.source.tells_edits).collect();
        if !with_edits.is_empty() {
            prop_assert_eq!(said(&with_edits), said(&kept(&with_edits)));
        }
    }
}
