use jiff::civil::date;
mod ids;

use rusqlite::Connection;

use super::CannedQuery;
use crate::extract::naming::alias_file;
use crate::model::Origin;
use crate::query::bind::{Arguments, bind};
use crate::query::date::Today;
use crate::query::rows::Value;
use crate::query::{Query, test_store};
use crate::store::dictionary;

/// A parameter of every type, each of which is a column.
const TYPES: [(&str, &str); 16] = [
    ("by", "enum(day|Week|month) = month"),
    ("since", "date?"),
    ("until", "date?"),
    ("channel", "channel*"),
    ("one", "channel?"),
    ("tag", "hashtag*"),
    ("single_tag", "hashtag?"),
    ("handle", "handle?"),
    ("name", "entity*"),
    ("top", "int(0..) = 20"),
    ("ids", "int(1..9)*"),
    ("share", "float(0..1)?"),
    ("forwards", "bool?"),
    ("window", "duration?"),
    ("note", "text?"),
    ("words", "words?"),
];

fn echo() -> Query {
    let mut text = String::from("-- Echo\n");
    for (name, kind) in TYPES {
        text.extend(["-- @param ", name, " ", kind, " : x\n"]);
    }
    let columns: Vec<String> = TYPES.iter().map(|(name, _)| format!(":{name} AS \"{name}\"")).collect();
    let text = format!("{text}SELECT {}; -- done", columns.join(", "));
    let query = Query::parse("echo", "echo.sql", text);
    assert!(query.problems.is_empty(), "{:?}", query.problems);
    query
}

/// The value of `name` in the canned query, when all others are left empty.
fn canned(store: &Connection, query: &Query, name: &str, text: &str) -> Result<Value, String> {
    let sql = CannedQuery::of(query).unwrap().sql;
    let mut statement = store.prepare_cached(&sql).unwrap();
    assert!(statement.readonly());
    for parameter in &query.header.parameters {
        let index = statement.parameter_index(&format!(":{}", parameter.name)).unwrap().unwrap();
        let value = if parameter.name == name { text } else { "" };
        statement.raw_bind_parameter(index, value).unwrap();
    }
    let mut rows = statement.raw_query();
    let row = rows.next().map_err(|error| error.to_string())?.unwrap();
    let mut found = Value::Null;
    for parameter in &query.header.parameters {
        let value = match row.get::<_, rusqlite::types::Value>(parameter.name.as_str()).unwrap() {
            rusqlite::types::Value::Null => Value::Null,
            rusqlite::types::Value::Integer(number) => Value::Integer(number),
            rusqlite::types::Value::Real(number) => Value::Real(number),
            rusqlite::types::Value::Text(text) => Value::Text(text),
            rusqlite::types::Value::Blob(bytes) => Value::Blob(bytes),
        };
        if parameter.name == name {
            found = value;
        } else {
            assert_eq!(value, Value::Null, "{} beside {name}", parameter.name);
        }
    }
    Ok(found)
}

/// What `chancery run` binds.
fn bound(store: &Connection, query: &Query, name: &str, text: &str) -> Result<Value, String> {
    let now = Today { today: date(2024, 7, 16), data: Some((date(2023, 2, 11), date(2024, 12, 30))) };
    let mut arguments = Arguments::new();
    arguments.add(name, text);
    let bound = bind(query, &arguments, store, &now).map_err(|error| error.to_string())?;
    Ok(bound.value(name).cloned().unwrap_or(Value::Null))
}

#[test]
fn what_is_left_empty_is_null_and_so_is_what_is_not_bound() {
    let (store, query) = (test_store::connection(), echo());
    for text in ["", "  "] {
        assert_eq!(canned(&store, &query, "top", text), Ok(Value::Null));
    }
    let sql = CannedQuery::of(&query).unwrap().sql;
    let mut statement = store.prepare_cached(&sql).unwrap();
    let mut rows = statement.raw_query();
    let row = rows.next().unwrap().unwrap();
    for (name, _) in TYPES {
        assert_eq!(row.get_ref(name).unwrap(), rusqlite::types::ValueRef::Null, "{name}");
    }
}

#[test]
fn a_text_becomes_the_value_that_run_binds() {
    let (store, query) = (test_store::connection(), echo());
    for (name, texts) in [
        ("by", &["day", "WEEK", "Month"][..]),
        (
            "since",
            &[
                "2024-02-29",
                "2024-02",
                "2024",
                "2024-Q1",
                "2024-q4",
                "2024-W09",
                "2020-w53",
                "2021-W01",
                "first",
                "LAST",
            ],
        ),
        (
            "until",
            &[
                "2024-02-29",
                "2024-02",
                "2023-02",
                "2024-12",
                "2024",
                "2024-Q1",
                "2024-q4",
                "2024-W09",
                "2020-W53",
                "first",
                "last",
            ],
        ),
        (
            "channel",
            &[
                "@BLUE_news",
                "blue_news",
                "Blue News",
                "https://t.me/s/Blue_News",
                "http://telegram.me/blue_news/7?single",
                "t.me/red_river#x",
                "1000000002",
                "-1001000000003",
                "channel1000000003",
                "https://t.me/c/1000000002/7",
                "https://t.me/c/1000000002/7,@red_river",
                "t.me/Blue_News/12, https://t.me/c/1000000003/5",
                "Red, River",
                "only forwarded",
                "Harbour (1000000002)",
                "Harbour (channel:3)",
                "channel:1",
                "channel:3, Harbour (1000000002)",
                "Only Forwarded (telegram)",
            ],
        ),
        ("one", &["@blue_news", "Red, River", "1000000002"]),
        ("tag", &["harvest", "#HARVEST", "#Мир@blue_news", "harvest, #МИР,harvest", "нет", r"a\,b"]),
        ("single_tag", &["#Straße", "＃ΣΊΣΥΦΟΣ", "ЁЛКА", "ĐẠI", "مرحبا", "ＴＡＧ", "日本"]),
        ("handle", &["@Some_One", "https://t.me/Some_One", "Some_One", "1234567890"]),
        ("name", &["@Some_One, @МИНИСТР", "https://t.me/Some_One"]),
        ("top", &["0", "17", " 3 "]),
        ("ids", &["1", "3,2,3"]),
        ("share", &["0.5", "1", "0", "1e-3"]),
        ("forwards", &["yes", "No", "TRUE", "0"]),
        ("window", &["90s", "15m", "6h", "2d", "1w"]),
        ("note", &["as it IS", " spaces ", "a'); DROP TABLE posts; --", ":since"]),
        ("words", &["Война\n\nи  МИР", "Free\u{a0}TRADE", " a ", "it's \"so\"", "100%", "🚢 Ñandú’s"]),
    ] {
        for text in texts {
            let expected = bound(&store, &query, name, text);
            assert!(expected.is_ok(), "{name} {text}: {expected:?}");
            assert_eq!(canned(&store, &query, name, text), expected, "{name} {text}");
        }
    }
}

/// The store with a dictionary: endings, several words, marks, a name that two have.
fn named() -> Connection {
    let store = test_store::connection();
    store
        .execute_batch("INSERT INTO entities (kind, name) VALUES ('handle', 'harbour'), ('handle', 'rf')")
        .unwrap();
    let rows = "kind,name,alias,rule\ncountry,Russia,Росси|я|и,\ncountry,Russia,РФ,\ncountry,Russia,Russian River,never\n\
        country,Straßenland,Straße 7,\ncountry,Straßenland,* [и] ?,\norganisation,Old Port,Стар|ый|ого Порт||а,\n\
        person,Anna Berg,Берг||а,\nperson,Otto Berg,Берг,\nperson,Королёв,Королёв||а,\nperson,Ахмад,أَحْمَد,\nperson,\"A\"\"B\",A\"\"B,\n\
        country,Гвинея-Бисау,Гвине|я-Бисау|и-Бисау,\n";
    dictionary::add(&store, &alias_file::parse(rows, Origin::User).unwrap()).unwrap();
    store
}

#[test]
fn an_alias_becomes_the_name_that_run_binds() {
    let (store, query) = (named(), echo());
    for (text, name) in [
        ("рф", "russia"),
        ("РОССИИ", "russia"),
        ("Россия, рф,Russia", "russia"),
        ("Russia", "russia"),
        ("старого  порта", "old port"),
        ("Старый Порт", "old port"),
        ("STRASSE 7", "strassenland"),
        ("straße 7", "strassenland"),
        ("* [И] ?", "strassenland"),
        ("королева", "королёв"),
        ("КОРОЛЁВА", "королёв"),
        ("أحمد", "ахмад"),
        ("гвинеи-бисау", "гвинея-бисау"),
        ("берга", "anna berg"),
        ("harbour", "harbour"),
        ("@rf", "rf"),
        ("rf", "rf"),
        ("https://t.me/harbour", "harbour"),
        ("@рф", "рф"),
    ] {
        let expected = bound(&store, &query, "name", text);
        assert_eq!(expected, Ok(Value::Text(format!("[\"{name}\"]"))), "{text}");
        assert_eq!(canned(&store, &query, "name", text), expected, "{text}");
    }
}

#[test]
fn a_name_that_means_nobody_or_several_is_an_error() {
    let (store, query) = (named(), echo());
    for (text, why) in [
        ("Russian River", "name \"russian river\" names nobody whom this store knows"),
        ("Россея", "names nobody"),
        ("Росси", "names nobody"),
        ("Порт", "names nobody"),
        ("Старый порты", "names nobody"),
        ("стар порт", "names nobody"),
        ("рф, * [а] ?", "names nobody"),
        ("р?", "names nobody"),
        ("a", "names nobody"),
        ("берг", "name \"берг\" may mean several; give one of [\"anna berg\",\"otto berg\"]"),
    ] {
        let error = canned(&store, &query, "name", text).unwrap_err();
        assert!(error.contains(why), "{text}: {error}");
    }
}

#[test]
fn a_word_that_only_the_store_has_is_taken_and_another_is_an_error() {
    let store = named();
    store.execute_batch("INSERT INTO entities (kind, name) VALUES ('ship', 'a'), ('верфь', 'c')").unwrap();
    for mark in ["", "*"] {
        let text = format!(
            "-- T\n-- @param kind enum(all|person|SELECT DISTINCT kind FROM entities){mark} = all : x\nSELECT :kind AS kind, :kind IS NULL"
        );
        let query = Query::parse("q", "q.sql", text);
        assert!(query.problems.is_empty(), "{:?}", query.problems);
        for text in ["all", "Person", "ship", "SHIP", "country", " верфь", ""] {
            let text = if text.starts_with(' ') && mark.is_empty() { text.trim() } else { text };
            let expected =
                if text.is_empty() { Ok(Value::Null) } else { bound(&store, &query, "kind", text) };
            assert!(expected.is_ok(), "{text}: {expected:?}");
            assert_eq!(canned(&store, &query, "kind", text), expected, "{text}{mark}");
        }
        for text in ["shp", "); --", "al", "SELECT"] {
            assert!(bound(&store, &query, "kind", text).is_err());
            let error = canned(&store, &query, "kind", text).unwrap_err();
            let why = format!("kind \"{text}\" is not one of: all, person, or another that the store has");
            assert!(error.contains(&why), "{error}");
        }
    }
    // A capital that SQLite cannot fold is no other word.
    let query =
        "-- T\n-- @param kind enum(all|SELECT DISTINCT kind FROM entities)? : x\nSELECT :kind AS kind";
    assert!(canned(&store, &Query::parse("q", "q.sql", query), "kind", "ВЕРФЬ").is_err());
}

#[test]
fn lists_may_be_json() {
    let (store, query) = (test_store::connection(), echo());
    for (name, text, expected) in [
        ("tag", r##"["#Harvest", "a,b"]"##, r#"["harvest","a,b"]"#),
        ("ids", "[3, 2]", "[3,2]"),
        ("channel", r#"["@blue_news", "Red, River"]"#, "[1,4]"),
    ] {
        assert_eq!(canned(&store, &query, name, text), Ok(Value::Text(expected.to_owned())), "{name} {text}");
    }
}

#[test]
fn what_run_refuses_is_an_error_that_tells_why() {
    let (store, query) = (test_store::connection(), echo());
    for (name, texts, why) in [
        ("by", &["months", "'", "day,month"][..], "is not one of: day, Week, month"),
        (
            "since",
            &[
                "2024-02-30",
                "2024-13",
                "2024-00",
                "2024-Q5",
                "2024-W53",
                "2024-W00",
                "2023-02-29",
                "24",
                "2024-1-1",
                "soon",
            ],
            "is no date; write one of: 2024-03-01",
        ),
        ("until", &["2024-02-30", "2024-13", "0", "2024-03-01T00:00"], "is no date"),
        ("channel", &["zzz", "red_river,,nowhere", "@harbour", "7"], "is not in this store"),
        ("channel", &["harbour", "red_river,harbour"], "names several channels"),
        ("one", &["zzz", "blue_news,red_river"], "is not in this store"),
        ("tag", &["#", "harvest,#"], "is no hashtag"),
        ("handle", &["@"], "is no handle"),
        ("top", &["ten", "-1", "1.5", "3x", "99999999999999999999"], "is no whole number from 0 on"),
        ("ids", &["1,x", "0", "10", "1 2"], "is no whole number from 1 to 9"),
        ("share", &["1.5", "NaN", "a", "0,5"], "is no number from 0 to 1"),
        ("forwards", &["maybe", "2"], "is not one of: yes, no"),
        ("window", &["soon", "s", "99999999999999999w", "1.5h"], "is no length of time"),
    ] {
        for text in texts {
            assert!(bound(&store, &query, name, text).is_err(), "{name} {text}");
            let error = canned(&store, &query, name, text).unwrap_err();
            assert!(error.contains(why) && error.contains(name), "{name} {text}: {error}");
        }
    }
}

#[test]
fn a_letter_that_cannot_be_folded_is_an_error_and_not_another_word() {
    let (store, query) = (test_store::connection(), echo());
    for text in ["ႠႡ", "İstanbul", "ﬁn", "e\u{301}", "𐐀"] {
        let error = canned(&store, &query, "words", text).unwrap_err();
        assert!(error.contains("whose lower case is not known here"), "{text}: {error}");
    }
}

#[test]
fn a_list_of_nothing_is_an_error() {
    let (store, query) = (test_store::connection(), echo());
    for (name, text) in [("tag", ","), ("tag", "[]"), ("channel", " , "), ("ids", "[]")] {
        let error = canned(&store, &query, name, text).unwrap_err();
        assert!(error.contains("names nothing"), "{name} {text}: {error}");
    }
}

#[test]
fn a_needed_value_that_is_missing_is_an_error() {
    let query = Query::parse("q", "q.sql", "-- T\n-- @param word text : the words\nSELECT :word AS word");
    let error = canned(&test_store::empty(), &query, "word", "").unwrap_err();
    assert!(error.contains("word is needed: the words"), "{error}");
    assert_eq!(canned(&test_store::empty(), &query, "word", "x"), Ok(Value::Text("x".to_owned())));
}

#[test]
fn only_parameters_are_replaced() {
    let text = "-- T\n-- @param a date? : x\n-- :a\n;WITH RECURSIVE given(n) AS (SELECT ':a' /* :a */ ) -- :a\n\
        SELECT n, \":a\", :a FROM given AS t(\":a\") ; -- end";
    let query = Query::parse("q", "q.sql", text);
    let sql = CannedQuery::of(&query).unwrap().sql;
    let (ours, own) = sql.split_once("\ngiven(n)").unwrap();
    assert_eq!(
        own,
        " AS (SELECT ':a' /* :a */ ) -- :a\nSELECT n, \":a\", (SELECT value FROM given__a) FROM given AS t(\":a\")"
    );
    assert!(ours.starts_with("WITH RECURSIVE\ngiven__a (value)"), "{ours}");
}

#[test]
fn whether_a_value_is_given_is_asked_without_reading_it() {
    let text = "-- T\n-- @param a date? : x\n-- @param b text? : x\n\
        SELECT :a IS NULL, :a is not null, :a IS :b, :b IS NULL, coalesce(:a, :b) IS NULL";
    let sql = CannedQuery::of(&Query::parse("q", "q.sql", text)).unwrap().sql;
    let (_, own) = sql.split_once("\n)\n").unwrap();
    let (a, b, value) = ("nullif(trim(:a), '')", "nullif(:b, '')", "(SELECT value FROM given_a)");
    assert_eq!(
        own,
        format!(
            "SELECT {a} IS NULL, {a} is not null, {value} IS {b}, {b} IS NULL, coalesce({value}, {b}) IS NULL"
        )
    );
}

#[test]
fn a_query_without_parameters_is_left_as_it_is() {
    for (text, sql) in [
        ("-- T\nSELECT 1 -- one\n;", "SELECT 1"),
        ("-- T\nWITH a AS (SELECT 1) SELECT * FROM a", "WITH a AS (SELECT 1) SELECT * FROM a"),
    ] {
        assert_eq!(CannedQuery::of(&Query::parse("q", "q.sql", text)).unwrap().sql, sql);
    }
}

#[test]
fn what_datasette_could_not_bind_is_refused() {
    for (text, message) in [
        ("-- T\n-- @param a text? : x\nSELECT :a, :b", "q.sql: :b is used but not declared"),
        ("-- T\n-- @param a text? : x\nSELECT :a, ?1", "q.sql: ?1 is used but not declared"),
        ("-- T\n-- @param sql text? : x\nSELECT :sql", "q.sql: Datasette keeps the name 'sql' for itself"),
        ("-- T\n", "q.sql: there is no statement"),
    ] {
        let error = CannedQuery::of(&Query::parse("q", "q.sql", text)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}
