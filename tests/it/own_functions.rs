//! A query that calls a function of this program's own would run in no other tool.

use crate::cli_channels_merge::write;
use crate::environment::Environment;

#[test]
fn no_query_can_call_a_function_of_this_program() {
    let environment = Environment::new();
    write(&environment, "t.csv", "id,date,text,channel,views\n1,2024-01-01,Rain,Rivers,1.5\n");
    let header = "-- Own\n--\n-- use: Own?\n-- needs: word-index\n-- @column n int : n\n";
    for function in ["folded_text", "key_of_folded_text"] {
        let name = format!("{function}.sql");
        let sql = format!(
            "{header}SELECT count(*) AS n FROM post_words AS w WHERE {function}(w.folded) IS NOT NULL\n"
        );
        write(&environment, &name, &sql);
        // A throw-away store has folded texts on the very connection that runs the query.
        let outcome = environment.run(&["run", &name, "--from", "t.csv"]);
        assert_ne!(outcome.code, 0, "{outcome}");
        assert!(outcome.stderr.contains(function), "{outcome}");
    }
    let outcome = environment.run(&["run", "posts", "--from", "t.csv"]);
    assert!(outcome.stderr.contains("such as '1.5' (line 2)"), "a figure may rest on it: {outcome}");
}
