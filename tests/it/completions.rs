//! What `chancery completions` answers to the scripts of the shells.

use std::fs;

use crate::environment::Environment;

/// An environment with a store and queries of its own.
pub(crate) fn environment() -> Environment {
    let environment = Environment::with_store(include_str!("completions.sql"));
    fs::create_dir(environment.path("queries")).unwrap();
    environment.write(
        "queries/mine.sql",
        "-- Mine, the channel's\n-- tags: moods\n-- @param mood enum(glad|glum) = glad : which\n-- @param who entity? : whom\n\
         -- @param handle handle* : whom\n-- @param kind values(SELECT name, posts FROM channels JOIN post_months USING (channel_id) ORDER BY name)? : of\n\
         -- @param until date? : last day\n-- @param quick bool? : quickly\n-- @param channel channel? : one\n-- @column m text : m\nSELECT 1 AS m\n",
    );
    environment
}

/// What is answered for the last of the words: what is to be completed in the first line, then word and help.
#[track_caller]
fn answer(environment: &Environment, words: &[&str]) -> (String, Vec<(String, String)>) {
    let arguments = [&["completions", "fish", "--", "chancery"], words].concat();
    let outcome = environment.run(&arguments);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let mut lines = outcome.stdout.lines();
    let kind = lines.next().unwrap().to_owned();
    let pair =
        |line: &str| line.split_once('\t').map(|(word, help)| (word.to_owned(), help.to_owned())).unwrap();
    (kind, lines.map(pair).collect())
}

#[track_caller]
fn offered(environment: &Environment, words: &[&str]) -> Vec<String> {
    let (kind, offers) = answer(environment, words);
    assert_eq!(kind, "words", "{words:?}");
    offers.into_iter().map(|(word, _)| word).collect()
}

#[test]
fn a_channel_that_nothing_tells_from_another_is_offered_by_its_number_in_the_store() {
    let environment = Environment::new();
    let post = |platform: &str, more: &str| {
        format!(
            r#"{{"platform":"{platform}","channel_name":"Gazette"{more},"id":1,"text":"{platform}{}","posted_at":"2024-01-03"}}"#,
            more.len()
        ) + "\n"
    };
    let of = [r#","channel_id":77"#, r#","channel_id":88"#, r#","channel_handle":"tides""#];
    environment.write(
        "a.jsonl",
        [post("telegram", of[0]), post("mastodon", of[0]), post("telegram", of[1])].concat(),
    );
    environment.write("b.jsonl", [post("telegram", of[2]), post("bluesky", of[2])].concat());
    assert_eq!(environment.run(&["load", "a.jsonl", "b.jsonl"]).code, 0);
    for (typed, expected) in [
        ("", &["88", "channel:1", "channel:2", "channel:4", "channel:5"][..]),
        ("ch", &["channel:1", "channel:2", "channel:4", "channel:5"]),
        ("gaz", &["Gazette"]),
        ("7", &[]),
    ] {
        let mut offered = offered(&environment, &["run", "posts", "--channel", typed]);
        offered.sort_unstable();
        assert_eq!(offered, expected, "{typed}");
    }
}

#[test]
fn commands_queries_and_flags_are_offered_with_what_they_do() {
    let environment = environment();
    for (words, expected) in [
        (&["ru"][..], &["run"][..]),
        (&["queries", "s"], &["search", "show"]),
        (&["run", "mi"], &["mine"]),
        (&["--db", "none.db", "run", "data"], &["data-gaps"]),
        (&["--db=none.db", "run", "--from", "x.json", "data"], &["data-gaps"]),
        (&["queries", "show", "mi"], &["mine"]),
        (&["queries", "check", "mine", "data"], &["data-gaps"]),
        (&["queries", "list", "--tag", "mo"], &["moods"]),
        (&["queries", "list", "-f", "c"], &["csv"]),
        (&["sql", "SELECT 1", "-f", "js"], &["json", "jsonl"]),
        (&["run", "mine", "--wi"], &["--wide"]),
        (&["run", "mine", "--mood", "glad", "--m"], &[]),
        (&["run", "mine", "--handle", "a", "--ha"], &["--handle", "--handle-file"]),
        (&["run", "mine", "-f"], &["-f"]),
        (&["run", "mine", "-fj"], &[]),
        (&["load", "--as", "telegram-"], &["telegram-json", "telegram-html", "telegram-export"]),
        (&["load", "a.json", "--dry"], &["--dry-run"]),
        (&["load", "--time-zone", "europe/prag"], &["Europe/Prague"]),
        (&["completions", "b"], &["bash"]),
        (&["run", "mine", "--", "--m"], &[]),
        (&["no-command", "x", "y"], &[]),
        (&["run", "no-query", "--chan"], &[]),
    ] {
        assert_eq!(offered(&environment, words), expected, "{words:?}");
    }
    let all = offered(&environment, &["run", "mine", ""]);
    assert_eq!(
        all[..8],
        ["--mood", "--who", "--handle", "--handle-file", "--kind", "--until", "--quick", "--channel"]
    );
    let (_, with_help) = answer(&environment, &["run", "min"]);
    assert_eq!(with_help, [("mine".to_owned(), "Mine, the channel's".to_owned())]);
    let (_, with_help) = answer(&environment, &["run", "mine", "--moo"]);
    assert_eq!(with_help, [("--mood".to_owned(), "which [one of: glad, glum] [default: glad]".to_owned())]);
    for hidden in ["--typed", "typed"] {
        assert!(!offered(&environment, &["completions", ""]).contains(&hidden.to_owned()));
    }
}

#[test]
fn values_are_those_of_the_header_and_of_the_store_with_most_posts_first() {
    let environment = environment();
    let run = |words: &[&str]| offered(&environment, &[&["run", "mine"], words].concat());
    for (words, expected) in [
        (&["--mood", ""][..], &["glad", "glum"][..]),
        (&["--mood=glu"], &["--mood=glum"]),
        (&["--quick", ""], &["yes", "no"]),
        (&["--quick", "--moo"], &["--mood"]),
        (&["-f", "js"], &["json", "jsonl"]),
        (&["--who", ""], &["@harvest", "@harbour"]),
        (&["--who", "HARB"], &["harbour"]),
        (&["--handle", "@har"], &["@harvest", "@harbour"]),
        (&["--handle", "@x,@harb"], &["@x,@harbour"]),
        (&["--handle", "@x,"], &["@x,@harvest", "@x,@harbour"]),
        (&["--kind", "m"], &["Mission"]),
        (&["--until", "last-m"], &["last-month"]),
        (&["--until", "-"], &["-7d", "-30d", "-3m", "-1y"]),
        (&["--until", "2024"], &["2024-03", "2024-02"]),
        (&["--until", "2024-w"], &["2024-W09"]),
        (&["--until", "2024-03-"], &["2024-03-02", "2024-03-01"]),
        (&["--as-of", "yes"], &["yesterday"]),
        // One value: a comma is a part of it.
        (&["--channel", "news"], &["News: all, day's $5"]),
        (
            &["--channel", ""],
            &[
                "@Ministry",
                "@Mission_News",
                "Синие Новости",
                "أخبار اليوم",
                "News: all, day's $5",
                "#1 Harbour",
                "Мост",
                "МОРЕ",
            ],
        ),
        (&["--channel", "@mi"], &["@Ministry", "@Mission_News"]),
        (&["--channel", "mi"], &["Ministry", "Mission_News"]),
        (&["--channel", "the"], &["The Ministry"]),
        (&["--channel", "100"], &["1002", "1001", "1003", "1004", "1005", "1006", "1008", "1009"]),
        (&["--channel", "only"], &[]),
        (&["--from", "a.json", "--channel", ""], &[]),
        (&["--db", "none.db", "--channel", ""], &[]),
    ] {
        assert_eq!(run(words), expected, "{words:?}");
    }
    let search = |words: &[&str]| answer(&environment, &[&["search", "trade"], words].concat()).1;
    let pairs =
        |all: &[(&str, &str)]| all.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<_>>();
    assert_eq!(
        search(&["--tag", "tr"]),
        pairs(&[("treaty", "9 posts"), ("trade", "7 posts"), ("trams", "1 post")])
    );
    assert_eq!(search(&["--since", "2024-03"]), pairs(&[("2024-03", "2024-03-01")]));
    assert_eq!(search(&["--until", "2024-03"]), pairs(&[("2024-03", "2024-03-31")]));
    let frequency = |words: &[&str]| offered(&environment, &[&["run", "hashtag-frequency"], words].concat());
    assert_eq!(frequency(&["--tag", ""]), ["treaty", "trade", "реки", "trams", "ميناء"]);
    assert_eq!(frequency(&["--tag", "TR"]), ["treaty", "trade", "trams"]);
    assert_eq!(frequency(&["--tag", "#tra"]), ["#trade", "#trams"]);
    assert_eq!(frequency(&["--tag=#x,Р"]), ["--tag=#x,реки"]);
    assert_eq!(frequency(&["--channel", "@a,news"]), [r"@a,News: all\, day's $5"]);
    assert_eq!(offered(&environment, &["forget", "@mi"]), ["@Ministry", "@Mission_News"]);
    assert_eq!(offered(&environment, &["channels", "merge", "1001", "@min"]), ["@Ministry"]);
    assert_eq!(offered(&environment, &["load", "x", "--channel", "@min"]), ["@Ministry"]);
    let (_, helps) = answer(&environment, &["run", "mine", "--channel", "@mi"]);
    let helps: Vec<String> = helps.into_iter().map(|(_, help)| help).collect();
    assert_eq!(helps, ["The Ministry, 1,205 posts", "Mission, 6 posts"]);
    // The clock stands at 2024-12-31.
    let (_, helps) = answer(&environment, &["run", "mine", "--until", "last-m"]);
    assert_eq!(helps, [("last-month".to_owned(), "2024-11-30".to_owned())]);
}

#[test]
fn files_and_folders_are_left_to_the_shell() {
    let environment = environment();
    for (words, expected) in [
        (&["load", ""][..], "files"),
        (&["load", "a.json", "b"], "files"),
        (&["run", "mine", "-o", ""], "files"),
        (&["run", "mine", "--output=a"], "files"),
        (&["run", "mine", "--from", "a.json", "b"], "files"),
        (&["--db", ""], "files"),
        (&["run", "./m"], "files sql"),
        (&["run", "mine", "--queries", ""], "folders"),
    ] {
        assert_eq!(answer(&environment, words), (expected.to_owned(), Vec::new()), "{words:?}");
    }
}

#[test]
fn queries_and_the_store_are_those_that_the_line_names() {
    let environment = environment();
    fs::create_dir(environment.path("more")).unwrap();
    environment.write("more/extra.sql", "-- Extra\n-- @param tag hashtag? : one\nSELECT 1 AS n\n");
    fs::create_dir(environment.path("home-db")).unwrap();
    environment.make_store(
        "home-db/a.db",
        "INSERT INTO channels (channel_id, platform) VALUES (1, 'x'); INSERT INTO hashtags VALUES (1, 'elsewhere');
         INSERT INTO hashtag_months VALUES (1, '2024-01', 1, 0, 1, 1, NULL, NULL)",
    );
    assert_eq!(offered(&environment, &["run", "--queries", "more", "ext"]), ["extra"]);
    assert_eq!(offered(&environment, &["run", "extra", "--queries", "more", "--ta"]), ["--tag"]);
    let words = ["--db", "~/home-db/a.db", "run", "--queries=more", "extra", "--tag", ""];
    assert_eq!(offered(&environment, &words), ["elsewhere"]);
    assert_eq!(offered(&environment, &["--queries", "none", "run", "data"]), ["data-gaps"]);
}

#[test]
fn whatever_is_wrong_nothing_is_said_and_no_file_is_touched() {
    let environment = environment();
    environment.write("text.db", "no store");
    environment.write("queries/broken.sql", "-- Broken\n-- @param x nothing : x\nSELECT");
    environment.make_store("broken.db", "");
    let broken = rusqlite::Connection::open(environment.path("broken.db")).unwrap();
    broken.execute_batch("DROP TABLE hashtag_months; DROP TABLE post_months; DROP TABLE calendar").unwrap();
    drop(broken);
    let locking = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    locking.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let before = (environment.files(), fs::read(environment.path("chancery.db")).unwrap());
    assert_eq!(offered(&environment, &["run", "hashtag-frequency", "--tag", "trea"]), ["treaty"]);
    for store in ["none.db", "text.db", ".", "broken.db", "/dev/null", "no/such/folder.db"] {
        for flag in ["--tag", "--channel"] {
            let words = ["--db", store, "run", "hashtag-frequency", flag, ""];
            let expected: &[&str] = &[];
            assert_eq!(offered(&environment, &words), expected, "{words:?}");
        }
    }
    assert_eq!(offered(&environment, &["run", "brok"]), Vec::<String>::new());
    assert_eq!(offered(&environment, &["--db", "none.db", "run", "mine", "--until", "tod"]), ["today"]);
    let after = (environment.files(), fs::read(environment.path("chancery.db")).unwrap());
    assert_eq!(before, after);
}

#[test]
fn channels_of_one_name_are_offered_by_their_ids() {
    let environment = Environment::new();
    let table = "id,posted_at,text,channel_id,channel,platform\n1,2024-01-01,one,UCxYz,Quay,other\n\
                 2,2024-01-01,two,UCxYz,Quay,other\n3,2024-01-01,three,1003,QUAY,other\n4,2024-01-01,four,1004,Mole,other\n";
    environment.write("posts.csv", table);
    assert_eq!(environment.run(&["load", "posts.csv"]).code, 0);
    let (_, offers) = answer(&environment, &["run", "posts", "--channel", ""]);
    let offers: Vec<(&str, &str)> =
        offers.iter().map(|(word, help)| (word.as_str(), help.as_str())).collect();
    assert_eq!(offers, [("UCxYz", "Quay, 2 posts"), ("1003", "QUAY, 1 post"), ("Mole", "1 post")]);
    // All that is offered is taken.
    for (word, _) in offers {
        assert_eq!(environment.run(&["run", "posts", "--channel", word]).code, 0, "{word}");
    }
    // Who types the name is told by it of the ids.
    assert_eq!(offered(&environment, &["run", "posts", "--channel", "qu"]), ["Quay"]);
}

#[test]
fn a_name_that_would_break_out_of_its_quotes_is_left_out_of_a_script() {
    let environment = environment();
    environment.write("queries/it's; echo.sql", "-- Trap\n-- @column n int : n\nSELECT 1 AS n");
    for shell in ["powershell", "elvish"] {
        let script = environment.run(&["completions", shell]).success();
        assert!(script.contains("chancery;run;mine'") && !script.contains("it's; echo"), "{shell}");
    }
    assert_eq!(
        environment.run(&["completions", "bash", "--", "chancery run it", "it"]).success(),
        "words\nit\\'s\\;\\ echo\n"
    );
}
