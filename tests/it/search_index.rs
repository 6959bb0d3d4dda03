//! The search index over the life of a store: when it is made, how it is kept, that nothing of what is forgotten stays
//! in it, and that one which fell behind is noticed and never asked.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use chancery::store::lock::StoreLock;
use chancery::store::{self, search_index};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::rows;

fn gazette() -> Export {
    Export::new(11, "Gazette")
        .post(1, NEW_YEAR, "Ships come in #harbour")
        .post(2, NEW_YEAR + DAY, "Ships go out")
        .post(3, NEW_YEAR + 2 * DAY, "Fog")
}

fn loaded() -> Environment {
    let environment = Environment::new();
    gazette().write(environment.folder(), "gazette.json");
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    environment
}

#[track_caller]
fn texts_found(environment: &Environment, text: &str) -> Vec<String> {
    let outcome = environment.run(&["search", text, "--order", "date", "-f", "json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    rows.as_array().unwrap().iter().map(|row| row["snippet"].as_str().unwrap().to_owned()).collect()
}

/// FTS5's own look at its index, against the texts.
#[track_caller]
fn assert_equals_the_posts(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let check = "INSERT INTO post_search (post_search, rank) VALUES ('integrity-check', 1)";
    connection.execute_batch(check).expect("the index equals the posts");
    drop(connection);
    let connection = store::open_read_only(path).unwrap();
    assert_eq!(search_index::differences(&connection).unwrap(), Vec::<String>::new());
}

fn index_line(environment: &Environment) -> String {
    let status = environment.run(&["status"]).success();
    status.lines().find_map(|line| line.strip_prefix("search index")).unwrap().trim().to_owned()
}

#[test]
fn the_first_search_makes_it_and_later_changes_keep_it() {
    let environment = loaded();
    assert_eq!(index_line(&environment), "none; the first search makes it");
    let first = environment.run(&["search", "ships", "-f", "csv"]);
    assert_eq!(first.stderr, "note: the search index was made (3 posts); later loads keep it\n");
    assert_eq!(first.stdout.lines().count(), 3);
    assert!(index_line(&environment).starts_with("3 posts, "));
    assert_eq!(environment.files(), ["chancery.db", "gazette.json"]);
    let again = environment.run(&["search", "ships", "-f", "csv"]);
    assert_eq!(again.success(), first.stdout);

    // An edit, a new post, a second channel.
    let later = Export::new(11, "Gazette")
        .post(2, NEW_YEAR + DAY, "Boats go out")
        .edited(NEW_YEAR + 9 * DAY)
        .post(4, NEW_YEAR + 3 * DAY, "Ships again");
    later.write(environment.folder(), "later.json");
    Export::new(22, "Pier").post(1, NEW_YEAR, "Pier ships").write(environment.folder(), "pier.json");
    assert_eq!(environment.run(&["load", "later.json", "pier.json"]).code, 0);
    assert_eq!(
        texts_found(&environment, "ships"),
        ["[Ships] again", "Pier [ships]", "[Ships] come in #harbour"]
    );
    assert_eq!(texts_found(&environment, "boats"), ["[Boats] go out"]);
    assert_equals_the_posts(&environment.path("chancery.db"));

    // The same inputs again change not one byte.
    let before = fs::read(environment.path("chancery.db")).unwrap();
    assert_eq!(environment.run(&["load", "gazette.json", "later.json", "pier.json"]).code, 0);
    assert_eq!(environment.run(&["search", "ships"]).code, 0);
    assert_eq!(environment.run(&["load", "--dry-run", "later.json"]).code, 0);
    assert!(fs::read(environment.path("chancery.db")).unwrap() == before);

    assert_eq!(environment.run(&["channels", "merge", "11", "22", "--force"]).code, 0);
    assert_equals_the_posts(&environment.path("chancery.db"));
    assert_eq!(environment.run(&["check"]).code, 0);

    assert_eq!(environment.run(&["index", "--drop"]).success(), "the search index was removed\n");
    assert_eq!(environment.run(&["index", "--drop"]).success(), "there is no search index\n");
    let left = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'post\\_search%' ESCAPE '\\'";
    assert_eq!(rows(&store::open_read_only(&environment.path("chancery.db")).unwrap(), left), ["0"]);
    assert_eq!(environment.run(&["load", "later.json"]).code, 0);
}

#[test]
fn the_schema_documents_it() {
    let environment = loaded();
    assert_eq!(environment.run(&["index"]).code, 0);
    let schema = environment.run(&["schema", "post_search"]).success();
    assert_eq!(
        schema,
        "post_search: The search index over the texts of posts, kept by the triggers on posts.\n  \
         text    looked for: WHERE post_search MATCH 'word'; the rowid is the post_id\n"
    );
}

#[test]
fn what_is_forgotten_leaves_no_trace_in_it() {
    // The words begin like no others, so that no part of them is shared with a word before.
    for forget in [&["forget", "99"][..], &["forget", "--post", "https://t.me/c/99/1"]] {
        let environment = loaded();
        Export::new(99, "Club")
            .post(1, NEW_YEAR, "ꙮunspeakable words")
            .write(environment.folder(), "club.json");
        assert_eq!(environment.run(&["load", "club.json"]).code, 0);
        assert_eq!(environment.run(&["index"]).code, 0);
        // An edit: the words of the text before are in the index as removed ones.
        Export::new(99, "Club")
            .post(1, NEW_YEAR, "ꙮunheard wording")
            .edited(NEW_YEAR + DAY)
            .write(environment.folder(), "edit.json");
        assert_eq!(environment.run(&["load", "edit.json"]).code, 0);
        assert_eq!(texts_found(&environment, "ꙮunheard").len(), 1);
        let has = |trace: &str| {
            let bytes = fs::read(environment.path("chancery.db")).unwrap();
            bytes.windows(trace.len()).any(|window| window == trace.as_bytes())
        };
        assert!(has("nspeakable") && has("nheard"));
        assert_eq!(environment.run(forget).code, 0);
        assert!(!has("nspeakable") && !has("nheard"), "{forget:?}");
        assert_equals_the_posts(&environment.path("chancery.db"));
        assert_eq!(texts_found(&environment, "ꙮunspeakable OR ꙮunheard"), Vec::<String>::new());
        assert_eq!(texts_found(&environment, "fog"), ["[Fog]"]);
    }
}

#[test]
fn an_index_that_fell_behind_is_noticed_and_made_anew() {
    for spoil in [
        // A tool that does not know the triggers.
        "DROP TRIGGER post_search_insert;",
        "DROP TRIGGER post_search_update; CREATE TRIGGER post_search_update AFTER UPDATE OF text ON posts BEGIN SELECT 1; END;",
        "DELETE FROM post_search_docsize WHERE id = 2;",
        "DROP TRIGGER post_search_delete; DELETE FROM posts WHERE post_id = 3;",
    ] {
        let environment = loaded();
        assert_eq!(environment.run(&["index"]).code, 0);
        let connection = Connection::open(environment.path("chancery.db")).unwrap();
        connection.execute_batch(spoil).unwrap();
        drop(connection);
        assert!(
            index_line(&environment).ends_with("fallen behind; the next search makes it anew"),
            "{spoil}"
        );
        let check = environment.run(&["check"]);
        assert_eq!(check.code, 1);
        assert!(
            check.stdout.contains("search index             NOT SOUND\n  it does not hold all posts"),
            "{check}"
        );
        let outcome = environment.run(&["search", "ships", "-f", "csv"]);
        assert!(
            outcome.stderr.starts_with("note: the search index was made anew, since it had fallen behind"),
            "{outcome}"
        );
        assert_eq!(outcome.stdout.lines().count(), 3);
        assert_equals_the_posts(&environment.path("chancery.db"));
    }
}

#[test]
fn a_load_is_not_hindered_by_an_index_that_fell_behind() {
    for spoil in [
        "DELETE FROM post_search_docsize; DELETE FROM post_search_data WHERE id > 10;",
        "DROP TRIGGER post_search_insert; DROP TABLE post_search;",
    ] {
        let environment = loaded();
        assert_eq!(environment.run(&["index"]).code, 0);
        let connection = Connection::open(environment.path("chancery.db")).unwrap();
        connection.execute_batch(spoil).unwrap();
        drop(connection);
        Export::new(11, "Gazette")
            .post(2, NEW_YEAR + DAY, "Boats go out")
            .edited(NEW_YEAR + 9 * DAY)
            .write(environment.folder(), "later.json");
        let outcome = environment.run(&["load", "later.json"]);
        assert_eq!(outcome.code, 0, "{spoil}: {outcome}");
        assert_eq!(texts_found(&environment, "boats"), ["[Boats] go out"]);
        assert_equals_the_posts(&environment.path("chancery.db"));
    }
}

#[test]
fn check_finds_a_word_that_was_changed_behind_its_back() {
    let environment = loaded();
    assert_eq!(environment.run(&["index"]).code, 0);
    assert_eq!(environment.run(&["check"]).code, 0);
    let connection = Connection::open(environment.path("chancery.db")).unwrap();
    let trigger: String = connection
        .query_row("SELECT sql FROM sqlite_schema WHERE name = 'post_search_update'", [], |row| row.get(0))
        .unwrap();
    connection.execute_batch("DROP TRIGGER post_search_update").unwrap();
    // As long as the text before, since the lengths of texts are counted.
    connection.execute_batch("UPDATE posts SET text = 'Hot' WHERE post_id = 3").unwrap();
    connection.execute_batch(&trigger).unwrap();
    drop(connection);
    let check = environment.run(&["check"]);
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.ends_with(
            "search index             NOT SOUND\n  it has a word in post 3 that is not there\n  it lacks a word of post 3\n"
        ),
        "{check}"
    );
    // Made anew on demand. The key of the text, which reports group by, is that of the text before.
    assert_eq!(environment.run(&["index"]).code, 0);
    let check = environment.run(&["check"]);
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.contains(
            "keys of texts            NOT SOUND\n  post 3 has another key or length than its text\n"
        ),
        "{check}"
    );
    assert!(check.stdout.ends_with("search index             ok\n"), "{check}");
}

#[test]
fn a_stress_mark_that_stands_alone_is_sound() {
    let environment = Environment::new();
    environment.write("a.jsonl", "{\"channel\":\"@c\",\"id\":1,\"text\":\"bread \u{301} here\"}\n");
    environment.run(&["load", "a.jsonl"]).success();
    environment.run(&["index"]).success();
    let check = environment.run(&["check"]);
    assert_eq!(check.code, 0, "{check}");
}

#[test]
fn a_store_that_another_program_loads_is_read_instead() {
    let environment = loaded();
    let store = environment.path("chancery.db");
    let before = fs::read(&store).unwrap();
    let lock = StoreLock::acquire(&store, chancery::clock::Clock::System.now()).unwrap();
    let outcome = environment.run(&["search", "ships", "-f", "csv"]);
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (0, 3));
    assert!(
        outcome.stderr.starts_with(
            "note: every post is read, since the search index cannot be made now: the store 'chancery.db' is being loaded by process "
        ),
        "{outcome}"
    );
    assert!(fs::read(&store).unwrap() == before);
    let refused = environment.run(&["index"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("is being loaded by process"), "{refused}");
    drop(lock);
    assert_eq!(environment.run(&["search", "ships"]).code, 0);
    assert!(index_line(&environment).starts_with("3 posts, "));
}

#[test]
fn a_making_that_is_killed_leaves_the_store_as_it_was() {
    let environment = Environment::new();
    let export = (1..6000).fold(Export::new(11, "Gazette"), |export, id| {
        export.post(id, NEW_YEAR + id * 60, &format!("Post {id} of ships, word{} word{}", id * 7, id * 13))
    });
    export.write(environment.folder(), "gazette.json");
    assert_eq!(environment.run(&["load", "gazette.json"]).code, 0);
    let store = environment.path("chancery.db");
    let before = fs::read(&store).unwrap();
    let mut killed = 0;
    // On a machine that does much else a making may be done before it is looked at; then another one is.
    for bytes in [1, 50_000, 150_000].into_iter().cycle().take(60) {
        if killed == 3 {
            break;
        }
        fs::write(&store, &before).unwrap();
        let mut child =
            environment.command(&["index"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let wal = environment.path("chancery.db-wal");
        loop {
            if child.try_wait().unwrap().is_some() {
                break;
            }
            if fs::metadata(&wal).is_ok_and(|metadata| metadata.len() >= bytes) {
                child.kill().unwrap();
                child.wait().unwrap();
                killed += 1;
                break;
            }
            std::thread::yield_now();
        }
        let line = index_line(&environment);
        assert!(line.starts_with("none") || line.starts_with("5,999 posts"), "{line}");
        assert_eq!(environment.run(&["check"]).code, 0);
        for leaving in ["chancery.db-wal", "chancery.db-shm", "chancery.db-lock"] {
            let _ = fs::remove_file(environment.path(leaving));
        }
    }
    assert!(killed > 0, "none was killed");
    fs::write(&store, &before).unwrap();
    assert_eq!(environment.run(&["search", "ships", "--limit", "1"]).code, 0);
    assert_equals_the_posts(&store);
    assert_eq!(environment.files(), ["chancery.db", "gazette.json"]);
}

const BY_WORDS: &str = "\
-- Posts with words
-- use: Which posts hold these words?
-- tags: posts
-- needs: search-index
-- @param find query(fts) : the words
-- @column posts int : posts that hold them
-- @example chancery run by-words --find ships
SELECT count(*) AS posts FROM post_search WHERE post_search MATCH :find
";

#[test]
fn queries_ask_it_and_say_what_to_do_without_it() {
    let environment = loaded();
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write("queries/by-words.sql", BY_WORDS);
    let run = |find: &str| environment.run(&["run", "by-words", "--find", find, "-f", "csv"]);
    let outcome = run("ships");
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (1, "error: by-words needs the search index, and this store has none\n  make it: chancery index\n")
    );
    let sql = environment.run(&["sql", "SELECT * FROM post_search"]);
    assert_eq!(sql.code, 1);
    assert!(sql.stderr.ends_with("\n  make the search index: chancery index\n"), "{sql}");
    assert_eq!(environment.run(&["index"]).code, 0);
    assert_eq!(run("ships").success(), "posts\r\n2\r\n");
    let phrase = run("ships-come");
    assert_eq!((phrase.code, phrase.stdout.as_str()), (0, "posts\r\n1\r\n"));
    assert_eq!(phrase.stderr, "note: find \"ships-come\"\n");
    let wrong = run("(ships");
    assert_eq!(
        (wrong.code, wrong.stderr.as_str()),
        (2, "error: --find '(ships' has a parenthesis at character 1 that is not closed\n")
    );
    assert!(
        run("中国")
            .stderr
            .starts_with("warning: --find: the search index may hold 中国 as parts of longer words only")
    );
    assert_eq!(
        environment.run(&["sql", "INSERT INTO post_search (post_search) VALUES ('optimize')"]).code,
        1
    );
}

#[test]
fn plain_sqlite_asks_it_and_keeps_it() {
    let environment = loaded();
    assert_eq!(environment.run(&["index"]).code, 0);
    let sqlite = |sql: &str| {
        Command::new("sqlite3").arg(environment.path("chancery.db")).arg(sql).output().ok().map(|output| {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        })
    };
    let asked = "SELECT p.post_id FROM post_search AS s JOIN posts AS p ON p.post_id = s.rowid
                 WHERE post_search MATCH 'ships' ORDER BY 1";
    let Some(found) = sqlite(asked) else {
        println!("sqlite3 is not here: skipped");
        return;
    };
    assert_eq!(found, "1\n2\n");
    sqlite("UPDATE posts SET text = 'Boats' WHERE post_id = 1; DELETE FROM posts WHERE post_id = 3");
    assert_eq!(sqlite(asked).unwrap(), "2\n");
    sqlite("INSERT INTO post_search (post_search, rank) VALUES ('integrity-check', 1)");
    assert_eq!(texts_found(&environment, "boats"), ["[Boats]"]);
    assert_eq!(texts_found(&environment, "fog"), Vec::<String>::new());
}

/// A step in the life of a store.
#[derive(Debug, Clone)]
enum Step {
    Load { channel: i64, posts: Vec<(i64, i64, usize, bool)> },
    ForgetPost(i64),
    ForgetChannel(i64),
    Merge,
    Index(&'static str),
    Drop,
}

const TEXTS: [&str; 7] =
    ["#a #b", "#A @someone", "plain words", "• one #c\n• two #a", "b b, b: c", "", "Ünder-plain one"];
const WORDS: [&str; 7] = ["a", "b", "plain", "one", "someone", "under", "two"];

fn step() -> impl Strategy<Value = Step> {
    let post = (1_i64..8, 0_i64..90, 0..TEXTS.len(), any::<bool>());
    prop_oneof![
        6 => (1_i64..3, proptest::collection::vec(post, 1..6)).prop_map(|(channel, posts)| Step::Load { channel, posts }),
        1 => (1_i64..12).prop_map(Step::ForgetPost),
        1 => (1_i64..3).prop_map(Step::ForgetChannel),
        1 => Just(Step::Merge),
        2 => Just(Step::Index("unicode61")),
        1 => Just(Step::Index("trigram")),
        1 => Just(Step::Drop),
    ]
}

/// The posts whose text has the word, by a plain scan.
fn scan(connection: &Connection, word: &str) -> Vec<i64> {
    let mut posts = connection.prepare("SELECT post_id, text FROM posts ORDER BY post_id").unwrap();
    let texts = posts.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).unwrap();
    texts
        .map(Result::unwrap)
        .filter(|(_, text)| {
            let text = text.to_lowercase().replace('ü', "u");
            text.split(|char: char| !char.is_ascii_alphanumeric()).any(|part| part == word)
        })
        .map(|(post_id, _)| post_id)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_equals_the_posts_after_any_history(steps in proptest::collection::vec(step(), 2..8)) {
        let environment = Environment::new();
        let store = environment.path("chancery.db");
        for (number, step) in steps.into_iter().enumerate() {
            let outcome = match step {
                Step::Load { channel, posts } => {
                    let name = format!("{number}.json");
                    let later = NEW_YEAR + 100 * DAY + i64::try_from(number).unwrap();
                    posts.into_iter().fold(Export::new(channel, &format!("channel {channel}")), |export, (id, day, text, is_edited)| {
                        let export = export.post(id, NEW_YEAR + day * DAY, TEXTS[text]);
                        if is_edited { export.edited(later) } else { export }
                    }).write(environment.folder(), &name);
                    environment.run(&["load", &name])
                }
                _ if !store.exists() => continue,
                Step::ForgetPost(id) => environment.run(&["forget", "--post", &format!("https://t.me/c/1/{id}")]),
                Step::ForgetChannel(id) => environment.run(&["forget", &id.to_string()]),
                Step::Merge => environment.run(&["channels", "merge", "1", "2", "--force"]),
                Step::Index(tokenizer) => environment.run(&["index", "--tokenizer", tokenizer]),
                Step::Drop => environment.run(&["index", "--drop"]),
            };
            // What is not there cannot be forgotten or joined, and what was joined not once more; nothing else may go wrong.
            let refused = ["in this store", "no post", "both name the same channel"];
            let is_refused = refused.iter().any(|words| outcome.stderr.contains(words));
            prop_assert!(outcome.code == 0 || is_refused, "{}", outcome);
        }
        if store.exists() {
            let connection = store::open_read_only(&store).unwrap();
            let state = search_index::state(&connection).unwrap();
            prop_assert!(state != search_index::State::Behind);
            let is_words = search_index::chosen_tokenizer(&connection).unwrap() == search_index::Tokenizer::Unicode61;
            if state != search_index::State::Absent {
                assert_equals_the_posts(&store);
            }
            for word in WORDS.iter().filter(|_| is_words) {
                let outcome = environment.run(&["search", word, "-f", "json"]);
                let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
                let mut found: Vec<i64> = rows.as_array().unwrap().iter().map(|row| row["post_id"].as_i64().unwrap()).collect();
                found.sort_unstable();
                prop_assert_eq!(found, scan(&connection, word), "{}", word);
            }
        }
    }
}
