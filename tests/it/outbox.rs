//! Outboxes of Mastodon, loaded and counted.

use crate::environment::Environment;

/// One post that mentions somebody of another server twice, and somebody of the own one.
const OUTBOX: &str = r##"{"@context":"https://www.w3.org/ns/activitystreams","id":"outbox.json","type":"OrderedCollection","totalItems":1,"orderedItems":[
    {"id":"https://valdoria.example/users/anna/statuses/1/activity","type":"Create","actor":"https://valdoria.example/users/anna",
     "published":"2024-07-16T14:03:22Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],
     "object":{"id":"https://valdoria.example/users/anna/statuses/1","type":"Note","published":"2024-07-16T14:03:22Z",
        "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],
        "content":"<p><span class=\"h-card\"><a href=\"https://orsel.example/@Bert\" class=\"u-url mention\">@<span>Bert</span></a></span> and <span class=\"h-card\"><a href=\"https://valdoria.example/@cora\" class=\"u-url mention\">@<span>cora</span></a></span>, says <span class=\"h-card\"><a href=\"https://orsel.example/@Bert\" class=\"u-url mention\">@<span>Bert</span></a></span></p>",
        "tag":[{"type":"Mention","href":"https://orsel.example/users/Bert","name":"@Bert@orsel.example"},
               {"type":"Mention","href":"https://valdoria.example/users/cora","name":"@cora"}]}}]}"##;

#[test]
fn who_is_mentioned_of_another_server_counts() {
    let environment = Environment::new();
    environment.write("outbox.json", OUTBOX);
    let outcome = environment.run(&["load", "outbox.json"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let csv = |arguments: &[&str]| environment.run(&[arguments, &["-f", "csv"]].concat()).success();
    assert_eq!(
        csv(&["run", "top-mentions"]),
        "rank,name,kind,posts,uses,channels,share,all_posts\r\n\
         1,bert@orsel.example,handle,1,2,1,100.0,1\r\n1,cora,handle,1,1,1,100.0,1\r\n"
    );
    let named = environment.run(&["run", "posts-per-period", "--name", "@Bert@orsel.example", "-f", "csv"]);
    assert!(named.code == 0 && named.stdout.contains("2024-07,1,1,0,1,"), "{named}");
}
