//! One channel, told of by inputs of many formats that were made on different days: whatever the order in which
//! they are loaded, how often, and however a load is broken off, the store says the same, and says the truth.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::clock::Clock;
use chancery::load::{self, LoadOptions, Observer, Silent};
use chancery::model::Reject;
use chancery::store;
use chancery::{Error, ErrorKind};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tempfile::TempDir;

use crate::channel_history::{Format, History, Life, Made};
use crate::load_again::{assert_same, assert_sound, content, rows};

/// Breaks a load off at the first record that cannot be read.
struct Breaks;

impl Observer for Breaks {
    fn rejected(&mut self, _input: &str, _reject: &Reject) -> chancery::Result<()> {
        Err(Error::new(ErrorKind::Input, "broken off"))
    }
}

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn store(&self) -> PathBuf {
        self.0.path().join("a.db")
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn load(&self, paths: &[&Path], observer: &mut dyn Observer) -> load::LoadReport {
        let options = LoadOptions {
            clock: Clock::Fixed("2025-06-01T12:00:00Z".parse().unwrap()),
            ..LoadOptions::default()
        };
        let inputs: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        load::load(&self.store(), &inputs, &options, observer).unwrap()
    }

    /// Loads an input whose last record is bad, and breaks off there: nothing of it stays.
    fn break_off(&self, name: &str, text: &str) {
        let before = fs::read(self.store()).ok();
        let path = self.write(name, text);
        let report = self.load(&[&path], &mut Breaks);
        assert!(!report.is_complete(), "{text}");
        let content_of = |bytes: &[u8]| {
            let copy = self.0.path().join("copy.db");
            fs::write(&copy, bytes).unwrap();
            content(&store::open_read_only(&copy).unwrap())
        };
        match (before, fs::read(self.store()).ok()) {
            (Some(before), Some(after)) => {
                assert_same(&content_of(&before), &content_of(&after), "broken off");
            }
            (before, after) => assert_eq!(before.is_some(), after.is_some()),
        }
    }

    fn content(&self) -> Vec<String> {
        let store = store::open_read_only(&self.store()).unwrap();
        assert_sound(&store);
        content(&store)
    }
}

fn after(inputs: &[String], order: &[usize], broken: Option<&str>) -> Vec<String> {
    let desk = Desk::new();
    for number in order {
        if let Some(broken) = broken {
            desk.break_off("broken", broken);
        }
        let path = desk.write(&number.to_string(), &inputs[*number]);
        let report = desk.load(&[&path], &mut Silent);
        assert!(report.is_complete(), "{report:?}\n{}", inputs[*number]);
    }
    desk.content()
}

fn in_one_call(inputs: &[String], order: &[usize]) -> Vec<String> {
    let desk = Desk::new();
    let paths: Vec<PathBuf> =
        order.iter().map(|number| desk.write(&number.to_string(), &inputs[*number])).collect();
    let report = desk.load(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>(), &mut Silent);
    assert!(report.is_complete(), "{report:?}");
    desk.content()
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    match count {
        0 => vec![Vec::new()],
        _ => orders(count - 1)
            .into_iter()
            .flat_map(|order| {
                (0..count).map(move |place| {
                    let mut order = order.clone();
                    order.insert(place, count - 1);
                    order
                })
            })
            .collect(),
    }
}

/// The texts of each post by its id, as the store has them: of one channel, or of two where the inputs have neither
/// an id, nor a handle, nor a name in common, and too few posts to tell that they are of one.
fn texts(inputs: &[String]) -> BTreeMap<i64, Vec<String>> {
    let desk = Desk::new();
    for (number, input) in inputs.iter().enumerate() {
        let path = desk.write(&number.to_string(), input);
        desk.load(&[&path], &mut Silent);
    }
    let store = store::open_read_only(&desk.store()).unwrap();
    let mut posts = store.prepare("SELECT external_no, text FROM posts").unwrap();
    let posts = posts.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let mut texts: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (id, text) in posts.map(Result::unwrap) {
        texts.entry(id).or_default().push(text);
    }
    texts
}

/// Formats that give texts as they were published.
const EXACT: [Format; 8] = [
    Format::Json,
    Format::Html,
    Format::WebPage,
    Format::Telethon,
    Format::Csv,
    Format::Lines,
    Format::Tdl,
    Format::FourCat,
];

fn made(formats: &'static [Format]) -> impl Strategy<Value = Made> {
    (proptest::sample::select(formats), 6_i64..16, 0_usize..3, 4_usize..7)
        .prop_map(|(format, day, from, until)| Made { format, day, from, until, lost: None })
}

/// Some of them with a damaged text.
fn damaged(formats: &'static [Format]) -> impl Strategy<Value = Made> {
    let lost = proptest::option::of((0_usize..6, 0_usize..40));
    (made(formats), lost).prop_map(|(made, lost)| Made { lost, ..made })
}

/// A few cases, or as many as `PROPTEST_CASES` says when somebody searches.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    if given.cases != 256 {
        return ProptestConfig { failure_persistence: None, ..given };
    }
    // The same few cases each time; `PROPTEST_CASES=1000` looks for others.
    ProptestConfig { cases: 12, rng_seed: RngSeed::Fixed(20_240_716), failure_persistence: None, ..given }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_the_order_of_formats_the_store_says_the_same(
        lives in proptest::collection::vec(Life::any(), 4..7),
        made in proptest::collection::vec(made(&Format::ALL), 2..4),
    ) {
        let history = History { lives };
        prop_assume!(made.iter().all(|made| history.holds_any(made)));
        let inputs: Vec<String> = made.iter().map(|made| history.input(made)).collect();
        let forward: Vec<usize> = (0..inputs.len()).collect();
        let expected = after(&inputs, &forward, None);
        for order in orders(inputs.len()) {
            assert_same(&expected, &after(&inputs, &order, None), &format!("{made:?} in the order {order:?}\n{inputs:#?}"));
        }
        let broken = history.broken();
        let twice = [&forward[..], &forward[..]].concat();
        assert_same(&expected, &after(&inputs, &twice, Some(&broken)), &format!("{made:?} twice, with loads broken off"));
        assert_same(&expected, &in_one_call(&inputs, &forward), &format!("{made:?} in one call"));
    }

    #[test]
    fn whatever_the_order_of_damaged_inputs_the_store_says_the_same_and_no_damage_is_an_edit(
        lives in proptest::collection::vec(Life::any(), 4..7),
        made in proptest::collection::vec(damaged(&EXACT), 2..4),
    ) {
        let history = History { lives };
        prop_assume!(made.iter().all(|made| history.holds_any(made)));
        let inputs: Vec<String> = made.iter().map(|made| history.input(made)).collect();
        let forward: Vec<usize> = (0..inputs.len()).collect();
        let expected = after(&inputs, &forward, None);
        for order in orders(inputs.len()) {
            assert_same(&expected, &after(&inputs, &order, None), &format!("{made:?} in the order {order:?}\n{inputs:#?}"));
        }
        for (number, life) in history.lives.iter().enumerate() {
            let told: Vec<(&Made, &str, Option<i64>)> = made
                .iter()
                .filter(|made| history.is_in(number, made))
                .map(|made| (made, life.text(number, made.day).0, life.text(number, made.day).1))
                .collect();
            let of_post = format!("/{}|", History::id(number));
            let of_it = |what: &str| {
                let is_it = |line: &&String| line.starts_with(what) && line.contains(&of_post);
                expected.iter().filter(is_it).collect::<Vec<_>>()
            };
            // It was never edited, and an input has it whole: of the same channel, for all that is known.
            if of_it("post: ").len() == 1
                && told.iter().all(|(_, _, edit)| edit.is_none())
                && told.iter().any(|(made, text, _)| made.told(number, text) == *text)
            {
                let others = of_it("version: ");
                prop_assert!(others.is_empty(), "{:?} {:#?}", made, others);
            }
        }
    }

    #[test]
    fn the_text_is_that_of_the_input_that_was_made_last(
        lives in proptest::collection::vec(Life::any(), 4..7),
        made in proptest::collection::vec(made(&EXACT), 2..4),
    ) {
        let history = History { lives };
        prop_assume!(made.iter().all(|made| history.holds_any(made)));
        let inputs: Vec<String> = made.iter().map(|made| history.input(made)).collect();
        let texts = texts(&inputs);
        for (number, life) in history.lives.iter().enumerate() {
            let told: Vec<&Made> = made.iter().filter(|made| history.is_in(number, made)).collect();
            let id = History::id(number);
            prop_assert_eq!(texts.contains_key(&id), !told.is_empty(), "post {}", id);
            let Some(last) = told.iter().max_by_key(|made| (made.day, history.as_of(made))) else { continue };
            // Where inputs do not tell how late they were made, one may be taken for an earlier one.
            let tells_edits = matches!(last.format, Format::Json | Format::Telethon | Format::Tdl | Format::FourCat | Format::Lines);
            let is_certain = told.iter().all(|made| {
                let (other, own) = (history.as_of(made), history.as_of(last));
                made.day == last.day || other < own || other == own && tells_edits
            });
            if let ([text], true) = (texts[&id].as_slice(), is_certain) {
                let truth = life.text(number, last.day).0;
                prop_assert_eq!(text, truth, "post {} of {:?}", id, made);
            }
        }
    }
}

#[test]
fn what_a_format_that_tells_of_edits_says_is_kept_beside_a_richer_one_that_does_not() {
    let history = History { lives: (0..4).map(Life::plain).collect() };
    let made = |format, day| history.input(&Made { format, day, from: 0, until: 4, lost: None });
    let inputs = [made(Format::FourCat, 7), made(Format::WebPage, 7)];
    assert_same(&after(&inputs, &[0, 1], None), &after(&inputs, &[1, 0], None), "the other way round");
}

#[test]
fn a_page_that_was_seen_later_has_the_text_though_a_table_tells_of_an_earlier_edit() {
    let at = |day: u8, text: &str| {
        format!(
            "{{\"id\": 1, \"posted_at\": \"2024-01-01T00:00:00Z\", \"edited_at\": \"2024-01-0{day}T00:00:00Z\", \"text\": \"{text}\", \"channel_handle\": \"gazette\"}}\n"
        )
    };
    let life = Life::plain(0);
    let page = History { lives: vec![life] }.input(&Made {
        format: Format::WebPage,
        day: 7,
        from: 0,
        until: 1,
        lost: None,
    });
    for order in [[0, 1], [1, 0]] {
        let content = after(&[at(3, "Once"), page.clone()], &order, None);
        assert!(
            content.iter().any(|line| line.starts_with("version: ") && line.contains("|Once|")),
            "{content:#?}"
        );
    }
}

#[test]
fn one_channel_in_nine_formats_is_one_channel() {
    let history = History { lives: (0..6).map(Life::plain).collect() };
    let inputs: Vec<String> = Format::ALL
        .iter()
        .map(|format| history.input(&Made { format: *format, day: 20, from: 0, until: 6, lost: None }))
        .collect();
    let desk = Desk::new();
    for (number, input) in inputs.iter().enumerate() {
        let path = desk.write(&number.to_string(), input);
        let report = desk.load(&[&path], &mut Silent);
        assert!(report.is_complete(), "{report:?}");
        let format = Format::ALL[number];
        let is = (report.inputs[0].counts.new, report.inputs[0].counts.posts());
        // In the table the second photos of two albums are rows of their own.
        let rows = if format == Format::Csv { 8 } else { 6 };
        assert_eq!(is, (if number == 0 { 6 } else { 0 }, rows), "{format:?}: {input}");
    }
    let store = store::open_read_only(&desk.store()).unwrap();
    let told = "SELECT platform, external_id, handle, name, link_base FROM channels
                WHERE channel_id IN (SELECT channel_id FROM posts)";
    assert_eq!(rows(&store, told), ["telegram|1234567890|gazette|Gazette|https://t.me/gazette/"]);
    assert_eq!(rows(&store, "SELECT count(*), count(views), count(posted_at) FROM posts"), ["6|6|6"]);
    assert_eq!(rows(&store, "SELECT count(*) FROM post_versions"), ["0"]);
}
