//! `chancery schema`.

use crate::environment::Environment;

#[test]
fn a_table_is_described_with_its_keys_and_meanings() {
    let environment = Environment::with_store("");
    insta::assert_snapshot!(environment.run(&["schema", "hashtags", "POST_HASHTAGS", "v_talking_points"]), @"
    hashtags: One row a hashtag, whatever its spellings.
      hashtag_id  INTEGER  [key] the store's own id
      tag         TEXT     [not null] folded (Unicode case folding, then NFC), without #

    post_hashtags: One row a use of a hashtag.
      post_id           INTEGER  [key] [→ posts] the post
      position          INTEGER  [key] from 1 within the post
      hashtag_id        INTEGER  [→ hashtags] [not null] the hashtag
      spelling          TEXT     [not null] as written, without #
      channel_handle    TEXT     the channel of #tag@channel, folded, without @
      start             INTEGER  [not null] where spelling begins in the post's text, in characters from 1
      talking_point_id  INTEGER  [→ talking_points] the talking point that it stands in

    v_talking_points (view): One row a talking point.
      talking_point_id  INTEGER  the store's own id
      post_id           INTEGER  the post
      position          INTEGER  from 1 within the post
      kind              TEXT     item, or sentence in a store that takes long sentences of posts without items as points
      marker            TEXT     as written; '' for a sentence
      ordinal           INTEGER  the number that the marker gives
      text              TEXT     the words without the marker
      channel_id        INTEGER  the store's own id of the channel
      channel                    handle, else name, else id; of several of one name also the id, else channel:NUMBER
      posted_on         TEXT     the day in the reporting zone
      is_forward        INTEGER  1 when forwarded from elsewhere
      title             TEXT     the post's heading
      speaker                    whose words the post is, as its title says
      link                       the post's address
    ");
}

#[test]
fn the_schema_is_told_without_a_store() {
    let environment = Environment::new();
    let told = environment.run(&["schema"]);
    assert_eq!(told.code, 0);
    assert_eq!(
        told.stderr,
        "note: no store here; this is the schema of the stores that this version makes\n"
    );
    assert_eq!(environment.files(), [""; 0]);
    assert_eq!(told.stdout, Environment::with_store("").run(&["schema"]).success());
}

#[test]
fn a_store_that_was_named_must_be_there() {
    insta::assert_snapshot!(Environment::new().run(&["schema", "--db", "old.db"]), @"
    [stderr]
    error: no store at 'old.db'
      make one: chancery --db old.db load FILE…  (or choose one: --db FILE, or CHANCERY_DB)
    [exit code 1]
    ");
}

/// An empty store with this view.
fn with_view(sql: &str) -> Environment {
    let environment = Environment::with_store("");
    rusqlite::Connection::open(environment.path("chancery.db")).unwrap().execute_batch(sql).unwrap();
    environment
}

#[test]
fn a_view_of_the_users_own_is_described_too() {
    let environment = with_view("CREATE VIEW report_mine AS SELECT post_id, -- whose\n title FROM posts;");
    insta::assert_snapshot!(environment.run(&["schema", "report_mine"]), @"
    report_mine (view):
      post_id  INTEGER  whose
      title    TEXT
    ");
}

#[test]
fn a_broken_view_hides_nothing_else() {
    let environment = with_view("CREATE VIEW report_old AS -- Mine.\nSELECT gone FROM posts;");
    let told = environment.run(&["schema"]).success();
    assert!(told.ends_with("report_old (view): Mine.\n"), "{told}");
    assert!(told.contains("posts: One published item"), "{told}");
}

#[test]
fn a_diagram_has_every_table_and_every_key() {
    let diagram = Environment::with_store("").run(&["schema", "-f", "mermaid"]).success();
    assert!(diagram.starts_with("erDiagram\n"));
    assert!(diagram.contains("    channels ||--o{ posts : \"channel_id\"\n"), "{diagram}");
    assert!(diagram.contains("    channels |o--o{ posts : \"forwarded_from_id\"\n"), "{diagram}");
    assert!(diagram.contains("        INTEGER post_id PK, FK \"the post\"\n"), "{diagram}");
    assert!(!diagram.contains("v_posts {"));
    // As many as the migrations leave, counted in the text of the tables.
    assert_eq!(diagram.matches("--o{").count(), references_in_migrations());
}

fn references_in_migrations() -> usize {
    let store = chancery::store::in_memory().unwrap();
    let tables: String = store
        .query_row("SELECT group_concat(sql) FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0))
        .unwrap();
    tables.matches(" REFERENCES ").count()
}

#[test]
fn a_document_has_a_section_for_each_table_and_view() {
    let page = Environment::with_store("").run(&["schema", "-f", "markdown"]).success();
    for heading in ["## loads\n", "## posts\n", "## hashtag_months\n", "## v_posts (view)\n"] {
        assert!(page.contains(heading), "{heading}");
    }
    assert!(page.contains("| `sha256` | TEXT | \\[not null\\] of the input's bytes, in lower-case hex |\n"));
}

#[test]
fn an_unknown_table_is_answered_with_the_known_ones() {
    let outcome = Environment::with_store("").run(&["schema", "posts", "post"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.starts_with("error: no table or view named 'post'\n  did you mean: posts, post_versions, post_observations\n  there are: settings, loads,")
    );
    assert_eq!(outcome.stdout, "");
}
