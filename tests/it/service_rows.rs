//! Service rows that other inputs have without words, as if they were posts: tg-archive's, and tables of scrapers.

use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, lines};

/// Telegram Desktop tells what the rows 1 and 3 are.
const EXPORT: &str = r#"{"name":"Rivers","type":"public_channel","id":1700000123,"messages":[
    {"id":1,"type":"service","date_unixtime":"1718000000","date":"2024-06-10T06:13:20","action":"create_channel","title":"Rivers","text":""},
    {"id":2,"type":"message","date_unixtime":"1718000060","date":"2024-06-10T06:14:20","text":"High water #rivers"},
    {"id":3,"type":"service","date_unixtime":"1718000120","date":"2024-06-10T06:15:20","action":"pin_message","message_id":2,"text":""},
    {"id":4,"type":"message","date_unixtime":"1718000180","date":"2024-06-10T06:16:20","photo":"a.jpg","text":""}]}"#;

/// The same and a later post in a table that tells no channel's id.
const TABLE: &str = "id,date,text,channel_handle,media\n\
    1,2024-06-10T06:13:20Z,,rivers,\n2,2024-06-10T06:14:20Z,High water #rivers,rivers,\n\
    3,2024-06-10T06:15:20Z,,rivers,\n4,2024-06-10T06:16:20Z,,rivers,photo\n5,2024-06-11T06:16:20Z,,rivers,\n";

/// The same with its id.
fn table_with_id() -> String {
    TABLE.replace("channel_handle", "channel_id").replace(",rivers,", ",1700000123,")
}

fn posts(environment: &Environment, db: &str) -> String {
    let check = environment.run(&["--db", db, "check"]);
    assert_eq!(check.code, 0, "{check}");
    let run = |arguments: &[&str]| environment.run(&[&["--db", db], arguments].concat()).success();
    let months = run(&["run", "posts-per-period", "--by", "day", "-f", "csv"]);
    let ids =
        run(&["sql", "SELECT group_concat(external_id ORDER BY external_no) AS ids FROM posts", "-f", "csv"]);
    let events = run(&["sql", "SELECT count(*) AS events FROM channel_events", "-f", "csv"]);
    [months, ids, events].concat().replace("\r\n", "\n")
}

const EXPECTED: &str = "period,posts,originals,forwards,channels,partial,share,all_posts\n\
    2024-06-10,2,2,0,1,0,66.67,3\n2024-06-11,1,1,0,1,0,33.33,3\nids\n\"2,4,5\"\nevents\n2\n";

#[test]
fn a_row_without_words_that_is_a_service_row_is_no_post_in_either_order() {
    let environment = Environment::new();
    environment.write("result.json", EXPORT);
    environment.write("table.csv", table_with_id());
    for (db, inputs) in [("a.db", ["table.csv", "result.json"]), ("b.db", ["result.json", "table.csv"])] {
        for input in inputs {
            let outcome = environment.run(&["--db", db, "load", input]);
            assert_eq!(outcome.code, 0, "{outcome}");
        }
        assert_eq!(posts(&environment, db), EXPECTED, "{inputs:?}");
    }
}

#[test]
fn so_it_is_where_two_channels_turn_out_to_be_one() {
    let environment = Environment::new();
    environment.write("result.json", EXPORT);
    environment.write("table.csv", TABLE);
    for (db, into, from) in [("a.db", "1700000123", "@rivers"), ("b.db", "@rivers", "1700000123")] {
        for input in ["result.json", "table.csv"] {
            let outcome = environment.run(&["--db", db, "load", input]);
            assert_eq!(outcome.code, 0, "{outcome}");
        }
        let outcome = environment.run(&["--db", db, "channels", "merge", from, into]);
        assert_eq!(outcome.code, 0, "{outcome}");
        assert_eq!(posts(&environment, db), EXPECTED, "{from} into {into}");
    }
}

/// Telethon tells nobody, HTML a name, JSON an id: whichever two come first, the id stands.
#[test]
fn who_did_it_is_told_best_with_an_id_whatever_the_order() {
    let telethon = r#"{"messages": [
        {"_": "Message", "id": 2, "peer_id": {"_": "PeerChannel", "channel_id": 1234567890}, "date": "2024-06-10T06:14:20+00:00", "message": "High water #rivers"},
        {"_": "MessageService", "id": 3, "peer_id": {"_": "PeerChannel", "channel_id": 1234567890}, "date": "2024-06-10T06:15:20+00:00",
         "action": {"_": "MessageActionPinMessage"}, "reply_to": {"reply_to_msg_id": 2}}],
        "chats": [{"_": "Channel", "id": 1234567890, "title": "Rivers", "broadcast": true}]}"#;
    let html = r##"<html><head><title>Exported Data</title></head><body><div class="page_header"><div class="text bold">
Rivers
</div></div><div class="history">
<div class="message default clearfix" id="message2"><div class="body"><div class="pull_right date details" title="10.06.2024 06:14:20 UTC+00:00">06:14</div>
<div class="from_name">
Rivers
</div><div class="text">
High water #rivers
</div></div></div>
<div class="message service" id="message3"><div class="body details">
Rivers pinned <a href="#go_to_message2">this message</a>
</div></div></div></body></html>"##;
    let json = EXPORT
        .replace("1700000123", "1234567890")
        .replace("\"message_id\"", "\"actor\":\"Rivers\",\"actor_id\":\"channel1234567890\",\"message_id\"");
    let content = assert_order_does_not_matter(&[telethon.to_owned(), html.to_owned(), json]);
    let pinned = "1234567890|3|2024-06-10T06:15:20Z|2024-06-10|pin_message|channel1234567890|Rivers|2";
    assert!(lines(&content, "event").contains(&pinned), "{content:#?}");
}

/// The lines of messages with some keys alone, as `jq` writes them, tell times and details and not what happened. They have a
/// later post, too, so that they are the later input.
#[test]
fn what_happened_is_told_by_the_input_that_says_it_whatever_the_order() {
    let export = EXPORT
        .replace("\"text\":\"\"", "\"actor\":\"Rivers\",\"actor_id\":\"channel1700000123\",\"text\":\"\"");
    let lines_of = |keys: &str| {
        format!(
            r#"{{"id":1,"type":"service","date":"2024-06-10T06:13:20","date_unixtime":"1718000000","actor_id":"channel1700000123"{keys},"text":""}}
{{"id":2,"type":"message","date":"2024-06-10T06:14:20","date_unixtime":"1718000060","from":"Rivers","from_id":"channel1700000123","text":"High water #rivers"}}
{{"id":3,"type":"service","date":"2024-06-10T06:15:20","date_unixtime":"1718000120","actor_id":"channel1700000123"{keys},"text":""}}
{{"id":9,"type":"message","date":"2024-06-12T06:15:20","date_unixtime":"1718172920","from":"Rivers","from_id":"channel1700000123","text":"Low water #rivers"}}"#
        )
    };
    let created =
        "1700000123|1|2024-06-10T06:13:20Z|2024-06-10|create_channel|channel1700000123|Rivers|Rivers";
    let pinned = "1700000123|3|2024-06-10T06:15:20Z|2024-06-10|pin_message|channel1700000123|Rivers|2";
    for keys in ["", r#","action":null"#, r#","message_id":2"#] {
        let content = assert_order_does_not_matter(&[export.clone(), lines_of(keys)]);
        assert_eq!(lines(&content, "event"), [created, pinned], "{keys}");
    }
}
