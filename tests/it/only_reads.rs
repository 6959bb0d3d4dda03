//! Nothing that is asked of a store changes it, and nothing that is asked takes time or memory without end.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chancery::query::bind::Bound;
use chancery::query::runner::{Budget, Runner};
use chancery::query::{Query, check, plan};
use chancery::{Result, store};
use rusqlite::Connection;

use crate::environment::Environment;
use crate::three_posts::{three_posts, write};

const SHORT: Budget = Budget { time: None, steps: Some(1_000_000) };

/// Each kind of statement that SQLite has and that does more than read.
const WRITING: [&str; 62] = [
    "INSERT INTO settings VALUES ('a', 'b')",
    "INSERT OR REPLACE INTO settings VALUES ('a', 'b')",
    "INSERT INTO posts DEFAULT VALUES",
    "INSERT INTO settings VALUES ('a', 'b') ON CONFLICT DO UPDATE SET value = 1 RETURNING name",
    "REPLACE INTO settings VALUES ('a', 'b')",
    "UPDATE posts SET text = ''",
    "UPDATE OR IGNORE posts SET post_id = 9 FROM channels WHERE 1",
    "DELETE FROM posts",
    "DELETE FROM posts WHERE 0 RETURNING post_id",
    "WITH a AS (SELECT 1) INSERT INTO settings SELECT 'a', 'b'",
    "WITH a AS (SELECT 1) UPDATE posts SET text = ''",
    "CREATE TABLE t (a)",
    "CREATE TABLE IF NOT EXISTS posts (a)",
    "CREATE TABLE t AS SELECT * FROM posts",
    "CREATE TEMP TABLE t (a)",
    "CREATE TEMP TABLE t AS SELECT 1",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TEMP VIEW v AS SELECT 1",
    "CREATE INDEX i ON posts (text)",
    "CREATE UNIQUE INDEX i ON posts (post_id)",
    "CREATE TRIGGER t AFTER INSERT ON posts BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER t AFTER INSERT ON posts BEGIN DELETE FROM posts; END",
    "CREATE VIRTUAL TABLE t USING fts5 (a)",
    "CREATE VIRTUAL TABLE temp.t USING fts5vocab (posts, row)",
    "CREATE VIRTUAL TABLE t USING rtree (a, b, c)",
    "CREATE VIRTUAL TABLE t USING dbstat",
    "DROP TABLE posts",
    "DROP TABLE IF EXISTS posts",
    "DROP VIEW v_posts",
    "DROP INDEX posts_key",
    "DROP TRIGGER t",
    "ALTER TABLE posts RENAME TO p",
    "ALTER TABLE posts ADD COLUMN a",
    "ALTER TABLE posts DROP COLUMN text",
    "ALTER TABLE posts RENAME COLUMN text TO t",
    "ATTACH ':memory:' AS other",
    "ATTACH 'other.db' AS other",
    "ATTACH 'file:other.db?mode=rwc' AS other",
    "DETACH main",
    "DETACH temp",
    "VACUUM",
    "VACUUM main",
    "VACUUM INTO 'copy.db'",
    "REINDEX",
    "REINDEX posts",
    "ANALYZE",
    "ANALYZE posts",
    "BEGIN",
    "BEGIN IMMEDIATE",
    "BEGIN EXCLUSIVE",
    "COMMIT",
    "END",
    "ROLLBACK",
    "ROLLBACK TO a",
    "SAVEPOINT a",
    "RELEASE a",
    "EXPLAIN DELETE FROM posts",
    "EXPLAIN QUERY PLAN UPDATE posts SET text = ''",
    "INSERT INTO sqlite_schema VALUES ('table', 'a', 'a', 0, '')",
    "UPDATE sqlite_schema SET sql = ''",
    "DELETE FROM sqlite_schema",
    "INSERT INTO dbstat (name) VALUES ('x')",
];

/// Statements that look as if they only read, and reach beyond the store or change what SQLite does.
const REACHING: [&str; 22] = [
    "SELECT load_extension('x')",
    "SELECT load_extension('x', 'y')",
    "SELECT LOAD_EXTENSION('x')",
    "SELECT \"load_extension\"('x')",
    "SELECT * FROM posts WHERE load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('x', 'y')",
    "SELECT edit('x')",
    "SELECT * FROM fsdir('.')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT fts3_tokenizer('simple', x'0000000000000000')",
    "SELECT optimize(1)",
    "SELECT sqlite_log(1, 'x')",
    "SELECT * FROM sqlite_dbpage",
    "SELECT * FROM zipfile('x')",
    "SELECT * FROM csv('x')",
    "SELECT * FROM sqlite_stmt",
    "SELECT 1; SELECT 2",
    "SELECT 1; DELETE FROM posts",
    ";; SELECT 1;\u{feff}DELETE FROM posts",
    "SELECT 1 /* */; -- \n PRAGMA user_version = 5",
    "WITH a AS (DELETE FROM posts RETURNING *) SELECT * FROM a",
];

/// Pragmas that tell what is in the store, with or without a name in the parentheses.
const TELLING: [&str; 9] = [
    "data_version",
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Pragmas that tell something as long as they are given nothing.
const TELLING_BARE: [&str; 11] = [
    "application_id",
    "collation_list",
    "compile_options",
    "encoding",
    "freelist_count",
    "function_list",
    "module_list",
    "page_count",
    "page_size",
    "pragma_list",
    "user_version",
];

/// A store in a file, and what it was.
struct Watched {
    environment: Environment,
    before: Vec<u8>,
    files: Vec<String>,
}

impl Watched {
    fn new() -> Self {
        let environment = three_posts();
        let before = fs::read(environment.path("chancery.db")).unwrap();
        let files = environment.files();
        Self { environment, before, files }
    }

    fn path(&self) -> std::path::PathBuf {
        self.environment.path("chancery.db")
    }

    #[track_caller]
    fn assert_untouched(&self, after: &str) {
        assert!(fs::read(self.path()).unwrap() == self.before, "the store changed: {after}");
        assert_eq!(self.environment.files(), self.files, "{after}");
    }
}

/// Runners over the file: as the commands have them, and over a connection that could write.
fn runners(path: &Path) -> [Runner; 3] {
    [
        Runner::on_snapshot(store::open_read_only(path).unwrap()).unwrap(),
        Runner::new(store::open_read_only(path).unwrap()).unwrap(),
        Runner::new(Connection::open(path).unwrap()).unwrap(),
    ]
}

fn count(runner: &mut Runner, sql: &str) -> Result<u64> {
    runner.run_sql(sql, SHORT, |rows| rows.count_rest())
}

/// All ways on which the text of a query reaches SQLite.
fn all_ways(runner: &mut Runner, sql: &str) -> Vec<(&'static str, bool)> {
    let query = Query::parse("a", "a.sql", format!("-- T\n{sql}"));
    let bound = Bound::default();
    vec![
        ("sql", count(runner, sql).is_ok()),
        ("run", runner.run(&query, &bound, SHORT, |rows| rows.count_rest()).is_ok()),
        ("explain", plan::plan(runner, &query, &bound).is_ok()),
        ("reads", runner.check_reads(&query).is_ok()),
        (
            "check",
            !check::check(&query, runner, SHORT)
                .iter()
                .any(|problem| problem.severity == chancery::query::Severity::Error),
        ),
    ]
}

#[test]
fn no_statement_that_does_more_than_read_comes_through() {
    let watched = Watched::new();
    for mut runner in runners(&watched.path()) {
        for sql in WRITING.into_iter().chain(REACHING) {
            for (way, is_allowed) in all_ways(&mut runner, sql) {
                assert!(!is_allowed, "{way}: {sql}");
                watched.assert_untouched(sql);
            }
        }
        assert_eq!(count(&mut runner, "SELECT * FROM posts").unwrap(), 3, "the runner goes on");
    }
}

#[test]
fn of_all_pragmas_those_that_tell_are_allowed() {
    let watched = Watched::new();
    let list = Connection::open_in_memory().unwrap();
    let mut statement = list.prepare("SELECT name FROM pragma_pragma_list").unwrap();
    let names: BTreeSet<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(std::result::Result::unwrap).collect();
    assert!(names.len() > 60, "{names:?}");
    for mut runner in runners(&watched.path()) {
        for name in &names {
            let (tells, tells_bare) =
                (TELLING.contains(&name.as_str()), TELLING_BARE.contains(&name.as_str()));
            for (sql, is_allowed) in [
                (format!("PRAGMA {name}"), tells || tells_bare),
                (format!("PRAGMA main.{name}"), tells || tells_bare),
                (format!("PRAGMA {}", name.to_uppercase()), tells || tells_bare),
                (format!("PRAGMA {name} = 1"), tells),
                (format!("PRAGMA {name} = 0"), tells),
                (format!("PRAGMA {name} = wal"), tells),
                (format!("PRAGMA {name}('posts')"), tells),
                (format!("PRAGMA temp.{name} = memory"), tells),
            ] {
                let outcome = count(&mut runner, &sql);
                watched.assert_untouched(&sql);
                // A table of that name there is not.
                let reads = match &outcome {
                    Ok(_) => true,
                    Err(error) => error.to_string().contains("no such table"),
                };
                assert_eq!(reads, is_allowed, "{sql}: {outcome:?}");
            }
            // The same as a table, where SQLite offers it: never more than the statement.
            for sql in [format!("SELECT * FROM pragma_{name}"), format!("SELECT * FROM pragma_{name}('1')")] {
                let outcome = count(&mut runner, &sql);
                watched.assert_untouched(&sql);
                assert!(outcome.is_err() || tells || tells_bare, "{sql}");
            }
        }
        // What they set is as it was.
        assert!(runner.connection().execute("INSERT INTO settings VALUES ('a', 'b')", []).is_err());
    }
    for known in TELLING.into_iter().chain(TELLING_BARE) {
        assert!(names.contains(known), "{known} is no pragma any more");
    }
}

#[test]
fn the_commands_refuse_each_kind_of_statement() {
    let watched = Watched::new();
    let environment = &watched.environment;
    for sql in [
        "DELETE FROM posts",
        "PRAGMA user_version = 5",
        "CREATE TEMP TABLE t (a)",
        "SELECT load_extension('x')",
    ] {
        write(environment, "mine.sql", &format!("-- T\n-- use: x?\n-- @column a int : a\n{sql}"));
        write(environment, "pack.toml", "[[report]]\nquery = \"./mine.sql\"\nfile = \"a.csv\"\n");
        let files = environment.files();
        for words in [
            &["sql", sql][..],
            &["run", "./mine.sql"],
            &["queries", "explain", "./mine.sql"],
            &["queries", "check", "./mine.sql"],
            &["queries", "publish", "./mine.sql"],
            &["run", "--pack", "pack.toml", "-o", "out"],
        ] {
            let outcome = environment.run(words);
            assert_eq!(outcome.code, 1, "{words:?}: {outcome}");
            assert!(fs::read(watched.path()).unwrap() == watched.before, "{words:?} changed the store");
            let now: Vec<String> = environment.files().into_iter().filter(|name| name != "out").collect();
            assert_eq!(now, files, "{words:?}");
        }
    }
}

/// Statements that would go on for hours, whatever the store holds; each between two steps of SQLite's machine, or
/// with a bound of its own.
const ENDLESS: [&str; 12] = [
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT max(n) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION SELECT (n * 5 + 1) % 1000000007 FROM n) SELECT count(*) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n ORDER BY -n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 3000) SELECT count(*) FROM n a, n b, n c, n d",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT length(group_concat(n)) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 'a' UNION ALL SELECT n || n FROM n) SELECT count(*) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT json_group_array(n) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(*) OVER (ORDER BY n) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(DISTINCT n % 100) FROM n",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT * FROM n WHERE n < 0",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT sum(printf('%d', n) LIKE '%1%1%1%') FROM n",
    "SELECT count(*) FROM json_each((WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT json_group_array(n) FROM n))",
];

#[test]
fn a_statement_without_end_is_stopped() {
    let watched = Watched::new();
    for sql in ENDLESS {
        let mut runner = Runner::new(store::open_read_only(&watched.path()).unwrap()).unwrap();
        let error = count(&mut runner, sql).unwrap_err();
        let is_stopped =
            error.kind() == chancery::ErrorKind::Interrupted || error.to_string().contains("too big");
        assert!(is_stopped, "{sql}: {error}");
        assert_eq!(count(&mut runner, "SELECT 1").unwrap(), 1, "the runner goes on after {sql}");
        watched.assert_untouched(sql);
    }
}

/// One function over a long text is one step of SQLite's machine, which nothing stops: then the program ends.
#[test]
fn one_function_without_end_ends_with_the_program() {
    let watched = Watched::new();
    let sql = "SELECT printf('%.*c', 100000000, 'a') LIKE '%' || printf('%.*c', 9000, 'a') || 'b' AS a";
    write(&watched.environment, "mine.sql", &format!("-- T\n-- @column a int : a\n{sql}"));
    let files = watched.environment.files();
    for words in [&["sql", sql, "-o", "a.csv"][..], &["run", "./mine.sql", "-o", "a.csv"]] {
        let outcome = watched.environment.run(&[words, &["--timeout", "0.5"]].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
        assert!(outcome.stderr.starts_with("error: stopped: its time was up"), "{outcome}");
        assert_eq!(watched.environment.files(), files, "nothing is left of {words:?}");
        assert!(fs::read(watched.path()).unwrap() == watched.before);
    }
}

/// Texts, blobs and structures that would fill any memory.
#[test]
fn a_statement_gets_no_more_memory_than_is_set() {
    let watched = Watched::new();
    let long = |bytes: u64| format!("printf('%.*c', {bytes}, 'a')");
    let many = |count: usize, one: &str| {
        (0..count).map(|at| format!("{one} AS a{at}")).collect::<Vec<_>>().join(", ")
    };
    for sql in [
        format!("SELECT {}", long(300_000_000)),
        "SELECT zeroblob(1000000000)".to_owned(),
        "SELECT randomblob(2147483647)".to_owned(),
        "SELECT hex(zeroblob(200000000))".to_owned(),
        format!("SELECT replace({}, 'a', 'aaaaaaaaaa')", long(100_000_000)),
        format!("SELECT {}", many(40, &long(100_000_000))),
        format!("SELECT {}", many(40, "zeroblob(100000000)")),
        format!("SELECT {}", vec![long(100_000_000); 10].join(" || ")),
        "WITH RECURSIVE n(n) AS (SELECT 'a' UNION ALL SELECT n || n FROM n) SELECT group_concat(n) FROM n"
            .to_owned(),
    ] {
        let outcome = watched.environment.run(&["sql", &sql, "-f", "csv", "--timeout", "120"]);
        // The names of the columns come before the row.
        assert!(outcome.code == 1 && outcome.stdout.len() < 5_000, "{sql}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains("too big")
                || outcome.stderr.contains("needs more memory than there is for it"),
            "{sql}: {outcome}"
        );
        watched.assert_untouched(&sql);
    }
}

#[test]
fn a_matrix_of_long_texts_is_refused() {
    let watched = Watched::new();
    let sql = "-- T\n-- use: x?\n-- @column r int : r\n-- @column c text : c\n-- @column v text : v\n-- @wide rows=r columns=c value=v\n\
               WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 40)\n\
               SELECT n AS r, 'c' AS c, printf('%.*c', 10000000, 'a') AS v FROM n";
    write(&watched.environment, "mine.sql", sql);
    let outcome = watched.environment.run(&["run", "./mine.sql", "--wide", "-f", "csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
    assert!(outcome.stderr.starts_with("error: the texts of the matrix have more than 256 MiB"), "{outcome}");
}
