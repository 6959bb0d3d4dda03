//! `sample-posts`: that a draw is fair, and the same whichever way it is found.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::bundled_queries::{rows, store_of};

fn drawn(store: &Connection, parameters: &Value) -> Vec<i64> {
    rows(store, "sample-posts", parameters).iter().map(|row| row[0].as_i64().unwrap()).collect()
}

#[test]
fn a_sample_goes_on_where_a_smaller_one_ended_and_another_seed_draws_others() {
    let store = store_of("store.sql");
    let small = drawn(&store, &json!({"size": 5}));
    let large = drawn(&store, &json!({"size": 26}));
    assert_eq!(small, large[..5]);
    assert_eq!(large.iter().collect::<BTreeSet<_>>().len(), 26);
    assert_ne!(drawn(&store, &json!({"size": 5, "seed": 2})), small);
}

/// Of 26 posts each is first in one of 26 samples, 31 of 800, with a standard deviation of 5.4; and second, after any of them.
#[test]
fn every_post_has_the_same_chance() {
    let store = store_of("store.sql");
    let (mut first, mut second, mut steps) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for seed in 1..=800 {
        let [one, other] = drawn(&store, &json!({"size": 2, "seed": seed}))[..] else { panic!("two posts") };
        *first.entry(one).or_insert(0) += 1;
        *second.entry(other).or_insert(0) += 1;
        *steps.entry((other - one).rem_euclid(26)).or_insert(0) += 1;
    }
    assert_eq!((first.len(), second.len(), steps.len()), (26, 26, 25));
    for (what, counts) in [("first", first), ("second", second), ("steps", steps)] {
        for (key, count) in counts {
            assert!((10..=55).contains(&count), "{what} {key}: {count}");
        }
    }
}

/// 20,000 posts more, every 500th in a channel of its own.
fn large_store() -> Connection {
    let store = store_of("store.sql");
    store
        .execute_batch(
            "INSERT INTO channels (channel_id, platform, name, folded_name) VALUES (90, 'telegram', 'Rare', 'rare');
             WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 20999)
             INSERT INTO posts (post_id, channel_id, external_id, external_no, posted_on, date_basis, is_forward, album_size,
                first_load_id, last_load_id, text, text_key, text_length)
             SELECT i, CASE i % 500 WHEN 0 THEN 90 ELSE 1 END, CAST(i AS TEXT), i, '2024-12-02', 'local', i % 7 = 0, 1, 1, 1,
                'text ' || i, CAST(i AS BLOB), 5
             FROM n",
        )
        .unwrap();
    store
}

#[test]
fn few_posts_of_many_are_drawn_in_the_order_in_which_all_are() {
    let store = large_store();
    for seed in [1, 2, -5] {
        // So many draws as there are numbers: none is left to be found the other way.
        let all = drawn(&store, &json!({"size": 1_000_000, "seed": seed}));
        assert_eq!(all.len(), 20_026);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 20_026);
        let rare: Vec<i64> = all.iter().copied().filter(|post| *post >= 1000 && post % 500 == 0).collect();
        assert_eq!(rare.len(), 40);
        // Of the multiples of 500 from 1,000 to 20,500 these are of 7, too: 3,500, 7,000, 10,500, 14,000 and 17,500.
        let forwards: Vec<i64> = rare.iter().copied().filter(|post| post % 7 == 0).collect();
        assert_eq!(forwards.len(), 5);
        for size in [1, 3, 20, 39, 40, 41, 1000] {
            let told = drawn(&store, &json!({"size": size, "seed": seed, "channel": [90]}));
            assert_eq!(told, rare[..rare.len().min(size)], "{size} with {seed}");
            let told = drawn(
                &store,
                &json!({"size": size, "seed": seed, "channel": [90], "forwards": "only", "since": "2024-12-02"}),
            );
            assert_eq!(told, forwards[..forwards.len().min(size)], "{size} with {seed}");
            assert_eq!(
                drawn(&store, &json!({"size": size, "seed": seed})),
                all[..size],
                "{size} with {seed}"
            );
        }
    }
}
