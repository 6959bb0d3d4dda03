//! The canned queries of `chancery datasette-config` in Datasette itself, started as the command says.

use serde_json::{Value, json};

use crate::cli_datasette_config::{NEEDS_WORDS, VALUES, canned, run, samples_with_config};
use crate::environment::Environment;
use crate::interop::{assert_same, output};
use crate::neighbours::Neighbours;

/// What Datasette prints for a page, and whether it is content.
fn get(neighbours: &Neighbours, environment: &Environment, page: &str) -> (bool, Value) {
    let told = environment.run(&["datasette-config", "-o", "datasette.json"]);
    assert_eq!((told.code, told.stdout.as_str()), (0, ""), "{told}");
    let line =
        told.stderr.lines().find_map(|line| line.strip_prefix("start Datasette 0.65: datasette ")).unwrap();
    let mut program = neighbours.program("datasette");
    program.current_dir(environment.folder()).args(line.split_whitespace()).args(["--get", page]);
    let answer = program.output().unwrap();
    let printed = String::from_utf8(answer.stdout).unwrap();
    let value = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{page}: {error}: {printed}"));
    (answer.status.success(), value)
}

fn page(query: &str, values: &[(&str, &str)]) -> String {
    let mut page = format!("/chancery/{query}.json?_shape=array&_size=max");
    for (name, value) in values {
        page.extend(["&", name, "="]);
        page.extend(value.bytes().map(|byte| format!("%{byte:02X}")));
    }
    page
}

/// Asks one Datasette for many pages: to start it takes longer than to answer.
const PAGES: &str = "
import asyncio, json, sys
from datasette.app import Datasette
async def main():
    datasette = Datasette(
        [sys.argv[1]],
        metadata=json.load(open(sys.argv[2], encoding='utf-8')),
        settings={'sql_time_limit_ms': 60000, 'max_returned_rows': 100000},
    )
    await datasette.invoke_startup()
    return [(await datasette.client.get(page)).json() for page in json.load(sys.stdin)]
json.dump(asyncio.run(main()), sys.stdout)
";

fn get_all(neighbours: &Neighbours, environment: &Environment, pages: &[String]) -> Vec<Value> {
    assert_eq!(environment.run(&["datasette-config", "-o", "datasette.json"]).code, 0);
    let mut python = neighbours.program("python");
    python.current_dir(environment.folder()).args(["-c", PAGES, "chancery.db", "datasette.json"]);
    serde_json::from_str(&output(&mut python, &json!(pages).to_string())).unwrap()
}

#[test]
fn the_command_that_is_told_starts_datasette_with_the_canned_queries() {
    let Some(neighbours) = Neighbours::find() else { return };
    let (environment, _) = samples_with_config();
    let (is_content, rows) = get(&neighbours, &environment, &page("hashtag-frequency", &[]));
    assert!(is_content, "{rows}");
    assert_same(&rows, &run(&environment, "hashtag-frequency", &[]), "hashtag-frequency");
}

#[test]
fn every_canned_query_gives_the_rows_of_run() {
    let Some(neighbours) = Neighbours::find() else { return };
    let (environment, config) = samples_with_config();
    let mut queries = canned(&config);
    queries.retain(|query| query.name != NEEDS_WORDS);
    assert!(queries.len() > 20);
    let pages: Vec<String> = queries.iter().map(|query| page(&query.address, &[])).collect();
    for (query, rows) in queries.iter().zip(get_all(&neighbours, &environment, &pages)) {
        assert!(rows.is_array(), "{}: {rows}", query.address);
        assert_same(&rows, &run(&environment, &query.name, &[]), &query.address);
    }
}

#[test]
fn values_of_the_page_mean_what_flags_mean() {
    let Some(neighbours) = Neighbours::find() else { return };
    let (environment, _) = samples_with_config();
    environment.run(&["index", "--words"]).success();
    let address = |query: &'static str| if query == "posts" { "posts-report" } else { query };
    let pages: Vec<String> = VALUES.iter().map(|(query, values)| page(address(query), values)).collect();
    let answers = get_all(&neighbours, &environment, &pages);
    assert_eq!(answers.len(), VALUES.len());
    for ((query, values), rows) in VALUES.iter().zip(answers) {
        assert!(rows.is_array(), "{query}: {rows}");
        assert_same(&rows, &run(&environment, query, values), query);
    }
}

#[test]
fn a_mistyped_value_is_an_error_on_the_page() {
    let Some(neighbours) = Neighbours::find() else { return };
    let (environment, _) = samples_with_config();
    let (is_content, answer) = get(&neighbours, &environment, "/chancery/top-hashtags.json?channel=nobody");
    assert!(!is_content);
    assert!(
        answer["error"].as_str().unwrap().contains("channel \"nobody\" is not in this store"),
        "{answer}"
    );
    assert_eq!(answer["rows"], json!([]));
}

#[test]
fn datasette_knows_what_queries_tables_and_columns_mean() {
    let Some(neighbours) = Neighbours::find() else { return };
    let (environment, config) = samples_with_config();
    let (_, database) = get(&neighbours, &environment, "/chancery.json");
    let listed: Vec<(&str, &str)> = database["queries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|query| (query["name"].as_str().unwrap(), query["title"].as_str().unwrap()))
        .collect();
    assert!(listed.contains(&("hashtag-frequency", "Hashtag frequency per period")), "{listed:?}");
    assert_eq!(listed.len(), canned(&config).len());
    let hidden: Vec<&str> = database["tables"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|table| table["hidden"] == true)
        .map(|table| table["name"].as_str().unwrap())
        .collect();
    assert!(hidden.contains(&"post_evidence") && !hidden.contains(&"posts"), "{hidden:?}");
    let (_, metadata) = get(&neighbours, &environment, "/-/metadata.json");
    let posts = &metadata["databases"]["chancery"]["tables"]["posts"];
    assert!(posts["columns"]["posted_on"].as_str().unwrap().contains("reporting zone"), "{posts}");
    // The newest post first, by the table's own page.
    let (_, rows) = get(&neighbours, &environment, "/chancery/posts.json?_shape=array&_size=1");
    assert_eq!(rows[0]["posted_on"], "2025-04-24");
}
