//! Persons, organisations and countries in a store: what a load finds, what the dictionary's commands change, and
//! what a reindex makes of it.

use std::fs;
use std::path::Path;

use chancery::store::{self, dictionary};
use rusqlite::Connection;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::{assert_sound, content, rows};

const TEXT: &str = "Talks in Iran\n• Russia’s @harbour and the UN\n• 🇧🇾 https://example.org/Iran #Iran @1499";

fn export() -> Export {
    Export::new(11, "Gazette")
        .post(1, NEW_YEAR, TEXT)
        .post(2, NEW_YEAR + 40 * DAY, "Anna Berg and Mr Berg spoke")
        .post(3, NEW_YEAR + 41 * DAY, "A berg of ice, Russia")
}

fn loaded() -> Environment {
    let environment = Environment::new();
    export().write(environment.folder(), "result.json");
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    environment
}

fn open(environment: &Environment) -> Connection {
    store::open_read_only(&environment.path("chancery.db")).unwrap()
}

const MENTIONS: &str =
    "SELECT p.external_id, u.position, u.kind, u.label, u.code, u.via, u.spelling, u.start, t.position
    FROM v_mention_uses AS u JOIN posts AS p USING (post_id) LEFT JOIN talking_points AS t USING (talking_point_id)
    ORDER BY p.external_no, u.position";

/// What the export's first post names, counted by hand.
const OF_FIRST_POST: [&str; 7] = [
    "1|1|country|Iran|IR|text|Iran|10|-",
    "1|2|country|Russia|RU|text|Russia|17|1",
    "1|3|handle|harbour|-|handle|harbour|27|1",
    "1|4|organisation|United Nations|UN|text|UN|43|1",
    "1|5|country|Belarus|BY|flag|🇧🇾|48|2",
    "1|6|country|Iran|IR|hashtag|Iran|77|2",
    "1|7|number|1499|-|handle|1499|83|2",
];

#[test]
fn a_load_finds_handles_and_names_in_one_order() {
    let store = open(&loaded());
    let mut expected = OF_FIRST_POST.to_vec();
    expected.push("3|1|country|Russia|RU|text|Russia|16|-");
    assert_eq!(rows(&store, MENTIONS), expected);
    assert_sound(&store);
    // Russia: once in January, once in February.
    let months = "SELECT month, posts, uses, first_on FROM mention_months JOIN entities USING (entity_id) WHERE label = 'Russia' ORDER BY 1";
    assert_eq!(rows(&store, months), ["2024-01|1|1|2024-01-01", "2024-02|1|1|2024-02-11"]);
    let iran = "SELECT posts, uses FROM mention_months JOIN entities USING (entity_id) WHERE label = 'Iran'";
    assert_eq!(rows(&store, iran), ["1|2"]);
}

#[test]
fn a_change_of_the_dictionary_is_applied_by_a_reindex_and_a_second_one_changes_nothing() {
    let environment = loaded();
    let added = environment.run(&["entities", "add", "person", "Anna Berg", "Berg"]);
    assert_eq!(added.stdout, "added 2 aliases\n");
    assert_eq!(added.stderr, "to apply it to the posts that are loaded: chancery reindex\n");
    let status = environment.run(&["status"]).success();
    assert!(status.contains("read with an earlier dictionary of names: chancery reindex"), "{status}");
    // 'Anna Berg' is longer than 'Berg'; 'berg' has no capital.
    let reindexed = environment.run(&["reindex"]).success();
    assert_eq!(reindexed, "read 3 posts: 1 changed, 8 mentions before, 10 now\n");
    let of_berg = ["2|1|person|Anna Berg|-|text|Anna Berg|1|-", "2|2|person|Anna Berg|-|text|Berg|18|-"];
    let store = open(&environment);
    let found = rows(&store, MENTIONS);
    assert_eq!(found[..7], OF_FIRST_POST);
    assert_eq!(found[7..9], of_berg);
    assert_sound(&store);
    drop(store);
    assert!(!environment.run(&["status"]).success().contains("reindex"));
    let before = content(&open(&environment));
    let again = environment.run(&["reindex"]).success();
    assert_eq!(
        again,
        "all posts were read with this dictionary and by these rules already; nothing was changed\n"
    );
    assert_eq!(content(&open(&environment)), before);
    assert_eq!(environment.files(), ["chancery.db", "result.json"]);
}

#[test]
fn whether_the_dictionary_or_the_posts_come_first_the_store_says_the_same() {
    let people = "kind,name,alias,rule\nperson,Anna Berg,Berg,\ncompany,Ice,ice,\ncountry,Russia,A berg of ice,never\n";
    let (first, later) = (Environment::new(), loaded());
    Export::new(22, "Other").post(1, NEW_YEAR, "Berg").write(first.folder(), "other.json");
    fs::copy(first.path("other.json"), later.path("other.json")).unwrap();
    export().write(first.folder(), "result.json");
    for environment in [&first, &later] {
        environment.write("people.csv", people);
    }
    for arguments in [["load", "other.json"].as_slice(), &["entities", "import", "people.csv"]] {
        assert_eq!(first.run(arguments).code, 0);
    }
    assert_eq!(first.run(&["load", "result.json"]).code, 0);
    assert_eq!(first.run(&["reindex"]).success(), "read 4 posts: 1 changed, 10 mentions before, 11 now\n");
    for arguments in [["load", "other.json"].as_slice(), &["entities", "import", "people.csv"], &["reindex"]]
    {
        assert_eq!(later.run(arguments).code, 0);
    }
    assert_eq!(content(&open(&first)), content(&open(&later)));
}

#[test]
fn the_users_rows_come_back_from_an_export_and_go_when_they_are_removed() {
    let environment = loaded();
    let file = "kind,name,code,alias,language,rule\nperson,Anna Berg,AB,\"Berg, A.\",en,exact\nperson,Anna Berg,AB,Берг||а|у,ru,\n";
    environment.write("people.csv", file);
    assert_eq!(environment.run(&["entities", "import", "people.csv"]).stdout, "added 2 aliases\n");
    assert_eq!(environment.run(&["entities", "export"]).success(), file);
    let again = environment.run(&["entities", "import", "people.csv"]).stdout;
    assert_eq!(again, "added 0 aliases; 2 were there already\n");
    let listed = environment.run(&["entities", "list", "--kind", "person", "-f", "csv"]).success();
    assert_eq!(listed, "kind,name,code,aliases,origin,posts\r\nperson,Anna Berg,AB,2,user,0\r\n");
    let gone = environment.run(&["entities", "remove", "person", "anna berg", "Берг"]);
    assert_eq!(gone.stdout, "removed 1 alias\n");
    assert_eq!(environment.run(&["entities", "remove", "person", "Anna Berg"]).stdout, "removed 1 alias\n");
    assert_eq!(environment.run(&["entities", "export"]).success(), "kind,name,code,alias,language,rule\n");
    assert_eq!(environment.run(&["entities", "remove", "person", "Anna Berg"]).code, 2);
    assert_sound(&open(&environment));
}

#[test]
fn who_is_listed_is_found_by_words_over_hyphens_and_apostrophes() {
    let environment = loaded();
    for name in ["Ilmar al-Tovik", "Жан-Поль О'Хара"] {
        assert_eq!(environment.run(&["entities", "add", "person", name]).code, 0);
    }
    for (words, names) in [
        (&["al-tovik"][..], &["Ilmar al-Tovik"][..]),
        (&["ilmar", "tov"], &["Ilmar al-Tovik"]),
        (&["Ilmar al-Tovik"], &["Ilmar al-Tovik"]),
        (&["поль о'х"], &["Жан-Поль О'Хара"]),
        (&["d'ivoire"], &["Côte d'Ivoire"]),
        (&["vik"], &[]),
        (&["l-tovik"], &[]),
    ] {
        let listed = environment.run(&[&["entities", "list", "-f", "json"], words].concat()).json();
        let found: Vec<&str> =
            listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{words:?}");
    }
    // What the hint of an alias that is none tells to ask gives them.
    let refused = environment.run(&["entities", "remove", "person", "Ilmar al-Tovik", "Tovik"]);
    assert!(refused.stderr.contains("chancery entities list --aliases 'Ilmar al-Tovik'"), "{refused}");
    let removed = environment.run(&["entities", "remove", "person", "Ilmar al-Tovik", " Ilmar al-Tovik "]);
    assert_eq!(removed.stdout, "removed 1 alias\n");
}

#[test]
fn who_is_in_the_dictionary_no_more_goes_by_the_name_in_the_texts() {
    let environment = Environment::new();
    let text = "Remarks by Foreign Minister Anna Berg";
    Export::new(7, "Gazette").post(1, NEW_YEAR, text).write(environment.folder(), "gazette.json");
    environment.run(&["load", "gazette.json"]).success();
    let named = |environment: &Environment| {
        environment.run(&["run", "top-mentions", "--kind", "person", "-f", "csv"]).stdout
    };
    let before = named(&environment);
    assert!(before.contains("Anna Berg"), "{before}");
    for arguments in [&["entities", "add", "person", "anna berg", "Annie"][..], &["reindex"]] {
        assert_eq!(environment.run(arguments).code, 0);
    }
    assert!(named(&environment).contains("anna berg"));
    for arguments in [&["entities", "remove", "person", "anna berg"][..], &["reindex"]] {
        assert_eq!(environment.run(arguments).code, 0);
    }
    assert_eq!(named(&environment), before);
}

#[test]
fn a_bundled_alias_that_is_removed_means_nobody() {
    let environment = loaded();
    let refused = environment.run(&["entities", "remove", "country", "Iran"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("'Iran' comes with the program"), "{refused}");
    let close = environment.run(&["entities", "remove", "country", "Irann"]);
    assert!(close.stderr.contains("did you mean: Iran"), "{close}");
    assert_eq!(
        environment.run(&["entities", "remove", "country", "Iran", "Iran"]).stdout,
        "removed 1 alias\n"
    );
    assert_eq!(
        environment.run(&["reindex"]).success(),
        "read 3 posts: 1 changed, 8 mentions before, 6 now\n"
    );
    assert_sound(&open(&environment));
    // Once more changes nothing, and another spelling of it does not bring this one back.
    let never = "kind,name,code,alias,language,rule\ncountry,Iran,IR,Iran,en,never\n";
    let again = environment.run(&["entities", "remove", "country", "Iran", "Iran"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, "removed 0 aliases; 1 means nobody already\n"));
    assert_eq!(environment.run(&["entities", "export"]).success(), never);
    assert_eq!(environment.run(&["entities", "add", "country", "Iran", "Persis"]).code, 0);
    environment.run(&["reindex"]).success();
    assert!(environment.run(&["entities", "export"]).success().contains("country,Iran,IR,Iran,en,never\n"));
    // Who adds it means it.
    assert_eq!(environment.run(&["entities", "add", "country", "Iran", "Iran"]).code, 0);
    assert_eq!(
        environment.run(&["reindex"]).success(),
        "read 3 posts: 1 changed, 6 mentions before, 8 now\n"
    );
    // A row of one's own and the bundled one are removed together.
    assert_eq!(environment.run(&["entities", "remove", "country", "Iran", "Iran"]).code, 0);
    assert_eq!(
        environment.run(&["reindex"]).success(),
        "read 3 posts: 1 changed, 8 mentions before, 6 now\n"
    );
    assert_sound(&open(&environment));
}

#[test]
fn a_faulty_row_is_told_with_its_file_and_line_and_nothing_is_taken() {
    let environment = loaded();
    environment.write("people.csv", "kind,name,alias\nperson,Anna Berg,Berg\nhandle,x,x\n");
    let refused = environment.run(&["entities", "import", "people.csv"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("'people.csv', line 3: the kind 'handle' is taken"), "{refused}");
    environment.write("latin.csv", b"kind,name,alias\nperson,J\xf6rg,Berg\n");
    let refused = environment.run(&["entities", "import", "latin.csv"]);
    assert!(refused.stderr.contains("'latin.csv', line 2: is not UTF-8"), "{refused}");
    assert_eq!(environment.run(&["entities", "export"]).success(), "kind,name,code,alias,language,rule\n");
    assert_eq!(environment.run(&["entities", "add", "person", "…"]).code, 2);
    assert!(!environment.run(&["status"]).success().contains("reindex"));
}

#[test]
fn a_store_of_an_earlier_version_gets_the_dictionary_and_says_that_its_posts_are_to_be_read() {
    let environment = Environment::new();
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v6.sql");
    let earlier = Connection::open(environment.path("chancery.db")).unwrap();
    earlier.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    earlier.execute_batch(&fs::read_to_string(dump).unwrap()).unwrap();
    // A post that names a handle, so that there is something to be kept.
    earlier
        .execute_batch(
            "UPDATE posts SET text = 'Iran and @harbour', folded = 'iran and @harbour', spans = NULL WHERE post_id = 1;
             INSERT INTO entities VALUES (7, 'handle', 'harbour');
             DELETE FROM post_hashtags WHERE post_id = 1; DELETE FROM hashtag_months;
             INSERT INTO hashtag_months SELECT u.hashtag_id, coalesce(substr(p.posted_on, 1, 7), 'undated'), p.channel_id,
                p.is_forward, count(DISTINCT p.post_id), count(*), min(p.posted_on), max(p.posted_on)
                FROM post_hashtags AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3, 4;
             INSERT INTO mentions VALUES (1, 1, 7, 'handle', 'harbour', 11, NULL);
             INSERT INTO mention_months SELECT 7, coalesce(substr(posted_on, 1, 7), 'undated'), channel_id, is_forward, 1, 1,
                posted_on, posted_on FROM posts WHERE post_id = 1;",
        )
        .unwrap();
    drop(earlier);
    let store = open(&environment);
    assert!(dictionary::is_as_bundled(&store).unwrap() && dictionary::is_newer_than_posts(&store).unwrap());
    let mentions =
        "SELECT entity_id, kind, name, label, via, spelling, start FROM v_mention_uses ORDER BY position";
    assert_eq!(rows(&store, mentions), ["7|handle|harbour|harbour|handle|harbour|11"]);
    drop(store);
    assert_eq!(environment.run(&["reindex"]).code, 0);
    let store = open(&environment);
    let names: Vec<String> =
        rows(&store, "SELECT kind, name, via FROM v_mention_uses WHERE post_id = 1 ORDER BY position");
    assert_eq!(names, ["country|iran|text", "handle|harbour|handle"]);
    assert!(!dictionary::is_newer_than_posts(&store).unwrap());
}

#[test]
fn what_is_forgotten_leaves_the_dictionary_and_no_name_of_its_own() {
    let environment = loaded();
    assert_eq!(environment.run(&["entities", "add", "person", "Anna Berg"]).code, 0);
    assert_eq!(environment.run(&["reindex"]).code, 0);
    let aliases = "SELECT count(*) FROM entity_aliases";
    let before = rows(&open(&environment), aliases);
    assert_eq!(environment.run(&["forget", "11"]).code, 0);
    let store = open(&environment);
    assert_eq!(rows(&store, aliases), before);
    assert_eq!(rows(&store, "SELECT count(*) FROM mentions"), ["0"]);
    let unnamed = "SELECT kind FROM entities WHERE kind IN ('handle', 'number')";
    assert_eq!(rows(&store, unnamed), Vec::<String>::new());
    assert_sound(&store);
}

#[test]
fn reports_take_an_alias_for_a_name_and_say_when_posts_are_to_be_read_again() {
    let environment = loaded();
    let top = |name: &str| environment.run(&["run", "top-mentions", "--name", name, "-f", "jsonl"]);
    let russia = "{\"rank\":1,\"name\":\"Russia\",\"kind\":\"country\",\"posts\":2,\"uses\":2,\"channels\":1,\"share\":66.67,\"all_posts\":3}\n";
    let aliased = top("рф");
    assert_eq!((aliased.stdout.as_str(), aliased.stderr.as_str()), (russia, "note: name Russia\n"));
    assert_eq!(top("Russia").success(), russia);
    let unknown = top("Russiaa");
    assert_eq!((unknown.code, unknown.stdout.as_str()), (0, ""));
    assert!(unknown.stderr.contains("no post of this store names 'russiaa'; close: russia"), "{unknown}");
    assert_eq!(environment.run(&["entities", "add", "person", "Anna Berg"]).code, 0);
    let warned = top("Russia");
    assert!(
        warned.stderr.contains("earlier dictionary of names; to read them again: chancery reindex"),
        "{warned}"
    );
    assert_eq!(environment.run(&["reindex"]).code, 0);
    assert_eq!(top("Anna Berg").success().lines().count(), 1);
}
