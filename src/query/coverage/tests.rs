use super::{missing_metrics, no_rows_note};
use crate::query::bind::Bound;
use crate::query::rows::Value;
use crate::query::{Query, test_store};

fn bound(values: &[(&str, &str)]) -> Bound {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), Value::Text((*value).to_owned())));
    Bound { values: values.collect(), ..Bound::default() }
}

#[test]
fn no_rows_are_explained() {
    let store = test_store::connection();
    let plain = Query::parse("q", "q.sql", "-- T\nSELECT 1");
    for (values, expected) in [
        (
            &[("since", "2025-01-01"), ("until", "2025-01-31")][..],
            "0 rows: 2025-01-01..2025-01-31 holds no posts; this store covers 2023-02-11..2024-12-30",
        ),
        (
            &[("since", "2025-01-01")],
            "0 rows: 2025-01-01.. holds no posts; this store covers 2023-02-11..2024-12-30",
        ),
        (
            &[("since", "2024-03-01"), ("until", "2024-03-31")],
            "0 rows: 2024-03-01..2024-03-31 holds 2 posts, and none of them fits the rest",
        ),
        (&[("until", "2023-02-11")], "0 rows: ..2023-02-11 holds 1 post, and none of them fits the rest"),
        (&[], "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts"),
    ] {
        assert_eq!(no_rows_note(&store, &plain, &bound(values)).unwrap(), expected);
    }
    let empty = test_store::empty();
    assert_eq!(no_rows_note(&empty, &plain, &bound(&[])).unwrap(), "0 rows: this store holds no posts");
}

#[test]
fn no_rows_of_a_post_or_point_that_is_not_there_say_so() {
    let store = test_store::connection();
    let query = |names: &str| {
        let text = "-- T\n-- @param point int? : X\n-- @param post int* : X\nSELECT :point, :post FROM ";
        Query::parse("q", "q.sql", format!("{text}{names}"))
    };
    let values = |values: &[(&str, Value)]| {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Bound { values: values.collect(), ..Bound::default() }
    };
    let other = "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts";
    let (point, post) = (Value::Integer(99_999), |list: &str| Value::Text(list.to_owned()));
    for (tables, given, expected) in [
        ("grouped_points", ("point", point.clone()), "0 rows: this store has no talking point 99999"),
        // Somebody's own number.
        ("hashtags", ("point", point), other),
        ("posts", ("post", post("[99998,99999]")), "0 rows: this store has no post 99998, 99999"),
        ("posts", ("post", post("[1,99999]")), other),
    ] {
        assert_eq!(no_rows_note(&store, &query(tables), &values(&[given])).unwrap(), expected);
    }
}

#[test]
fn no_rows_for_want_of_a_value_say_which() {
    let store = test_store::connection();
    let text = "-- T\n-- needs: views, search-index, first_word\n-- @param first_word words? : what to count\nSELECT :first_word";
    let query = Query::parse("q", "q.sql", text);
    let told = |values: &[(&str, &str)]| no_rows_note(&store, &query, &bound(values)).unwrap();
    // Also where the range is at fault as well.
    for values in [&[][..], &[("since", "2025-01-01")]] {
        assert_eq!(told(values), "0 rows: q needs --first-word: what to count");
    }
    assert_eq!(
        told(&[("first_word", "river")]),
        "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts"
    );
    // A metric is none of the values.
    let text = "-- T\n-- needs: forwards\n-- @param forwards words? : which\nSELECT :forwards";
    let query = Query::parse("q", "q.sql", text);
    assert_eq!(
        no_rows_note(&store, &query, &bound(&[])).unwrap(),
        "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts"
    );
}

#[test]
fn views_are_not_missing_of_posts_that_are_not_counted() {
    let store = test_store::connection();
    // Of channel 1 the first post has views, the others have none and are forwards.
    store.execute_batch("UPDATE posts SET is_forward = 1 WHERE post_id IN (2, 3)").unwrap();
    store
        .execute_batch("UPDATE post_fields SET is_forward = 1 WHERE channel_id = 1 AND month = '2024-03'")
        .unwrap();
    let text = |default: &str| {
        format!(
            "-- T\n-- needs: views\n-- @param forwards enum(yes|no|only) = {default} : X\nSELECT :forwards"
        )
    };
    for (default, given, expected) in [
        ("yes", None, Some("66% of the posts")),
        ("no", None, None),
        ("no", Some("yes"), Some("66% of the posts")),
        ("yes", Some("no"), None),
        ("no", Some("only"), Some("all posts")),
    ] {
        let query = Query::parse("q", "q.sql", text(default));
        for range in [None, Some(("since", "2023-01-01"))] {
            let mut values = vec![("channel", "[1]")];
            values.extend(range);
            values.extend(given.map(|given| ("forwards", given)));
            let told = missing_metrics(&store, &query, &bound(&values)).unwrap();
            let expected = expected.map(|share| {
                format!("views are missing for {share} in this range (Telegram Desktop exports have none)")
            });
            assert_eq!(told, expected.into_iter().collect::<Vec<_>>(), "{default} {values:?}");
        }
    }
}

#[test]
fn views_are_not_missing_of_posts_that_do_not_fit_the_filters() {
    let store = test_store::connection();
    // Of the posts 1, 2 and 3 of channel 1 only the first has views; 1 and 2 carry #harvest.
    store
        .execute_batch(
            "INSERT INTO entities (entity_id, kind, name) VALUES (900001, 'person', 'ann');
             INSERT INTO mentions (post_id, position, entity_id, via, spelling, start)
                VALUES (1, 1, 900001, 'text', 'Ann', 1), (3, 1, 900001, 'text', 'Ann', 1);",
        )
        .unwrap();
    let text = "-- T\n-- needs: views\n-- @param tag hashtag* : X\n-- @param name entity* : X\n\
        -- @param words words? : X\n-- @param post int* : X\nSELECT :tag, :name, :words, :post";
    let query = Query::parse("q", "q.sql", text);
    let told = |store: &rusqlite::Connection, name: &str, value: &str| {
        missing_metrics(store, &query, &bound(&[("channel", "[1]"), (name, value)])).unwrap()
    };
    let half =
        "views are missing for 50% of the posts under these filters (Telegram Desktop exports have none)";
    assert_eq!(told(&store, "tag", r#"["harvest"]"#), [half]);
    assert_eq!(told(&store, "name", r#"["ann"]"#), [half]);
    assert_eq!(told(&store, "post", "[1]"), [""; 0]);
    let all = "views are missing for all posts under these filters (Telegram Desktop exports have none)";
    assert_eq!(told(&store, "post", "[2, 3]"), [all]);
    store
        .execute_batch(
            "CREATE TEMP VIEW post_words AS SELECT post_id, text AS folded FROM posts WHERE post_id < 4",
        )
        .unwrap();
    assert_eq!(told(&store, "words", "a"), [""; 0]);
    assert_eq!(told(&store, "words", "c"), [all]);
}

#[test]
fn missing_views_are_told_only_where_they_are_needed() {
    let store = test_store::connection();
    let query = Query::parse("q", "q.sql", "-- T\n-- needs: views, search-index\nSELECT 1");
    let told = |values: &[(&str, &str)]| missing_metrics(&store, &query, &bound(values)).unwrap();
    // Channel 1 has three posts, one with views.
    let desktop = "(Telegram Desktop exports have none)";
    assert_eq!(
        told(&[("channel", "[1]")]),
        [format!("views are missing for 66% of the posts in this range {desktop}")]
    );
    assert_eq!(
        told(&[("channel", "[2]")]),
        [format!("views are missing for all posts in this range {desktop}")]
    );
    assert_eq!(told(&[("until", "2023-12-31")]), [""; 0]);
    assert_eq!(told(&[("since", "2025-01-01")]), [""; 0]);
    let choice = "-- T\n-- needs: views, forwards\n-- @param metric enum(views|forwards|reactions) = views : X\nSELECT :metric";
    let choice = Query::parse("q", "q.sql", choice);
    for (values, metric) in [
        (&[][..], Some("views")),
        (&[("metric", "forwards")], Some("forwards")),
        (&[("metric", "reactions")], None),
    ] {
        let told = missing_metrics(&store, &choice, &bound(values)).unwrap();
        let told: Vec<&str> = told.iter().filter_map(|warning| warning.split(' ').next()).collect();
        assert_eq!(told, metric.into_iter().collect::<Vec<_>>(), "{values:?}");
    }
    let plain = Query::parse("q", "q.sql", "-- T\nSELECT 1");
    assert_eq!(missing_metrics(&store, &plain, &bound(&[])).unwrap(), [""; 0]);
    let groups = "-- T\n-- needs: point-groups when object=point\n-- @param object enum(link|point) = link : X\nSELECT :object";
    let groups = Query::parse("q", "q.sql", groups);
    for (values, is_told) in
        [(&[][..], false), (&[("object", "link")], false), (&[("object", "point")], true)]
    {
        let told = missing_metrics(&store, &groups, &bound(values)).unwrap();
        assert_eq!(told.len(), usize::from(is_told), "{values:?}: {told:?}");
        assert!(told.iter().all(|warning| warning.contains("are not grouped as they are now")), "{told:?}");
    }
}
