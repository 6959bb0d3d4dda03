//! Those who have one name in a network.

use serde_json::{Value, json};

use crate::environment::Environment;

#[test]
fn a_person_and_a_handle_of_one_name_are_two_nodes() {
    let environment = Environment::new();
    let table = "id,posted_at,text,channel\n1,2024-01-01,Berg met China,Quay\n2,2024-01-02,@berg and Russia,Quay\n\
                 3,2024-01-03,Berg by @berg,Quay\n";
    environment.write("posts.csv", table);
    assert_eq!(environment.run(&["load", "posts.csv"]).code, 0);
    assert_eq!(environment.run(&["entities", "add", "person", "berg"]).code, 0);
    assert_eq!(environment.run(&["reindex"]).code, 0);
    let run = |arguments: &[&str]| {
        let told = environment.run(&[&["run", "mention-pairs"], arguments].concat());
        assert_eq!(told.code, 0, "{told}");
        told.stdout
    };
    let pairs = |arguments: &[&str]| {
        let rows: Value = serde_json::from_str(&run(&[arguments, &["-f", "json"]].concat())).unwrap();
        let pair = |row: &Value| json!([row["source"], row["target"], row["weight"]]);
        rows.as_array().unwrap().iter().map(pair).collect::<Vec<_>>()
    };
    assert_eq!(
        pairs(&[]),
        [
            json!(["berg (handle)", "berg (person)", 1]),
            json!(["berg (person)", "China", 1]),
            json!(["berg (handle)", "Russia", 1]),
        ]
    );
    assert_eq!(run(&["-f", "gexf"]).matches("<node ").count(), 4);
    // A node is called so whatever the filters are, so that networks can be compared.
    assert_eq!(pairs(&["--until", "2024-01-01"]), [json!(["berg (person)", "China", 1])]);
}

#[test]
fn which_of_two_channels_of_one_name_comes_first_does_not_depend_on_the_order_of_loads() {
    let environment = Environment::new();
    let points = "\n\n• The harbour stays open for every ship of the alliance\n• The river tariff falls by a third in spring";
    for channel in [31, 32] {
        let post = json!({"id": 1, "posted_at": "2024-01-01T10:00:00Z", "channel_id": channel, "channel": "Quay",
                          "text": format!("Points of the day https://quay.example/{points}")});
        environment.write(&format!("{channel}.jsonl"), format!("{post}\n"));
    }
    for (store, order) in [("a.db", ["31.jsonl", "32.jsonl"]), ("b.db", ["32.jsonl", "31.jsonl"])] {
        for input in order {
            assert_eq!(environment.run(&["--db", store, "load", input]).code, 0);
        }
        for (query, arguments, weight) in
            [("point-alignment", None, 2), ("coordinated-posts", Some("--min-times=1"), 1)]
        {
            let asked = [&["--db", store, "run", query, "-f", "json"], arguments.as_slice()].concat();
            let told = environment.run(&asked);
            let rows: Value = serde_json::from_str(&told.stdout).unwrap_or_else(|_| panic!("{told}"));
            let pairs: Vec<_> = rows.as_array().unwrap().iter().collect();
            assert_eq!(pairs.len(), 1, "{told}");
            assert_eq!(
                [&pairs[0]["source"], &pairs[0]["target"]],
                ["Quay (31)", "Quay (32)"],
                "{store} {query}"
            );
            assert_eq!(pairs[0]["weight"], json!(weight), "{query}");
        }
    }
}
