//! What the kept counts say after posts were told of again, worked out by hand.

use serde_json::json;

use crate::load_again::{assert_order_does_not_matter, channel, edited, lines, row, with};

/// January 1 is day 0.
#[test]
fn a_hashtag_that_an_edit_takes_from_its_first_and_last_days_is_counted_between() {
    let first = channel(
        "Gazette",
        &[
            row(1, 0, "from the first day #port #ferry"),
            row(2, 4, "#port twice #port"),
            row(3, 9, "#port"),
            row(4, 20, "the last of January #port"),
            row(5, 40, "February #port"),
        ],
    );
    let later = channel(
        "Gazette",
        &[
            edited(row(1, 0, "from the first day #ferry"), 50),
            row(2, 4, "#port twice #port"),
            row(3, 9, "#port"),
            edited(row(4, 20, "the last of January"), 50),
            edited(row(5, 40, "February #ferry"), 50),
        ],
    );
    let content = assert_order_does_not_matter(&[first, later]);
    assert_eq!(
        lines(&content, "hashtag months"),
        [
            "ferry|2024-01|0|1|1|2024-01-01|2024-01-01",
            "ferry|2024-02|0|1|1|2024-02-10|2024-02-10",
            "port|2024-01|0|2|3|2024-01-05|2024-01-10",
        ]
    );
    assert_eq!(
        lines(&content, "hashtag totals"),
        ["1234567890|ferry|0|2|2|2024-01-01|2024-02-10", "1234567890|port|0|2|3|2024-01-05|2024-01-10",]
    );
}

/// The first post comes to write one tag otherwise, the second is forwarded, the third loses its tag, the fourth gets one
/// spelling more of a tag that it had.
#[test]
fn spellings_are_counted_as_posts_write_them_now() {
    let first = channel(
        "Gazette",
        &[
            row(1, 0, "#Fog and #fog and #fog"),
            row(2, 4, "#Fog #Port"),
            row(3, 9, "#PORT"),
            row(4, 40, "#Fog"),
        ],
    );
    let later = channel(
        "Gazette",
        &[
            edited(row(1, 0, "#fog and #fog and #fog"), 50),
            edited(with(row(2, 4, "#Fog #Port"), json!({"forwarded_from": "Elsewhere"})), 50),
            edited(row(3, 9, "no tag"), 50),
            edited(row(4, 40, "#Fog, again #Fog, and #FOG"), 50),
        ],
    );
    let content = assert_order_does_not_matter(&[first, later]);
    assert_eq!(
        lines(&content, "hashtag spellings"),
        [
            "1234567890|fog|FOG|0|1|1",
            "1234567890|fog|Fog|0|1|2",
            "1234567890|fog|Fog|1|1|1",
            "1234567890|fog|fog|0|1|3",
            "1234567890|port|Port|1|1|1",
        ]
    );
}

/// The first post loses a tag and names one more, the second names and tags twice and is forwarded, the third gets a
/// seventh tag, with which its pairs are no longer counted, the fourth names nobody any more.
#[test]
fn who_is_named_with_which_hashtag_is_counted_as_posts_say_now() {
    let first = channel(
        "Gazette",
        &[
            row(1, 0, "@harbour #fog #port"),
            row(2, 4, "@harbour #fog @Harbour #Fog"),
            row(3, 9, "@archive #quay #ship #rope #tide #gull #sand"),
            row(4, 40, "@harbour #fog"),
        ],
    );
    let content = assert_order_does_not_matter(std::slice::from_ref(&first));
    assert_eq!(
        lines(&content, "mention hashtags"),
        [
            "1234567890|handle|archive|gull|0|1",
            "1234567890|handle|archive|quay|0|1",
            "1234567890|handle|archive|rope|0|1",
            "1234567890|handle|archive|sand|0|1",
            "1234567890|handle|archive|ship|0|1",
            "1234567890|handle|archive|tide|0|1",
            "1234567890|handle|harbour|fog|0|3",
            "1234567890|handle|harbour|port|0|1",
        ]
    );
    let later = channel(
        "Gazette",
        &[
            edited(row(1, 0, "@harbour #fog @archive"), 50),
            edited(
                with(row(2, 4, "@harbour #fog @Harbour #Fog"), json!({"forwarded_from": "Elsewhere"})),
                50,
            ),
            edited(row(3, 9, "@archive #quay #ship #rope #tide #gull #sand #Quay"), 50),
            edited(row(4, 40, "nobody #fog"), 50),
        ],
    );
    let content = assert_order_does_not_matter(&[first, later]);
    assert_eq!(
        lines(&content, "mention hashtags"),
        [
            "1234567890|handle|archive|fog|0|1",
            "1234567890|handle|harbour|fog|0|1",
            "1234567890|handle|harbour|fog|1|1",
        ]
    );
}

/// The first and the last of January lose the pair, the second is forwarded, the third keeps it, and the fifth loses so many
/// namings that its pairs are counted.
#[test]
fn who_is_named_together_is_counted_as_posts_say_now() {
    let first = channel(
        "Gazette",
        &[
            row(1, 0, "@harbour @archive"),
            row(2, 4, "@archive and @harbour, @archive"),
            row(3, 9, "@harbour @archive @gazette"),
            row(4, 20, "@harbour @archive"),
            row(5, 40, "@harbour @archive @unit01 @unit02 @unit03 @unit04 @unit05"),
        ],
    );
    let content = assert_order_does_not_matter(std::slice::from_ref(&first));
    assert_eq!(
        lines(&content, "mention pairs"),
        [
            "1234567890|archive|gazette|2024-01|0|1|10|10",
            "1234567890|archive|harbour|2024-01|0|4|1|21",
            "1234567890|gazette|harbour|2024-01|0|1|10|10",
        ]
    );
    let later = channel(
        "Gazette",
        &[
            edited(row(1, 0, "@harbour"), 50),
            edited(
                with(row(2, 4, "@archive and @harbour, @archive"), json!({"forwarded_from": "Elsewhere"})),
                50,
            ),
            row(3, 9, "@harbour @archive @gazette"),
            edited(row(4, 20, "@gazette"), 50),
            edited(row(5, 40, "@harbour @archive"), 50),
        ],
    );
    let content = assert_order_does_not_matter(&[first, later]);
    assert_eq!(
        lines(&content, "mention pairs"),
        [
            "1234567890|archive|gazette|2024-01|0|1|10|10",
            "1234567890|archive|harbour|2024-01|0|1|10|10",
            "1234567890|archive|harbour|2024-01|1|1|5|5",
            "1234567890|archive|harbour|2024-02|0|1|10|10",
            "1234567890|gazette|harbour|2024-01|0|1|10|10",
        ]
    );
}

/// What the first and the last day lose, what becomes a forward, and a post that goes to another month.
#[test]
fn pairs_lengths_hosts_and_days_follow_posts_that_change() {
    let first = channel(
        "Gazette",
        &[
            row(1, 0, "#fog #port https://a.example/1"),
            row(2, 4, "#fog #port"),
            row(3, 9, "#port #fog"),
            row(4, 20, "#fog #port https://a.example/2"),
        ],
    );
    let later = channel(
        "Gazette",
        &[
            edited(row(1, 0, "#fog https://b.example/1"), 50),
            edited(with(row(2, 4, "#fog #port"), json!({"forwarded_from": "Elsewhere"})), 50),
            row(3, 9, "#port #fog"),
            edited(row(4, 40, "#fog #port https://a.example/2"), 50),
        ],
    );
    let content = assert_order_does_not_matter(&[first, later]);
    assert_eq!(
        lines(&content, "hashtag pairs"),
        [
            "1234567890|fog|port|2024-01|0|1|10|10",
            "1234567890|fog|port|2024-01|1|1|5|5",
            "1234567890|fog|port|2024-02|0|1|10|10",
        ]
    );
    assert_eq!(
        lines(&content, "hosts"),
        ["1234567890|2024-01|b.example|0|1", "1234567890|2024-02|a.example|0|1"]
    );
    assert_eq!(
        lines(&content, "days"),
        [
            "1234567890|2024-01-01|0|1",
            "1234567890|2024-01-05|1|1",
            "1234567890|2024-01-10|0|1",
            "1234567890|2024-02-10|0|1",
        ]
    );
    assert_eq!(
        lines(&content, "lengths"),
        [
            "1234567890|2024-01|10|0|1",
            "1234567890|2024-01|10|1|1",
            "1234567890|2024-01|24|0|1",
            "1234567890|2024-02|30|0|1",
        ]
    );
}
