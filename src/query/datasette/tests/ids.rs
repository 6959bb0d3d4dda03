//! Ids of platforms that tell them apart by their capitals, of which the page knows no more than the folded text.

use super::{bound, canned, echo};
use crate::query::rows::Value::Integer;
use crate::query::test_store;

#[test]
fn an_id_with_capitals_is_its_channel_and_never_another_one() {
    let (store, query) = (test_store::connection(), echo());
    store
        .execute_batch(
            "INSERT INTO channels (channel_id, platform, external_id, name, folded_name) VALUES
                (7, 'other', 'UCxYz-7', 'Quay', 'quay'), (8, 'other', 'ucxyz-7', 'Quay', 'quay'),
                (9, 'other', 'AbC', 'Quay', 'quay')",
        )
        .unwrap();
    let run = |id: &str| bound(&store, &query, "one", id).unwrap();
    assert_eq!([run("UCxYz-7"), run("ucxyz-7"), run("AbC")], [Integer(7), Integer(8), Integer(9)]);
    assert_eq!(canned(&store, &query, "one", "AbC"), Ok(Integer(9)));
    // Which of the two is meant it cannot tell, and so it counts neither.
    for id in ["UCxYz-7", "ucxyz-7"] {
        let error = canned(&store, &query, "one", id).unwrap_err();
        assert!(error.contains("names several channels"), "{error}");
    }
}
