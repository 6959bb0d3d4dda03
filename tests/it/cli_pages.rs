//! `chancery completions` and `chancery man`.

use crate::environment::Environment;

#[test]
fn every_shell_gets_a_script() {
    for shell in ["bash", "zsh", "fish"] {
        let script = Environment::new().run(&["completions", shell]).success();
        assert!(script.contains(&format!("chancery completions {shell} -- ")), "{script}");
    }
    // These do not ask, so all is in the script.
    for shell in ["powershell", "elvish"] {
        let script = Environment::new().run(&["completions", shell]).success();
        assert!(script.contains("channels") && script.contains("hashtag-frequency"), "{shell}");
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
