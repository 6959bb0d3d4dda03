//! Those who have one name in the network of `mention-pairs`.

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
