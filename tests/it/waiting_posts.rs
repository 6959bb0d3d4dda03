//! Posts that come behind all others wait, and are inserted several at once. What comes between them finds them there.

use serde_json::{Value, json};

use crate::environment::Environment;

fn numbers(environment: &Environment, sql: &str) -> Vec<i64> {
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    let mut select = store.prepare(sql).unwrap();
    let columns = select.column_count();
    select.query_row([], |row| (0..columns).map(|column| row.get(column)).collect()).unwrap()
}

/// 50 posts of two channels, row by row of the other one; each seventh row, the one before it is told anew with one more
/// hashtag.
#[test]
fn a_post_that_is_told_again_at_once_is_one_post() {
    let environment = Environment::new();
    let rows = (0..50).map(|row| {
        let (id, channel) = (row / 2 + 1, if row % 2 == 0 { "Harbour" } else { "Gazette" });
        let told = |more: &str| format!("{id},2024-01-{id:02},Ferry {row} #port{more},{channel}\n");
        if row % 7 == 6 { told("") + &told(" #zone") } else { told("") }
    });
    let table = format!("id,date,text,source\n{}", rows.collect::<String>());
    environment.write("a.csv", table);
    assert_eq!(environment.run(&["load", "a.csv", "--map", "channel=source"]).code, 0);
    // Rows 6, 13, 20, 27, 34, 41 and 48 came twice; of two texts of one input the greater one stands.
    let counted = "SELECT count(*), count(DISTINCT channel_id), count(DISTINCT external_no), sum(text LIKE '%#zone'),
        (SELECT count(*) FROM post_hashtags), (SELECT count(*) FROM post_versions), (SELECT max(post_id) FROM posts)
        FROM posts";
    assert_eq!(numbers(&environment, counted), [50, 2, 25, 7, 57, 7, 50]);
    assert_eq!(environment.run(&["check"]).code, 0);
}

fn message(id: i64) -> Value {
    json!({
        "id": id, "type": "message", "date": format!("2024-02-01T10:{id:02}:00"),
        "date_unixtime": (1_706_781_600 + 60 * id).to_string(), "from": "Harbour", "from_id": "channel7",
        "photo": format!("photos/{id}.jpg"), "width": 640, "height": 480,
        "text": format!("• Berth {id} opens #port\n• Berth {id} closes, see https://berth{id}.example/a"),
        "reactions": [{"type": "emoji", "count": id, "emoji": "👍"}],
    })
}

/// 40 posts. That of the id 30 has no words, and is a service row, as is told at the end; that of the id 35 is told twice,
/// the second time with other words.
#[test]
fn service_rows_and_later_records_find_the_posts_that_wait() {
    let environment = Environment::new();
    let mut messages: Vec<Value> = (1..=40).map(message).collect();
    messages[29] = json!({
        "id": 30, "type": "message", "date": "2024-02-01T10:30:00", "date_unixtime": "1706783400", "from": "Harbour",
        "from_id": "channel7", "text": "",
    });
    messages.push(json!({
        "id": 35, "type": "message", "date": "2024-02-01T10:35:00", "date_unixtime": "1706783700", "from": "Harbour",
        "from_id": "channel7", "edited": "2024-02-02T10:00:00", "edited_unixtime": "1706868000",
        "text": "• Berth 35 is closed for ever",
    }));
    messages.push(json!({
        "id": 30, "type": "service", "date": "2024-02-01T10:30:00", "date_unixtime": "1706783400",
        "actor": "Harbour", "actor_id": "channel7", "action": "pin_message", "message_id": 3, "text": "",
    }));
    messages.extend((41..=43).map(message));
    let export = json!({"name": "Harbour", "type": "public_channel", "id": 7, "messages": messages});
    environment.write("result.json", export.to_string());
    let outcome = environment.run(&["load", "result.json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    // 42 posts: 41 with two points, one hashtag and one link each, and that of the id 35, whose later text has one point.
    let counted = "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM talking_points),
        (SELECT count(*) FROM post_hashtags), (SELECT count(*) FROM links), (SELECT count(*) FROM channel_events),
        (SELECT count(*) FROM posts WHERE external_no = 35 AND text LIKE '%for ever'), (SELECT sum(count) FROM reactions),
        (SELECT count(*) FROM media)";
    // The reactions are 1 + 2 + … + 43 without 30.
    assert_eq!(numbers(&environment, counted), [42, 83, 41, 41, 1, 1, 916, 42]);
    // Each fact stands at its own post.
    let astray = "SELECT
        (SELECT count(*) FROM talking_points AS t JOIN posts AS p USING (post_id) WHERE instr(p.text, t.text) = 0),
        (SELECT count(*) FROM links AS l JOIN posts AS p USING (post_id) WHERE l.host <> 'berth' || p.external_no || '.example'),
        (SELECT count(*) FROM post_hashtags AS h JOIN talking_points AS t USING (talking_point_id) WHERE h.post_id <> t.post_id),
        (SELECT count(*) FROM reactions AS r JOIN posts AS p USING (post_id) WHERE r.count <> p.external_no)";
    assert_eq!(numbers(&environment, astray), [0, 0, 0, 0]);
    assert_eq!(environment.run(&["check"]).code, 0);
}
