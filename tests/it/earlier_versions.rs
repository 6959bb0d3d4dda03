//! Stores that earlier versions wrote: `tests/fixtures/db/vN.sql` is a dump of a store of schema N, with rows.
//! When a migration is added, the dump of the version before it is what it is tried on.

use std::fs;
use std::path::{Path, PathBuf};

use chancery::clock::Clock;
use chancery::extract::naming::alias_file;
use chancery::extract::similarity::METHOD;
use chancery::load;
use chancery::store::lock::StoreLock;
use chancery::store::{self, check, dictionary, migrate};
use rusqlite::Connection;

/// A store of an earlier version in `folder`, from its dump.
fn earlier(folder: &Path, dump: &Path) -> std::path::PathBuf {
    let path = folder.join(dump.file_stem().unwrap()).with_extension("db");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    connection.execute_batch(&fs::read_to_string(dump).unwrap()).unwrap();
    path
}

fn dumps() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db");
    let mut dumps: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    dumps.sort();
    dumps
}

/// The schema without comments' and statements' white space.
fn schema(connection: &Connection) -> Vec<(String, String)> {
    connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .unwrap()
        .map(|row| {
            row.map(|(name, sql)| (name, sql.split_whitespace().collect::<Vec<_>>().join(" "))).unwrap()
        })
        .collect()
}

#[test]
fn a_store_of_an_earlier_version_becomes_one_of_this_version_and_keeps_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = store::in_memory().unwrap();
    let dumps = dumps();
    assert!(!dumps.is_empty());
    for dump in dumps {
        let connection = store::open_read_only(&earlier(folder.path(), &dump)).unwrap();
        assert_eq!(migrate::version(&connection).unwrap(), migrate::newest(), "{}", dump.display());
        assert_eq!(schema(&connection), schema(&fresh), "{}", dump.display());
        for finding in check::check(&connection).unwrap() {
            assert_eq!(finding.problems, Vec::<String>::new(), "{}: {}", dump.display(), finding.what);
        }
        let facts: String = connection
            .query_row(
                "SELECT (SELECT count(*) FROM posts) || ' posts, ' || (SELECT count(*) FROM talking_points) || ' points, '
                    || (SELECT count(*) FROM post_hashtags) || ' hashtag uses, ' || (SELECT count(*) FROM post_versions)
                    || ' other text, ' || (SELECT count(*) FROM loads) || ' loads'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        // Three posts of the first export, one of them an album; two of the pages; one edit.
        assert_eq!(facts, "5 posts, 1 points, 5 hashtag uses, 1 other text, 3 loads", "{}", dump.display());
    }
}

#[test]
fn the_version_before_a_migration_is_kept_as_a_dump() {
    let dumps = dumps();
    let version = |dump: &PathBuf| dump.file_stem()?.to_str()?.strip_prefix('v')?.parse::<i32>().ok();
    let newest = dumps.iter().filter_map(version).max();
    assert_eq!(newest, Some(migrate::newest()), "dump a store of this version to tests/fixtures/db/vN.sql");
}

#[test]
fn published_reports_and_views_of_the_users_own_come_through_a_migration() {
    let folder = tempfile::tempdir().unwrap();
    // One that works, one over the other, and one that does not compile, at which SQLite refuses any ALTER TABLE.
    let views = [
        "CREATE VIEW report_posts AS -- Posts\n-- published by chancery from posts\nSELECT p.channel, p.text FROM v_posts AS p",
        "CREATE VIEW my_count AS SELECT count(*) AS n FROM report_posts",
        "CREATE VIEW report_lost AS -- Lost\n-- published by chancery from lost\nSELECT no_more FROM posts",
    ];
    for dump in dumps() {
        let path = earlier(folder.path(), &dump);
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(&views.join(";")).unwrap();
        drop(connection);
        let connection = store::open_read_only(&path).unwrap();
        assert_eq!(migrate::version(&connection).unwrap(), migrate::newest(), "{}", dump.display());
        for view in views {
            let kept: String = connection
                .query_row("SELECT sql FROM sqlite_schema WHERE sql = ?1", [view], |row| row.get(0))
                .unwrap();
            assert_eq!(kept, view);
        }
        let posts: i64 = connection.query_row("SELECT n FROM my_count", [], |row| row.get(0)).unwrap();
        assert_eq!(posts, 5, "{}", dump.display());
        let reports = store::published::list(&connection).unwrap();
        let problems: Vec<Option<&str>> = reports.iter().map(|report| report.problem.as_deref()).collect();
        assert_eq!(problems, [Some("no such column: no_more"), None], "{}", dump.display());
    }
}

/// How many bundled rows a store has, and whether it says that its posts were read with earlier ones.
fn names(connection: &Connection) -> (i64, bool) {
    let rows = "SELECT count(*) FROM entity_aliases WHERE origin = 'bundled'";
    let rows = connection.query_row(rows, [], |row| row.get(0)).unwrap();
    (rows, dictionary::is_newer_than_posts(connection).unwrap())
}

#[test]
fn a_store_of_the_newest_schema_without_this_programs_dictionary_gets_it_from_the_first_reader() {
    let folder = tempfile::tempdir().unwrap();
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v22.sql");
    let whole = i64::try_from(alias_file::bundled().unwrap().len()).unwrap();
    for (change, rows) in [
        // As builds left it that were killed between the two.
        (
            "DELETE FROM entity_aliases; DELETE FROM settings WHERE name IN ('bundled_dictionary', 'names_in_posts')",
            0,
        ),
        // As another program with this schema leaves it.
        (
            "DELETE FROM entity_aliases WHERE (entity_id, origin, alias, rule)
                <> (SELECT entity_id, origin, alias, rule FROM entity_aliases LIMIT 1);
             UPDATE settings SET value = '0123456789abcdef' WHERE name = 'bundled_dictionary';
             DELETE FROM settings WHERE name = 'names_in_posts'",
            1,
        ),
    ] {
        let path = earlier(folder.path(), &dump);
        drop(store::open_read_only(&path).unwrap());
        let between = Connection::open(&path).unwrap();
        between.execute_batch(change).unwrap();
        assert_eq!(migrate::version(&between).unwrap(), migrate::newest());
        drop(between);
        // Where it cannot be completed it is read as it is.
        let lock = StoreLock::acquire(&path, "2025-06-01T12:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(names(&store::open_read_only(&path).unwrap()), (rows, false));
        drop(lock);
        assert_eq!(names(&store::open_read_only(&path).unwrap()), (whole, true));
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_store_that_cannot_get_its_dictionary_keeps_its_schema_too() {
    let folder = tempfile::tempdir().unwrap();
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v22.sql");
    let path = earlier(folder.path(), &dump);
    let before = Connection::open(&path).unwrap();
    before
        .execute_batch(
            "DELETE FROM settings WHERE name = 'bundled_dictionary';
             CREATE TRIGGER refuses BEFORE INSERT ON settings WHEN new.name = 'bundled_dictionary'
             BEGIN SELECT RAISE(ABORT, 'refused here'); END",
        )
        .unwrap();
    let rows = names(&before);
    drop(before);
    let error = store::open_read_only(&path).unwrap_err();
    assert!(error.to_string().ends_with("it is as it was"), "{error}");
    let after = Connection::open(&path).unwrap();
    assert_eq!((migrate::version(&after).unwrap(), names(&after)), (22, rows));
}

#[test]
fn groups_of_points_come_through_a_migration_with_what_they_are_worth() {
    let folder = tempfile::tempdir().unwrap();
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db/v13.sql");
    let of_today = format!("UPDATE settings SET value = '{METHOD}' WHERE name = 'point_groups_method'");
    for (change, state) in [
        // A step of the schema since counts more of them.
        (of_today.as_str(), "behind"),
        // They were made by an earlier method.
        ("SELECT 1", "behind"),
        ("UPDATE settings SET value = 'behind' WHERE name = 'point_groups_state'", "behind"),
        ("DELETE FROM settings WHERE name = 'point_groups_state'", "absent"),
    ] {
        let path = earlier(folder.path(), &dump);
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "INSERT INTO point_groups (point_group_id, wordings, points, posts, channels, first_on, last_on)
                 SELECT talking_point_id, 2, 5, 4, 3, '2024-03-01', NULL FROM talking_points;
                 INSERT INTO grouped_points (talking_point_id, point_group_id, similarity)
                 SELECT talking_point_id, talking_point_id, 0.75 FROM talking_points;",
            )
            .unwrap();
        connection.execute_batch(change).unwrap();
        drop(connection);
        let connection = store::open_read_only(&path).unwrap();
        let ask = |table: &str| {
            let sql = format!(
                "SELECT (SELECT state FROM point_grouping) || ' ' || concat_ws(',', g.wordings, g.points, g.posts, g.channels,
                    g.first_on, g.last_on, m.similarity)
                 FROM {table}point_groups AS g JOIN {table}grouped_points AS m ON m.point_group_id = g.point_group_id"
            );
            connection.query_row(&sql, [], |row| row.get::<_, String>(0))
        };
        assert_eq!(ask("made_").unwrap(), format!("{state} 2,5,4,3,2024-03-01,0.75"));
        let error = ask("").unwrap_err().to_string();
        assert!(error.contains(&format!("are {state}: run chancery group")), "{error}");
        drop(connection);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn basic_groups_have_ids_of_their_own_after_a_migration() {
    let folder = tempfile::tempdir().unwrap();
    let dump = dumps().into_iter().find(|dump| dump.ends_with("v14.sql")).unwrap();
    let path = earlier(folder.path(), &dump);
    let channels = [
        (901, "telegram", "4567", "private_group", "chat4567"),
        (902, "telegram", "4568", "chat", "chat4568"),
        (903, "telegram", "4569", "private_channel", "4569"),
        (904, "telegram", "4570", "private_supergroup", "4570"),
        // Somebody else's numbers.
        (905, "elsewhere", "4571", "chat", "4571"),
        (906, "telegram", "chat4572", "chat", "chat4572"),
        (907, "telegram", "user4573", "personal_chat", "user4573"),
    ];
    let early = Connection::open(&path).unwrap();
    for (id, platform, external_id, kind, _) in channels {
        early
            .execute(
                "INSERT INTO channels (channel_id, platform, external_id, kind) VALUES (?1, ?2, ?3, ?4)",
                (id, platform, external_id, kind),
            )
            .unwrap();
    }
    drop(early);
    let now = store::open_read_only(&path).unwrap();
    for (id, _, external_id, _, expected) in channels {
        let stored: String = now
            .query_row("SELECT external_id FROM channels WHERE channel_id = ?1", [id], |row| row.get(0))
            .unwrap();
        assert_eq!(stored, expected, "{external_id}");
    }
}

#[test]
fn channels_keep_their_names_after_a_migration_until_a_later_input_tells_others() {
    let folder = tempfile::tempdir().unwrap();
    let dump = dumps().into_iter().find(|dump| dump.ends_with("v16.sql")).unwrap();
    let path = earlier(folder.path(), &dump);
    let load = |name: &str, day: &str| {
        let input = folder.path().join(format!("{day}.jsonl"));
        let row = format!(
            r#"{{"id": 90, "text": "x", "date": "{day}", "channel_id": 1600000001, "channel_name": "{name}"}}"#
        );
        fs::write(&input, row).unwrap();
        let options = load::LoadOptions {
            clock: Clock::Fixed("2025-06-01T12:00:00Z".parse().unwrap()),
            ..load::LoadOptions::default()
        };
        let inputs = [input.display().to_string()];
        let report = load::load(&path, &inputs, &options, &mut load::Silent).unwrap();
        assert!(report.is_complete(), "{report:?}");
        let now = store::open_read_only(&path).unwrap();
        for finding in check::check(&now).unwrap() {
            assert_eq!(finding.problems, Vec::<String>::new(), "{}", finding.what);
        }
        let select = "SELECT coalesce(external_id, '-') || ' ' || name FROM channels WHERE channel_id < 5 ORDER BY channel_id";
        let mut select = now.prepare(select).unwrap();
        let names = select.query_map([], |row| row.get(0)).unwrap();
        names.collect::<rusqlite::Result<Vec<String>>>().unwrap()
    };
    // The latest of its loads is of March 9.
    let before = ["1600000001 Harbour Office", "1600000002 Quay News", "- pages", "- Quay News"];
    assert_eq!(load("Zeta Office", "2024-03-08"), before);
    let after = ["1600000001 Alpha Office", "1600000002 Quay News", "- pages", "- Quay News"];
    assert_eq!(load("Alpha Office", "2024-03-10"), after);
}

#[test]
fn an_input_of_which_an_earlier_store_forgot_something_does_not_tell_what_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let dump = dumps().into_iter().find(|dump| dump.ends_with("v18.sql")).unwrap();
    let path = earlier(folder.path(), &dump);
    // As `forget` left the load before.
    let before = Connection::open(&path).unwrap();
    assert_eq!(before.execute("UPDATE loads SET is_whole = 0 WHERE load_id = 3", []).unwrap(), 1);
    drop(before);
    let now = store::open_read_only(&path).unwrap();
    let mut ranges = now.prepare("SELECT load_id, is_partly_forgotten FROM load_ranges ORDER BY 1").unwrap();
    let ranges = ranges.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let ranges = ranges.collect::<rusqlite::Result<Vec<(i64, bool)>>>().unwrap();
    assert_eq!(ranges, [(1, false), (2, false), (3, true)]);
}

#[test]
fn an_album_of_an_earlier_store_is_taken_apart_where_its_messages_turn_out_to_stand_alone() {
    let folder = tempfile::tempdir().unwrap();
    let dump = dumps().into_iter().find(|dump| dump.ends_with("v17.sql")).unwrap();
    let path = earlier(folder.path(), &dump);
    let message = |id: i64, text: &str| {
        format!(
            r#"{{"_": "Message", "id": {id}, "peer_id": {{"_": "PeerChannel", "channel_id": 1600000001}},
                "date": "2024-03-03T10:00:00+00:00", "message": "{text}", "grouped_id": null,
                "media": {{"_": "MessageMediaPhoto", "photo": {{"_": "Photo", "id": {id}}}}}}}"#
        )
    };
    let input = folder.path().join("collected.json");
    // The store does not tell which of the two has the text.
    fs::write(&input, format!("[{}, {}]", message(4, ""), message(5, "Two pictures"))).unwrap();
    let options = load::LoadOptions {
        clock: Clock::Fixed("2025-06-01T12:00:00Z".parse().unwrap()),
        ..load::LoadOptions::default()
    };
    let report = load::load(&path, &[input.display().to_string()], &options, &mut load::Silent).unwrap();
    assert!(report.is_complete(), "{report:?}");
    let now = store::open_read_only(&path).unwrap();
    for finding in check::check(&now).unwrap() {
        assert_eq!(finding.problems, Vec::<String>::new(), "{}", finding.what);
    }
    let select = "SELECT external_id || ' ' || album_size || ' ' || substr(text, 1, 12) FROM posts WHERE external_no IN (4, 5) ORDER BY external_no";
    let mut select = now.prepare(select).unwrap();
    let posts = select.query_map([], |row| row.get(0)).unwrap();
    let posts = posts.collect::<rusqlite::Result<Vec<String>>>().unwrap();
    assert_eq!(posts, ["4 1 ", "5 1 Two pictures"]);
}
