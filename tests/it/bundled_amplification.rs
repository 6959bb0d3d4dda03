//! The queries of who repeats, forwards and reaches what, over `tests/fixtures/queries/amplification.sql`: the most
//! important figures, worked out by hand.

use rusqlite::{Connection, StatementStatus};
use serde_json::{Value, json};

use crate::bundled_queries::{Row, count_again, query_sql, rows, store_of, take_words};

fn store() -> Connection {
    store_of("amplification.sql")
}

/// The rows with these columns only.
fn told(rows: &[Row], columns: &[usize]) -> Vec<Value> {
    rows.iter().map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect()
}

#[test]
fn an_arrow_of_the_network_points_from_who_forwards_to_the_original() {
    let got = rows(&store(), "forward-network", &json!({"min_weight": 2}));
    // Radio Meadow forwards The Harbour with posts 9, 10, 51, 53 and 56, of its ten: 5 8 9 10 25 49 51 53 54 56.
    // The ministry does with 50, 52 and 55, of its 22: 2 7 12 15 17 22 31 34 35 37 40 42 50 52 55 63 67 68 73 76 78 79.
    let wanted = [
        // Posts forward from another Radio Meadow, too, though not twice.
        json!(["Radio Meadow (2004)", "@Harbour", 5, "2024-02-05", "2024-03-22", 50.0, 10]),
        json!(["@ministry", "@Harbour", 3, "2024-03-20", "2024-03-22", 13.64, 22]),
    ];
    assert_eq!(told(&got, &[0, 1, 2, 3, 4, 5, 6]), wanted);
}

#[test]
fn two_channels_of_one_name_stay_two_nodes() {
    let got = rows(&store(), "forward-network", &json!({"channel": [3]}));
    // Posts 58, 59 and 60; the origin of post 57 is unknown and makes no pair.
    let targets = [json!(["Radio Meadow (2004)"]), json!(["Radio Meadow (telegram)"]), json!(["Вестник"])];
    assert_eq!(told(&got, &[1]), targets);
}

#[test]
fn equal_texts_are_those_whose_words_are_and_who_was_first_is_told_only_where_it_is_known() {
    let got = rows(&store(), "copypasta", &json!({}));
    let told = told(&got, &[1, 2, 3, 4, 5]);
    // Posts 1 to 6, of five channels; 9 and 10 are forwards. All 64 posts that are none are the denominator.
    assert_eq!(told[0], json!([5, 6, "2024-02-05", "2024-02-06", "@Harbour"]));
    assert_eq!(got[0][7..], [json!(9.38), json!(64)]);
    // Posts 7 and 8 differ from them in one letter of 54.
    assert_eq!(told[1], json!([2, 2, "2024-02-05", "2024-02-07", "@ministry"]));
    // A bare day beside an instant of that day; one instant in two channels; no day.
    let unknown: Vec<_> = got.iter().filter(|row| row[5].is_null()).map(|row| row[3].clone()).collect();
    assert_eq!(unknown, [json!("2024-03-05"), json!("2024-03-06"), Value::Null]);
    // The bare day of post 28 is the day before that of post 29.
    assert_eq!(got.iter().filter(|row| row[5] == json!("@archive")).count(), 1);
    // 39 characters are too short by default, as post 16's; with 39 they are not, and post 13's twelve still are.
    assert_eq!(got.len() + 1, rows(&store(), "copypasta", &json!({"min_length": 39})).len());
}

#[test]
fn a_pair_counts_the_posts_that_follow_and_the_seconds_since_the_latest_one() {
    let got = rows(&store(), "coordinated-posts", &json!({}));
    let wanted = [
        // The ministry follows with 31 (/a, 20 s), 34 (/b, 60 s), 37 (/d, at once) and 40 (/e 5 s, /f 2 s since post 71).
        // Lags 0 2 20 60: the median is 11. Post 36 comes 61 s after post 35.
        json!(["@Harbour", "@ministry", 4, 5, 11.0, 18.18, 22, 22]),
        // /g over midnight, 20 s; /j, 30 s.
        json!(["Вестник", "@ministry", 2, 2, 25.0, 9.09, 22, 22]),
        // /h by posts 43 and 44, at :00 and :10; followed at :14 and :20, 4 s and 10 s after the latter.
        json!(["@Harbour", "Вестник", 2, 1, 7.0, 13.33, 15, 15]),
    ];
    assert_eq!(told(&got, &[0, 1, 2, 3, 4, 7, 8, 9]), wanted);
}

#[test]
fn a_bare_day_meets_nothing_and_is_told() {
    // Post 48 comes five seconds into the day of post 47. Archive has 6 20 24 28 47 61 70, none with an instant.
    let day = json!({"since": "2024-03-19", "until": "2024-03-19", "min_times": 1});
    assert_eq!(rows(&store(), "coordinated-posts", &day), Vec::<Row>::new());
    let text =
        json!({"object": "text", "window": 86400, "min_times": 1, "forwards": "no", "channel": [3, 4]});
    let got = rows(&store(), "coordinated-posts", &text);
    // Posts 3 and 5, 23 h 59 min apart; the channel's own posts are 5 8 25 49, of which 25 and 49 are undated.
    assert_eq!(
        told(&got, &[0, 1, 2, 4, 7, 8, 9]),
        [json!(["Вестник", "Radio Meadow", 1, 86340.0, 25.0, 2, 4])]
    );
}

#[test]
fn originals_are_told_apart_by_their_channel_too() {
    // Posts 50 and 51 by id, 52 and 53 by instant. Post 54 has the id of 50 in another channel, 55 and 56 have none.
    let got = rows(&store(), "coordinated-posts", &json!({"object": "forward"}));
    assert_eq!(told(&got, &[0, 1, 2, 3, 4]), [json!(["@ministry", "Radio Meadow", 2, 2, 37.5])]);
}

#[test]
fn points_of_one_group_are_the_same_whatever_their_words() {
    // Posts 30 and 31, 20 s; posts 39 and 40, 5 s, with two points, of which post 71 has one 2 s before; posts 22 and 23
    // at one instant; posts 1 and 7, 40 s. Lags 0 2 20 40: the median is 11. Post 36 comes 61 s after post 35.
    let got = rows(&store(), "coordinated-posts", &json!({"object": "point"}));
    let wanted = [
        json!(["@Harbour", "@ministry", 4, 4, 11.0, 18.18, 22]),
        // The forwards 9 and 10, 19 s and 51 s after post 7; post 1 is 59 s and 91 s away.
        json!(["@ministry", "Radio Meadow", 2, 1, 35.0, 20.0, 10]),
    ];
    assert_eq!(told(&got, &[0, 1, 2, 3, 4, 7, 9]), wanted);
}

#[test]
fn points_that_are_not_grouped_are_an_error_and_no_empty_answer() {
    for change in ["UPDATE point_grouping SET state = 'absent'", "UPDATE point_grouping SET state = 'behind'"]
    {
        let store = store();
        store.execute_batch(change).unwrap();
        assert_eq!(rows(&store, "coordinated-posts", &json!({})).len(), 3, "{change}");
        let mut statement = store.prepare(&query_sql("coordinated-posts")).unwrap();
        for (name, value) in [(":object", "point"), (":since", "2024-01-01")] {
            let index = statement.parameter_index(name).unwrap().unwrap();
            statement.raw_bind_parameter(index, value).unwrap();
        }
        let error = statement.raw_query().next().map(|row| row.is_some()).unwrap_err().to_string();
        assert!(error.contains(": run chancery group"), "{error}");
    }
}

#[test]
fn a_post_is_measured_by_the_median_of_its_channel_without_forwards_and_unknown_counts() {
    let got = rows(&store(), "top-posts", &json!({"top": 2}));
    let wanted = [
        // The Harbour: 100 110 100 400 100, of 25 own posts. The ministry: 10 20 30 50 25, of 19.
        json!(["@Harbour", "2024-03-12", 400, 4.0, 100.0, 5, 20.0, 25]),
        json!(["@ministry", "2024-03-12", 50, 2.0, 25.0, 5, 26.32, 19]),
    ];
    assert_eq!(told(&got, &[0, 1, 3, 4, 6, 7, 8, 9]), wanted);
    // Вестник: 0 0 3 0 0 0 has the median 0; 3 is no multiple of it, and comes after all that is one.
    let all = rows(&store(), "top-posts", &json!({"top": 0}));
    let without = all.iter().position(|row| row[4].is_null()).unwrap();
    assert_eq!((&all[without][0], &all[without][3]), (&json!("Вестник"), &json!(3)));
    assert!(all[without..].iter().all(|row| row[4].is_null()));
}

#[test]
fn the_last_whole_month_stands_against_the_one_before() {
    let got = rows(&store(), "period-compare", &json!({"tag": ["ports", "news", "trade"]}));
    // March: #news in 32 33 34 60, #trade in 34 37 38. February: #ports in 1 2 3 4 5 9 10, #news in 66, #trade in 65,
    // which writes it twice. April is not whole, its posts 62 and 63 do not count; nor does the undated 49.
    let wanted = [
        json!(["ports", 0, 7, -7, -100.0, 0.0, 44, 26.92, 26, "2024-03", "2024-02", 0]),
        json!(["news", 4, 1, 3, 300.0, 9.09, 44, 3.85, 26, "2024-03", "2024-02", 0]),
        json!(["trade", 3, 1, 2, 200.0, 6.82, 44, 3.85, 26, "2024-03", "2024-02", 0]),
    ];
    assert_eq!(got.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
    // January has the one post of the 29th and is not whole.
    let got =
        rows(&store(), "period-compare", &json!({"kind": "channel", "period": "2024-02-29", "channel": [3]}));
    assert_eq!(told(&got, &[0, 1, 2, 9, 10, 11]), [json!(["Вестник", 3, 1, "2024-02", "2024-01", 1])]);
}

#[test]
fn a_message_that_nobody_says_has_its_rows_of_nothing() {
    let messages = json!(["open = open the ports", "peace", "open = ports stay open"]);
    let got = rows(
        &store(),
        "message-pull-through",
        &json!({"message": messages, "by": "quarter", "channel": [1]}),
    );
    // In the first quarter, of 24 posts: 1 and 4; 14 and 16. Post 62, the only one of the second, has both variants.
    let wanted = [
        json!(["2024-Q1", "open", 2, 1, 8.33, 24, 1]),
        json!(["2024-Q1", "peace", 2, 1, 8.33, 24, 1]),
        json!(["2024-Q2", "open", 1, 1, 100.0, 1, 1]),
        json!(["2024-Q2", "peace", 0, 0, 0.0, 1, 1]),
    ];
    assert_eq!(got.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
}

/// A store with posts of channel 1 on these days only, and the calendar of 2024.
fn store_of_days(days: &[&str]) -> Connection {
    let store = store();
    store.execute_batch("DELETE FROM posts").unwrap();
    for day in days {
        let sql = "INSERT INTO posts (channel_id, posted_at, posted_on, is_forward, album_size, first_load_id, last_load_id, \
                   text) VALUES (1, ?1, ?1, 0, 1, 1, 1, 'ports')";
        store.execute(sql, [day]).unwrap();
    }
    take_words(&store);
    count_again(&store);
    store
}

#[test]
fn a_week_that_the_calendar_cuts_is_not_whole() {
    // The calendar ends with Tuesday, 31 December 2024: two days of the week 2025-W01.
    let store = store_of_days(&["2024-12-16", "2024-12-31"]);
    let week = json!({"by": "week"});
    let partial = [json!(["2024-W51", 0]), json!(["2024-W52", 0]), json!(["2025-W01", 1])];
    assert_eq!(told(&rows(&store, "posts-per-period", &week), &[0, 5]), partial);
    let message = json!({"by": "week", "message": ["ports"]});
    assert_eq!(told(&rows(&store, "message-pull-through", &message), &[0, 6]), partial);
    let channels = json!({"by": "week", "kind": "channel"});
    assert_eq!(
        told(&rows(&store, "period-compare", &channels), &[1, 2, 9, 10, 11]),
        [json!([0, 1, "2024-W52", "2024-W51", 0])]
    );
}

#[test]
fn a_period_before_the_calendar_is_unknown() {
    let store = store_of_days(&["2024-01-01", "2024-01-31"]);
    let got = rows(&store, "period-compare", &json!({"kind": "channel"}));
    assert_eq!(told(&got, &[1, 2, 9, 10, 11]), [json!([2, 0, "2024-01", null, 1])]);
}

/// How many steps a query takes on a store in which `posts` posts of two channels have one hashtag, one an hour.
fn steps(posts: u32, name: &str, parameters: &[(&str, &str)]) -> i32 {
    let store = store();
    store
        .execute_batch(&format!(
            "DELETE FROM posts;
             WITH RECURSIVE hours (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM hours WHERE n < {posts})
             INSERT INTO posts (post_id, channel_id, posted_at, posted_local, posted_on, is_forward, album_size, first_load_id,
                 last_load_id, text)
             SELECT n, n % 2 + 1, strftime('%Y-%m-%dT%H:%M:%SZ', '2024-01-01', n || ' hours'),
                    strftime('%Y-%m-%dT%H:%M:%S', '2024-01-01', n || ' hours'), date('2024-01-01', n || ' hours'), 0, 1, 1, 1,
                    'The same words in every post of this store'
             FROM hours;
             INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start) SELECT post_id, 1, 4, 'trade', 1 FROM posts;"
        ))
        .unwrap();
    take_words(&store);
    count_again(&store);
    let mut statement = store.prepare(&query_sql(name)).unwrap();
    for (parameter, value) in parameters {
        let index = statement.parameter_index(parameter).unwrap().unwrap();
        statement.raw_bind_parameter(index, value).unwrap();
    }
    let mut cursor = statement.raw_query();
    while cursor.next().unwrap().is_some() {}
    drop(cursor);
    statement.get_status(StatementStatus::VmStep)
}

#[test]
fn a_hashtag_or_a_text_in_every_post_is_no_square_of_work() {
    for (name, parameters) in [
        ("coordinated-posts", &[(":object", "hashtag")][..]),
        ("coordinated-posts", &[(":object", "text")]),
        ("copypasta", &[]),
    ] {
        let (few, many) = (steps(1000, name, parameters), steps(4000, name, parameters));
        assert!(many < few * 6, "{name} {parameters:?}: {few} steps for 1,000 posts, {many} for 4,000");
    }
}
