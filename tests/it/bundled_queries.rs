//! The bundled queries over small stores: `tests/fixtures/queries/store.sql`, and one of a topic where that lacks facts.
//!
//! What they must answer stands in `NAME.expected.json`, worked out by `work_out.py`, which counts the raw
//! facts without SQL. The most important figures are worked out by hand as well, below and in `bundled_*.rs`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;
use rusqlite::types::{Value as Sql, ValueRef};
use serde_json::{Map, Value, json};

pub(crate) type Row = Vec<Value>;

pub(crate) struct BundledQuery {
    pub(crate) name: String,
    pub(crate) sql: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The paths in `folder`, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Every `queries/<group>/<name>.sql`.
pub(crate) fn queries() -> Vec<BundledQuery> {
    let groups = entries(&root().join("queries")).into_iter().filter(|path| path.is_dir());
    groups
        .flat_map(|group| entries(&group))
        .filter(|file| file.extension().is_some_and(|extension| extension == "sql"))
        .map(|file| BundledQuery {
            name: file.file_stem().unwrap().to_string_lossy().into_owned(),
            sql: read(&file),
        })
        .collect()
}

pub(crate) fn query(name: &str) -> BundledQuery {
    queries().into_iter().find(|query| query.name == name).unwrap_or_else(|| panic!("no query {name}"))
}

/// The migrations in the order of their numbers.
fn migrations() -> Vec<PathBuf> {
    let version = |path: &PathBuf| -> u32 {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name[1..name.find("__").unwrap()].parse().unwrap()
    };
    let mut migrations = entries(&root().join("migrations"));
    migrations.sort_by_key(version);
    migrations
}

/// The statements that make a store: the migrations to schema 10, the rows of this file, whose folded texts are written
/// by hand, and the other migrations; then the words as the file has them, and the counts of the posts.
fn store_sql(file: &str) -> String {
    let migrations: Vec<String> = migrations().iter().map(|path| read(path) + "\n").collect();
    let (before, after) = migrations.split_at(10);
    let rows = read(&root().join("tests/fixtures/queries").join(file));
    let keep = "
        CREATE TEMP TABLE kept_posts AS SELECT post_id, folded FROM posts;
        CREATE TEMP TABLE kept_points AS SELECT talking_point_id, folded FROM talking_points;\n";
    let take = "
        INSERT INTO folded_posts (post_id, folded) SELECT post_id, folded FROM kept_posts;
        INSERT INTO folded_points (talking_point_id, folded) SELECT talking_point_id, folded FROM kept_points;
        UPDATE word_index SET state = 'ready';
        DROP TABLE kept_posts;
        DROP TABLE kept_points;\n";
    let counts = read(&root().join("tests/fixtures/queries").join(COUNTS));
    [before.concat().as_str(), &rows, keep, &after.concat(), take, &counts].concat()
}

/// An open store to make by [`store_sql`].
fn new_store(store: Connection) -> Connection {
    chancery::store::text_key::know_keys(&store).unwrap();
    store
}

/// Tells a store of [`store_of`] the words of posts that a test has put into it.
pub(crate) fn take_words(store: &Connection) {
    store
        .execute_batch(
            "UPDATE posts SET text_key = key_of_folded_text(lower(text)), text_length = length(trim(text)) WHERE text_key IS NULL;
             INSERT INTO folded_posts (post_id, folded)
             SELECT u.post_id, lower(p.text) FROM unfolded_posts AS u JOIN posts AS p ON p.post_id = u.post_id;
             DELETE FROM unfolded_posts;
             UPDATE word_index SET state = 'ready';",
        )
        .unwrap();
}

/// The file that counts the posts of a store anew.
const COUNTS: &str = "counts.sql";

/// Counts the posts of a store anew, after a test has changed them.
pub(crate) fn count_again(store: &Connection) {
    store.execute_batch(&read(&root().join("tests/fixtures/queries").join(COUNTS))).unwrap();
}

fn store() -> Connection {
    store_of("store.sql")
}

/// A store with the rows of this file.
pub(crate) fn store_of(file: &str) -> Connection {
    let store = new_store(Connection::open_in_memory().unwrap());
    store.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    store.execute_batch(&store_sql(file)).unwrap();
    store
}

/// A parameter as the engine binds it: a list as a JSON array, anything else as it is.
fn bound(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Number(number) => Sql::Integer(number.as_i64().unwrap()),
        Value::String(text) => Sql::Text(text.clone()),
        list => Sql::Text(list.to_string()),
    }
}

pub(crate) fn columns_and_rows(store: &Connection, sql: &str, parameters: &Value) -> (Vec<String>, Vec<Row>) {
    let mut statement = store.prepare(sql).unwrap();
    assert!(statement.readonly());
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).unwrap()[1..].to_owned();
        statement.raw_bind_parameter(index, bound(&parameters[&name])).unwrap();
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut cursor = statement.raw_query();
    while let Some(row) = cursor.next().unwrap() {
        let value = |index| match row.get_ref(index).unwrap() {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => json!(number),
            ValueRef::Real(number) => json!(number),
            ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
            ValueRef::Blob(_) => panic!("a query gives no bytes"),
        };
        rows.push((0..columns.len()).map(value).collect());
    }
    (columns, rows)
}

/// The statement of this query.
pub(crate) fn query_sql(name: &str) -> String {
    query(name).sql
}

pub(crate) fn rows(store: &Connection, name: &str, parameters: &Value) -> Vec<Row> {
    columns_and_rows(store, &query(name).sql, parameters).1
}

/// `NAME.expected.json`: what a query must answer on a store.
struct Expected {
    /// The file with the rows of the store.
    store: String,
    columns: Vec<String>,
    /// The parameters and the rows, the first time without any parameter.
    runs: Vec<(Value, Vec<Row>)>,
}

fn expected(name: &str) -> Expected {
    let text = read(&root().join(format!("tests/fixtures/queries/{name}.expected.json")));
    let file: Value = serde_json::from_str(&text).unwrap();
    let columns = serde_json::from_value(file["columns"].clone()).unwrap();
    let runs = file["runs"].as_array().unwrap().iter();
    let runs: Vec<(Value, Vec<Row>)> = runs
        .map(|run| (run["parameters"].clone(), serde_json::from_value(run["rows"].clone()).unwrap()))
        .collect();
    assert_eq!(runs[0].0, json!({}), "{name}: the first run is the one without parameters");
    let store = file["store"].as_str().unwrap_or("store.sql").to_owned();
    Expected { store, columns, runs }
}

pub(crate) fn assert_same(got: &[Row], wanted: &[Row], what: &str) {
    for (number, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        assert_eq!(got, wanted, "{what}: row {}", number + 1);
    }
    assert_eq!(got.len(), wanted.len(), "{what}: number of rows");
}

#[test]
fn every_query_gives_the_rows_worked_out_without_it() {
    for BundledQuery { name, sql } in queries() {
        let Expected { store, columns, runs } = expected(&name);
        let store = store_of(&store);
        for (parameters, wanted) in runs {
            let (got_columns, got) = columns_and_rows(&store, &sql, &parameters);
            assert_eq!(got_columns, columns, "{name}");
            assert_same(&got, &wanted, &format!("{name} {parameters}"));
        }
    }
}

#[test]
fn every_query_gives_the_same_rows_again_and_whatever_order_the_tables_are_read_in() {
    for BundledQuery { name, sql } in queries() {
        let Expected { store, runs, .. } = expected(&name);
        let store = store_of(&store);
        for (parameters, _) in runs {
            let first = columns_and_rows(&store, &sql, &parameters);
            assert_eq!(columns_and_rows(&store, &sql, &parameters), first, "{name} {parameters}");
            store.execute_batch("PRAGMA reverse_unordered_selects = ON").unwrap();
            let reversed = columns_and_rows(&store, &sql, &parameters);
            store.execute_batch("PRAGMA reverse_unordered_selects = OFF").unwrap();
            assert_eq!(reversed, first, "{name} {parameters}: the order of rows is not total");
        }
    }
}

#[test]
fn every_answer_belongs_to_a_query() {
    let names: BTreeSet<String> = queries().into_iter().map(|query| query.name).collect();
    for file in entries(&root().join("tests/fixtures/queries")) {
        let file = file.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(name) = file.strip_suffix(".expected.json") {
            assert!(names.contains(name), "there is no query for {file}");
        }
    }
}

/// The script that runs one query with each of `runs` in the `sqlite3` program, a line `--` after each.
fn sqlite3_script(sql: &str, runs: &[(Value, Vec<Row>)]) -> String {
    let mut script = String::from(".bail on\n.mode json\n.parameter init\n");
    for (parameters, _) in runs {
        script.push_str("DELETE FROM temp.sqlite_parameters;\n");
        for (name, value) in parameters.as_object().unwrap() {
            let value = match bound(value) {
                Sql::Integer(number) => number.to_string(),
                Sql::Text(text) => format!("'{}'", text.replace('\'', "''")),
                other => panic!("{other:?}"),
            };
            script.push_str(
                &["INSERT INTO temp.sqlite_parameters VALUES (':", name, "', ", &value, ");\n"].concat(),
            );
        }
        script.push_str(sql);
        script.push_str("\n;\n.print --\n");
    }
    script
}

fn run_sqlite3(store: &Path, script: &str) -> String {
    let mut program = Command::new("sqlite3")
        .args(["-readonly", "-init", "/dev/null", "-batch"])
        .arg(store)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    let script = script.to_owned();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()));
    let output = program.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_query_gives_the_same_rows_in_the_sqlite3_program() {
    if Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no sqlite3 program on the PATH");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for BundledQuery { name, sql } in queries() {
        let Expected { store, columns, runs } = expected(&name);
        let file = folder.path().join(&store).with_extension("db");
        if !file.exists() {
            new_store(Connection::open(&file).unwrap()).execute_batch(&store_sql(&store)).unwrap();
        }
        let output = run_sqlite3(&file, &sqlite3_script(&sql, &runs));
        let answers: Vec<&str> = output.split("--\n").collect();
        assert_eq!(answers.len(), runs.len() + 1, "{name}");
        for ((parameters, wanted), answer) in runs.iter().zip(answers) {
            let answer = if answer.trim().is_empty() { "[]" } else { answer };
            let objects: Vec<Map<String, Value>> = serde_json::from_str(answer).unwrap();
            let got: Vec<Row> = objects
                .iter()
                .map(|object| columns.iter().map(|column| object[column].clone()).collect())
                .collect();
            assert_same(&got, wanted, &format!("{name} {parameters}"));
        }
    }
}

/// The first words of the header lines that begin with `key`.
pub(crate) fn declared(sql: &str, key: &str) -> Vec<String> {
    let lines = sql.lines().filter_map(|line| line.strip_prefix(key));
    lines.map(|rest| rest.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_header_declares_the_parameters_and_columns_that_the_statement_has() {
    let store = store();
    for BundledQuery { name, sql } in queries() {
        let statement = store.prepare(&sql).unwrap();
        let used: BTreeSet<String> = (1..=statement.parameter_count())
            .map(|index| statement.parameter_name(index).unwrap()[1..].to_owned())
            .collect();
        assert_eq!(declared(&sql, "-- @param ").into_iter().collect::<BTreeSet<_>>(), used, "{name}");
        assert_eq!(declared(&sql, "-- @column "), statement.column_names().collect::<Vec<_>>(), "{name}");
        for key in ["-- use: ", "-- tags: ", "-- note: ", "-- @example chancery run "] {
            assert!(sql.lines().any(|line| line.starts_with(key)), "{name} has no line '{key}'");
        }
    }
}

#[test]
fn no_query_needs_an_index_that_the_store_does_not_have() {
    let store = store();
    for BundledQuery { name, sql } in queries() {
        let steps = columns_and_rows(&store, &format!("EXPLAIN QUERY PLAN {sql}"), &json!({})).1;
        for (number, step) in steps.iter().enumerate() {
            let (parent, step) = (&step[1], step[3].as_str().unwrap());
            // The large tables, by their aliases, are read whole by the outermost loop of a nest or not at all. What a query
            // has put together itself, such as the periods, is small, and SQLite may make an index of it.
            let is_inner = steps[..number].iter().any(|other| {
                let words = other[3].as_str().unwrap();
                other[1] == *parent && (words.starts_with("SCAN ") || words.starts_with("SEARCH "))
            });
            let words: Vec<&str> = step.split(' ').collect();
            let is_large = words.get(1).is_some_and(|alias| ["p", "u", "a", "b", "t", "ph"].contains(alias));
            assert!(
                !step.contains("AUTOMATIC") || !(is_large || words.get(1) == Some(&"m")),
                "{name}: {step}"
            );
            let is_whole = words.first() == Some(&"SCAN") && is_large;
            assert!(!(is_inner && is_whole), "{name}: an inner loop reads all: {step}");
            // What is put beside rows that have none of it, such as counts beside zeros, is found by an index.
            let is_beside = step.starts_with("SCAN ") && step.ends_with(" LEFT-JOIN");
            assert!(!is_beside, "{name}: it is read whole for each row: {step}");
        }
    }
}

#[test]
fn the_loaders_monthly_counts_and_the_posts_themselves_give_the_same_rows() {
    let store = store();
    let filters = [
        json!({}),
        json!({"forwards": "no"}),
        json!({"forwards": "only"}),
        json!({"channel": [2]}),
        json!({"channel": [1, 3], "forwards": "no"}),
        json!({"top": 0}),
        json!({"top": 2}),
        // Whole months.
        json!({"since": "2024-12-01"}),
        json!({"until": "2024-12-31", "top": 0}),
        json!({"since": "2025-01-01", "until": "2025-01-31", "forwards": "no"}),
        json!({"since": "2024-10-01", "until": "2024-12-31", "channel": [1, 3]}),
        json!({"since": "2025-02-01", "until": "2024-12-31"}),
    ];
    for name in [
        "hashtag-frequency",
        "hashtag-ranks",
        "hashtag-by-channel",
        "hashtag-pairs",
        "top-hashtags",
        "hashtag-first-seen",
        "hashtag-spellings",
        "top-mentions",
        "posts-per-period",
    ] {
        for by in ["month", "quarter", "year"] {
            for filter in &filters {
                let mut parameters = filter.clone();
                parameters["by"] = json!(by);
                let summary = rows(&store, name, &parameters);
                // Every text contains the empty phrase, and a phrase is looked for in the posts.
                parameters["words"] = json!("");
                assert_same(&rows(&store, name, &parameters), &summary, &format!("{name} {parameters}"));
            }
            // Channel 2 has no undated post, so its first and last day leave nothing out.
            let whole = json!({"by": by, "channel": [2]});
            let range = json!({"by": by, "channel": [2], "since": "2024-12-05", "until": "2025-01-01"});
            let mut wanted = rows(&store, name, &whole);
            if name == "posts-per-period" {
                assert_eq!(wanted.iter().map(|row| row[1].as_i64().unwrap()).sum::<i64>(), 7);
            }
            let got = rows(&store, name, &range);
            wanted.retain(|row| row[0] != json!("undated"));
            assert_same(&got, &wanted, &format!("{name} {range}"));
        }
    }
}

/// The rows whose column `at` is `value`.
fn only(rows: Vec<Row>, at: usize, value: &str) -> Vec<Row> {
    rows.into_iter().filter(|row| row[at] == json!(value)).collect()
}

#[test]
fn a_hashtag_has_a_row_for_every_month_and_one_for_undated_posts() {
    // #trade: posts 1 and 2 (three uses) in October, none in November, 7, 8, 14 and 17 in December, 9 in January.
    // All posts: October 1 2 3 4 19; December 5 6 7 8, 12 to 17, 21 23 25; January 9 10 18; undated 11 20 22 24 26.
    let wanted = vec![
        json!(["2024-10", "trade", 2, 3, 1, 40.0, 5, 1]),
        json!(["2024-11", "trade", 0, 0, 0, null, 0, 0]),
        json!(["2024-12", "trade", 4, 4, 2, 30.77, 13, 0]),
        json!(["2025-01", "trade", 1, 1, 1, 33.33, 3, 1]),
        json!(["undated", "trade", 0, 0, 0, 0.0, 5, null]),
    ];
    let got = only(rows(&store(), "hashtag-frequency", &json!({})), 1, "trade");
    assert_eq!(got.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
}

#[test]
fn the_days_around_new_year_fall_in_the_iso_week_of_their_thursday() {
    // 2024-W52 ends on Sunday 29 December (post 7); 2025-W01 holds 8, 17, 25 of December and 9, 10, 18 of January.
    let got = rows(&store(), "posts-per-period", &json!({"by": "week", "since": "2024-12-28"}));
    let counts: Vec<_> = got.iter().map(|row| (row[0].as_str().unwrap(), row[1].as_i64().unwrap())).collect();
    assert_eq!(counts, [("2024-W52", 1), ("2025-W01", 6)]);
}

#[test]
fn tags_with_equally_many_posts_share_a_rank() {
    // Posts with #trade: 1 2 7 8 9 14 17. #brics: 1 2 4 11 19 20. Three posts each: #россия 12 13 15,
    // #брикс 12 15 17, #ثلاثة 19 20 25. #fair 3 6. #lost 24.
    let got = rows(&store(), "top-hashtags", &json!({}));
    let ranks: Vec<_> = got.iter().map(|row| (row[0].as_i64().unwrap(), row[1].as_str().unwrap())).collect();
    let wanted =
        [(1, "trade"), (2, "brics"), (3, "брикс"), (3, "россия"), (3, "ثلاثة"), (6, "fair"), (7, "lost")];
    assert_eq!(ranks, wanted);
    assert_eq!(
        got[0][2..],
        [json!(7), json!(8), json!(2), json!(26.92), json!("2024-10-28"), json!("2025-01-02"), json!(26)]
    );
    assert_eq!(got[6][6..], [Value::Null, Value::Null, json!(26)], "#lost is in no dated post");
}

#[test]
fn a_tag_filter_keeps_the_denominator() {
    let got = rows(&store(), "top-hashtags", &json!({"tag": ["fair"], "channel": [1], "forwards": "no"}));
    // Channel 1 without its forwards 4, 5, 10: posts 1 2 3 6 7 8 9 11.
    assert_eq!(
        got,
        [vec![
            json!(1),
            json!("fair"),
            json!(2),
            json!(2),
            json!(1),
            json!(25.0),
            json!("2024-10-29"),
            json!("2024-12-01"),
            json!(8)
        ]]
    );
}

#[test]
fn album_items_and_service_rows_are_no_missing_ids() {
    // Channel 1 has 10 11 12 (13 14 of the album) 15 16 (service) 17, then 20 and, 27 silent days later, 40.
    let got = rows(&store(), "data-gaps", &json!({"channel": [1], "min_ids": 1}));
    let gap = |from: &str, to: &str, days: i64, ids: i64| {
        vec![json!("@Ministry"), json!(from), json!(to), json!(days), json!(ids)]
    };
    assert_eq!(
        got,
        [
            gap("2024-11-01", "2024-11-30", 30, 0),
            gap("2024-12-01", "2024-12-01", 0, 2),
            gap("2024-12-02", "2024-12-28", 27, 19),
        ]
    );
}

#[test]
fn each_jump_of_ids_that_run_against_time_is_a_gap_of_its_own() {
    let store = store();
    // 10 and 20 of the first, 26 of the second, 13 and 25 of the third of March: no day is silent.
    for (id, day) in [(10, 1), (13, 3), (20, 1), (25, 3), (26, 2)] {
        let insert = format!(
            "INSERT INTO posts (post_id, channel_id, external_id, external_no, posted_at, posted_on, is_forward, text,
                 album_size, first_load_id, last_load_id)
             VALUES (1000 + {id}, 6, '{id}', {id}, '2024-03-0{day}', '2024-03-0{day}', 0, '', 1, 1, 1)"
        );
        store.execute_batch(&insert).unwrap();
    }
    count_again(&store);
    let got = rows(&store, "data-gaps", &json!({"channel": [6], "min_days": 1, "min_ids": 1}));
    let wanted = [
        json!(["@archive", "2024-03-01", "2024-03-03", 0, 2]),
        json!(["@archive", "2024-03-01", "2024-03-03", 0, 4]),
        json!(["@archive", "2024-03-03", "2024-03-01", 0, 6]),
    ];
    assert_eq!(got.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
}

#[test]
fn ids_missing_beside_an_undated_post_are_of_the_silence_that_they_lie_in() {
    let store = store();
    // 11 and 12, then 15 to 19, within the silence of 2 to 19 March; 23 to 29 within that of 23 to 30 March.
    for (id, day) in [
        (10, "'2024-03-01'"),
        (13, "NULL"),
        (14, "NULL"),
        (20, "'2024-03-20'"),
        (21, "'2024-03-22'"),
        (22, "NULL"),
        (30, "'2024-03-31'"),
    ] {
        let insert = format!(
            "INSERT INTO posts (post_id, channel_id, external_id, external_no, posted_at, posted_on, is_forward, text,
                 album_size, first_load_id, last_load_id)
             VALUES (1000 + {id}, 6, '{id}', {id}, {day}, {day}, 0, '', 1, 1, 1)"
        );
        store.execute_batch(&insert).unwrap();
    }
    count_again(&store);
    let got = rows(&store, "data-gaps", &json!({"channel": [6], "min_ids": 1}));
    let wanted = [
        json!(["@archive", "2024-03-02", "2024-03-19", 18, 7]),
        json!(["@archive", "2024-03-23", "2024-03-30", 8, 7]),
    ];
    assert_eq!(got.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
}

#[test]
fn a_repeated_hashtag_makes_no_second_pair() {
    // #trade and #brics: posts 1 and 2 of the eleven that carry either (1 2 7 8 9 14 17, 4 11 19 20).
    let got = rows(&store(), "hashtag-pairs", &json!({"tag": ["trade"]}));
    assert_eq!(got[0][..4], [json!("brics"), json!("trade"), json!(2), json!(0.1818)]);
}

#[test]
fn the_median_of_views_leaves_out_posts_without_views() {
    // Channel 2: 50 60 100 200 300 1000, and post 15 without.
    let got = only(rows(&store(), "channel-summary", &json!({})), 0, "Вестник");
    assert_eq!(got[0][6], json!(150.0));
    assert_eq!(only(rows(&store(), "channel-summary", &json!({})), 0, "@sahifa")[0][6], Value::Null);
}

#[test]
fn counts_of_one_post_stand_in_the_order_in_which_they_were_true() {
    // Post 17: 70 views at an unknown time (load 3), 940 on 3 January (load 2), none told on 1 February but 5
    // reactions (load 4), 1,000 rounded to 100 on 10 February (load 5).
    let got = rows(&store(), "reach-over-time", &json!({"post": [17]}));
    let told: Vec<Row> = got.iter().map(|row| [&row[2..4], &row[6..9], &row[11..]].concat()).collect();
    let wanted = [
        json!([null, 70, null, null, null, 3]),
        json!(["2025-01-03", 940, 4, null, null, 2]),
        json!(["2025-02-01T18:00:00Z", null, 5, null, null, 4]),
        json!(["2025-02-10T00:00:00Z", 1000, 5, 100, 60, 5]),
    ];
    assert_eq!(told.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
    // Posts 7, 14, 17 and 18 have two sightings with counts or more; post 6 has two, one of them without.
    let often = rows(&store(), "reach-over-time", &json!({"min_seen": 2}));
    let posts: BTreeSet<i64> = often.iter().map(|row| row[10].as_i64().unwrap()).collect();
    assert_eq!(posts, BTreeSet::from([7, 14, 17, 18]));
}

#[test]
fn every_text_stands_beside_the_next_one_and_a_post_that_is_gone_beside_nothing() {
    let got = rows(&store(), "edits-and-deletions", &json!({"channel": [2]}));
    let told: Vec<Row> = got.iter().map(|row| [&row[3..9], &row[10..]].concat()).collect();
    let wanted = [
        // A format that tells of edits calls the first one unedited, however late; the others were seen one after another.
        json!([
            "2025-01-03",
            "edit",
            "#Trade, says nobody",
            "#Trade #брикс",
            "2025-02-01T18:00:00Z",
            null,
            17
        ]),
        // The known edit of 1 January is not the one between 3 January and 10 February.
        json!([
            "2025-02-10T00:00:00Z",
            "edit",
            "#Trade #брикс",
            "#Trade #брикс @archive",
            "2025-01-03",
            null,
            17
        ]),
        json!([
            "2025-03-01T00:00:00Z",
            "gone",
            "#Trade #брикс @archive",
            null,
            "2025-02-10T00:00:00Z",
            null,
            17
        ]),
        json!(["2025-01-03", "edit", "shop", "https://shop.example/x", null, null, 16]),
    ];
    assert_eq!(got.len(), wanted.len());
    assert_eq!(told.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
    // Post 7: the text of half past nine was first seen on 3 January and last on 1 February, the present one after it.
    let got = rows(
        &store(),
        "edits-and-deletions",
        &json!({"words": "#trade", "since": "2024-12-29", "until": "2024-12-29"}),
    );
    let told: Vec<Row> = got.iter().map(|row| [&row[3..4], &row[5..9]].concat()).collect();
    let wanted = [
        json!([
            "2025-01-03",
            "#trade at eight",
            "#trade at nine",
            "2024-12-29T09:10:00Z",
            "2024-12-29T09:30:00Z"
        ]),
        json!(["2025-02-10T00:00:00Z", "#trade at nine", "#trade", "2025-02-01T18:00:00Z", null]),
    ];
    assert_eq!(told.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
}

#[test]
fn every_query_answers_on_an_empty_store() {
    let store = new_store(Connection::open_in_memory().unwrap());
    for migration in migrations() {
        store.execute_batch(&read(&migration)).unwrap();
    }
    for BundledQuery { name, sql } in queries() {
        let got = columns_and_rows(&store, &sql, &json!({})).1;
        if name == "overview" {
            assert_eq!(got[0][..3], [json!(0), json!(0), json!(0)]);
        } else {
            assert_eq!(got, Vec::<Row>::new(), "{name}");
        }
    }
}
