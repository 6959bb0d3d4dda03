//! The same posts told of by several inputs: whatever the order, the number of times and the way in which they
//! are loaded, the store says the same.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::clock::Clock;
use chancery::load::{self, LoadOptions, Silent};
use chancery::store::fingerprint::fingerprint;
use chancery::store::{self, check};
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::export::{DAY, NEW_YEAR};

const CHANNEL: i64 = 1_234_567_890;

/// All that a store says, without its own ids and without the order of its loads; and without what the user told, who
/// names the channel of an input that is loaded alone and not that of one of several.
pub(crate) fn content(store: &Connection) -> Vec<String> {
    const POST: &str = "coalesce(c.external_id, c.name) || '/' || coalesce(p.external_id, hex(p.content_hash) || p.occurrence)";
    const OF_POST: &str = "JOIN posts AS p USING (post_id) JOIN channels AS c USING (channel_id)";
    let mut all = Vec::new();
    for (what, sql) in [
        ("channel", "SELECT platform, external_id, handle, name, kind, link_base, folded_name FROM channels AS c
            WHERE EXISTS (SELECT * FROM posts AS p WHERE c.channel_id IN (p.channel_id, p.forwarded_from_id, p.reply_to_channel_id))".to_owned()),
        ("called", "SELECT c.external_id, coalesce(c.external_id, c.handle, c.name), l.sha256, t.certainty, t.told_until, t.handle, t.folded_handle, t.name,
            t.folded_name, t.kind, t.link_base FROM channel_tellings AS t JOIN loads AS l USING (load_id) JOIN channels AS c USING (channel_id)
            WHERE EXISTS (SELECT * FROM posts AS p WHERE c.channel_id IN (p.channel_id, p.forwarded_from_id, p.reply_to_channel_id))
                AND t.certainty <> 2".to_owned()),
        ("alias", "SELECT a.kind, a.value, c.external_id, c.handle, c.name FROM channel_aliases AS a JOIN channels AS c USING (channel_id)
            WHERE a.kind = 'handle'".to_owned()),
        ("post", format!("SELECT {POST}, p.posted_at, p.posted_local, p.posted_on, p.posted_raw, p.date_basis, p.not_before,
            p.not_after, p.is_forward, f.external_id, f.name, p.forwarded_external_id, p.forwarded_at, r.external_id,
            p.reply_to_external_id, p.album_size, p.views, p.forwards, p.edited_at, p.via_bot, p.url, p.title, p.text, hex(p.text_key), p.text_length,
            a.external_id, a.name, p.is_edited, p.views_unit, p.replies, p.is_alone, p.text_no, p.album_no, p.gone_at, p.spans,
            (SELECT s.kind || ' ' || s.name FROM entities AS s WHERE s.entity_id = p.speaker_id),
            coalesce(p.last_seen_at, (SELECT l.as_of FROM loads AS l WHERE l.load_id = p.last_load_id))
            FROM posts AS p JOIN channels AS c USING (channel_id) LEFT JOIN channels AS f ON f.channel_id = p.forwarded_from_id
            LEFT JOIN channels AS r ON r.channel_id = p.reply_to_channel_id LEFT JOIN authors AS a ON a.author_id = p.author_id")),
        ("evidence", format!("SELECT {POST}, coalesce(e.as_of, l.as_of), e.external_id, e.posted_at, e.edited_at, e.is_forward, f.external_id, f.name,
            e.forwarded_at, e.album_size, coalesce(e.text, p.text), e.media, e.spans, e.is_alone, e.text_no
            FROM post_evidence AS e JOIN loads AS l USING (load_id) JOIN posts AS p ON p.post_id = e.post_id JOIN channels AS c USING (channel_id)
            LEFT JOIN channels AS f ON f.channel_id = e.forwarded_from_id")),
        ("version", format!("SELECT {POST}, u.text, u.edited_at, u.seen_at FROM post_versions AS u {OF_POST}")),
        ("seen", format!("SELECT {POST}, l.sha256, u.seen_at, u.views, u.views_unit, u.forwards, u.replies, u.reactions, hex(u.text_hash) FROM post_observations AS u JOIN loads AS l USING (load_id) {OF_POST}")),
        ("counted", format!("SELECT {POST}, l.sha256, u.messages, u.seen_at, u.views, u.views_unit, u.forwards, u.replies, u.reactions, u.reacted, hex(u.text_hash) FROM message_counts AS u JOIN loads AS l USING (load_id) {OF_POST}")),
        ("hashtag", format!("SELECT {POST}, u.position, h.tag, u.spelling, u.start, t.position FROM post_hashtags AS u JOIN hashtags AS h USING (hashtag_id) LEFT JOIN talking_points AS t USING (talking_point_id) JOIN posts AS p ON p.post_id = u.post_id JOIN channels AS c USING (channel_id)")),
        ("mention", format!("SELECT {POST}, u.position, e.kind, e.name, e.label, e.code, u.via, u.office, u.spelling, u.start, t.position FROM mentions AS u JOIN entities AS e USING (entity_id) LEFT JOIN talking_points AS t USING (talking_point_id) JOIN posts AS p ON p.post_id = u.post_id JOIN channels AS c USING (channel_id)")),
        ("point", format!("SELECT {POST}, u.position, u.kind, u.marker, u.ordinal, u.text, u.start FROM talking_points AS u {OF_POST}")),
        ("link", format!("SELECT {POST}, u.position, u.url, u.host, u.is_visible, u.start, u.length FROM links AS u {OF_POST}")),
        ("media", format!("SELECT {POST}, u.position, u.external_id, u.kind, u.file_name, u.mime_type, u.size_bytes, u.width, u.height, u.duration_seconds, u.title FROM media AS u {OF_POST}")),
        ("reaction", format!("SELECT {POST}, u.kind, u.reaction, u.count FROM reactions AS u {OF_POST}")),
        ("event", "SELECT c.external_id, e.external_id, e.happened_at, e.happened_on, e.action, a.external_id, a.name, e.detail FROM channel_events AS e JOIN channels AS c USING (channel_id) LEFT JOIN authors AS a ON a.author_id = e.actor_id".to_owned()),
        ("load", "SELECT l.sha256, l.as_of, l.is_whole, l.rejected, c.external_id, r.first_no, r.last_no, r.as_of, r.is_complete, r.is_partly_forgotten FROM loads AS l JOIN load_ranges AS r USING (load_id) JOIN channels AS c USING (channel_id) GROUP BY l.sha256, c.channel_id".to_owned()),
        ("months", "SELECT c.external_id, m.month, m.is_forward, m.posts, m.points FROM post_months AS m JOIN channels AS c USING (channel_id)".to_owned()),
        ("lengths", "SELECT c.external_id, m.month, m.characters, m.is_forward, m.posts FROM post_lengths AS m JOIN channels AS c USING (channel_id)".to_owned()),
        ("hashtag pairs", "SELECT c.external_id, min(l.tag, h.tag), max(l.tag, h.tag), m.month, m.is_forward, m.posts, m.first_day, m.last_day FROM hashtag_pair_months AS m JOIN channels AS c USING (channel_id) JOIN hashtags AS l ON l.hashtag_id = m.low_id JOIN hashtags AS h ON h.hashtag_id = m.high_id".to_owned()),
        ("days", "SELECT c.external_id, m.day, m.is_forward, m.posts FROM post_days AS m JOIN channels AS c USING (channel_id)".to_owned()),
        ("hours", "SELECT c.external_id, m.month, m.is_forward, m.weekday, m.hour, m.posts FROM post_hours AS m JOIN channels AS c USING (channel_id)".to_owned()),
        ("fields", "SELECT c.external_id, m.month, m.is_forward, sum(m.posts), sum(m.timed), sum(m.edited), sum(m.views), sum(m.rounded), sum(m.forwards), sum(m.replies), sum(m.reactions), sum(m.talking_points) FROM post_fields AS m JOIN channels AS c USING (channel_id) GROUP BY m.channel_id, m.month, m.is_forward".to_owned()),
        ("hosts", "SELECT c.external_id, m.month, m.host, m.is_forward, m.posts FROM host_months AS m JOIN channels AS c USING (channel_id)".to_owned()),
        ("hashtag months", "SELECT h.tag, m.month, m.is_forward, m.posts, m.uses, m.first_on, m.last_on FROM hashtag_months AS m JOIN hashtags AS h USING (hashtag_id)".to_owned()),
        ("hashtag totals", "SELECT c.external_id, h.tag, m.is_forward, m.posts, m.uses, m.first_on, m.last_on FROM hashtag_totals AS m JOIN hashtags AS h USING (hashtag_id) JOIN channels AS c USING (channel_id)".to_owned()),
        ("hashtag spellings", "SELECT c.external_id, h.tag, m.spelling, m.is_forward, m.posts, m.uses FROM hashtag_spellings AS m JOIN hashtags AS h USING (hashtag_id) JOIN channels AS c USING (channel_id)".to_owned()),
        ("mention pairs", "SELECT c.external_id, min(l.name, h.name), max(l.name, h.name), m.month, m.is_forward, m.posts, m.first_day, m.last_day FROM mention_pair_months AS m JOIN entities AS l ON l.entity_id = m.low_entity_id JOIN entities AS h ON h.entity_id = m.high_entity_id JOIN channels AS c USING (channel_id)".to_owned()),
        ("mention hashtags", "SELECT c.external_id, e.kind, e.name, h.tag, m.is_forward, m.posts FROM mention_hashtags AS m JOIN entities AS e USING (entity_id) JOIN hashtags AS h USING (hashtag_id) JOIN channels AS c USING (channel_id)".to_owned()),
        ("mention months", "SELECT e.kind, e.name, m.month, m.is_forward, m.posts, m.uses, m.first_on, m.last_on FROM mention_months AS m JOIN entities AS e USING (entity_id)".to_owned()),
    ] {
        all.extend(rows(store, &sql).into_iter().map(|row| format!("{what}: {row}")));
    }
    all.sort();
    // An input that is cut off is read again when it is loaded again, and notes again what it saw.
    all.dedup();
    all
}

pub(crate) fn rows(store: &Connection, sql: &str) -> Vec<String> {
    use rusqlite::types::Value as Cell;
    let mut statement = store.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        (0..columns)
            .map(|column| {
                Ok(match row.get(column)? {
                    Cell::Null => "-".to_owned(),
                    Cell::Integer(number) => number.to_string(),
                    Cell::Real(number) => number.to_string(),
                    Cell::Text(text) => text,
                    Cell::Blob(bytes) => format!("{bytes:?}"),
                })
            })
            .collect::<rusqlite::Result<Vec<String>>>()
    });
    rows.unwrap().map(|row| row.unwrap().join("|")).collect()
}

#[track_caller]
pub(crate) fn assert_sound(store: &Connection) {
    for finding in check::check(store).unwrap() {
        assert_eq!(finding.problems, Vec::<String>::new(), "{}", finding.what);
    }
}

/// A store into which inputs are loaded, one call after another.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn load(&self, inputs: &[&Path]) -> load::LoadReport {
        let options = LoadOptions {
            clock: Clock::Fixed("2025-06-01T12:00:00Z".parse().unwrap()),
            // Only pages of text do not tell their channel.
            channel: (!self.are_exports(inputs)).then(|| CHANNEL.to_string()),
            ..LoadOptions::default()
        };
        let inputs: Vec<String> = inputs.iter().map(|path| path.display().to_string()).collect();
        let report = load::load(&self.folder.path().join("a.db"), &inputs, &options, &mut Silent).unwrap();
        assert!(report.is_complete(), "{report:?}");
        report
    }

    fn are_exports(&self, inputs: &[&Path]) -> bool {
        let is_page = |path: &Path| {
            !fs::read(path).unwrap().starts_with(b"{") && !fs::read(path).unwrap().starts_with(b"[")
        };
        let is_folder_with_page =
            |path: &Path| fs::read_dir(path).unwrap().any(|entry| is_page(&entry.unwrap().path()));
        !inputs.iter().any(|path| if path.is_dir() { is_folder_with_page(path) } else { is_page(path) })
    }

    fn open(&self) -> Connection {
        store::open_read_only(&self.folder.path().join("a.db")).unwrap()
    }
}

/// What a store says, and its fingerprint, which must not depend on the order either.
fn content_and_fingerprint(store: &Connection) -> Vec<String> {
    assert_sound(store);
    let mut content = content(store);
    content.push(format!("fingerprint: {}", fingerprint(store).unwrap()));
    content
}

/// What a store says after these inputs were loaded in this order, each in a call of its own.
pub(crate) fn after(inputs: &[String], order: &[usize]) -> Vec<String> {
    let desk = Desk::new();
    for &number in order {
        let name = if inputs[number].starts_with('{') { "json" } else { "txt" };
        let path = desk.write(&format!("{number}.{name}"), &inputs[number]);
        desk.load(&[&path]);
    }
    content_and_fingerprint(&desk.open())
}

/// What a store says after these inputs were loaded in one call, as files or as a folder.
fn after_one_call(inputs: &[String], order: &[usize], as_folder: bool) -> Vec<String> {
    let desk = Desk::new();
    let paths: Vec<PathBuf> = order
        .iter()
        .enumerate()
        .map(|(place, number)| desk.write(&format!("in/{place}-{number}"), &inputs[*number]))
        .collect();
    if as_folder {
        desk.load(&[&desk.folder.path().join("in")]);
    } else {
        desk.load(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    }
    content_and_fingerprint(&desk.open())
}

pub(crate) fn orders(inputs: usize) -> Vec<Vec<usize>> {
    if inputs == 0 {
        return vec![Vec::new()];
    }
    let last = inputs - 1;
    orders(last)
        .into_iter()
        .flat_map(|order| {
            (0..=last).map(move |place| {
                let mut order = order.clone();
                order.insert(place, last);
                order
            })
        })
        .collect()
}

#[track_caller]
pub(crate) fn assert_order_does_not_matter(inputs: &[String]) -> Vec<String> {
    assert_order_does_not_matter_of(inputs, |_| true)
}

/// The same of those lines alone which count.
#[track_caller]
pub(crate) fn assert_order_does_not_matter_of(
    inputs: &[String],
    counts: impl Fn(&str) -> bool,
) -> Vec<String> {
    let of = |content: Vec<String>| content.into_iter().filter(|line| counts(line)).collect::<Vec<_>>();
    let expected = of(after(inputs, &(0..inputs.len()).collect::<Vec<_>>()));
    for mut order in orders(inputs.len()) {
        let is = of(after(inputs, &order));
        assert_same(&expected, &is, &format!("in the order {order:?}"));
        let in_one_call = of(after_one_call(inputs, &order, false));
        assert_same(&expected, &in_one_call, &format!("in one call {order:?}"));
        order.extend_from_within(..);
        assert_same(&expected, &of(after(inputs, &order)), &format!("twice {order:?}"));
    }
    let forward: Vec<usize> = (0..inputs.len()).collect();
    assert_same(&expected, &of(after_one_call(inputs, &forward, true)), "as a folder");
    expected
}

/// Without what each load saw: an input that is cut off is read again when it is loaded again, so its posts
/// are then told of twice.
fn unseen(content: &[String]) -> Vec<String> {
    content.iter().filter(|line| !line.starts_with("seen: ")).cloned().collect()
}

#[track_caller]
pub(crate) fn assert_same(expected: &[String], is: &[String], how: &str) {
    if expected == is {
        return;
    }
    let mut difference = String::new();
    for line in expected.iter().filter(|line| !is.contains(line)) {
        writeln!(difference, "  missing {line}").unwrap();
    }
    for line in is.iter().filter(|line| !expected.contains(line)) {
        writeln!(difference, "  instead {line}").unwrap();
    }
    panic!("{how}:\n{difference}");
}

pub(crate) fn channel(name: &str, rows: &[Value]) -> String {
    channel_of(CHANNEL, name, rows)
}

pub(crate) fn channel_of(id: i64, name: &str, rows: &[Value]) -> String {
    json!({"name": name, "type": "public_channel", "id": id, "messages": rows}).to_string()
}

pub(crate) fn row(id: i64, day: i64, text: &str) -> Value {
    json!({
        "id": id, "type": "message", "date": "2024-01-01T00:00:00", "date_unixtime": (NEW_YEAR + day * DAY).to_string(),
        "from": "Gazette", "from_id": format!("channel{CHANNEL}"), "text": text,
    })
}

pub(crate) fn with(mut row: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("an object") };
    row.as_object_mut().unwrap().extend(more);
    row
}

pub(crate) fn edited(row: Value, day: i64) -> Value {
    with(row, json!({"edited": "2024-01-01T00:00:00", "edited_unixtime": (NEW_YEAR + day * DAY).to_string()}))
}

pub(crate) fn reacted(row: Value, counts: &[(&str, i64)]) -> Value {
    let reactions: Vec<Value> = counts
        .iter()
        .map(|(emoji, count)| json!({"type": "emoji", "emoji": emoji, "count": count}))
        .collect();
    with(row, json!({ "reactions": reactions }))
}

pub(crate) fn photo(row: Value, name: &str) -> Value {
    with(
        row,
        json!({"photo": format!("photos/{name}.jpg"), "photo_file_size": 1000, "width": 10, "height": 20}),
    )
}

pub(crate) fn lines<'c>(content: &'c [String], what: &str) -> Vec<&'c str> {
    content.iter().filter_map(|line| line.strip_prefix(what)?.strip_prefix(": ")).collect()
}

#[test]
fn reactions_are_those_of_the_latest_input_that_has_them() {
    let (a, b, c, d) = (
        channel("Gazette", &[reacted(row(1, 0, "one"), &[("🔥", 3)]), row(2, 1, "two")]),
        channel("Gazette", &[reacted(row(1, 0, "one"), &[("🔥", 7), ("👍", 1)]), row(3, 2, "three")]),
        channel("Gazette", &[row(1, 0, "one"), row(4, 3, "four")]),
        // No later than the second, made after it: the greater count stands.
        channel("Gazette", &[reacted(row(1, 0, "one"), &[("🔥", 9)]), row(3, 2, "three")]),
    );
    let content = assert_order_does_not_matter(&[a, b, c]);
    assert_eq!(lines(&content, "reaction"), ["1234567890/1|emoji|👍|1", "1234567890/1|emoji|🔥|7"]);
    let (a, b) = (
        channel("Gazette", &[reacted(row(1, 0, "one"), &[("🔥", 3)]), row(3, 2, "three")]),
        channel("Gazette", &[reacted(row(1, 0, "one"), &[("🔥", 2), ("👍", 1)]), row(3, 2, "three")]),
    );
    let content = assert_order_does_not_matter(&[a, b, d]);
    assert_eq!(lines(&content, "reaction"), ["1234567890/1|emoji|🔥|9"]);
}

#[test]
fn a_text_that_came_back_is_no_other_version_of_itself() {
    let a = channel("Gazette", &[row(1, 0, "first")]);
    let b = channel("Gazette", &[edited(row(1, 0, "second"), 3)]);
    let c = channel("Gazette", &[edited(row(1, 0, "first"), 5)]);
    let content = assert_order_does_not_matter(&[a, b, c]);
    let seen = "2024-01-04T00:00:00Z";
    assert_eq!(lines(&content, "version"), [format!("1234567890/1|second|{seen}|{seen}")]);
}

#[test]
fn an_album_that_one_input_cuts_off_is_whole_in_the_end() {
    let parts: Vec<Value> = (1..=3)
        .map(|id| photo(row(id, 0, if id == 1 { "caption" } else { "" }), &format!("p{id}")))
        .collect();
    let whole = channel("Gazette", &parts);
    let cut = &whole[..whole.rfind(r#"{"id":3"#).or_else(|| whole.rfind("p3")).unwrap()];
    let content = assert_order_does_not_matter(&[whole.clone(), cut.to_owned()]);
    assert_eq!(lines(&content, "media").len(), 3, "{content:#?}");
    assert_eq!(lines(&content, "post").len(), 1);
}

#[test]
fn an_edit_of_a_link_alone_is_seen() {
    let linked = |target: &str| {
        with(row(1, 0, ""), json!({"text": ["read ", {"type": "text_link", "text": "here", "href": target}]}))
    };
    let a = channel("Gazette", &[linked("https://one.example/")]);
    let b = channel("Gazette", &[edited(linked("https://two.example/"), 4)]);
    let content = assert_order_does_not_matter(&[a, b]);
    let links = lines(&content, "link");
    assert!(links.len() == 1 && links[0].contains("two.example"), "{links:?}");
}

#[test]
fn names_do_not_hang_on_the_order_of_inputs() {
    let sent = |name: &str| with(row(1, 0, "hello"), json!({"from": name, "from_id": "user77"}));
    let forwarded = |name: &str| {
        with(row(2, 0, "news"), json!({"forwarded_from": name, "forwarded_from_id": "channel55"}))
    };
    let a = channel("Old name", &[sent("Anna"), forwarded("Herald")]);
    let b = channel("New name", &[sent("Anna B."), forwarded("The Herald"), row(3, 1, "later")]);
    let c = channel("Newer name", &[sent("Anna"), forwarded("Herald"), row(3, 1, "later")]);
    let content = assert_order_does_not_matter(&[a, b, c]);
    let names: Vec<&str> =
        lines(&content, "channel").iter().filter_map(|line| line.split('|').nth(3)).collect();
    // Of two names that nothing tells apart in time, the greater in the order of bytes.
    assert_eq!(names, ["Newer name", "The Herald"]);
}

#[test]
fn a_channel_has_the_name_of_the_latest_input_whatever_else_that_holds() {
    let single = channel("Renamed", &[row(1, 0, "one"), row(2, 5, "two")]);
    let account = json!({"about": "x", "chats": {"about": "y", "list": [
        serde_json::from_str::<Value>(&channel("Renamed again", &[row(1, 0, "one")])).unwrap(),
        serde_json::from_str::<Value>(&channel_of(42, "Other", &[row(1, 9, "later")])).unwrap(),
    ]}});
    let content = assert_order_does_not_matter(&[single, account.to_string()]);
    assert!(lines(&content, "channel").iter().any(|line| line.contains("|Renamed again|")), "{content:#?}");
}

#[test]
fn a_service_row_told_of_twice_is_that_of_the_later_input() {
    let event = |detail: &str| {
        json!({"id": 9, "type": "service", "date": "2024-01-01T00:00:00", "date_unixtime": NEW_YEAR.to_string(),
        "actor": "Gazette", "actor_id": format!("channel{CHANNEL}"), "action": "pin_message", "title": detail})
    };
    let a = channel("Gazette", &[event("a"), row(10, 1, "x")]);
    let b = channel("Gazette", &[event("b"), row(10, 2, "x")]);
    let c = channel("Gazette", &[event("c"), row(11, 2, "y")]);
    let content = assert_order_does_not_matter(&[a, b, c]);
    assert_eq!(lines(&content, "event").len(), 1);
    assert!(lines(&content, "event")[0].ends_with("|c"), "{content:#?}");
}

fn page(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |page, text| page + "Forwarded from Harbour News\n" + text + "\n")
}

fn forward(id: i64, day: i64, text: &str) -> Value {
    with(row(id, day, text), json!({"forwarded_from": "Harbour News"}))
}

#[test]
fn a_post_without_id_is_the_one_that_had_its_text_once() {
    let page = page(&["The ferry leaves at nine. #Ferry", "Nothing else"]);
    let early = channel("Gazette", &[forward(7, 0, "The ferry leaves at nine. #Ferry")]);
    let late = channel(
        "Gazette",
        &[edited(forward(7, 0, "The ferry leaves at ten. #Ferry"), 3), forward(8, 4, "More")],
    );
    let content = assert_order_does_not_matter(&[page, early, late]);
    // 7, 8, and the text that no export has.
    assert_eq!(lines(&content, "post").len(), 3, "{content:#?}");
}

#[test]
fn equal_texts_without_ids_are_counted_one_by_one() {
    let page = page(&["Good morning", "Good morning", "Good morning"]);
    let early = channel("Gazette", &[forward(7, 0, "Good morning")]);
    let late = channel("Gazette", &[forward(9, 3, "Good morning"), forward(10, 4, "Good night")]);
    let content = assert_order_does_not_matter(&[page, early, late]);
    assert_eq!(lines(&content, "post").len(), 4, "{content:#?}");
}

#[test]
fn what_exports_saw_of_a_post_stands_whichever_of_equal_texts_a_page_is_taken_for() {
    let post = |id: i64, day: i64, count: i64| reacted(row(id, day, "Good morning"), &[("🔥", count)]);
    let both = channel("Gazette", &[post(7, 0, 4), post(9, 3, 5)]);
    let one = channel("Gazette", &[post(9, 3, 5)]);
    let content = assert_order_does_not_matter(&[page(&["Good morning"]), one, both]);
    assert_eq!(lines(&content, "post").len(), 2, "{content:#?}");
    assert_eq!(lines(&content, "seen").len(), 3, "{content:#?}");
}

/// What a channel went through: its messages, and what became of each.
#[derive(Debug, Clone)]
struct History {
    messages: Vec<Life>,
}

#[derive(Debug, Clone)]
struct Life {
    text: usize,
    /// Days after posting, and the new text.
    edits: Vec<(i64, usize)>,
    reactions: Vec<(i64, i64)>,
    is_forward: bool,
    photos: usize,
    is_service: bool,
}

/// An input that somebody made of the channel on a day.
#[derive(Debug, Clone)]
enum Made {
    Export { day: i64, from: usize, until: usize, is_cut: bool },
    Page { day: i64 },
}

const TEXTS: [&str; 9] = [
    "Good morning #Harbour",
    "Remarks by Foreign Minister Anna Berg\n• one\n• Berg on Iran",
    "President Karl Stone’s speech\nof Minister Anna Berg",
    "Ferries to Iran today\n• nine #Ferry\n• ten @harbour_office, the UN and 🇧🇾\n#Iran",
    "See https://harbour.example/a #ferry",
    "Good morning #Harbour",
    "",
    "Доброе утро #Гавань",
    "Nothing new",
];

fn life() -> impl Strategy<Value = Life> {
    let edits = proptest::collection::vec((1_i64..9, 0..TEXTS.len()), 0..3);
    let reactions = proptest::collection::vec((0_i64..9, 1_i64..20), 0..3);
    (0..TEXTS.len(), edits, reactions, any::<bool>(), 0_usize..4, proptest::bool::weighted(0.1)).prop_map(
        |(text, mut edits, mut reactions, is_forward, photos, is_service)| {
            edits.sort_unstable();
            reactions.sort_unstable();
            Life { text, edits, reactions, is_forward, photos, is_service }
        },
    )
}

fn made() -> impl Strategy<Value = Made> {
    prop_oneof![
        4 => (1_i64..14, 0_usize..4, 4_usize..9, proptest::bool::weighted(0.2))
            .prop_map(|(day, from, until, is_cut)| Made::Export { day, from, until, is_cut }),
        1 => (1_i64..14).prop_map(|day| Made::Page { day }),
    ]
}

impl History {
    /// The text of a message on a day, and the day of its last edit.
    fn text(life: &Life, posted: i64, day: i64) -> (&'static str, Option<i64>) {
        let last = life.edits.iter().rev().find(|(after, _)| posted + after <= day);
        last.map_or((TEXTS[life.text], None), |(after, text)| (TEXTS[*text], Some(posted + after)))
    }

    fn input(&self, made: &Made) -> String {
        match made {
            Made::Export { day, from, until, is_cut } => self.export(*day, *from, *until, *is_cut),
            Made::Page { day } => {
                let texts = self
                    .messages
                    .iter()
                    .zip(0..)
                    .filter(|(life, posted)| posted <= day && !life.is_service && life.is_forward);
                let texts: Vec<&str> = texts
                    .map(|(life, posted)| Self::text(life, posted, *day).0)
                    .filter(|text| !text.is_empty())
                    .collect();
                page(&texts)
            }
        }
    }

    fn export(&self, day: i64, from: usize, until: usize, is_cut: bool) -> String {
        let mut rows = Vec::new();
        for ((number, life), posted) in self.messages.iter().enumerate().zip(0..) {
            if !(from..until).contains(&number) || posted > day {
                continue;
            }
            let id = i64::try_from(number).unwrap() * 10 + 1;
            if life.is_service {
                rows.push(json!({"id": id, "type": "service", "date": "2024-01-01T00:00:00",
                    "date_unixtime": (NEW_YEAR + posted * DAY).to_string(), "actor": "Gazette", "action": "pin_message", "message_id": 1}));
                continue;
            }
            let (text, edit) = Self::text(life, posted, day);
            let mut post = row(id, posted, text);
            post = edit.map_or(post.clone(), |day| edited(post, day));
            if let Some((_, count)) = life.reactions.iter().rev().find(|(after, _)| posted + after <= day) {
                post = reacted(post, &[("🔥", *count)]);
            }
            let dress = |row| {
                if life.is_forward { with(row, json!({"forwarded_from": "Harbour News"})) } else { row }
            };
            rows.push(dress(if life.photos > 0 { photo(post, "p0") } else { post }));
            for part in 1..life.photos {
                let more = photo(row(id + i64::try_from(part).unwrap(), posted, ""), &format!("p{part}"));
                rows.push(dress(more));
            }
        }
        if rows.is_empty() {
            rows.push(row(1_000, 0, "only post"));
        }
        let name = if day < 7 { "Gazette" } else { "New Gazette" };
        let whole = channel(name, &rows);
        let last = whole.rfind("{\"id\"").unwrap();
        if is_cut && rows.len() > 1 { whole[..last + 20].to_owned() } else { whole }
    }
}

/// A few cases, or as many as `PROPTEST_CASES` says when somebody searches.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    let cases = if given.cases == 256 { 12 } else { given.cases };
    ProptestConfig { cases, failure_persistence: None, ..given }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_the_order_the_store_says_the_same(
        messages in proptest::collection::vec(life(), 4..9),
        made in proptest::collection::vec(made(), 2..4),
    ) {
        let history = History { messages };
        let inputs: Vec<String> = made.iter().map(|made| history.input(made)).filter(|input| !input.is_empty()).collect();
        let forward: Vec<usize> = (0..inputs.len()).collect();
        if !inputs.is_empty() {
            let expected = after(&inputs, &forward);
            for order in orders(inputs.len()) {
                assert_same(&expected, &after(&inputs, &order), &format!("{inputs:#?} in the order {order:?}"));
            }
            let twice = [&forward[..], &forward[..]].concat();
            assert_same(&unseen(&expected), &unseen(&after(&inputs, &twice)), "twice");
            assert_same(&expected, &after_one_call(&inputs, &forward, true), "as a folder");
        }
    }
}

/// A program that reads bytes piece by piece, or a disk that lost some, leaves U+FFFD where they were.
#[test]
fn a_whole_text_stands_before_a_damaged_copy_of_it_whichever_is_loaded_last() {
    let told = |text: &str, last: u32| {
        channel(
            "Gazette",
            &[
                json!({
                    "id": 1, "type": "message", "date": "2024-01-01T10:00:00", "date_unixtime": "1704103200", "text": text
                }),
                json!({
                    "id": last, "type": "message", "date": "2024-01-02T10:00:00",
                    "date_unixtime": (1_704_189_600 + u64::from(last)).to_string(), "text": "Fog"
                }),
            ],
        )
    };
    let [whole, damaged, worse] = ["Café am Hafen", "Caf\u{FFFD} am Hafen", "C\u{FFFD}f\u{FFFD} am Hafen"];
    let text = |content: &[String]| {
        let post = lines(content, "post").into_iter().find(|line| line.contains("/1|")).unwrap().to_owned();
        [whole, damaged, worse].into_iter().find(|text| post.contains(text)).unwrap()
    };
    // Of one moment; of a later one; of the latest, which is damaged most.
    assert_eq!(text(&assert_order_does_not_matter(&[told(whole, 2), told(damaged, 2)])), whole);
    assert_eq!(text(&assert_order_does_not_matter(&[told(whole, 2), told(damaged, 3)])), whole);
    let content = assert_order_does_not_matter(&[told(worse, 4), told(whole, 2), told(damaged, 3)]);
    assert_eq!(text(&content), whole);
    // Nobody edited it: the copies are evidence, and no texts that it had.
    assert_eq!(lines(&content, "version"), [""; 0], "{content:#?}");
    let evidence = lines(&content, "evidence");
    for copy in [damaged, worse] {
        assert!(evidence.iter().any(|line| line.contains(copy)), "{evidence:#?}");
    }
    assert_eq!(text(&assert_order_does_not_matter(&[told(worse, 4), told(damaged, 3)])), damaged);
}

#[test]
fn a_page_with_a_damaged_text_is_of_the_post_of_which_an_export_has_the_same() {
    let damaged = "Caf\u{FFFD} am Hafen";
    let told = |text: &str, behind: i64| channel("Gazette", &[forward(7, 0, text), row(8, behind, "Fog")]);
    let page = page(&[damaged, damaged]);
    let content = assert_order_does_not_matter(&[page, told("Café am Hafen", 2), told(damaged, 3)]);
    // 7, 8, and the second one of the page.
    assert_eq!(lines(&content, "post").len(), 3, "{content:#?}");
    assert_eq!(lines(&content, "version"), [""; 0], "{content:#?}");
}
