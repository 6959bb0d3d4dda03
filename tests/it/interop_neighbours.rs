//! A published store in the programs that people open it with: all tables and views are there, with equal
//! counts and equal rows, and nothing is written beside it.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::interop::{is_there, output};
use crate::neighbours::Neighbours;

/// Cyrillic, Arabic and emoji, a leap day, a bare day, a post without a day, and counts that are not known.
const POSTS: &str = "\
id,date,channel_handle,text,views
1,2024-02-29T23:30:00Z,@harbour,Порт открыт #trade #Торговля,1200
2,2024-03-01,@harbour,مرحبا بالعالم #تجارة @ministry,
3,,@harbour,\"🚢 \"\"Ahoy\"\", it's
here #trade\",0
";

/// What the views say of them, worked out by hand.
fn expected() -> Value {
    json!([
        {"external_id": "1", "posted_at": "2024-02-29T23:30:00Z", "posted_on": "2024-02-29", "views": 1200,
         "characters": 28, "hashtags": "#trade #торговля", "text": "Порт открыт #trade #Торговля"},
        {"external_id": "2", "posted_at": "2024-03-01", "posted_on": "2024-03-01", "views": null,
         "characters": 30, "hashtags": "#تجارة", "text": "مرحبا بالعالم #تجارة @ministry"},
        {"external_id": "3", "posted_at": null, "posted_on": null, "views": 0,
         "characters": 26, "hashtags": "#trade", "text": "🚢 \"Ahoy\", it's\nhere #trade"},
    ])
}

const ROWS: &str = "SELECT external_id, posted_at, posted_on, views, characters, hashtags, text FROM v_posts ORDER BY post_id";

/// A store that nobody may write to, in a folder that nobody may write to.
struct Published {
    environment: Environment,
    bytes: Vec<u8>,
}

impl Published {
    fn new() -> Self {
        let environment = Environment::new();
        environment.write("posts.csv", POSTS);
        fs::create_dir(environment.path("published")).unwrap();
        assert_eq!(environment.run(&["load", "posts.csv", "--db", "published/chancery.db"]).code, 0);
        // Else its views of words are an error.
        let words = environment.run(&["index", "--words", "--db", "published/chancery.db"]);
        assert_eq!(words.code, 0, "{words}");
        environment.run(&["group", "--db", "published/chancery.db"]).success();
        let bytes = fs::read(environment.path("published/chancery.db")).unwrap();
        let published = Self { environment, bytes };
        published.allow(0o444, 0o555);
        published.is_untouched("the load");
        published
    }

    fn allow(&self, file: u32, folder: u32) {
        let set = |name: &str, mode| {
            fs::set_permissions(self.environment.path(name), Permissions::from_mode(mode)).unwrap();
        };
        set("published/chancery.db", file);
        set("published", folder);
    }

    fn path(&self) -> std::path::PathBuf {
        self.environment.path("published/chancery.db")
    }

    /// Even one who may write anywhere, as root may, leaves the file alone and puts none beside it.
    fn is_untouched(&self, by: &str) {
        let files: Vec<_> = fs::read_dir(self.environment.path("published"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(files, ["chancery.db"], "left by {by}");
        assert!(fs::read(self.path()).unwrap() == self.bytes, "changed by {by}");
    }

    /// Each table and view with the name of its first column, which is never NULL, and its number of rows.
    fn tables(&self) -> BTreeMap<String, (String, i64)> {
        let store = Connection::open_with_flags(self.path(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut names = store
            .prepare(
                "SELECT l.name, (SELECT name FROM pragma_table_info(l.name) WHERE cid = 0) FROM pragma_table_list AS l
                 WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite_%'",
            )
            .unwrap();
        let names: Vec<(String, String)> =
            names.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
        let count =
            |name: &str| store.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0));
        let tables: BTreeMap<_, _> =
            names.into_iter().map(|(name, column)| (name.clone(), (column, count(&name).unwrap()))).collect();
        // By hand: three posts, of four uses of three hashtags, and one mention.
        for (name, rows) in [
            ("posts", 3),
            ("v_posts", 3),
            ("v_hashtag_uses", 4),
            ("hashtags", 3),
            ("v_mention_uses", 1),
            ("loads", 1),
        ] {
            assert_eq!(tables[name].1, rows, "{name}");
        }
        assert!(tables.len() > 25, "{tables:?}");
        tables
    }
}

impl Drop for Published {
    fn drop(&mut self) {
        self.allow(0o644, 0o755);
    }
}

/// One statement that counts the rows of every table and view, in a column `name` and a column `rows`.
fn counting(tables: &BTreeMap<String, (String, i64)>) -> String {
    let count = |(name, (column, _)): (&String, &(String, i64))| {
        format!("SELECT '{name}' AS name, count(\"{column}\") AS rows FROM \"{name}\"")
    };
    tables.iter().map(count).collect::<Vec<_>>().join(" UNION ALL ") + " ORDER BY name"
}

fn counts(tables: &BTreeMap<String, (String, i64)>) -> Value {
    tables.iter().map(|(name, (_, rows))| json!({"name": name, "rows": rows})).collect()
}

/// Holds a program, which makes rows of a statement, to the counts and the rows.
fn holds(by: &str, ask: impl Fn(&Path, &str) -> Value) {
    let published = Published::new();
    let tables = published.tables();
    assert_eq!(ask(&published.path(), &counting(&tables)), counts(&tables), "{by}");
    assert_eq!(ask(&published.path(), ROWS), expected(), "{by}");
    published.is_untouched(by);
}

fn parsed(printed: &str) -> Value {
    serde_json::from_str(printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

#[test]
fn sqlite3_reads_a_published_store() {
    if is_there("sqlite3") {
        holds("sqlite3", |store, sql| {
            let mut program = Command::new("sqlite3");
            program.args(["-batch", "-bail", "-json", "-readonly", "-init", "/dev/null"]).arg(store);
            parsed(&output(&mut program, sql))
        });
    }
}

const PYTHON: &str = "
import json, sqlite3, sys
store = sqlite3.connect(sys.argv[1])
store.row_factory = sqlite3.Row
print(json.dumps([dict(row) for row in store.execute(sys.argv[2])]))
";

#[test]
fn python_reads_a_published_store() {
    if is_there("python3") {
        holds("Python", |store, sql| {
            parsed(&output(Command::new("python3").args(["-c", PYTHON]).arg(store).arg(sql), ""))
        });
    }
}

#[test]
fn datasette_reads_a_published_store() {
    let Some(neighbours) = Neighbours::find() else { return };
    holds("Datasette", |store, sql| {
        let query: String = sql.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = format!("/chancery.json?_shape=array&sql={query}");
        let mut program = neighbours.program("datasette");
        parsed(&output(program.arg("serve").arg(store).args(["--get", &page]), ""))
    });
}

#[test]
fn sqlite_utils_reads_a_published_store() {
    let Some(neighbours) = Neighbours::find() else { return };
    let ask = |words: &[&str], store: &Path, more: &[&str]| {
        parsed(&output(neighbours.program("sqlite-utils").args(words).arg(store).args(more), ""))
    };
    holds("sqlite-utils", |store, sql| ask(&["query"], store, &[sql]));
    let published = Published::new();
    let mut found = Vec::new();
    for (word, key) in [("tables", "table"), ("views", "view")] {
        let listed = ask(&[word, "--counts"], &published.path(), &[]);
        for entry in listed.as_array().unwrap() {
            found.push((entry[key].as_str().unwrap().to_owned(), entry["count"].as_i64().unwrap()));
        }
    }
    found.sort();
    let tables: Vec<_> = published.tables().into_iter().map(|(name, (_, rows))| (name, rows)).collect();
    assert_eq!(found, tables);
    let rows = ask(&["rows"], &published.path(), &["v_posts"]);
    assert_eq!(rows[1]["text"], expected()[1]["text"]);
    published.is_untouched("sqlite-utils");
}

#[test]
fn litecli_reads_a_published_store() {
    let Some(neighbours) = Neighbours::find() else { return };
    let published = Published::new();
    let ask = |sql: &str| {
        let mut program = neighbours.program("litecli");
        output(program.arg(published.path()).args(["--csv", "-e", sql]), "")
    };
    let tables = published.tables();
    let counted: String = tables.iter().map(|(name, (_, rows))| format!("\"{name}\",\"{rows}\"\n")).collect();
    assert_eq!(ask(&counting(&tables)).replace('\r', ""), format!("\"name\",\"rows\"\n{counted}"));
    let expected = expected();
    for row in expected.as_array().unwrap() {
        let id = row["external_id"].as_str().unwrap();
        let sql = format!("SELECT text FROM v_posts WHERE external_id = '{id}'");
        let text = row["text"].as_str().unwrap().replace('"', "\"\"");
        assert_eq!(ask(&sql).replace('\r', ""), format!("\"text\"\n\"{text}\"\n"));
    }
    published.is_untouched("litecli");
}

/// Its reader of SQLite is an extension, which comes as a Python package as well.
const DUCKDB: &str = "
import json, sys, duckdb
from duckdb_extensions import import_extension
import_extension('sqlite_scanner')
duck = duckdb.connect()
duck.execute('LOAD sqlite_scanner')
duck.execute(f\"ATTACH '{sys.argv[1]}' AS store (TYPE sqlite, READ_ONLY)\")
duck.execute('USE store')
try:
    answer = duck.execute(sys.argv[2])
except duckdb.Error as error:
    sys.exit(print(json.dumps({'error': str(error)})))
columns = [column[0] for column in answer.description]
types = {column[0]: str(column[1]) for column in answer.description}
rows = [dict(zip(columns, row)) for row in answer.fetchall()]
print(json.dumps({'rows': rows, 'types': types}))
";

#[test]
fn duckdb_reads_a_published_store_with_its_types() {
    let Some(neighbours) = Neighbours::find() else { return };
    let ask = |store: &Path, sql: &str| {
        parsed(&output(neighbours.program("python").args(["-c", DUCKDB]).arg(store).arg(sql), ""))
    };
    holds("DuckDB", |store, sql| ask(store, sql)["rows"].clone());
    let published = Published::new();
    let sql = "SELECT p.post_id, p.posted_on, p.views, p.content_hash, p.text, m.duration_seconds, v.characters
               FROM posts AS p JOIN v_posts AS v USING (post_id) LEFT JOIN media AS m USING (post_id) LIMIT 0";
    assert_eq!(
        ask(&published.path(), sql)["types"],
        json!({"post_id": "BIGINT", "posted_on": "VARCHAR", "views": "BIGINT", "content_hash": "BLOB",
               "text": "VARCHAR", "duration_seconds": "DOUBLE", "characters": "BIGINT"})
    );
    // Days are texts that sort and convert.
    let sql = "SELECT CAST(max(CAST(posted_on AS DATE)) AS VARCHAR) AS last FROM posts";
    assert_eq!(ask(&published.path(), sql)["rows"], json!([{"last": "2024-03-01"}])); // It runs a view by its text: what is not made is an error there, too, and no smaller count.
    let environment = Environment::new();
    environment.write("posts.csv", POSTS);
    environment.run(&["load", "posts.csv", "--db", "bare.db"]).success();
    let bare = environment.path("bare.db");
    for (view, remedy) in [
        ("post_words", "chancery index --words"),
        ("point_words", "chancery index --words"),
        ("point_groups", "chancery group"),
        ("grouped_points", "chancery group"),
        ("v_point_groups", "chancery group"),
        ("point_channels", "chancery group"),
        ("point_months", "chancery group"),
        ("point_standings", "chancery group"),
        ("point_pairs", "chancery group"),
    ] {
        let answer = ask(&bare, &format!("SELECT count(*) FROM {view}"));
        assert!(answer["error"].as_str().is_some_and(|error| error.contains(remedy)), "{view}: {answer}");
    }
}
