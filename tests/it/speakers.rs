//! Persons by their title, and whose words a post is, in a store: what loads, merges, the dictionary's commands and
//! forgetting make of them.

use chancery::store;
use rusqlite::Connection;

use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};
use crate::load_again::{assert_sound, channel, content, edited, row, rows};

const STATEMENT: &str = "Foreign Minister Anna Berg’s statement in Russia\nRussian President Karl Stone met Berg there.\n• Berg 🇧🇾 said no to @harbour";
const REPLY: &str = "Statement by President Karl Stone\nNothing new.";

fn loaded() -> Environment {
    let environment = Environment::new();
    let export = Export::new(11, "Gazette").post(1, NEW_YEAR, STATEMENT).post(2, NEW_YEAR + 40 * DAY, REPLY);
    export.write(environment.folder(), "result.json");
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    environment
}

fn open(environment: &Environment) -> Connection {
    store::open_read_only(&environment.path("chancery.db")).unwrap()
}

const MENTIONS: &str =
    "SELECT p.external_id, u.position, u.kind, u.label, u.via, u.spelling, u.office, u.start, t.position
    FROM v_mention_uses AS u JOIN posts AS p USING (post_id) LEFT JOIN talking_points AS t USING (talking_point_id)
    ORDER BY p.external_no, u.position";
const MISPLACED: &str = "SELECT u.spelling FROM mentions AS u JOIN posts AS p USING (post_id)
    WHERE substr(p.text, u.start, length(u.spelling)) <> u.spelling";
const SPEAKERS: &str =
    "SELECT external_no, speaker FROM posts JOIN v_posts USING (post_id) ORDER BY external_no";
const PERSONS: &str = "SELECT label FROM entities WHERE kind = 'person' ORDER BY name";

/// Counted by hand: line 1 has 48 characters and its end, line 2 has 44.
const OF_STATEMENT: [&str; 7] = [
    "1|1|person|Anna Berg|title|Anna Berg|Foreign Minister|18|-",
    "1|2|country|Russia|text|Russia|-|43|-",
    "1|3|country|Russia|text|Russian|-|50|-",
    "1|4|person|Karl Stone|title|Karl Stone|President|68|-",
    "1|5|person|Anna Berg|text|Berg|-|83|-",
    "1|6|person|Anna Berg|text|Berg|-|97|1",
    "1|7|country|Belarus|flag|🇧🇾|-|102|1",
];

#[test]
fn persons_by_title_stand_among_the_others_in_one_order() {
    let store = open(&loaded());
    let found = rows(&store, MENTIONS);
    assert_eq!(found[..7], OF_STATEMENT);
    assert_eq!(
        found[7..],
        [
            "1|8|handle|harbour|handle|harbour|-|117|1",
            "2|1|person|Karl Stone|title|Karl Stone|President|24|-"
        ]
    );
    assert_eq!(rows(&store, MISPLACED), Vec::<String>::new());
    assert_eq!(rows(&store, SPEAKERS), ["1|Anna Berg", "2|Karl Stone"]);
    assert_sound(&store);
    let months = "SELECT month, posts, uses FROM mention_months JOIN entities USING (entity_id) WHERE label = 'Anna Berg'";
    assert_eq!(rows(&store, months), ["2024-01|1|3"]);
}

#[test]
fn the_speaker_is_shown_and_listed_with_the_points() {
    let environment = loaded();
    let page = environment.run(&["show", "1"]).success();
    assert!(page.contains("speaker         Anna Berg\n"), "{page}");
    let points = environment.run(&["run", "talking-points", "-f", "csv"]).success();
    assert_eq!(
        points,
        "date,channel,speaker,kind,point,link\r\n2024-01-01,Gazette,Anna Berg,item,Berg 🇧🇾 said no to @harbour,https://t.me/c/11/1\r\n"
    );
}

#[test]
fn whom_the_dictionary_has_is_meant_by_each_of_the_names_and_keeps_the_office() {
    let environment = loaded();
    // Only the full name is an alias: the surname alone means the same person.
    environment.write("people.csv", "kind,name,alias\nperson,Dr Berg,Anna Berg\nperson,The Stone,Stone\n");
    assert_eq!(environment.run(&["entities", "import", "people.csv"]).code, 0);
    assert_eq!(
        environment.run(&["reindex"]).success(),
        "read 2 posts: 2 changed, 9 mentions before, 9 now\n"
    );
    let store = open(&environment);
    let found = rows(&store, MENTIONS);
    assert_eq!(found[0], "1|1|person|Dr Berg|text|Anna Berg|Foreign Minister|18|-");
    assert_eq!(found[3], "1|4|person|The Stone|text|Stone|President|73|-");
    assert_eq!(found[4..6], ["1|5|person|Dr Berg|text|Berg|-|83|-", "1|6|person|Dr Berg|text|Berg|-|97|1"]);
    assert_eq!(found[8], "2|1|person|The Stone|text|Stone|President|29|-");
    assert_eq!(rows(&store, SPEAKERS), ["1|Dr Berg", "2|The Stone"]);
    assert_eq!(rows(&store, PERSONS), ["Dr Berg", "The Stone"]);
    assert_sound(&store);
    drop(store);
    let before = content(&open(&environment));
    environment.run(&["reindex"]).success();
    assert_eq!(content(&open(&environment)), before);
    // And back again.
    for name in ["Dr Berg", "The Stone"] {
        assert_eq!(environment.run(&["entities", "remove", "person", name]).code, 0);
    }
    environment.run(&["reindex"]).success();
    let store = open(&environment);
    assert_eq!(rows(&store, MENTIONS)[..7], OF_STATEMENT);
    assert_eq!(rows(&store, SPEAKERS), ["1|Anna Berg", "2|Karl Stone"]);
    assert_eq!(rows(&store, PERSONS), ["Anna Berg", "Karl Stone"]);
}

#[test]
fn a_name_that_the_user_says_means_nobody_is_nobodys() {
    let environment = loaded();
    environment.write("people.csv", "kind,name,alias,rule\nperson,Karl Stone,Karl Stone,never\n");
    assert_eq!(environment.run(&["entities", "import", "people.csv"]).code, 0);
    environment.run(&["reindex"]).success();
    let store = open(&environment);
    let stones = "SELECT count(*) FROM v_mention_uses WHERE label = 'Karl Stone'";
    assert_eq!(rows(&store, stones), ["0"]);
    assert_eq!(rows(&store, SPEAKERS), ["1|Anna Berg", "2|-"]);
}

#[test]
fn a_country_within_a_name_is_a_part_of_it() {
    let environment = Environment::new();
    let text = "News\nForeign Minister Jordan Reed of Iran spoke in Jordan.";
    Export::new(11, "Gazette").post(1, NEW_YEAR, text).write(environment.folder(), "result.json");
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    assert_eq!(
        rows(&open(&environment), MENTIONS),
        [
            "1|1|person|Jordan Reed|title|Jordan Reed|Foreign Minister|23|-",
            "1|2|country|Iran|text|Iran|-|38|-",
            "1|3|country|Jordan|text|Jordan|-|52|-"
        ]
    );
}

#[test]
fn an_edit_changes_the_speaker_whatever_comes_first() {
    let first = channel("Gazette", &[row(1, 0, STATEMENT), row(2, 1, REPLY)]);
    let later = channel("Gazette", &[edited(row(1, 0, REPLY), 2), edited(row(2, 1, "Nothing\nat all"), 2)]);
    let mut contents = Vec::new();
    for inputs in [[&first, &later], [&later, &first]] {
        let environment = Environment::new();
        for (name, input) in ["a.json", "b.json"].into_iter().zip(inputs) {
            environment.write(name, input);
            assert_eq!(environment.run(&["load", name]).code, 0);
        }
        let store = open(&environment);
        assert_eq!(rows(&store, SPEAKERS), ["1|Karl Stone", "2|-"]);
        assert_sound(&store);
        contents.push(content(&store));
    }
    assert_eq!(contents[0], contents[1]);
}

#[test]
fn of_two_ways_to_write_a_name_the_same_is_shown_whichever_comes_first() {
    let (one, two) = ("News\nPresident Karl McStone spoke.", "News\nPresident Karl Mcstone spoke.");
    for texts in [[one, two], [two, one]] {
        let environment = Environment::new();
        let export = Export::new(11, "Gazette").post(1, NEW_YEAR, texts[0]).post(2, NEW_YEAR, texts[1]);
        export.write(environment.folder(), "result.json");
        assert_eq!(environment.run(&["load", "result.json"]).code, 0);
        assert_eq!(rows(&open(&environment), PERSONS), ["Karl Mcstone"]);
    }
}

#[test]
fn who_is_named_or_speaks_in_forgotten_posts_alone_is_gone() {
    let environment = loaded();
    assert_eq!(environment.run(&["forget", "--post", "11/1"]).code, 0);
    let store = open(&environment);
    assert_eq!(rows(&store, PERSONS), ["Karl Stone"]);
    assert_eq!(rows(&store, SPEAKERS), ["2|Karl Stone"]);
    assert_sound(&store);
}

#[test]
fn persons_whom_the_dictionary_does_not_have_are_listed_until_it_has() {
    let environment = loaded();
    let more = "News\nMinister Peter Berg met President Karl Stone.";
    Export::new(12, "Other").post(1, NEW_YEAR, more).write(environment.folder(), "other.json");
    assert_eq!(environment.run(&["load", "other.json"]).code, 0);
    let listed = || environment.run(&["run", "unresolved-names", "-f", "csv"]).success();
    // Of three posts Karl Stone is named in each, once; Anna Berg in one, three times; Peter Berg in one.
    assert_eq!(
        listed(),
        "name,posts,uses,channels,close_to,share,all_posts\r\n\
         Karl Stone,3,3,2,,100.0,3\r\nAnna Berg,1,3,1,Peter Berg,33.33,3\r\nPeter Berg,1,1,1,Anna Berg,33.33,3\r\n"
    );
    assert_eq!(environment.run(&["entities", "add", "person", "Anna Berg"]).code, 0);
    environment.run(&["reindex"]).success();
    assert_eq!(
        listed(),
        "name,posts,uses,channels,close_to,share,all_posts\r\n\
         Karl Stone,3,3,2,,100.0,3\r\nPeter Berg,1,1,1,Anna Berg,33.33,3\r\n"
    );
}
