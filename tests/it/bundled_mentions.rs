//! The queries about who is named, over `tests/fixtures/queries/mentions.sql`: the most important figures worked out
//! by hand, and what must hold between the queries.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::bundled_queries::{Row, assert_same, rows, store_of};

fn store() -> Connection {
    store_of("mentions.sql")
}

fn row(values: Value) -> Row {
    serde_json::from_value(values).unwrap()
}

#[test]
fn a_channel_is_compared_with_the_posts_of_all_others() {
    // @gazette: posts 8 and 9 of the six of channel 2; 6 of channel 1, 14 16 18 of channel 3, 20 of channel 6: five of
    // the other fifteen. Odds ratio: (2 + 0.5) * (10 + 0.5) / ((4 + 0.5) * (5 + 0.5)) = 26.25 / 24.75.
    let wanted = row(json!(["Вестник (1002)", "gazette", "handle", 2, 33.33, 33.33, 1.061, 6, 5, 15]));
    for channels in [json!(null), json!([2]), json!([2, 3])] {
        let got = rows(&store(), "mention-by-channel", &json!({"channel": channels}));
        assert!(
            got.contains(&wanted),
            "channel {channels} chooses what is shown, not what it is compared with"
        );
    }
}

#[test]
fn an_odds_ratio_is_defined_where_nobody_else_names_somebody() {
    // @ميناء: post 16 of the five of channel 3, none of the other sixteen: (1.5 * 16.5) / (4.5 * 0.5) = 11.
    let got = rows(&store(), "mention-by-channel", &json!({"channel": [3], "name": ["ميناء"]}));
    assert_eq!(got, [row(json!(["@Harbour", "ميناء", "handle", 1, 20.0, 0.0, 11.0, 5, 0, 16]))]);
    // Only channel 1 uses #lost, so there is nothing to compare it with.
    let got = rows(&store(), "mention-by-channel", &json!({"tag": ["lost"], "name": ["archive"]}));
    assert_eq!(got, [row(json!(["@Ministry", "archive", "handle", 1, 100.0, null, null, 1, 0, 0]))]);
}

#[test]
fn too_few_posts_give_no_odds_ratio_against_the_shares() {
    // @ميناء: one post of channel 3 only. Channel 6: (0.5 * 17.5) / (3.5 * 1.5) = 1.67, though it never names it; channel 2:
    // (0.5 * 14.5) / (6.5 * 1.5) = 0.744; channel 1: (0.5 * 13.5) / (7.5 * 1.5) = 0.6.
    let got = rows(&store(), "mention-by-channel", &json!({"name": ["ميناء"]}));
    let ratios: Vec<Row> =
        got.iter().map(|row| vec![row[7].clone(), row[3].clone(), row[6].clone()]).collect();
    assert_eq!(
        ratios,
        [json!([5, 1, 11.0]), json!([7, 0, 0.6]), json!([6, 0, 0.744]), json!([3, 0, null])].map(row)
    );
    // Of posts with these words channel 3 has only 17, which names @archive, as do eight of the other nine:
    // (1.5 * 1.5) / (0.5 * 8.5) = 0.53.
    let got = rows(
        &store(),
        "mention-by-channel",
        &json!({"words": "archive", "channel": [3], "kind": "handle", "name": ["archive"]}),
    );
    assert_eq!(got, [row(json!(["@Harbour", "archive", "handle", 1, 100.0, 88.89, null, 1, 8, 9]))]);
}

#[test]
fn a_name_that_is_asked_for_has_a_row_for_every_channel_that_posted() {
    // @ministry: post 2 of channel 1 (seven posts), 11 and 13 of channel 2 (six); channels 3 (five) and 6 (three) are silent.
    let got = rows(&store(), "mention-by-channel", &json!({"name": ["ministry"]}));
    let counts: Vec<Row> =
        got.iter().map(|row| vec![row[0].clone(), row[3].clone(), row[7].clone()]).collect();
    let wanted = [
        json!(["@Harbour", 0, 5]),
        json!(["@Ministry", 1, 7]),
        json!(["Вестник (1002)", 2, 6]),
        json!(["Вестник (1006)", 0, 3]),
    ];
    assert_eq!(counts, wanted.map(row));
}

#[test]
fn a_post_that_names_two_counts_for_both_shares_of_voice() {
    // January: @archive in posts 1 2 3 9 10, @harbour in 3 8 9 14. Nobody names @silent; @nobody is not in the store.
    let names = ["archive", "harbour", "silent", "nobody"];
    let names = json!({"kind": "handle", "name": names, "until": "2022-01-31"});
    let wanted = [
        json!(["2022-01", "archive", "handle", 5, 9, 55.56, 7, 0]),
        json!(["2022-01", "harbour", "handle", 4, 9, 44.44, 7, 0]),
        json!(["2022-01", "silent", "handle", 0, 9, 0.0, 7, 0]),
    ];
    assert_eq!(rows(&store(), "share-of-voice", &names), wanted.map(row));
}

#[test]
fn names_given_are_all_compared_but_only_twenty_of_those_named_most() {
    let units: Vec<String> = (1..=20).map(|number| format!("unit{number:02}")).collect();
    let names = [units.clone(), vec!["archive".to_owned(), "gazette".to_owned()]].concat();
    let of_year = |parameters: Value| {
        rows(&store(), "share-of-voice", &parameters).into_iter().filter(|row| row[0] == json!("2022"))
    };
    assert_eq!(of_year(json!({"by": "year", "kind": "handle", "name": names})).count(), 22);
    assert_eq!(of_year(json!({"by": "year", "kind": "handle", "name": names, "top": 3})).count(), 3);
    assert_eq!(of_year(json!({"by": "year"})).count(), 20);
}

#[test]
fn a_channel_that_names_itself_counts_unless_it_is_left_out() {
    // @harbour: posts 3 4 of channel 1, 8 9 of channel 2, 14 15 17 of its own.
    let top = |self_mentions| {
        rows(
            &store(),
            "top-mentions",
            &json!({"kind": "handle", "name": ["harbour"], "self_mentions": self_mentions}),
        )
    };
    assert_eq!(top("yes"), [row(json!([1, "harbour", "handle", 7, 7, 3, 33.33, 21]))]);
    assert_eq!(top("no"), [row(json!([1, "harbour", "handle", 4, 4, 2, 19.05, 21]))]);
    // @mfa is what @ministry was called before, so only the organisation of that name is left of post 5.
    let got = rows(&store(), "top-mentions", &json!({"kind": "all", "name": ["mfa"], "self_mentions": "no"}));
    assert_eq!(got, [row(json!([1, "MFA", "organisation", 1, 1, 1, 4.76, 21]))]);
}

#[test]
fn a_handle_that_two_channels_had_in_turn_is_an_earlier_one_of_both() {
    // @mfa was the ministry's, then the harbour's, and is now nobody's: the aliases have it of the harbour alone. Post 5 of
    // the ministry names it, the organisation MFA, and @archive.
    let store = store();
    store
        .execute_batch(
            "UPDATE channel_aliases SET channel_id = 3 WHERE kind = 'handle' AND value = 'mfa';
             INSERT INTO channel_tellings (channel_id, load_id, position, certainty, handle, folded_handle)
             VALUES (1, 1, 9, 3, 'mfa', 'mfa'), (3, 1, 9, 3, 'mfa', 'mfa');",
        )
        .unwrap();
    let given = json!({"kind": "handle", "name": ["mfa"], "self_mentions": "no"});
    let monthly = json!({"kind": "handle", "name": ["mfa"], "self_mentions": "no", "since": "2022-03-31"});
    for name in
        ["top-mentions", "mention-frequency", "mention-by-channel", "mention-pairs", "mention-with-hashtag"]
    {
        for given in [&given, &monthly] {
            assert_eq!(rows(&store, name, given), Vec::<Row>::new(), "{name} {given}");
        }
    }
    let voice = rows(&store, "share-of-voice", &given);
    assert!(!voice.is_empty() && voice.iter().all(|row| row[3] == json!(0)), "{voice:?}");
}

#[test]
fn a_pair_is_told_apart_by_kind_where_names_are_equal() {
    // The organisation: posts 10 and 12. @archive: 1 2 3 5 6 9 10 17 19. Both: 10.
    let got = rows(&store(), "mention-pairs", &json!({"kind": "all", "name": ["archive"], "words": "pays"}));
    let kinds: Vec<Row> = got.iter().map(|row| [&row[..4], &row[6..8]].concat()).collect();
    let wanted = [
        json!(["100", "archive", 1, 1.0, "number", "handle"]),
        json!(["100", "Archive", 1, 1.0, "number", "organisation"]),
        json!(["archive", "Archive", 1, 1.0, "handle", "organisation"]),
    ];
    assert_eq!(kinds, wanted.map(row));
    let got = rows(&store(), "mention-pairs", &json!({"kind": "all", "top": 0}));
    let both = got.iter().find(|row| row[0] == "archive" && row[1] == "Archive").unwrap();
    assert_eq!(both[2..4], [json!(1), json!(0.1)]);
}

#[test]
fn hashtags_are_shares_of_the_posts_that_name_somebody() {
    // @ministry: post 2 writes #trade twice, 11 carries #trade and #ports, 13 #trade.
    let got = rows(&store(), "mention-with-hashtag", &json!({"name": ["ministry"]}));
    let wanted = [
        json!(["ministry", "handle", "trade", 3, 100.0, 3]),
        json!(["ministry", "handle", "ports", 1, 33.33, 3]),
    ];
    assert_eq!(got, wanted.map(row));
}

#[test]
fn the_loaders_monthly_counts_and_the_posts_themselves_name_the_same() {
    let store = store();
    let filters = [
        json!({}),
        json!({"forwards": "no"}),
        json!({"forwards": "only", "kind": "all"}),
        json!({"channel": [1, 3], "self_mentions": "no"}),
        json!({"self_mentions": "no", "kind": "all", "top": 0}),
        json!({"name": ["archive", "mfa", "silent"], "kind": "all"}),
        json!({"top": 2}),
        // Whole months.
        json!({"since": "2024-12-01"}),
        json!({"until": "2024-12-31", "kind": "all", "top": 0}),
        json!({"since": "2025-01-01", "until": "2025-01-31", "forwards": "no"}),
        json!({"since": "2024-10-01", "until": "2024-12-31", "self_mentions": "no"}),
    ];
    for name in ["top-mentions", "mention-frequency", "share-of-voice", "mention-by-channel"] {
        for by in ["month", "quarter", "year"] {
            for filter in &filters {
                let mut parameters = filter.clone();
                parameters["by"] = json!(by);
                let summary = rows(&store, name, &parameters);
                // Every text contains the empty phrase, and a phrase is looked for in the posts.
                parameters["words"] = json!("");
                assert_same(&rows(&store, name, &parameters), &summary, &format!("{name} {parameters}"));
            }
        }
    }
}

#[test]
fn a_week_that_reaches_beyond_the_calendar_is_partial() {
    // 2022 begins on a Saturday of 2021-W52 and ends on a Saturday of 2022-W52; the weeks between are whole.
    let store = store();
    store.execute_batch("UPDATE posts SET posted_on = '2022-12-31' WHERE post_id = 9").unwrap();
    for (name, partial) in [("posts-per-period", 5), ("mention-frequency", 8), ("share-of-voice", 7)] {
        let got = rows(&store, name, &json!({"by": "week", "name": ["gazette"]}));
        let partial_weeks: Vec<&Row> = got.iter().filter(|row| row[partial] == json!(1)).collect();
        let periods: Vec<&Value> = partial_weeks.iter().map(|row| &row[0]).collect();
        assert_eq!(periods, [&json!("2021-W52"), &json!("2022-W52")], "{name}");
        assert_eq!(got.last().unwrap()[partial], Value::Null, "{name}: undated");
    }
    let got = rows(
        &store,
        "posts-per-period",
        &json!({"by": "week", "since": "2022-01-03", "until": "2022-01-09"}),
    );
    assert_eq!((got[0][0].clone(), got[0][5].clone()), (json!("2022-W01"), json!(0)));
}

#[test]
fn all_but_numbers_are_counted_unless_a_kind_is_asked_for() {
    // Organisations: Archive in posts 10 and 12, MFA in 5, Harbour in 18. The person: 12. The number 100: 10 and 20.
    // The ships, a kind of the user's own: Aurora in 12 and twice in 13, Tern in 13.
    let of = |kind: Value| -> Vec<(Value, Value, Value)> {
        let rows = rows(&store(), "top-mentions", &json!({"kind": kind, "top": 0}));
        rows.into_iter().map(|row| (row[1].clone(), row[2].clone(), row[3].clone())).collect()
    };
    let row = |name: &str, kind: &str, posts: i64| (json!(name), json!(kind), json!(posts));
    let organisations =
        [row("Archive", "organisation", 2), row("Harbour", "organisation", 1), row("MFA", "organisation", 1)];
    assert_eq!(of(json!("organisation")), organisations);
    assert_eq!(of(json!("person")), [row("Ana Lin", "person", 1)]);
    assert_eq!(of(json!("number")), [row("100", "number", 2)]);
    assert_eq!(of(json!("ship")), [row("Aurora", "ship", 2), row("Tern", "ship", 1)]);
    let (named, all, handles) = (of(json!(null)), of(json!("all")), of(json!("handle")));
    assert_eq!(all.len(), named.len() + 1);
    assert_eq!(named.len(), handles.len() + 6);
    assert!(organisations.iter().all(|row| named.contains(row)));
    assert!(!named.contains(&row("100", "number", 2)));
}
