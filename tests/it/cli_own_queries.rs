//! `chancery queries new` and `copy`: queries of one's own.

use std::fs;

use crate::environment::{Environment, program};
use crate::three_posts::{three_posts, write};

#[test]
fn a_new_query_is_sound_and_runs_at_once() {
    let environment = three_posts();
    let outcome = environment.run(&["queries", "new", "posts-by-channel"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "queries/posts-by-channel.sql\n"), "{outcome}");
    assert_eq!(
        outcome.stderr,
        "check it: chancery queries check posts-by-channel\nrun it: chancery run posts-by-channel\n"
    );
    let checked = environment.run(&["queries", "check", "posts-by-channel"]);
    assert_eq!((checked.code, checked.stderr.as_str()), (0, "1 query is sound\n"), "{checked}");
    assert!(!checked.stdout.contains("error") && !checked.stdout.contains("warning"), "{checked}");
    // Two posts of one channel, one of the other: 2/3 and 1/3.
    assert_eq!(
        environment.run(&["run", "posts-by-channel", "-f", "csv"]).success(),
        "channel,posts,share,all_posts\r\n@blue_news,2,66.67,3\r\n@red,1,33.33,3\r\n"
    );
    let april =
        environment.run(&["run", "posts-by-channel", "-f", "csv", "--since=2024-04-02", "--top", "1"]);
    assert_eq!(april.stdout, "channel,posts,share,all_posts\r\n@red,1,100.0,1\r\n");
    let text = fs::read_to_string(environment.path("queries/posts-by-channel.sql")).unwrap();
    assert!(text.starts_with("-- Posts by channel\n"), "{text}");
}

#[test]
fn a_new_query_without_a_store_is_sound_as_well() {
    let environment = Environment::new();
    assert_eq!(environment.run(&["queries", "new", "mine"]).code, 0);
    let checked = environment.run(&["queries", "check", "mine"]);
    assert_eq!(checked.code, 0, "{checked}");
    assert!(!checked.stdout.contains("error: ") && !checked.stdout.contains("warning: "), "{checked}");
}

#[test]
fn a_query_of_the_same_words_in_a_group_is_there_already() {
    let environment = three_posts();
    let text = environment.run(&["queries", "show", "overview", "--sql"]).success();
    write(&environment, "queries/mine/overview.sql", &text);
    let outcome = environment.run(&["queries", "copy", "overview"]);
    assert_eq!(outcome.code, 2, "{outcome}");
    assert!(outcome.stderr.contains("'queries/mine/overview.sql' is there already"), "{outcome}");
    assert!(!environment.path("queries/overview.sql").exists());
}

#[test]
fn commands_that_are_told_name_the_store_that_was_given() {
    let environment = three_posts();
    for (words, hint) in [
        (&["--db", "my s.db", "status"][..], "make one: chancery --db 'my s.db' load FILE…"),
        (&["run", "nosuch", "--db", "s.db"], "see all: chancery --db s.db queries list\n"),
        (&["--db=s.db", "overview"], "run it: chancery --db s.db run overview\n"),
        (&["queries", "new", "mine", "--db", "s.db"], "run it: chancery --db s.db run mine\n"),
        (&["run", "nosuch"], "see all: chancery queries list\n"),
    ] {
        let outcome = environment.run(words);
        assert!(outcome.stderr.contains(hint), "{words:?} {outcome}");
    }
}

#[cfg(unix)]
#[test]
fn commands_that_are_told_can_be_pasted_whatever_is_in_a_path() {
    let environment = three_posts();
    // So that the first command gives it the countries.
    let unnamed = "DELETE FROM settings WHERE name = 'bundled_dictionary'";
    rusqlite::Connection::open(environment.path("chancery.db")).unwrap().execute(unnamed, []).unwrap();
    fs::create_dir(environment.path("it's")).unwrap();
    fs::copy(environment.path("chancery.db"), environment.path("it's.db")).unwrap();
    std::os::unix::fs::symlink("nothing's here", environment.path("l.db")).unwrap();
    write(&environment, "my query.sql", "-- T\n-- @param word text : what\nSELECT :word AS word");
    write(&environment, "bad one.sql", "-- T\n-- @param word txt : what\nSELECT 1 AS word");
    write(&environment, "my pack.toml", "[[report]]\nquery = \"overview\"\n");
    for (words, hint) in [
        (&["--db", "it's.db", "run", "nosuch"][..], r"see all: chancery --db 'it'\''s.db' queries list"),
        (&["--db", "new\nline.db", "status"], r"make one: chancery --db $'new\012line.db' load FILE…"),
        (&["run", "./my query.sql"], "\n  chancery run 'my query.sql' --word TEXT\n"),
        (&["run", "./bad one.sql"], "see all that is wrong: chancery queries check 'bad one.sql'\n"),
        (&["run", "--pack", "my pack.toml"], "chancery run --pack 'my pack.toml' --output DIR\n"),
        (&["run", "overview", "-o", "it's"], r"name a file in it, e.g. 'it'\''s/report.csv'"),
        (&["--db", "l.db", "load", "a.json"], r"name the store by its own path: --db 'nothing'\''s here'"),
        (&["load", "it's.db/a.json"], r"of an archive, too: chancery load 'it'\''s.db'"),
        (
            &["--db", "it's.db", "datasette-config", "-o", "c f.json"],
            r"datasette serve 'it'\''s.db' -m 'c f.json' --setting",
        ),
        (&["queries", "publish", "overview", "--db", "it's.db"], r"read one: sqlite3 'it'\''s.db' 'SELECT"),
        (
            &["entities", "remove", "country", "Côte d'Ivoire"],
            r"chancery entities remove country 'Côte d'\''Ivoire' ALIAS…",
        ),
    ] {
        let outcome = environment.run(words);
        assert!(outcome.stderr.contains(hint), "{words:?} {outcome}");
    }
}

#[test]
fn a_file_is_never_written_over() {
    let environment = three_posts();
    write(&environment, "queries/mine.sql", "precious");
    write(&environment, "queries/group/theirs.sql", "-- T\nSELECT 1 AS x");
    for (words, message) in [
        (&["queries", "new", "mine"][..], "'queries/mine.sql' is there already; it was left as it is"),
        (&["queries", "new", "theirs"], "'queries/group/theirs.sql' is there already"),
        (&["queries", "copy", "top-links", "mine"], "'queries/mine.sql' is there already"),
        (&["queries", "copy", "days"], "'queries/time/days.sql' is there already"),
        (&["queries", "new", "overview"], "'overview' is the name of a query already (bundled)"),
        (&["queries", "new", "My Report"], "'My Report' is no name of a query"),
        (&["queries", "new", "../up"], "'../up' is no name of a query"),
        (&["queries", "new", ""], "'' is no name of a query"),
        (&["queries", "copy", "overviw"], "no query named 'overviw'"),
    ] {
        let outcome = environment.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}");
        assert!(outcome.stderr.starts_with(&format!("error: {message}")), "{words:?} {outcome}");
    }
    assert_eq!(fs::read_to_string(environment.path("queries/mine.sql")).unwrap(), "precious");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_followed() {
    let environment = three_posts();
    std::os::unix::fs::symlink(environment.path("elsewhere.sql"), environment.path("queries/mine.sql"))
        .unwrap();
    assert_eq!(environment.run(&["queries", "new", "mine"]).code, 2);
    assert!(!environment.path("elsewhere.sql").exists());
}

#[test]
fn a_copy_takes_the_place_of_the_bundled_one() {
    let environment = three_posts();
    let outcome = environment.run(&["queries", "copy", "overview"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "queries/overview.sql\n"), "{outcome}");
    assert!(
        outcome
            .stderr
            .starts_with("overview now takes the place of the one that was found before (bundled)\n"),
        "{outcome}"
    );
    let copy = fs::read_to_string(environment.path("queries/overview.sql")).unwrap();
    let bundled =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/queries/overview/overview.sql")).unwrap();
    assert_eq!(copy, bundled);
    write(&environment, "queries/overview.sql", "-- Changed\nSELECT 7 AS x");
    assert_eq!(environment.run(&["run", "overview", "-f", "csv"]).success(), "x\r\n7\r\n");
}

#[test]
fn a_copy_by_another_name_leaves_the_first_one() {
    let environment = three_posts();
    let outcome = environment.run(&["queries", "copy", "top-links", "my-links", "--queries", "more/own"]);
    assert_eq!(outcome.code, 2, "the folder of --queries must be there: {outcome}");
    fs::create_dir(environment.path("more")).unwrap();
    let outcome = environment.run(&["queries", "copy", "top-links", "my-links", "--queries", "more"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "more/my-links.sql\n"), "{outcome}");
    assert_eq!(
        outcome.stderr,
        "check it: chancery queries check my-links --queries more\nrun it: chancery run my-links --queries more\n"
    );
    let copy = fs::read_to_string(environment.path("more/my-links.sql")).unwrap();
    assert!(
        copy.contains("-- @example chancery run my-links ") && !copy.contains("run top-links "),
        "{copy}"
    );
    let checked = environment.run(&["queries", "check", "my-links", "--queries", "more"]);
    assert_eq!(checked.code, 0, "{checked}");
    let rows = |name: &str| environment.run(&["run", name, "-f", "csv", "--queries", "more"]).stdout;
    assert_eq!(rows("my-links"), rows("top-links"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_nothing_leaves_no_empty_query_in_the_place_of_another() {
    let environment = three_posts();
    for words in [["copy", "overview"], ["new", "mine"]] {
        // No file may have a byte.
        let outcome = std::process::Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" queries \"$@\""])
            .arg(program())
            .args(words)
            .current_dir(environment.folder())
            .output()
            .unwrap();
        assert_eq!(outcome.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&outcome.stderr).starts_with("error: cannot write 'queries/"));
    }
    assert!(
        ["overview", "mine"].iter().all(|name| !environment.path(&format!("queries/{name}.sql")).exists())
    );
    assert_eq!(environment.run(&["queries", "copy", "overview"]).code, 0);
}

#[test]
fn what_to_do_next_can_be_copied_into_a_shell() {
    let environment = three_posts();
    fs::create_dir(environment.path("it's mine")).unwrap();
    let outcome = environment.run(&["queries", "new", "mine", "--queries", "it's mine"]);
    let expected = "check it: chancery queries check mine --queries 'it'\\''s mine'\n\
                    run it: chancery run mine --queries 'it'\\''s mine'\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, expected));
    fs::rename(environment.path("chancery.db"), environment.path("a 'b'.db")).unwrap();
    let outcome = environment.run(&["--db", "a 'b'.db", "queries", "publish", "overview"]);
    assert!(outcome.stderr.ends_with(
        r"read one: sqlite3 'a '\''b'\''.db' 'SELECT * FROM report_overview'
"
    ));
}

/// What a message tells to run, as words.
fn told_to_run(message: &str) -> Vec<String> {
    let line = message.lines().find_map(|line| line.split_once("chancery ")).unwrap();
    line.1.split(' ').map(|word| word.trim_matches('\'').to_owned()).collect()
}

#[test]
fn what_is_told_of_a_query_that_its_name_alone_does_not_lead_to_can_be_pasted() {
    let environment = three_posts();
    let report = "-- Posts since a day\n-- @param since date : first day counted\n-- @column n int : posts\n\
                  SELECT count(*) AS n FROM posts WHERE posted_on >= :since\n";
    write(&environment, "drafts/recent.sql", report);
    for call in [
        &["run", "drafts/recent.sql", "--snice", "2024"][..],
        &["run", "--queries", "drafts", "recent", "--snice", "2024"],
        &["run", "recent", "--since", "2024", "more", "--queries", "drafts"],
        &["queries", "--queries", "drafts", "publish", "recent", "--snice", "2024"],
    ] {
        let refused = environment.run(call);
        assert_eq!(refused.code, 2, "{refused}");
        assert!(refused.stderr.contains("chancery run drafts/recent.sql --help\n"), "{refused}");
        let words = told_to_run(&refused.stderr);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert!(environment.run(&words).success().contains("--since"), "{refused}");
    }
    let missing = environment.run(&["run", "--queries", "drafts", "recent"]);
    assert!(missing.stderr.contains("chancery run drafts/recent.sql --since DATE\n"), "{missing}");
    let unknown = environment.run(&["run", "--queries", "drafts", "recnt"]);
    assert!(
        unknown.stderr.ends_with("did you mean: recent\n  see all: chancery queries list --queries drafts\n"),
        "{unknown}"
    );
    assert!(environment.run(&["queries", "list", "--queries", "drafts"]).success().contains("recent"));
}

#[test]
fn a_query_of_which_a_folder_has_two_is_run_with_a_warning() {
    let environment = three_posts();
    write(&environment, "own/x/top-hashtags.sql", "-- X\nSELECT 'x' AS tag");
    write(&environment, "own/y/top-hashtags.sql", "-- Y\nSELECT 'y' AS tag");
    let taken = "top-hashtags.sql: is not used: the name 'top-hashtags' is taken by own/x/top-hashtags.sql";
    for words in [
        &["run", "top-hashtags", "--queries", "own", "-f", "csv"][..],
        &["queries", "--queries", "own", "show", "top-hashtags"],
        &["queries", "--queries", "own", "explain", "top-hashtags"],
        &["queries", "--queries", "own", "publish", "top-hashtags"],
    ] {
        let outcome = environment.run(words);
        assert!(outcome.stderr.contains(taken), "{words:?}: {outcome}");
    }
    let run = environment.run(&["run", "top-hashtags", "--queries", "own", "-f", "csv"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "tag\r\nx\r\n"), "{run}");
    let other = environment.run(&["run", "overview", "--queries", "own", "-f", "csv"]);
    assert!(!other.stderr.contains("not used"), "{other}");
}
