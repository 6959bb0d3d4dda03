//! What the commands of the dictionary say of rows that do not do what they seem to: words of which one of two rows alone
//! counts, columns that are not read, and bundled aliases that are taken away.

use chancery::store;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::{assert_sound, rows};

/// Does it, whatever it has to note.
fn done(environment: &Environment, arguments: &[&str]) {
    let outcome = environment.run(arguments);
    assert_eq!(outcome.code, 0, "{outcome}");
}

fn loaded() -> Environment {
    let environment = Environment::new();
    Export::new(11, "Gazette")
        .post(1, NEW_YEAR, "the german minister; Berg spoke")
        .post(2, NEW_YEAR + DAY, "The German minister; в россии")
        .post(3, NEW_YEAR + 2 * DAY, "GERMAN minister; A berg of ice, Berg of ice")
        .write(environment.folder(), "result.json");
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    environment
}

/// The posts in which each is named, as `label: posts`.
fn named(environment: &Environment) -> Vec<String> {
    let store = store::open_read_only(&environment.path("chancery.db")).unwrap();
    assert_sound(&store);
    let counts =
        "SELECT label || ': ' || count(DISTINCT post_id) FROM v_mention_uses GROUP BY label ORDER BY label";
    rows(&store, counts)
}

const REINDEX: &str = "to apply it to the posts that are loaded: chancery reindex\n";

#[test]
fn nothing_is_left_of_a_bundled_alias_that_is_removed() {
    let environment = loaded();
    assert_eq!(named(&environment), ["Germany: 3", "Russia: 1"]);
    done(&environment, &["entities", "remove", "country", "Germany", "German"]);
    // By its first form.
    done(&environment, &["entities", "remove", "country", "Russia", "Россия"]);
    environment.run(&["reindex"]).success();
    assert_eq!(named(&environment), [""; 0]);
    done(&environment, &["entities", "add", "country", "Germany", "German"]);
    environment.run(&["reindex"]).success();
    assert_eq!(named(&environment), ["Germany: 3"]);
}

#[test]
fn of_two_persons_with_one_alias_the_one_that_counts_is_told() {
    let environment = loaded();
    let first = environment.run(&["entities", "add", "person", "Bert Berg", "Berg"]);
    assert_eq!((first.code, first.stderr.as_str()), (0, REINDEX));
    let second = environment.run(&["entities", "add", "person", "Anna Berg", "Berg"]);
    let warning = "warning: 'Berg' means person Anna Berg and person Bert Berg: it counts for person Anna Berg alone. To have \
                   it count for the other: chancery entities remove person 'Anna Berg' 'Berg'\n";
    assert_eq!((second.code, second.stdout.as_str()), (0, "added 2 aliases\n"));
    assert_eq!(second.stderr, format!("{REINDEX}{warning}"));
    environment.run(&["reindex"]).success();
    assert_eq!(named(&environment), ["Anna Berg: 2", "Germany: 3", "Russia: 1"]);
    for arguments in
        [&["entities", "list", "berg"][..], &["entities", "list", "--aliases", "--kind", "person"]]
    {
        assert_eq!(environment.run(arguments).stderr, warning, "{arguments:?}");
    }
    assert_eq!(environment.run(&["entities", "list", "--kind", "country"]).stderr, "");
    // What the warning says is done.
    done(&environment, &["entities", "remove", "person", "Anna Berg", "Berg"]);
    environment.run(&["reindex"]).success();
    assert_eq!(named(&environment), ["Bert Berg: 2", "Germany: 3", "Russia: 1"]);
    assert_eq!(environment.run(&["entities", "list"]).stderr, "");
}

#[test]
fn rows_of_a_file_that_take_words_from_others_are_told() {
    let environment = loaded();
    environment.write(
        "people.csv",
        "kind,name,alias,rule\nperson,Hans German,German,\nperson,Anna Berg,Berg,\nphrase,Ice,Berg,never\n",
    );
    let imported = environment.run(&["entities", "import", "people.csv"]);
    assert_eq!((imported.code, imported.stdout.as_str()), (0, "added 3 aliases\n"));
    assert_eq!(
        imported.stderr,
        format!(
            "{REINDEX}\
             warning: 'Berg' means person Anna Berg, and by the rule never nobody: it is not counted. To have it count: \
             chancery entities remove phrase 'Ice' 'Berg'\n\
             warning: 'German' means person Hans German and country Germany: it counts for person Hans German alone. To \
             have it count for the other: chancery entities remove person 'Hans German' 'German'\n"
        )
    );
    environment.run(&["reindex"]).success();
    // The bundled 'German' counts in any case, that of the person only with its capital.
    assert_eq!(named(&environment), ["Germany: 1", "Hans German: 2", "Russia: 1"]);
}

#[test]
fn a_column_that_is_not_read_is_told_and_one_with_nearly_a_known_name_is_refused() {
    let environment = loaded();
    for (column, meant) in [("rules", "rule"), ("Rul", "rule"), ("langauge", "language"), ("codes", "code")] {
        environment.write("own.csv", format!("kind,name,alias,{column}\nperson,Ice,Berg of ice,never\n"));
        let refused = environment.run(&["entities", "import", "own.csv"]);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{column}");
        let what = format!("'own.csv', line 1: there is no column '{column}'; is it '{meant}'?");
        assert!(refused.stderr.contains(&what), "{refused}");
    }
    assert_eq!(environment.run(&["entities", "export"]).success(), "kind,name,code,alias,language,rule\n");
    // Where the known column is there, another is no mistyped one.
    environment.write("own.csv", "kind,name,alias,rule,rules,note\nperson,Ice,Berg of ice,never,x,\n");
    let imported = environment.run(&["entities", "import", "own.csv"]);
    assert_eq!((imported.code, imported.stdout.as_str()), (0, "added 1 alias\n"));
    assert_eq!(
        imported.stderr,
        format!(
            "{REINDEX}warning: 'own.csv' has columns that are not read: rules, note; those that are: \
             kind,name,code,alias,language,rule\n"
        )
    );
}
