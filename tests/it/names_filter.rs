//! The parameter `name` of the bundled queries: the same words everywhere, an alias for a name, a post once.

use serde_json::json;

use crate::bundled_queries::{columns_and_rows, declared, queries, store_of};
use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

/// Queries whose `name` chooses rows by name, rather than posts or points.
const OF_MENTIONS: [&str; 7] = [
    "mention-by-channel",
    "mention-frequency",
    "mention-pairs",
    "mention-with-hashtag",
    "point-mentions",
    "share-of-voice",
    "top-mentions",
];

#[test]
fn what_can_be_narrowed_by_hashtags_can_be_narrowed_by_names_in_the_same_words() {
    let whom = "names, their aliases, or handles with or without '@'";
    for query in queries() {
        let names = declared(&query.sql, "-- @param ");
        // Names that nobody knows cannot be asked for by name.
        let has = |name: &str| names.iter().any(|other| other == name);
        assert_eq!(has("name"), has("tag") && query.name != "unresolved-names", "{}", query.name);
        let help = query.sql.lines().find(|line| line.starts_with("-- @param name ")).unwrap_or_default();
        if has("name") && !OF_MENTIONS.contains(&query.name.as_str()) {
            assert!(help.contains(" entity* "), "{help}");
            let ends = [": only posts that name one of these: ", ": only points that name one of these: "];
            let is_said = ends.iter().any(|end| help.ends_with(&format!("{end}{whom}")));
            assert!(is_said || query.name == "period-compare", "{}: {help}", query.name);
            assert!(query.sql.contains("-- note: With name, a "), "{}", query.name);
        }
    }
}

/// Two channels that say the same within seconds, about Russia in two spellings and about Iran.
fn loaded() -> Environment {
    let environment = Environment::new();
    let posts: [(&str, &str); 4] = [
        (
            "Talks",
            "• Russia and the Russian Federation trade grain\n• Ports stay open #grain #ports https://example.org/a",
        ),
        (
            "Talks",
            "• Iran trades with China in oil and ports\n• Nothing else is said here #oil #ports https://example.org/b",
        ),
        (
            "Россия, РФ и Иран",
            "• Nobody is here\n• Ports stay open for all #ports #calm https://example.org/c",
        ),
        ("Calm", "• Ports stay open for all the ships\n• Calm sea #calm #sea https://example.org/d"),
    ];
    for (id, name) in [(11_i64, "Gazette"), (12, "Herald")] {
        let mut export = Export::new(id, name);
        for (at, (title, text)) in (0_i64..).zip(posts).flat_map(|(at, post)| [(at, post), (at + 100, post)])
        {
            let instant = NEW_YEAR + (at % 100) * 20 * DAY + at / 100 * 3600 + id;
            export = export.post(at + 1, instant, &format!("{title}\n{text}"));
            if at >= 100 {
                export = export.with(&json!({"forwarded_from": "Origin", "forwarded_from_id": "channel77"}));
            }
        }
        export.write(environment.folder(), &format!("{name}.json"));
        assert_eq!(environment.run(&["load", &format!("{name}.json")]).code, 0);
    }
    environment
}

#[test]
fn an_alias_counts_what_the_name_counts_in_every_query() {
    let environment = loaded();
    let mut without_rows = Vec::new();
    for query in queries() {
        if !declared(&query.sql, "-- @param ").contains(&"name".to_owned()) {
            continue;
        }
        let run = |name: Option<&str>| {
            let mut words = vec!["run", &query.name, "-f", "jsonl"];
            words.extend(match query.name.as_str() {
                "word-frequency" | "keyword-in-context" => ["--words", "ports"].as_slice(),
                "message-pull-through" => &["--message", "ports"],
                "coordinated-posts" => &["--min-times", "1"],
                "hashtag-bursts" | "top-posts" => &["--min-posts", "1"],
                _ => &[],
            });
            words.extend(name.iter().flat_map(|name| ["--name", name]));
            let ran = environment.run(&words);
            assert_eq!(ran.code, 0, "{ran}");
            ran.stdout
        };
        let (all, russia) = (run(None), run(Some("Russia")));
        assert_eq!(run(Some("рф")), russia, "{} --name рф", query.name);
        if query.name == "posts-per-period" {
            for alias in ["russian federation", "Россию", "Russia,РФ"] {
                assert_eq!(run(Some(alias)), russia, "--name {alias}");
            }
        }
        if all.is_empty() {
            without_rows.push(query.name);
        } else {
            assert_ne!(russia, all, "{}", query.name);
        }
    }
    // The exports tell neither views nor earlier texts.
    assert_eq!(without_rows, ["edits-and-deletions", "reach-over-time", "top-posts"]);
}

#[test]
fn a_post_of_several_names_and_spellings_counts_once() {
    let environment = loaded();
    let posts = |words: &[&str]| {
        let table = environment
            .run(&[&["run", "posts-per-period", "--by", "year", "-f", "csv"], words].concat())
            .success();
        table.lines().nth(1).unwrap_or_default().split(',').nth(1).unwrap_or_default().to_owned()
    };
    // Of the eight posts of each channel two name Russia in a point, two in the title and two Iran; half are forwards.
    assert_eq!(posts(&[]), "16");
    assert_eq!(posts(&["--name", "Russia"]), "8");
    assert_eq!(posts(&["--name", "Russia,Iran"]), "12");
    assert_eq!(posts(&["--name", "Russia,Iran", "--forwards", "only"]), "6");
    assert_eq!(posts(&["--name", "Russia", "--tag", "calm"]), "4");
}

#[test]
fn an_earlier_dictionary_is_told_where_it_counts() {
    let environment = loaded();
    assert_eq!(environment.run(&["entities", "add", "person", "Anna Berg"]).code, 0);
    let told = |words: &[&str]| environment.run(words).stderr.contains("earlier dictionary");
    assert!(!told(&["run", "top-hashtags"]));
    assert!(told(&["run", "top-hashtags", "--name", "Russia"]));
    assert!(told(&["run", "top-mentions"]));
    assert!(told(&["run", "period-compare", "--kind", "mention"]));
}

#[test]
fn a_name_has_the_posts_read_and_none_leaves_the_monthly_counts_to_answer() {
    let store = store_of("store.sql");
    store
        .execute_batch(
            "DELETE FROM post_months; DELETE FROM hashtag_months; DELETE FROM hashtag_totals; DELETE FROM mention_months",
        )
        .unwrap();
    for name in
        ["top-hashtags", "hashtag-frequency", "hashtag-by-channel", "hashtag-first-seen", "posts-per-period"]
    {
        let sql = queries().into_iter().find(|query| query.name == name).unwrap().sql;
        let rows = |parameters| columns_and_rows(&store, &sql, &parameters).1.len();
        assert_eq!(rows(json!({})), 0, "{name} reads the posts where the counts would do");
        assert_ne!(rows(json!({"name": ["archive"]})), 0, "{name}");
        if name != "posts-per-period" {
            let december = json!({"since": "2024-12-01", "until": "2024-12-31"});
            assert_eq!(rows(december), 0, "{name} reads the posts of a whole month");
            let less = json!({"since": "2024-12-01", "until": "2024-12-30"});
            assert_ne!(rows(less), 0, "{name} leaves a part of a month to counts of whole ones");
        }
    }
}

/// The mentions of two ships, a kind of the user's own: 'Aurora' in two posts of the first channel and one of the second,
/// 'Tern' in one of the first.
fn ships() -> Environment {
    let environment = Environment::new();
    environment
        .write("ships.csv", "kind,name,alias\nShip,Aurora,aurora\nShip,Tern,tern\nшхуна,Чайка,чайка\n");
    for (id, texts) in [
        (11_i64, &["• Aurora leaves with the Tern #port", "Aurora is back #port", "Calm in Iran"][..]),
        (12, &["• Aurora leaves the port #port", "Чайка"]),
    ] {
        let mut export = Export::new(id, &format!("Channel {id}"));
        for (at, text) in (1_i64..).zip(texts) {
            export = export.post(at, NEW_YEAR + at * DAY, &format!("Of the day:\n{text}"));
        }
        export.write(environment.folder(), "a.json");
        assert_eq!(environment.run(&["load", "a.json"]).code, 0);
    }
    assert_eq!(environment.run(&["entities", "import", "ships.csv"]).code, 0);
    assert_eq!(environment.run(&["reindex"]).code, 0);
    assert_eq!(environment.run(&["group"]).code, 0);
    environment
}

#[test]
fn a_kind_of_ones_own_is_chosen_as_the_others_are() {
    let environment = ships();
    for query in OF_MENTIONS {
        let of = |kind: &str| environment.run(&["run", query, "--kind", kind, "--top", "0", "-f", "json"]);
        let rows = of("SHIP").json();
        let rows = rows.as_array().unwrap();
        assert!(!rows.is_empty(), "{query}");
        for row in rows {
            let kinds: Vec<&serde_json::Value> =
                ["kind", "source_kind", "target_kind"].iter().filter_map(|key| row.get(key)).collect();
            assert!(!kinds.is_empty() && kinds.iter().all(|kind| **kind == "ship"), "{query}: {row}");
        }
        let typo = of("shp");
        assert_eq!((typo.code, typo.stdout.as_str()), (2, ""), "{typo}");
        let message = "error: --kind 'shp' is not one of: named, handle, person, organisation, country, number, all, \
                       ship, шхуна\n";
        assert!(typo.stderr.starts_with(message), "{typo}");
        assert!(typo.stderr.contains("did you mean: ship"), "{typo}");
    }
    let top = environment.run(&["run", "top-mentions", "--kind", "ship", "-f", "csv"]).success();
    let rows: Vec<&str> = top.lines().skip(1).collect();
    assert_eq!(rows, ["1,Aurora,ship,3,3,2,60.0,5", "2,Tern,ship,1,1,1,20.0,5"]);
    let top = environment.run(&["run", "top-mentions", "--kind", "Шхуна", "-f", "csv"]).success();
    assert_eq!(top.lines().skip(1).collect::<Vec<_>>(), ["1,Чайка,шхуна,1,1,1,20.0,5"]);
    let offered =
        environment.run(&["completions", "fish", "--", "chancery", "run", "top-mentions", "--kind", "s"]);
    assert!(offered.stdout.lines().any(|line| line.starts_with("ship")), "{offered}");
    // Where nobody has such a kind it is no word.
    let bare = Environment::new();
    Export::new(11, "Gazette").post(1, NEW_YEAR, "Calm").write(bare.folder(), "a.json");
    assert_eq!(bare.run(&["load", "a.json"]).code, 0);
    assert_eq!(bare.run(&["run", "top-mentions", "--kind", "ship"]).code, 2);
}

#[test]
fn a_country_may_be_named_by_its_flag() {
    let environment = loaded();
    let named = |name: &str| environment.run(&["run", "top-mentions", "--name", name, "-f", "csv"]);
    let russia = named("🇷🇺");
    assert_eq!((russia.code, russia.stderr.as_str()), (0, "note: name Russia\n"), "{russia}");
    assert_eq!(russia.stdout, named("Russia").stdout);
    assert_eq!(russia.stdout.lines().count(), 2, "{russia}");
    // No post names France; UR is no country; of two flags neither is meant.
    for (name, told) in [
        ("🇫🇷", "warning: --name: no post of this store names 'france'"),
        ("🇺🇷", "warning: --name: no post of this store names '🇺🇷'"),
        ("🇷🇺🇮🇷", "warning: --name: no post of this store names '🇷🇺🇮🇷'"),
        ("🇷", "warning: --name: no post of this store names '🇷'"),
    ] {
        let outcome = named(name);
        assert!(outcome.code == 0 && outcome.stderr.contains(told), "{name}: {outcome}");
    }
    // A country of one's own has a flag by its code.
    let added = environment.run(&["entities", "add", "country", "Calmland", "Calm", "--code", "ZZ"]);
    assert_eq!(added.code, 0, "{added}");
    assert_eq!(environment.run(&["reindex"]).code, 0);
    assert_eq!(named("🇿🇿").stdout, named("Calmland").stdout);
    assert!(named("🇿🇿").stderr.contains("note: name Calmland\n"));
}

#[test]
fn period_compare_orders_names_in_any_case_of_letters() {
    let environment = Environment::new();
    let post = |id: i64, day: &str, text: &str| {
        json!({"channel": "Quay", "id": id, "posted_at": day, "text": text}).to_string() + "\n"
    };
    let posts = [
        post(1, "2024-01-01", "Fog"),
        post(2, "2024-02-03", "Zoe Lund met anna berg and Émile Roux"),
        post(3, "2024-02-29", "Fog"),
    ];
    environment.write("posts.jsonl", posts.concat());
    environment.run(&["load", "posts.jsonl"]).success();
    for name in ["Zoe Lund", "anna berg", "Émile Roux"] {
        assert_eq!(environment.run(&["entities", "add", "person", name]).code, 0);
    }
    assert_eq!(environment.run(&["reindex"]).code, 0);
    let rows = environment.run(&["run", "period-compare", "--kind", "mention", "-f", "json"]).json();
    let items: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["item"].as_str().unwrap()).collect();
    assert_eq!(items, ["anna berg", "Zoe Lund", "Émile Roux"]);
}

#[test]
fn period_compare_tells_those_of_one_name_apart() {
    let environment = Environment::new();
    let table = "id,posted_at,text,channel\n1,2024-01-31,Fog,Quay\n2,2024-02-02,@berg and Russia,Quay\n\
                 3,2024-02-29,Berg by @berg,Quay\n";
    environment.write("posts.csv", table);
    environment.run(&["load", "posts.csv"]).success();
    for words in [&["entities", "add", "person", "berg"][..], &["reindex"]] {
        assert_eq!(environment.run(words).code, 0);
    }
    let items = |asked: &[&str]| -> Vec<String> {
        let words = [&["run", "period-compare", "--kind", "mention", "-f", "csv"], asked].concat();
        let rows = environment.run(&words).stdout;
        rows.lines().skip(1).map(|row| row.split(',').take(2).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(items(&["--period", "2024-02"]), ["berg (handle),2", "berg (person),1", "Russia,1"]);
    // Called so where one of them is alone, too.
    assert_eq!(items(&["--by", "day", "--period", "2024-02-02"]), ["berg (handle),1", "Russia,1"]);
}
