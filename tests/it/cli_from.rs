//! `chancery run … --from`: one command from a file to an answer, wherever the words stand.

use crate::environment::Environment;

fn with_samples() -> Environment {
    let environment = Environment::new();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/valdoria-digest.txt");
    environment.write("digest.txt", std::fs::read_to_string(samples).unwrap());
    environment
}

#[test]
fn inputs_and_flags_may_stand_in_any_order() {
    let environment = with_samples();
    let answer = |words: &[&str]| {
        let outcome = environment.run(words);
        assert_eq!(outcome.code, 0, "{words:?}: {}", outcome.stderr);
        outcome.stdout
    };
    let expected = answer(&["run", "top-hashtags", "--top", "2", "-f", "csv", "--from", "digest.txt"]);
    assert_eq!(expected.lines().count(), 3, "{expected}");
    for words in [
        ["run", "top-hashtags", "--from", "digest.txt", "--top", "2", "-f", "csv"],
        ["run", "top-hashtags", "-f", "csv", "--from", "digest.txt", "--top", "2"],
        ["run", "--from", "digest.txt", "top-hashtags", "--top", "2", "-f", "csv"],
        ["run", "-f", "csv", "--from", "digest.txt", "top-hashtags", "--top", "2"],
    ] {
        assert_eq!(answer(&words), expected, "{words:?}");
    }
    assert_eq!(environment.files(), ["digest.txt"]);
}

#[test]
fn a_flag_of_a_query_before_its_name_is_refused_with_the_remedy() {
    let refused = with_samples().run(&["run", "--top", "2", "top-hashtags"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("--top is no option of run"), "{}", refused.stderr);
}

#[test]
fn a_figure_of_a_part_of_the_inputs_is_not_given() {
    let environment = with_samples();
    let refused = environment.run(&["run", "overview", "--from", "digest.txt", "missing.json"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("missing.json"), "{}", refused.stderr);
}
