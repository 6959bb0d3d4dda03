//! The store and the queries in other people's programs: Debian's `sqlite3` and Python's `sqlite3` module give
//! the rows that `chancery` prints. A program that is not there is passed over with a line that says so.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::environment::Environment;

/// A store of the project's samples, made by the real loader.
pub(crate) fn samples() -> Environment {
    let mut environment = Environment::new();
    environment.set("CHANCERY_NOW", "2025-06-01T12:00:00Z");
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    assert_eq!(environment.run(&["load", samples]).code, 0);
    assert_eq!(environment.run(&["group"]).code, 0, "what some reports need, and `run` would make for them");
    environment
}

/// The files of the bundled queries.
pub(crate) fn bundled() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("queries")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "sql") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 15, "{files:?}");
    files
}

fn name(file: &Path) -> &str {
    file.file_stem().unwrap().to_str().unwrap()
}

/// What `chancery run` prints with these words, as a list of objects in column order.
pub(crate) fn run(environment: &Environment, words: &[&str]) -> Value {
    let outcome = environment.run(&[&["run"], words, &["-f", "json", "--limit", "0"]].concat());
    assert_eq!(outcome.code, 0, "{words:?}: {outcome}");
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
pub(crate) fn is_there(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok();
    if !is_there {
        println!("skipped: there is no {program} here");
    }
    is_there
}

/// What a program prints when it is given `input`.
pub(crate) fn output(program: &mut Command, input: &str) -> String {
    let mut child =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The rows that `sqlite3 -json` prints for a script; it prints nothing for none.
pub(crate) fn sqlite3(environment: &Environment, script: &str) -> Value {
    let mut program = Command::new("sqlite3");
    program.args(["-batch", "-bail", "-json", "-init", "/dev/null"]).arg(environment.path("chancery.db"));
    let printed = output(&mut program, script);
    if printed.trim().is_empty() { json!([]) } else { serde_json::from_str(&printed).unwrap() }
}

pub(crate) fn assert_same(got: &Value, wanted: &Value, what: &str) {
    let (got, wanted) = (got.as_array().unwrap(), wanted.as_array().unwrap());
    for (number, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let columns = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(columns(got), columns(wanted), "{what}");
        assert_eq!(got, wanted, "{what}: row {}", number + 1);
    }
    assert_eq!(got.len(), wanted.len(), "{what}: number of rows");
}

#[test]
fn a_bare_query_gives_its_rows_in_sqlite3() {
    if !is_there("sqlite3") {
        return;
    }
    let environment = samples();
    for file in bundled() {
        let rows = run_without_flags(&environment, name(&file));
        // Not one parameter is set. The file may end in a comment and need not close its statement.
        let script = format!("{}\n;\n", fs::read_to_string(&file).unwrap());
        assert_same(&sqlite3(&environment, &script), &rows, name(&file));
    }
    assert!(run(&environment, &["overview"]) != json!([]));
}

/// The rows of a query whose parameters are all NULL: those of a run without flags. A query that needs a flag has none.
fn run_without_flags(environment: &Environment, query: &str) -> Value {
    let outcome = environment.run(&["run", query]);
    if outcome.code == 2 && outcome.stderr.contains(" needs --") {
        json!([])
    } else {
        run(environment, &[query])
    }
}

const PYTHON: &str = "
import json, sqlite3, sys
class Unset(dict):
    def __missing__(self, name):
        return None
store = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
answers = []
for file in sys.argv[2:]:
    cursor = store.execute(open(file, encoding='utf-8').read(), Unset())
    columns = [column[0] for column in cursor.description]
    answers.append([dict(zip(columns, row)) for row in cursor])
json.dump(answers, sys.stdout)
";

#[test]
fn a_bare_query_gives_its_values_in_python() {
    if !is_there("python3") {
        return;
    }
    let environment = samples();
    let files = bundled();
    let mut python = Command::new("python3");
    python.args(["-c", PYTHON]).arg(environment.path("chancery.db")).args(&files);
    let answers: Vec<Value> = serde_json::from_str(&output(&mut python, "")).unwrap();
    assert_eq!(answers.len(), files.len());
    for (file, answer) in files.iter().zip(&answers) {
        assert_same(answer, &run_without_flags(&environment, name(file)), name(file));
    }
}

#[test]
fn what_queries_show_prints_for_sqlite3_gives_the_rows_there() {
    if !is_there("sqlite3") {
        return;
    }
    let environment = samples();
    for file in bundled() {
        let pasted = environment.run(&["queries", "show", name(&file), "--sqlite3"]).success();
        assert_same(
            &sqlite3(&environment, &pasted),
            &run_without_flags(&environment, name(&file)),
            name(&file),
        );
    }
}

#[test]
fn values_set_by_hand_in_sqlite3_give_the_rows_of_the_flags() {
    if !is_there("sqlite3") {
        return;
    }
    let environment = samples();
    for (query, flags, set) in [
        (
            "hashtag-frequency",
            &["--by", "quarter", "--tag", "#RIVERS,реки", "--forwards", "no"][..],
            &[(":by", "quarter"), (":tag", r#"["rivers","реки"]"#), (":forwards", "no")][..],
        ),
        (
            "posts-per-period",
            &["--by", "week", "--since", "2024-W40", "--until", "2025-01"],
            &[(":by", "week"), (":since", "2024-09-30"), (":until", "2025-01-31")],
        ),
        ("talking-points", &["--words", "РЕК"], &[(":words", "рек")]),
        (
            "word-frequency",
            &["--words", "РЕК*,rivers", "--by", "year"],
            &[(":words", r#"["рек*","rivers"]"#), (":by", "year")],
        ),
        (
            "keyword-in-context",
            &["--words", "Rivers", "--width", "9"],
            &[(":words", "rivers"), (":width", "9")],
        ),
        ("posts", &["--words", "It's a \"lock\""], &[(":words", "it's a \"lock\"")]),
        (
            "top-hashtags",
            &["--channel", "1000204417", "--top", "3"],
            &[(":channel", "[CHANNEL]"), (":top", "3")],
        ),
    ] {
        let rows = run(&environment, &[&[query], flags].concat());
        let channel = "SELECT channel_id AS id FROM channels WHERE external_id = '1000204417';";
        let channel = sqlite3(&environment, channel)[0]["id"].to_string();
        let file = bundled().into_iter().find(|file| name(file) == query).unwrap();
        let mut script = String::from(".parameter init\n");
        for (parameter, value) in set {
            let value = value.replace("CHANNEL", &channel).replace('\'', "''");
            let literal = if value.parse::<i64>().is_ok() { value } else { format!("'{value}'") };
            script.extend([
                "INSERT INTO temp.sqlite_parameters VALUES ('",
                parameter,
                "', ",
                &literal,
                ");\n",
            ]);
        }
        script += &fs::read_to_string(file).unwrap();
        assert_same(&sqlite3(&environment, &(script + "\n;\n")), &rows, query);
        assert_eq!(rows == json!([]), query == "posts", "{query}");
    }
}

const OWN: &str = "\
-- Long posts
--
-- use: Which posts of a channel are long?
-- @param least int(1..) = 150 : at least so many characters
-- @column channel text : where
-- @column posts   int  : how many
-- @column mean    float : their mean length
SELECT v.channel, count(*) AS posts, avg(v.characters) AS mean
FROM v_posts AS v
WHERE v.characters >= coalesce(:least, 150)
GROUP BY v.channel
ORDER BY v.channel -- no semicolon
";

#[test]
fn a_query_of_ones_own_runs_by_name_by_path_and_in_sqlite3() {
    let environment = samples();
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write("queries/long-posts.sql", OWN);
    environment.write("elsewhere.sql", OWN);
    assert_eq!(environment.run(&["queries", "check", "long-posts", "./elsewhere.sql"]).code, 0);
    let rows = run(&environment, &["long-posts"]);
    assert_eq!(rows.as_array().unwrap().len(), 2);
    for path in
        ["queries/long-posts.sql", "./elsewhere.sql", environment.path("elsewhere.sql").to_str().unwrap()]
    {
        assert_same(&run(&environment, &[path]), &rows, path);
    }
    let fewer = run(&environment, &["./elsewhere.sql", "--least", "300"]);
    assert!(fewer != rows);
    if is_there("sqlite3") {
        assert_same(&sqlite3(&environment, &format!("{OWN};")), &rows, "unset");
        let set = format!(".parameter set :least 300\n{OWN};");
        assert_same(&sqlite3(&environment, &set), &fewer, "300");
        let pasted = environment.run(&["queries", "show", "long-posts", "--sqlite3"]).success();
        assert_same(&sqlite3(&environment, &pasted), &rows, "pasted");
    }
}

#[test]
fn a_query_of_ones_own_goes_before_the_bundled_one_of_its_name() {
    let environment = samples();
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write("queries/overview.sql", "-- Mine\n-- @column n int : one\nSELECT 1 AS n");
    assert_eq!(run(&environment, &["overview"]), json!([{"n": 1}]));
}

#[test]
fn the_store_is_sound_and_readable_in_sqlite3() {
    if !is_there("sqlite3") {
        return;
    }
    let environment = samples();
    let rows = |sql: &str| sqlite3(&environment, sql);
    assert_eq!(rows("PRAGMA integrity_check;"), json!([{"integrity_check": "ok"}]));
    assert_eq!(rows("PRAGMA foreign_key_check;"), json!([]));
    assert_eq!(rows("PRAGMA journal_mode;"), json!([{"journal_mode": "delete"}]));
    assert_eq!(
        rows("SELECT count(*) AS n FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual';"),
        json!([{"n": 0}])
    );
    for (view, table) in [
        ("v_posts", "posts"),
        ("v_hashtag_uses", "post_hashtags"),
        ("v_mention_uses", "mentions"),
        ("v_talking_points", "talking_points"),
    ] {
        let count =
            |name: &str| rows(&format!("SELECT count(*) AS n FROM {name};"))[0]["n"].as_u64().unwrap();
        assert_eq!(count(view), count(table), "{view}");
        assert!(count(view) > 0, "{view}");
        let order = format!("SELECT * FROM {view} ORDER BY 1, 2");
        let printed = environment.run(&["sql", &order, "-f", "json", "--limit", "0"]).success();
        assert_same(&rows(&format!("{order};")), &serde_json::from_str(&printed).unwrap(), view);
    }
    // Another program writes and the store stays sound: its triggers and constraints need nothing of ours.
    let after = rows(
        "BEGIN; UPDATE posts SET views = 7 WHERE post_id = 1; SELECT views FROM posts WHERE post_id = 1; ROLLBACK;",
    );
    assert_eq!(after, json!([{"views": 7}]));
}

#[test]
fn every_use_stands_where_its_start_says_by_sqlite3s_own_count() {
    if !is_there("sqlite3") {
        return;
    }
    let environment = samples();
    for (table, words) in
        [("post_hashtags", "u.spelling"), ("mentions", "u.spelling"), ("talking_points", "u.text")]
    {
        let astray = format!(
            "SELECT u.post_id FROM {table} AS u JOIN posts AS p USING (post_id)
             WHERE substr(p.text, u.start, length({words})) <> {words};"
        );
        assert_eq!(sqlite3(&environment, &astray), json!([]), "{table}");
    }
}
