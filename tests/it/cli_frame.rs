//! What all commands share: the store, errors, streams, exit codes, help.

use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};
use crate::three_posts::write;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

const STORE: &str = include_str!("cli_store.sql");

#[test]
fn without_a_store_it_says_how_to_make_one() {
    insta::assert_snapshot!(Environment::new().run(&["status"]), @"
    [stderr]
    error: no store at 'chancery.db'
      make one: chancery load FILE…  (or choose one: --db FILE, or CHANCERY_DB)
    [exit code 1]
    ");
}

#[test]
fn the_store_is_chosen_by_flag_before_or_after_the_command_or_by_environment() {
    let mut environment = Environment::new();
    environment.make_store("a.db", STORE);
    environment.make_store("b.db", "");
    let posts = |environment: &Environment, arguments: &[&str]| {
        environment.run(arguments).json()["posts"].as_i64().unwrap()
    };
    assert_eq!(posts(&environment, &["--db", "a.db", "status", "-f", "json"]), 5);
    assert_eq!(posts(&environment, &["status", "-f", "json", "--db=a.db"]), 5);
    environment.set("CHANCERY_DB", "b.db");
    assert_eq!(posts(&environment, &["status", "-f", "json"]), 0);
    assert_eq!(posts(&environment, &["status", "-f", "json", "--db", "a.db"]), 5);
}

#[test]
fn reading_leaves_the_store_and_its_folder_as_they_were() {
    let environment = Environment::with_store(STORE);
    let before = std::fs::read(environment.path("chancery.db")).unwrap();
    for arguments in [&["status"][..], &["channels"], &["schema"], &["show", "post:1"]] {
        let _ = environment.run(arguments).success();
    }
    assert_eq!(std::fs::read(environment.path("chancery.db")).unwrap(), before);
    assert_eq!(environment.files(), ["chancery.db"]);
}

#[test]
fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let environment = Environment::new();
    let text = "date;text\n".repeat(200);
    for (name, content) in [("notes.csv", text.as_bytes()), ("empty.db", b"")] {
        environment.write(name, content);
        for command in ["status", "channels", "schema"] {
            let outcome = environment.run(&[command, "--db", name]);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{name}");
            assert!(outcome.stderr.starts_with("error: "), "{name}: {}", outcome.stderr);
            assert!(outcome.stderr.contains(name), "{name}: {}", outcome.stderr);
        }
        assert_eq!(std::fs::read(environment.path(name)).unwrap(), content);
    }
}

#[test]
fn a_bad_call_is_exit_code_2_and_a_word_of_help() {
    let environment = Environment::new();
    for arguments in [
        &["stauts"][..],
        &["status", "--fromat", "json"],
        &["status", "-f", "yaml"],
        &["status", "extra"],
        &["show"],
        &["--db"],
        &[],
    ] {
        let outcome = environment.run(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            outcome.stderr.contains("'--help'") || arguments.is_empty(),
            "{arguments:?}: {}",
            outcome.stderr
        );
    }
    insta::assert_snapshot!(environment.run(&["stauts"]), @"
    [stderr]
    error: unrecognized subcommand 'stauts'

      tip: a similar subcommand exists: 'status'

    Usage: chancery [--db FILE] COMMAND

    For more information, try '--help'.
    [exit code 2]
    ");
}

#[test]
fn the_name_of_a_query_in_the_place_of_a_command_has_its_remedy() {
    let environment = Environment::new();
    write(&environment, "queries/mine.sql", "-- T\nSELECT 1 AS n");
    for name in ["top-hashtags", "mine"] {
        let outcome = environment.run(&[name, "--top", "3"]);
        let message = format!("error: '{name}' is no command but a query\n  run it: chancery run {name}\n");
        assert_eq!((outcome.code, outcome.stderr), (2, message));
    }
}

#[test]
fn help_and_version_are_data() {
    let environment = Environment::new();
    assert_eq!(
        environment.run(&["--version"]).success(),
        concat!("chancery ", env!("CARGO_PKG_VERSION"), "\n")
    );
    insta::assert_snapshot!(environment.run(&["--help"]), @"
    Answer questions about channel posts from one SQLite file

    Usage: chancery [--db FILE] COMMAND

    Commands:
      load              Load files, folders or standard input into the store
      run               Run a named query
      verify            Run reports again and tell whether they come out the same
      queries           Find, write, check, explain and publish the named queries
      sql               Run one read-only SQL statement
      search            Find posts by their words
      show              Show one post whole: text, points, tags, origin, versions,
                        loads
      group             Group the talking points that say the same thing
      similar           Find the talking points nearest to a text
      status            Show what the store holds, and its latest loads
      schema            Describe the tables and views, and what each column means
      channels          List the channels, or join two that are one
      entities          Edit the dictionary of names: countries, organisations,
                        people
      reindex           Read the loaded posts again, or change the settings of the
                        store
      forget            Remove a channel or one post for good, with every trace of
                        it
      index             Make the search index, or the words for reports, or remove
                        them
      check             Check that the store is sound
      datasette-config  Write a configuration with which Datasette runs the named
                        queries
      completions       Print a shell script that completes commands, queries and
                        values
      man               Print the manual page, or write one page for each command
      help              Print this message or the help of the given subcommand(s)

    Options:
          --db <FILE>  Use this store [default: $CHANCERY_DB, else chancery.db]
      -h, --help       Print help
      -V, --version    Print version

    Examples:
      chancery load result.json
      chancery run hashtag-frequency --by month --top 5
      chancery show https://t.me/example/12
    ");
}

#[test]
fn all_help_fits_80_columns_and_each_command_says_what_it_does() {
    fn look(mut command: clap::Command, path: &str) {
        let about = command.get_about().unwrap_or_else(|| panic!("{path} has no help")).to_string();
        assert!(about.chars().count() <= 70, "{path}: {about}");
        assert!(!about.ends_with('.'), "{path}: {about}");
        assert!(about.starts_with(char::is_uppercase), "{path}: {about}");
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{path}: {} has no help", argument.get_id());
        }
        for help in [command.render_help(), command.render_long_help()] {
            for line in help.to_string().lines() {
                assert!(line.chars().count() <= 80, "{path}: {line}");
            }
        }
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            look(inner.clone(), &format!("{path} {}", inner.get_name()));
        }
    }
    let mut command = chancery::cli::command();
    command.build();
    look(command, "chancery");
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    // More than a pipe and the command's own buffer hold.
    let environment = Environment::with_store(
        "INSERT INTO channels (platform) VALUES ('telegram');
         INSERT INTO loads (load_id, input, format, format_rank, sha256, bytes, started_at, finished_at,
            as_of, is_whole, posts_new, posts_changed, posts_unchanged, rejected, chancery_version) SELECT 1, 'a', 'b', 0, '', 0, '', '', NULL, 1, 1, 0, 0, 0, '';
         INSERT INTO posts (channel_id, is_forward, album_size, first_load_id, last_load_id, text, folded)
         SELECT 1, 0, 1, 1, 1, replace(hex(zeroblob(500000)), '00', 'line' || char(10)), '';",
    );
    let mut child = environment
        .command(&["show", "post:1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
    reader.read_line(&mut first).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert!(first.starts_with("channel"), "{first}");
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let environment = Environment::with_store(STORE);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    for words in [
        &["status"][..],
        &["--help"],
        &["run", "overview", "--help"],
        &["--version"],
        &["schema"],
        &["queries", "show", "overview"],
        &["man"],
    ] {
        let output = environment.command(words).stdout(full.try_clone().unwrap()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            "error: cannot write standard output\n  caused by: No space left on device (os error 28)\n  \
             free some space, or send the output elsewhere\n",
            "{words:?}"
        );
    }
}

#[test]
fn an_output_file_is_written_whole_or_not_at_all() {
    let environment = Environment::with_store(STORE);
    environment.write("list.json", "old");
    // The store is missing: the old file stays.
    let outcome = environment.run(&["channels", "--db", "none.db", "-o", "list.json"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(std::fs::read_to_string(environment.path("list.json")).unwrap(), "old");
    let outcome = environment.run(&["channels", "-o", "no/such/folder.json"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.starts_with("error: cannot write 'no/such/folder.json'\n  caused by: "));
    let outcome = environment.run(&["channels", "-o", "."]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.starts_with("error: '.' is a folder, not a file\n"), "{}", outcome.stderr);
    assert_eq!(environment.files(), ["chancery.db", "list.json"]);
}

#[cfg(unix)]
#[test]
fn an_output_file_keeps_its_rights_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let environment = Environment::with_store(STORE);
    let file = environment.write("real.json", "old");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", environment.path("link.json")).unwrap();
    let _ = environment.run(&["channels", "-f", "json", "-o", "link.json"]).success();
    assert!(environment.path("link.json").is_symlink());
    assert!(std::fs::read_to_string(&file).unwrap().starts_with('['));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    // A dash is standard output, and a device is written to as it is.
    assert!(environment.run(&["channels", "-f", "json", "-o", "-"]).success().starts_with('['));
    let _ = environment.run(&["channels", "-o", "/dev/null"]).success();
    assert_eq!(environment.files(), ["chancery.db", "link.json", "real.json"]);
}

#[test]
fn a_wrong_clock_is_refused() {
    let mut environment = Environment::with_store("");
    environment.set("CHANCERY_NOW", "yesterday");
    insta::assert_snapshot!(environment.run(&["status"]), @r#"
    [stderr]
    error: CHANCERY_NOW is "yesterday", which is no instant
      write it like 2024-07-16T14:03:22Z
    [exit code 2]
    "#);
}

#[test]
fn the_id_of_a_channel_as_bots_write_it_is_no_option() {
    let environment = Environment::new();
    Export::new(1_234_567_890, "Gazette").post(1, NEW_YEAR, "Ships").write(environment.folder(), "a.json");
    environment.write("b.csv", "id,text,date\n5,Ebb,2024-01-01\n");
    assert_eq!(environment.run(&["load", "a.json"]).code, 0);
    let id = "-1001234567890";
    let loaded = environment.run(&["load", "b.csv", "--channel", id]);
    assert_eq!((loaded.code, loaded.stderr.as_str()), (0, ""));
    let found = environment.run(&["search", "ships", "--channel", id, "-f", "csv"]);
    assert!(found.code == 0 && found.stdout.contains(",https://t.me/c/1234567890/1,"), "{found}");
    let shown = environment.run(&["show", "--", "-1001234567890/5"]).success();
    assert!(shown.starts_with("channel         Gazette (1234567890)\npost            5,"), "{shown}");
    let told =
        "error: '-1001234567890/5' is taken for an option\n  write -- before it: -- -1001234567890/5\n";
    let outcome = environment.run(&["show", "-1001234567890/5"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, told));
    let outcome = environment.run(&["similar", "ships", "--limit", "-1"]);
    assert!(outcome.code == 2 && !outcome.stderr.contains("taken for an option"), "{outcome}");
    assert!(environment.run(&["show", "-fjson", "1234567890/5"]).success().contains("\"Ebb\""));
    assert_eq!(
        environment.run(&["show", "-5"]).stderr.lines().next(),
        Some("error: no post has the id -5 in its channel")
    );
    assert_eq!(
        environment.run(&["forget", "--post", "-1001234567890/5"]).success(),
        "removed 1 post of 'Gazette' (1234567890)\n"
    );
    let outcome = environment.run(&["channels", "merge", id, "-1009"]);
    assert!(outcome.stderr.starts_with("error: channel '-1009' is not in this store"), "{outcome}");
    assert_eq!(environment.run(&["forget", id]).success(), "removed 1 post of 'Gazette' (1234567890)\n");
}
