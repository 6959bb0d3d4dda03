//! `chancery run`: which words are the query's, and which are options.

use crate::environment::Environment;

const EXPORT: &str = r##"{"name": "Tides", "type": "public_channel", "id": 555, "messages": [
    {"id": 1, "type": "message", "date": "2024-07-01T10:00:00", "date_unixtime": "1719828000", "from_id": "channel555",
     "text": "High water", "text_entities": []},
    {"id": 2, "type": "message", "date": "2024-07-20T10:00:00", "date_unixtime": "1721469600", "from_id": "channel555",
     "text": "Low water", "text_entities": []}]}"##;

fn environment() -> Environment {
    let environment = Environment::new();
    environment.write("tides.json", EXPORT);
    environment
}

#[test]
fn flags_of_the_query_may_follow_the_inputs() {
    for words in [
        &["run", "posts-per-period", "--from", "tides.json", "--by", "week", "-f", "csv", "--words", "low"][..],
        &["run", "posts-per-period", "--by", "week", "--words", "low", "-f", "csv", "--from", "tides.json"],
        &["run", "-f", "csv", "posts-per-period", "--from=tides.json", "--by=week", "--words=low"],
    ] {
        let rows = environment().run(words).success();
        // 20 July 2024 is the Saturday of ISO week 29; its week is cut by the last day of the data.
        let expected = "period,posts,originals,forwards,channels,partial,share,all_posts\r\n2024-W29,1,1,0,1,1,100.0,1\r\n";
        assert_eq!(rows, expected, "{words:?}");
    }
}

#[test]
fn the_ending_of_the_output_file_says_the_format_in_any_case() {
    let environment = environment();
    for (file, start) in
        [("a.CSV", "channels,posts,"), ("b.Md", "| channels | posts |"), ("c.jsonl", "{\"channels\":1,")]
    {
        let _ = environment.run(&["run", "overview", "--from", "tides.json", "-o", file]).success();
        let written = std::fs::read_to_string(environment.path(file)).unwrap();
        assert!(written.starts_with(start), "{file}: {written}");
    }
}

#[test]
fn a_word_with_a_hyphen_behind_the_words_that_are_looked_for_is_no_file_to_write() {
    let environment = environment();
    let run = |words: &[&str]| {
        environment.run(&[&["run", "posts", "--from", "tides.json", "--limit", "0"], words].concat())
    };
    for words in [&["--words", "water", "-oil"][..], &["--words=water", "-oil"]] {
        let outcome = run(words);
        let expected = "error: '-oil' behind --words is no flag of posts\n  a query leaves no word out, a search does: \
                        chancery search '… NOT oil'\n  to write to a file of that name: -o il\n";
        assert_eq!((outcome.code, outcome.stderr.as_str()), (2, expected));
    }
    assert!(!environment.path("il").exists());
    let _ = run(&["--words", "water", "-oil.csv"]).success();
    let _ = run(&["--words", "water", "-o", "rows"]).success();
    let _ = run(&["--words", "water", "--forwards", "no", "-oall"]).success();
    assert!(["il.csv", "rows", "all"].iter().all(|name| environment.path(name).exists()));
}

#[test]
fn a_query_of_the_search_index_is_not_run_over_inputs_that_have_none() {
    let environment = environment();
    environment.write(
        "found.sql",
        "-- Found\n-- needs: search-index\n-- @column n int : n\nSELECT count(*) AS n FROM post_search",
    );
    let outcome = environment.run(&["run", "./found.sql", "--from", "tides.json"]);
    let expected = "error: found needs the search index, which the inputs of --from have not\n  load them, then: chancery index\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, expected));
}

#[test]
fn a_store_is_a_file_whatever_its_name_means_to_sqlite() {
    let environment = environment();
    for name in [":memory:", "file:tides.db"] {
        assert_eq!(environment.run(&["--db", name, "load", "tides.json"]).code, 0, "{name}");
        let rows = environment.run(&["--db", name, "run", "overview", "-f", "csv"]).success();
        assert!(rows.contains("\r\n1,2,"), "{name}: {rows}");
    }
}
