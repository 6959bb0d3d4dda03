//! `chancery completions` and `chancery man`.

use crate::environment::Environment;

#[test]
fn every_shell_gets_a_script_that_knows_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Environment::new().run(&["completions", shell]).success();
        assert!(script.contains("channels") && script.contains("schema"), "{shell}");
    }
}

/// What bash offers for the last of these words; `None` where there is no bash.
fn bash_offers(environment: &Environment, words: &[&str]) -> Option<Vec<String>> {
    let script = r#". ./completions.bash
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _chancery chancery "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", script, "bash"])
        .args(words)
        .current_dir(environment.folder())
        .output();
    let output = output.ok()?;
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn a_shell_completes_queries_their_flags_and_their_values() {
    let environment = Environment::new();
    std::fs::create_dir(environment.path("queries")).unwrap();
    environment.write(
        "queries/top-of-mine.sql",
        "-- Mine, the channel's\n-- @param mood enum(glad|glum) = glad : which\n-- @column m text : m\nSELECT :mood AS m\n",
    );
    let script = environment.run(&["completions", "bash"]).success();
    environment.write("completions.bash", script);
    for (words, expected) in [
        (&["chancery", "ru"][..], &["run"][..]),
        (&["chancery", "run", "top"], &["top-hashtags", "top-links", "top-mentions", "top-of-mine"]),
        (&["chancery", "run", "hashtag-frequency", "--si"], &["--since"]),
        (&["chancery", "run", "hashtag-frequency", "--by", ""], &["day", "week", "month", "quarter", "year"]),
        (&["chancery", "run", "top-of-mine", "--mood", "glu"], &["glum"]),
        (&["chancery", "run", "posts", "--as-of", "last", "-f", "j"], &["json", "jsonl"]),
        (&["chancery", "--db", "my.db", "run", "data"], &["data-gaps"]),
        (&["chancery", "queries", "show", "top-o"], &["top-of-mine"]),
        (&["chancery", "sql", "-f", "c"], &["csv"]),
    ] {
        let Some(offered) = bash_offers(&environment, words) else {
            println!("left out: there is no bash here");
            return;
        };
        assert_eq!(offered, expected, "{words:?}");
    }
}

#[test]
fn an_unknown_shell_is_answered_with_the_known_ones() {
    let outcome = Environment::new().run(&["completions", "tcsh"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("[possible values: bash, elvish, fish, powershell, zsh]"));
}

#[test]
fn the_manual_page_is_printed() {
    let page = Environment::new().run(&["man"]).success();
    assert!(page.contains(".TH chancery 1"), "{page}");
    assert!(page.contains("chancery\\-status(1)"), "{page}");
}

#[test]
fn each_command_gets_a_page_of_its_own() {
    let environment = Environment::new();
    assert_eq!(environment.run(&["man", "--output", "share/man1"]).success(), "");
    for name in ["chancery.1", "chancery-show.1", "chancery-status.1", "chancery-schema.1"] {
        let page = std::fs::read_to_string(environment.path("share/man1").join(name)).unwrap();
        assert!(page.contains(".SH NAME"), "{name}");
    }
}

#[test]
fn pages_that_cannot_be_written_are_an_error() {
    let environment = Environment::new();
    environment.write("file", "");
    let outcome = environment.run(&["man", "-o", "file"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.starts_with("error: cannot write manual pages to 'file'\n  caused by: "));
}
