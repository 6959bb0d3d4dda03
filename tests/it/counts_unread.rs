//! Counts that are no certain numbers are left empty, counted, and told with the place of the first.

use serde_json::json;

use crate::cli_channels_merge::write;
use crate::environment::Environment;

fn views(environment: &Environment) -> serde_json::Value {
    environment
        .run(&[
            "sql",
            "SELECT views, views_unit, forwards, replies FROM posts ORDER BY post_id",
            "-f",
            "json",
        ])
        .json()
}

#[test]
fn a_table_tells_the_line_of_the_first_of_its_counts_that_could_be_two_numbers() {
    let environment = Environment::new();
    write(
        &environment,
        "t.csv",
        "id;date;text;channel;views;forwards;replies;reactions\n\
         1;2024-01-01;a;Rivers;1,234;1.234.567;١٬٢٣٤;\n\
         2;2024-01-02;b;Rivers;1.2K;3;-;\"{\"\"👍\"\": 5}\"\n\
         3;2024-01-03;c;Rivers;1.234;1.2K;NaN;\n\
         4;2024-01-04;d;Rivers;12 views;-5;many;\"{\"\"👍\"\": \"\"a lot\"\"}\"\n",
    );
    let outcome = environment.run(&["load", "t.csv"]);
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.contains(
            "warning: 't.csv': 6 counts, or ids of other posts or authors, are no certain number, \
             such as '1.234' (line 4), and left empty (to have them: write them in digits, as 1234)\n"
        ),
        "{outcome}"
    );
    assert_eq!(
        views(&environment),
        json!([
            {"views": 1234, "views_unit": null, "forwards": 1_234_567, "replies": 1234},
            {"views": 1200, "views_unit": 100, "forwards": 3, "replies": null},
            {"views": null, "views_unit": null, "forwards": null, "replies": null},
            {"views": null, "views_unit": null, "forwards": null, "replies": null},
        ])
    );
    // Loaded again into a store that has the channel, by way of records that are kept, it is told as well.
    write(
        &environment,
        "more.csv",
        "id;date;text;channel;views\n5;2024-01-05;e;Rivers;7\n6;2024-01-06;f;Rivers;1.5\n",
    );
    let outcome = environment.run(&["load", "more.csv"]);
    assert!(
        outcome.stderr.contains(
            "1 count, or id of another post or an author, is no certain number, such as '1.5' (line 3)"
        ),
        "{outcome}"
    );
}

#[test]
fn json_lines_tell_their_counts_that_are_none() {
    let environment = Environment::new();
    write(
        &environment,
        "p.jsonl",
        "{\"id\": 1, \"date\": \"2024-01-01\", \"text\": \"a\", \"channel\": \"Rivers\", \"views\": \"1.2K\", \"forwards\": null}\n\
         {\"id\": 2, \"date\": \"2024-01-02\", \"text\": \"b\", \"channel\": \"Rivers\", \"views\": 12.5, \"forwards\": {\"count\": 3}}\n",
    );
    let outcome = environment.run(&["load", "p.jsonl"]);
    assert!(
        outcome.stderr.contains(
            "2 counts, or ids of other posts or authors, are no certain number, such as '12.5' (line 2)"
        ),
        "{outcome}"
    );
    assert_eq!(
        views(&environment)[0],
        json!({"views": 1200, "views_unit": 100, "forwards": null, "replies": null})
    );
}

#[test]
fn a_page_tells_its_counts_that_are_none() {
    let environment = Environment::new();
    let post = |id: u8, views: &str| {
        format!(
            "<div class=\"tgme_widget_message_wrap\"><div class=\"tgme_widget_message\" data-post=\"rivers/{id}\">\
             <div class=\"tgme_widget_message_bubble\"><div class=\"tgme_widget_message_text js-message_text\">Rain {id}</div>\
             <span class=\"tgme_widget_message_views\">{views}</span>\
             <a class=\"tgme_widget_message_date\" href=\"https://t.me/rivers/{id}\"><time datetime=\"2024-01-0{id}T00:00:00+00:00\"></time></a>\
             </div></div></div>\n"
        )
    };
    let page = format!(
        "<html><body><main class=\"tgme_main\" data-url=\"/rivers\">{}{}{}</main></body></html>",
        post(1, "1.2K"),
        post(2, "1,2"),
        post(3, "1,234")
    );
    write(&environment, "page.html", &page);
    let outcome = environment.run(&["load", "page.html"]);
    assert!(
        outcome.stderr.contains(
            "1 count, or id of another post or an author, is no certain number, such as '1,2' (byte "
        ),
        "{outcome}"
    );
    let views = views(&environment);
    assert_eq!(
        [&views[0]["views"], &views[1]["views"], &views[2]["views"]],
        [&json!(1200), &json!(null), &json!(1234)],
        "1,2 is not 12"
    );
}
