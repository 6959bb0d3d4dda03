//! `chancery datasette-config`, and its canned queries in SQLite with the texts that Datasette would bind.

use std::fmt::Write as _;
use std::fs;

use rusqlite::{Connection, OpenFlags, StatementStatus};
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::interop::{assert_same, is_there, samples, sqlite3};

/// A store of the samples, and the configuration that is made for it.
pub(crate) fn samples_with_config() -> (Environment, Value) {
    let environment = samples();
    let config = environment.run(&["datasette-config"]);
    assert_eq!(config.code, 0, "{config}");
    let config = serde_json::from_str(&config.stdout).unwrap();
    (environment, config)
}

/// The query that cannot be run without a value.
pub(crate) const NEEDS_WORDS: &str = "keyword-in-context";

/// A canned query of a configuration.
pub(crate) struct Canned {
    pub(crate) address: String,
    /// As `chancery run` names it.
    pub(crate) name: String,
    sql: String,
    parameters: Vec<String>,
}

pub(crate) fn canned(config: &Value) -> Vec<Canned> {
    let queries = config["databases"]["chancery"]["queries"].as_object().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    queries
        .iter()
        .map(|(address, query)| Canned {
            address: address.clone(),
            name: address.strip_suffix("-report").unwrap_or(address).to_owned(),
            sql: text(&query["sql"]),
            parameters: query["params"].as_array().unwrap().iter().map(text).collect(),
        })
        .collect()
}

/// What `chancery run` prints with these values as flags.
pub(crate) fn run(environment: &Environment, query: &str, values: &[(&str, &str)]) -> Value {
    let mut words = vec!["run".to_owned(), query.to_owned()];
    for (name, value) in values {
        words.extend([format!("--{}", name.replace('_', "-")), (*value).to_owned()]);
    }
    words.extend(["-f", "json", "--limit", "0"].map(str::to_owned));
    let outcome = environment.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(outcome.code, 0, "{outcome}");
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// Values for queries over the samples: a field takes what the flag takes.
pub(crate) const VALUES: &[(&str, &[(&str, &str)])] = &[
    ("hashtag-frequency", &[("by", "Quarter"), ("tag", "#RIVERS, #Реки"), ("forwards", "no")]),
    ("hashtag-frequency", &[("channel", "Ministry of Foreign Affairs of VALDORIA"), ("top", "3")]),
    ("top-hashtags", &[("channel", "1000204417,valdoria-digest"), ("until", "2024-10")]),
    ("top-hashtags", &[("channel", "https://t.me/c/1000204417/5"), ("since", "2024-W40")]),
    ("posts-per-period", &[("by", "week"), ("since", "2024-Q4"), ("until", "2025-01")]),
    ("posts-per-period", &[("by", "day"), ("since", "2024"), ("until", "last")]),
    ("talking-points", &[("words", "РЕК")]),
    ("posts", &[("words", "It's a \"lock\"")]),
    ("posts", &[("tag", "реки"), ("top", "2")]),
    ("sample-posts", &[("seed", "7"), ("size", "3")]),
    ("data-gaps", &[("min_days", "20")]),
    ("top-mentions", &[("kind", "ALL")]),
];

fn open(environment: &Environment) -> Connection {
    Connection::open_with_flags(environment.path("chancery.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// The rows when these texts are bound, and `''` for all other parameters, as Datasette does.
fn rows(store: &Connection, query: &Canned, values: &[(&str, &str)]) -> rusqlite::Result<Value> {
    let mut statement = store.prepare(&query.sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let texts: Vec<(String, &str)> = query
        .parameters
        .iter()
        .map(|name| {
            (format!(":{name}"), values.iter().find(|(other, _)| other == name).map_or("", |it| it.1))
        })
        .collect();
    for (name, _) in values {
        assert!(query.parameters.iter().any(|other| other == name), "{name}");
    }
    let bound: Vec<(&str, &dyn rusqlite::ToSql)> =
        texts.iter().map(|(name, text)| (name.as_str(), text as &dyn rusqlite::ToSql)).collect();
    let found = statement.query_map(bound.as_slice(), |row| {
        let value = |index: usize| -> rusqlite::Result<Value> {
            Ok(match row.get::<_, rusqlite::types::Value>(index)? {
                rusqlite::types::Value::Null => Value::Null,
                rusqlite::types::Value::Integer(number) => json!(number),
                rusqlite::types::Value::Real(number) => json!(number),
                rusqlite::types::Value::Text(text) => json!(text),
                rusqlite::types::Value::Blob(_) => unreachable!("no report has bytes"),
            })
        };
        let cells = columns.iter().enumerate().map(|(index, name)| Ok((name.clone(), value(index)?)));
        Ok(Value::Object(cells.collect::<rusqlite::Result<_>>()?))
    })?;
    Ok(Value::Array(found.collect::<rusqlite::Result<_>>()?))
}

#[test]
fn canned_queries_left_empty_give_the_rows_of_run() {
    let (environment, config) = samples_with_config();
    let store = open(&environment);
    let queries = canned(&config);
    assert_eq!(queries.len(), crate::interop::bundled().len());
    for query in queries {
        let found = rows(&store, &query, &[]);
        if query.name == NEEDS_WORDS {
            assert!(found.unwrap_err().to_string().contains("words is needed"));
            continue;
        }
        let found = found.unwrap();
        assert_same(&found, &run(&environment, &query.name, &[]), &query.address);
    }
}

#[test]
fn texts_give_the_rows_of_flags() {
    let (environment, config) = samples_with_config();
    let store = open(&environment);
    let queries = canned(&config);
    for (name, values) in VALUES {
        let query = queries.iter().find(|query| query.name == *name).unwrap();
        let expected = run(&environment, name, values);
        assert_eq!(expected == json!([]), values[0].1.contains("lock"), "{name} {values:?} tells nothing");
        assert_same(&rows(&store, query, values).unwrap(), &expected, name);
    }
}

#[test]
fn the_same_holds_in_sqlite3() {
    if !is_there("sqlite3") {
        return;
    }
    let (environment, config) = samples_with_config();
    environment.run(&["index", "--words"]).success();
    let queries = canned(&config);
    let bare =
        queries.iter().filter(|query| query.name != NEEDS_WORDS).map(|query| (query.name.as_str(), &[][..]));
    for (name, values) in bare.chain(VALUES.iter().copied()) {
        let query = queries.iter().find(|query| query.name == name).unwrap();
        let mut script = String::from(".parameter init\n");
        for parameter in &query.parameters {
            let text = values.iter().find(|(name, _)| name == parameter).map_or("", |it| it.1);
            let text = text.replace('\'', "''");
            writeln!(script, "INSERT INTO temp.sqlite_parameters VALUES (':{parameter}', '{text}');")
                .unwrap();
        }
        let found = sqlite3(&environment, &format!("{script}{}\n;\n", query.sql));
        assert_same(&found, &run(&environment, name, values), name);
    }
}

#[test]
fn points_that_are_not_grouped_are_an_error_where_they_are_asked_for() {
    let (environment, config) = samples_with_config();
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    store.execute_batch("UPDATE point_grouping SET state = 'absent'").unwrap();
    drop(store);
    let store = open(&environment);
    let queries = canned(&config);
    let query = queries.iter().find(|query| query.name == "coordinated-posts").unwrap();
    let point = [("object", "Point"), ("min_times", "1"), ("window", "52w")];
    assert!(rows(&store, query, &[]).is_ok());
    let error = rows(&store, query, &point).unwrap_err().to_string();
    assert!(error.contains("the point groups of this store are absent: run chancery group"), "{error}");
    environment.run(&["group"]).success();
    let expected = run(&environment, "coordinated-posts", &point);
    assert_same(&rows(&store, query, &point).unwrap(), &expected, "coordinated-posts");
}

#[test]
fn a_kind_that_nobody_has_is_an_error_and_one_of_ones_own_is_not() {
    let (environment, config) = samples_with_config();
    let store = Connection::open(environment.path("chancery.db")).unwrap();
    store.execute_batch("UPDATE entities SET kind = 'state' WHERE kind = 'handle'").unwrap();
    drop(store);
    let store = open(&environment);
    let queries = canned(&config);
    for name in ["top-mentions", "mention-frequency", "mention-by-channel", "share-of-voice", "mention-pairs"]
    {
        let query = queries.iter().find(|query| query.name == name).unwrap();
        let expected = run(&environment, name, &[("kind", "state")]);
        assert_ne!(expected, json!([]), "{name}");
        assert_same(&rows(&store, query, &[("kind", "STATE")]).unwrap(), &expected, name);
        let error = rows(&store, query, &[("kind", "stat")]).unwrap_err().to_string();
        assert!(error.contains("kind \"stat\" is not one of: named, handle, "), "{name}: {error}");
    }
}

/// 20,000 posts of 2,000 days, each with a hashtag and a mention.
const MANY: &str = "
    INSERT INTO loads (load_id, input, format, sha256, bytes, started_at, finished_at, is_whole, posts_new,
        posts_changed, posts_unchanged, rejected, chancery_version)
    VALUES (1, 'a', 'telegram-json', 'a', 1, '', '', 1, 20000, 0, 0, 0, '');
    INSERT INTO channels (channel_id, platform, external_id, handle, folded_handle)
    VALUES (1, 'telegram', '11', 'harbour', 'harbour');
    WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
    INSERT INTO posts (post_id, channel_id, external_id, external_no, posted_on, is_forward, album_size,
        first_load_id, last_load_id, text, folded)
    SELECT n, 1, n, n, date('2020-01-01', (n % 2000) || ' days'), 0, 1, 1, 1, '#trade @ministry', '#trade @ministry' FROM n;
    INSERT INTO hashtags VALUES (1, 'trade');
    INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start) SELECT post_id, 1, 1, 'trade', 2 FROM posts;
    WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 2191)
    INSERT INTO calendar (day, week, month, quarter, year, weekday)
    SELECT day, '', substr(day, 1, 7), '', substr(day, 1, 4), 1 FROM (SELECT date('2020-01-01', n || ' days') AS day FROM n);";

#[test]
fn a_range_of_days_keeps_its_index() {
    let environment = Environment::with_store(MANY);
    environment.run(&["group"]).success();
    let config = environment.run(&["datasette-config"]);
    let store = open(&environment);
    let mut ranged = 0;
    for query in canned(&serde_json::from_str(&config.stdout).unwrap()) {
        let file = crate::interop::bundled()
            .into_iter()
            .find(|file| file.file_stem().unwrap().to_str() == Some(&query.name))
            .unwrap();
        if !query.parameters.iter().any(|name| name == "since") || query.name == "data-gaps" {
            continue;
        }
        ranged += 1;
        let steps = |sql: &str, since: &str, until: &str, rest: Option<&str>| {
            let mut statement = store.prepare(sql).unwrap();
            for name in &query.parameters {
                let text = match name.as_str() {
                    "since" => Some(since),
                    "until" => Some(until),
                    "words" if query.name == NEEDS_WORDS => Some("trade"),
                    _ => rest,
                };
                let index = statement.parameter_index(&format!(":{name}")).unwrap().unwrap();
                statement.raw_bind_parameter(index, text).unwrap();
            }
            let mut found = statement.raw_query();
            while found.next().unwrap().is_some() {}
            drop(found);
            statement.get_status(StatementStatus::VmStep)
        };
        let plain = steps(&fs::read_to_string(file).unwrap(), "2021-03-01", "2021-03-31", None);
        let canned = steps(&query.sql, "2021-03", "2021-03", Some(""));
        // Reading all posts would be 20,000 rows of several steps.
        assert!(canned < 3 * plain + 10_000, "{}: {canned} steps, {plain} without Datasette", query.name);
    }
    assert!(ranged > 12, "{ranged}");
}

#[test]
fn the_configuration_goes_to_a_file_and_the_way_to_start_is_told() {
    let environment = samples();
    let outcome = environment.run(&["datasette-config", "-o", "d.json", "top-hashtags"]);
    let settings = "--setting sql_time_limit_ms 5000 --setting max_returned_rows 100000";
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
    assert_eq!(
        outcome.stderr,
        format!(
            "start Datasette 0.65: datasette serve chancery.db -m d.json {settings}\n\
             start Datasette 1.0:  datasette serve chancery.db -m d.json -c d.json {settings}\n"
        )
    );
    let config: Value = serde_json::from_slice(&fs::read(environment.path("d.json")).unwrap()).unwrap();
    let only: Vec<String> = canned(&config).into_iter().map(|query| query.address).collect();
    assert_eq!(only, ["top-hashtags"]);
    // The database has the name of the store's file.
    fs::copy(environment.path("chancery.db"), environment.path("harbour.2024.db")).unwrap();
    let other = environment.run(&["datasette-config", "--db", "harbour.2024.db", "overview"]);
    let config: Value = serde_json::from_str(&other.stdout).unwrap();
    assert_eq!(config["databases"]["harbour.2024"]["queries"]["overview"]["params"], json!([]));
}

#[test]
fn ones_own_queries_are_canned_too_and_broken_ones_are_left_out() {
    let environment = samples();
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write(
        "queries/long-posts.sql",
        "-- Long posts\n-- @param least int(1..) = 150 : characters\n-- @column posts int : how many\n\
         SELECT count(*) AS posts FROM v_posts WHERE characters >= coalesce(:least, 150) -- ':least'",
    );
    environment.write("queries/broken.sql", "-- Broken\n-- @param x int(9..1) : none\nSELECT :x");
    environment
        .write("queries/unknown.sql", "-- Unknown\n-- @column colour text : none\nSELECT colour FROM posts");
    environment.write("queries/writes.sql", "-- Writes\nDELETE FROM posts");
    let outcome = environment.run(&["datasette-config"]);
    assert!(outcome.stderr.starts_with("warning: queries/broken.sql:2: "), "{outcome}");
    assert!(outcome.stderr.contains("; broken is left out\n"), "{outcome}");
    let unknown = "warning: queries/unknown.sql: no such column: colour; unknown is left out\n";
    assert!(outcome.stderr.contains(unknown), "{outcome}");
    assert!(outcome.stderr.contains("writes is left out\n"), "{outcome}");
    let queries = canned(&serde_json::from_str(&outcome.stdout).unwrap());
    let own = queries.iter().find(|query| query.name == "long-posts").unwrap();
    let store = open(&environment);
    for values in [&[][..], &[("least", "300")]] {
        let expected = run(&environment, "long-posts", values);
        assert_same(&rows(&store, own, values).unwrap(), &expected, "long-posts");
    }
    let error = rows(&store, own, &[("least", "0")]).unwrap_err().to_string();
    assert!(error.contains("least \"0\" is no whole number from 1 on"), "{error}");
    let named = environment.run(&["datasette-config", "broken"]);
    assert_eq!((named.code, named.stdout.as_str()), (1, ""), "{named}");
}

#[test]
fn a_bad_call_says_what_is_wrong() {
    let environment = Environment::new();
    let outcome = environment.run(&["datasette-config"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.starts_with("error: no store at 'chancery.db'"), "{outcome}");
    let environment = samples();
    let outcome = environment.run(&["datasette-config", "top-hashtag"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("no query named 'top-hashtag'"), "{outcome}");
    assert!(outcome.stderr.contains("did you mean: top-hashtags"), "{outcome}");
    let outcome = environment.run(&["datasette-config", "-o", "chancery.db"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("'chancery.db' is a database; it was left untouched"), "{outcome}");
}
