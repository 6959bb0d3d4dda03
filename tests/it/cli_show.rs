//! `chancery show`.

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use serde_json::json;

const STORE: &str = include_str!("cli_store.sql");

fn show(arguments: &[&str]) -> crate::environment::Outcome {
    let mut all = vec!["show"];
    all.extend(arguments);
    Environment::with_store(STORE).run(&all)
}

/// The store's own id of the post that these words mean.
#[track_caller]
fn post_id(reference: &str) -> serde_json::Value {
    show(&[reference, "-f", "json"]).json()["post_id"].clone()
}

#[test]
fn a_post_is_shown_whole() {
    insta::assert_snapshot!(show(&["https://t.me/tides/12"]), @"
    channel         Ministry of Tides (@Tides)
    post            12, in this store post:1
    link            https://t.me/Tides/12
    posted          2024-07-17 00:03:22 Europe/Prague (2024-07-16T22:03:22Z), by the input's timestamp
    edited          2024-08-02T08:00:00Z
    author          M. Wave
    via bot         @tidebot
    reply to        post 10, not in this store, https://t.me/Tides/10
    album           2 messages
    views           12,410
    reactions       🌊 1,200, custom_emoji 'wave.webp' 5, paid 2
    title           High water

    media
      1. photo, photos/water.jpg, 1280×720, 20,480 bytes, message 12
      2. video, video/mp4, 12.5 s, message 13

    text
      High water

      • #Spring tide, says @Moon
      2) see https://example.org/[31mx

    talking points
      1. [•] #Spring tide, says @Moon
      2. [2)] see https://example.org/

    hashtags
      #Spring = spring, in point 1

    mentions
      @Moon = moon, in point 1

    links
      https://example.org/, in point 2
      https://example.org/hidden, behind words

    other text seen 2024-07-31T20:00:00Z, by load 1
      High water
      soon

    seen over time
      seen                   views  forwards  reactions  load
      2024-07-31T20:00:00Z   9,000                  800     1
      2024-08-31T20:00:00Z  12,410                1,207     2

    loads
      load  when                  input                     format         what it did
         1  2024-08-01T10:00:02Z  exports/tides.json        telegram-json  brought it first
         2  2024-09-01T10:00:03Z  exports/tides-later.json  telegram-json  gave its present content
    ");
}

/// What V6 of the schema can tell of posts 1 and 2: an edit without a date, a rounded count, replies, that a post is
/// gone, and what three inputs told of one post.
const TOLD: &str = r#"
    UPDATE posts SET views = 12400, views_unit = 100, replies = 7, is_edited = 1, gone_at = '2024-09-30T00:00:00Z'
        WHERE post_id = 1;
    UPDATE posts SET is_edited = 1, gone_at = '2024-08-31T20:00:00Z' WHERE post_id = 2;
    UPDATE post_observations SET views = 12400, views_unit = 100, replies = 7 WHERE post_id = 1 AND load_id = 2;
    INSERT INTO authors (author_id, platform, channel_id, name) VALUES (2, 'telegram', 1, 'N. Shore');
    INSERT INTO post_evidence (post_id, position, load_id, as_of, external_id, author_id, posted_at, posted_local, posted_on,
        posted_raw, date_basis, is_forward, forwarded_from_id, forwarded_external_id, reply_to_channel_id,
        reply_to_external_id, album_size, edited_at, is_edited, via_bot, media, text) VALUES
        (1, 1, 2, NULL, '12', 1, '2024-07-16T22:03:22Z', '2024-07-17T00:03:22', '2024-07-17', NULL, 'timestamp', 0, NULL, NULL,
         1, '10', 2, '2024-08-02T08:00:00Z', 1, 'tidebot', '[{"kind":"photo","external_id":"12"},{"kind":"video"}]', NULL),
        (1, 2, 1, NULL, '12', 2, '2024-07-16T22:03:20Z', '2024-07-17T00:03:20', '2024-07-17', NULL, 'timestamp', 0, NULL, NULL,
         4, '40', 1, NULL, 0, NULL, '[{"kind":"file"}]', 'High water' || char(10) || 'soon'),
        (1, 3, 3, '2024-07-18', NULL, NULL, '2024-07-17', NULL, '2024-07-17', NULL, 'dateline', 0, NULL, NULL,
         NULL, NULL, 2, NULL, 0, NULL, NULL, NULL),
        (2, 1, 1, NULL, '40', NULL, '2024-07-20T10:00:00Z', '2024-07-20T12:00:00', '2024-07-20', NULL, 'timestamp', 1, 3, '77',
         NULL, NULL, 1, NULL, 1, NULL, NULL, NULL),
        (2, 2, 3, NULL, NULL, NULL, NULL, NULL, NULL, 'on Saturday', NULL, 1, 2, '78',
         NULL, NULL, 1, NULL, 0, NULL, NULL, NULL),
        (2, 3, 2, NULL, '40', NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL,
         NULL, NULL, 1, NULL, 0, NULL, NULL, NULL);"#;

/// What the page of a post says from one line on to the one before another.
#[track_caller]
fn part(page: &str, from: &str, to: &str) -> String {
    let begin = page.find(&format!("\n{from}")).unwrap_or_else(|| panic!("no '{from}': {page}")) + 1;
    let end = page[begin..].find(&format!("\n{to}")).unwrap_or_else(|| panic!("no '{to}': {page}"));
    page[begin..begin + end].to_owned()
}

#[test]
fn what_inputs_told_differently_stands_on_the_page() {
    let environment = Environment::with_store(&format!("{STORE}{TOLD}"));
    let page = environment.run(&["show", "post:1"]).success();
    insta::assert_snapshot!(part(&page, "edited", "author"), @"
    edited          2024-08-02T08:00:00Z
    gone            by 2024-09-30T00:00:00Z, last seen 2024-08-31T20:00:00Z
    ");
    insta::assert_snapshot!(part(&page, "views", "reactions"), @"
    views           12,400 (rounded to 100)
    replies         7
    ");
    insta::assert_snapshot!(part(&page, "what inputs", "loads"), @"
    what inputs told differently
      load 1, as of 2024-07-31T20:00:00Z: posted 2024-07-16T22:03:20Z, author N. Shore, reply to post 40 of Buoys (555), 1 message, media: file, another text
      load 2, as of 2024-08-31T20:00:00Z: nothing else, or less
      load 3, as of 2024-07-18: nothing else, or less

    seen over time
      seen                   views  rounded to  forwards  replies  reactions  load
      2024-07-31T20:00:00Z   9,000                                       800     1
      2024-08-31T20:00:00Z  12,400         100                  7      1,207     2
    ");
    // The third load is told of, though it saw no counts.
    assert!(
        page.ends_with(
            "     3  2024-09-02T10:00:00Z  harbour.txt               web-preview-text  told of it\n"
        ),
        "{page}"
    );

    let page = environment.run(&["show", "post:2"]).success();
    insta::assert_snapshot!(part(&page, "edited", "text"), @"
    edited          at an unknown time
    gone            by 2024-08-31T20:00:00Z, last seen 2024-07-31T20:00:00Z
    forwarded from  Lighthouse, post 77, 2024-07-19T09:00:00Z
    ");
    insta::assert_snapshot!(part(&page, "what inputs", "loads"), @"
    what inputs told differently
      load 1, as of 2024-07-31T20:00:00Z: nothing else, or less
      load 2, as of 2024-08-31T20:00:00Z: not as a forward
      load 3: date written as on Saturday, forwarded from Přístav / Harbour, original post 78
    ");
}

#[test]
fn programs_get_what_inputs_told_differently() {
    let environment = Environment::with_store(&format!("{STORE}{TOLD}"));
    let post = environment.run(&["show", "post:1", "-f", "json"]).json();
    for (name, value) in [
        ("is_edited", json!(true)),
        ("gone_at", json!("2024-09-30T00:00:00Z")),
        ("last_seen_at", json!("2024-08-31T20:00:00Z")),
        ("views_unit", json!(100)),
        ("replies", json!(7)),
    ] {
        assert_eq!(post[name], value, "{name}");
    }
    assert_eq!(
        (&post["observations"][1]["views_unit"], &post["observations"][1]["replies"]),
        (&json!(100), &json!(7))
    );
    let told = post["evidence"].as_array().unwrap();
    assert_eq!(told.iter().map(|told| told["load_id"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    for (name, value) in [
        ("as_of", json!("2024-07-31T20:00:00Z")),
        ("author", json!("N. Shore")),
        ("reply_to_external_id", json!("40")),
        ("media", json!([{"kind": "file"}])),
        ("text", json!("High water\nsoon")),
        ("is_forward", json!(false)),
        ("forwarded_from", json!(null)),
    ] {
        assert_eq!(told[0][name], value, "{name}");
    }
    assert_eq!(told[0]["reply_to_channel"]["external_id"], "555");
    assert_eq!(told[1]["text"], json!(null), "that of the post");
    let plain = show(&["post:2", "-f", "json"]).json();
    assert_eq!((&plain["evidence"], &plain["gone_at"]), (&json!([]), &json!(null)));
}

#[test]
fn earlier_texts_stand_in_the_order_in_which_they_were_so() {
    // Load 1 is of a format that tells of edits, load 3 is not: its text was so when it was seen.
    let environment = Environment::with_store(&format!(
        "{STORE} DELETE FROM post_versions; UPDATE loads SET tells_edits = 0 WHERE load_id = 3;
         INSERT INTO post_versions (post_id, text_hash, text, edited_at, load_id, seen_at) VALUES
            (1, x'01', 'third', NULL, 3, '2024-07-20'), (1, x'02', 'second', '2024-07-18T08:00:00Z', 2, '2024-08-31T20:00:00Z'),
            (1, x'03', 'first', NULL, 1, '2024-07-31T20:00:00Z');"
    ));
    let post = environment.run(&["show", "post:1", "-f", "json"]).json();
    let texts: Vec<&str> =
        post["versions"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["first", "second", "third"]);
}

#[test]
fn a_forward_without_text_tells_its_origin() {
    insta::assert_snapshot!(show(&["@tides/40"]), @"
    channel         Ministry of Tides (@Tides)
    post            40, in this store post:2
    link            https://t.me/Tides/40
    posted          2024-07-20 12:00:00 Europe/Prague (2024-07-20T10:00:00Z), by the input's timestamp
    forwarded from  Lighthouse, post 77, 2024-07-19T09:00:00Z
    text            none

    loads
      load  when                  input               format         what it did
         1  2024-08-01T10:00:02Z  exports/tides.json  telegram-json  brought it
    ");
}

#[test]
fn an_undated_post_without_id_tells_what_bounds_it() {
    insta::assert_snapshot!(show(&["3"]), @"
    channel         Přístav / Harbour
    post            without an id, in this store post:3
    posted          undated, between 2024-07-01 and 2024-07-09

    text
      Ships come in

    loads
      load  when                  input        format            what it did
         3  2024-09-02T10:00:00Z  harbour.txt  web-preview-text  brought it
    ");
}

#[test]
fn a_bare_day_is_no_instant() {
    let text = show(&["post:4"]).success();
    assert!(text.contains("posted          2024-07-09, by the dateline in the text\n"), "{text}");
    assert!(text.contains("forwarded from  unknown\n"), "{text}");
}

#[test]
fn a_reply_across_channels_names_the_other_channel() {
    let text = show(&["Buoys/40"]).success();
    assert!(
        text.contains(
            "reply to        post 12 of Ministry of Tides (@Tides), in this store post:1, https://t.me/Tides/12\n"
        ),
        "{text}"
    );
}

#[test]
fn a_reply_to_a_message_of_an_album_finds_the_album() {
    let environment = Environment::with_store(&format!(
        "{STORE} UPDATE posts SET reply_to_external_id = '13' WHERE post_id = 5;"
    ));
    let text = environment.run(&["show", "Buoys/40"]).success();
    assert!(
        text.contains(
            "reply to        post 13 of Ministry of Tides (@Tides), in this store post:1, https://t.me/Tides/13\n"
        ),
        "{text}"
    );
}

#[test]
fn every_way_to_say_which_post_finds_it() {
    for (reference, post) in [
        ("https://t.me/Tides/12", 1),
        ("https://t.me/TIDES/12?single", 1),
        ("https://t.me/s/tides/12", 1),
        ("https://t.me/c/3204528972/12", 1),
        ("@tides/12", 1),
        ("ministry of tides/12", 1),
        ("12", 1),
        ("post:2", 2),
        ("https://t.me/c/555/40", 5),
        ("https://example.org/harbour/4", 4),
        // The second message of the album.
        ("https://t.me/tides/13", 1),
        ("13", 1),
        // As --channel takes a channel.
        ("channel:1/12", 1),
        ("channel:4/40", 5),
        ("channel555/40", 5),
        ("Buoys (555)/40", 5),
        ("Buoys (channel:4)/40", 5),
        // Posts without an id of their own.
        ("3", 3),
    ] {
        assert_eq!(post_id(reference), post, "{reference}");
    }
}

#[test]
fn an_id_that_two_channels_have_is_not_guessed() {
    insta::assert_snapshot!(show(&["40"]), @"
    [stderr]
    error: '40' means 2 posts; say which
      @Tides, 2024-07-20: chancery show post:2
      Buoys (555), 2024-07-21: chancery show post:5
    [exit code 2]
    ");
}

#[test]
fn a_handle_in_a_link_is_not_taken_for_another_channels_name() {
    let environment = Environment::with_store(&format!(
        "{STORE}
         INSERT INTO channels (channel_id, platform, name, folded_name) VALUES (9, 'telegram', 'tides', 'tides');
         INSERT INTO posts (channel_id, external_id, external_no, is_forward, album_size, first_load_id,
                            last_load_id, text, folded) VALUES (9, '12', 12, 0, 1, 1, 1, 'other', 'other');"
    ));
    for reference in ["https://t.me/tides/12", "@tides/12"] {
        assert_eq!(environment.run(&["show", reference, "-f", "json"]).json()["post_id"], 1, "{reference}");
    }
    // Without the sign it may be either.
    let outcome = environment.run(&["show", "tides/12"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.starts_with("error: 'tides/12' means 2 posts; say which\n"), "{}", outcome.stderr);
}

#[test]
fn a_dozen_candidates_are_not_all_listed() {
    let environment = Environment::with_store(
        "INSERT INTO loads (load_id, input, format, format_rank, sha256, bytes, started_at, finished_at,
            as_of, is_whole, posts_new, posts_changed, posts_unchanged, rejected, chancery_version) SELECT 1, 'a', 'b', 90, '', 0, '', '', NULL, 1, 1, 0, 0, 0, '';
         WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 12)
         INSERT INTO channels (channel_id, platform, name) SELECT n, 'telegram', 'C' || n FROM n;
         INSERT INTO posts (channel_id, external_id, external_no, is_forward, album_size, first_load_id,
                            last_load_id, text, folded) SELECT channel_id, '7', 7, 0, 1, 1, 1, '', '' FROM channels;",
    );
    let outcome = environment.run(&["show", "7"]);
    assert!(outcome.stderr.contains("means 12 posts"), "{}", outcome.stderr);
    assert_eq!(outcome.stderr.matches("chancery show post:").count(), 10);
    assert!(outcome.stderr.ends_with("  and 2 more\n"), "{}", outcome.stderr);
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    insta::assert_snapshot!(show(&["@tides/99"]), @"
    [stderr]
    error: no post 99 of '@tides' in this store
      its ids go from 12 to 40
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["https://t.me/tides/11"]), @"
    [stderr]
    error: no post 11 of '@tides' in this store
      it is a service row of 2024-07-15: pin_message
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["@nobody/12"]), @"
    [stderr]
    error: no channel '@nobody' in this store
      see the channels with their ids, handles and names: chancery channels
      not every input tells the handle; then say ID/12 or 'NAME/12', as listed there
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["2"]), @"
    [stderr]
    error: no post has the id 2 in its channel
      the store's own post 2: chancery show post:2
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["999"]), @"
    [stderr]
    error: no post has the id 999 in its channel
      find posts: chancery run posts
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["post:999"]), @"
    [stderr]
    error: no post:999 in this store
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["přístav / harbour/1"]), @"
    [stderr]
    error: no post 1 of 'přístav / harbour' in this store
      none of its posts has an id; by the store's own: chancery show post:ID
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["https://example.org/nothing"]), @"
    [stderr]
    error: no post with the address 'https://example.org/nothing' in this store
    [exit code 2]
    ");
    insta::assert_snapshot!(show(&["tides"]), @"
    [stderr]
    error: 'tides' does not say which post
      say it as a link (https://t.me/NAME/12, https://t.me/c/ID/12), as CHANNEL/12 with the channel's
      id, handle, name or channel:NUMBER, as the number alone, or by the store's own id as post:12
    [exit code 2]
    ");
}

#[test]
fn programs_get_all_of_it_and_exactly() {
    let post = show(&["post:1", "--format", "json"]).json();
    assert_eq!(
        post["text"],
        "High water\n\n• #Spring tide, says @Moon\n2) see https://example.org/\u{1b}[31m\u{202e}x"
    );
    assert_eq!(post["views"], 12410);
    assert_eq!(post["forwards"], json!(null));
    assert_eq!(post["channel"]["handle"], "Tides");
    assert_eq!(post["forwarded"], json!(null));
    assert_eq!(post["reply"]["external_id"], "10");
    assert_eq!(post["reply"]["post_id"], json!(null));
    assert_eq!(post["media"].as_array().unwrap().len(), 2);
    assert_eq!(post["reactions"][0], json!({"kind": "emoji", "reaction": "🌊", "count": 1200}));
    assert_eq!(post["talking_points"][1]["ordinal"], 2);
    assert_eq!(post["hashtags"][0]["tag"], "spring");
    assert_eq!(post["hashtags"][0]["talking_point"], 1);
    assert_eq!(post["mentions"][0]["name"], "moon");
    assert_eq!(post["links"][1]["is_visible"], false);
    assert_eq!(post["versions"][0]["text"], "High water\nsoon");
    assert_eq!(post["observations"][1]["reactions"], 1207);
    assert_eq!(post["loads"].as_array().unwrap().len(), 2);
}

#[test]
fn a_post_cannot_drive_the_terminal() {
    for arguments in [["post:1", "-f", "text"], ["post:1", "-f", "json"]] {
        let shown = show(&arguments).success();
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    }
}

#[test]
fn channels_of_one_name_are_told_apart() {
    let environment = Environment::new();
    // Both have a post 300; the first has others from 50 on, the second from 150 on.
    for (channel, ids) in [(1, [50, 300]), (2, [150, 300])] {
        let export = Export::new(channel, "Same");
        let export = ids.iter().fold(export, |export, id| export.post(*id, NEW_YEAR + channel * DAY, "Rain"));
        let name = format!("{channel}.json");
        export.write(environment.folder(), &name);
        assert_eq!(environment.run(&["load", &name]).code, 0);
    }
    let ambiguous = "error: 'Same/300' means 2 posts; say which\n  Same (1), 2024-01-02: chancery show post:2\n  \
        Same (2), 2024-01-03: chancery show post:4\n";
    let missing = "error: no post 90 of 'Same' in this store; 2 channels are called so\n  \
        Same (1): its ids go from 50 to 300\n  Same (2): its ids go from 150 to 300\n";
    for (post, message) in [("Same/300", ambiguous), ("Same/90", missing)] {
        let outcome = environment.run(&["show", post]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (2, message));
    }
}
