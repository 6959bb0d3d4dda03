//! Commands that change a store, what they begin with, and what a store says before and after them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chancery::clock::Clock;
use chancery::store::{self, check};
use rusqlite::Connection;
use serde_json::json;

use super::disk;
use crate::environment::Environment;
use crate::export::{Export, NEW_YEAR};

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

/// What a store says, table by table, to the last column; `None` where there is no store.
pub(super) type Content = Option<BTreeMap<String, String>>;

pub(super) const STORE: &str = "chancery.db";

/// A command on the stage: it is run again and again from the same beginning.
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) environment: Environment,
    pub(super) arguments: &'static [&'static str],
    beginning: Files,
    /// What the store says before, after each input that is kept by itself, and after all. An old store counts as
    /// what it becomes.
    pub(super) states: Vec<Content>,
    pub(super) calls: Vec<disk::Record>,
    /// The files after the command.
    pub(super) files: Vec<String>,
    /// Whether the command, once it was done, has nothing left to do and says so by failing.
    pub(super) once: bool,
}

fn gazette(ids: std::ops::Range<i64>, channel: i64, said: &str) -> Export {
    ids.fold(Export::new(channel, &format!("Gazette {channel}")), |export, id| {
        let text = format!(
            "Post {id} {said}\n• the harbour of town number {} stays open for all ships #tag{} today\n• @somebody two",
            id % 5,
            id % 7
        );
        export.post(id, NEW_YEAR + id * 3600, &text)
    })
}

fn inputs(environment: &Environment) {
    let folder = environment.folder();
    gazette(1..30, 11, "").write(folder, "one.json");
    gazette(15..45, 11, "").write(folder, "two.json");
    gazette(1..20, 22, "").write(folder, "three.json");
    gazette(1..20, 33, "").write(folder, "four.json");
    // The same posts: some edited, some gone, some new.
    let changed = (1..36).filter(|id| id % 4 != 0).fold(Export::new(11, "Gazette 11"), |export, id| {
        let said = if id % 3 == 0 { "changed #other" } else { "" };
        let export =
            export.post(id, NEW_YEAR + id * 3600, &format!("Post {id} {said}\n• two #tag{}", id % 7));
        if id % 3 == 0 { export.edited(NEW_YEAR + 90 * 86_400) } else { export }
    });
    changed.write(folder, "changed.json");
    // Another name of channel 22, as an older export without ids tells it.
    let other = json!({"name": "Old Gazette", "type": "public_channel", "id": 44, "messages": gazette(15..30, 44, "").rows});
    environment.write("other.json", other.to_string());
    environment.write(
        "names.csv",
        "kind,name,alias,rule\nperson,Ada Harbour,Ada Harbour,fold\nperson,Bo Ship,Bo,fold\n",
    );
}

/// The stores of earlier versions, as dumps, the oldest first.
pub(super) fn dumps() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/db");
    let mut dumps: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let version = |dump: &PathBuf| dump.file_stem().unwrap().to_str().unwrap()[1..].parse::<u32>().unwrap();
    dumps.sort_by_key(version);
    dumps
}

/// A store of an earlier version.
fn old(environment: &Environment, dump: &Path) {
    let connection = Connection::open(environment.path(STORE)).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    connection.execute_batch(&fs::read_to_string(dump).unwrap()).unwrap();
}

/// A command: its name, what is done before it, itself, and whether it fails when it has nothing left to do.
type Case = (&'static str, &'static [&'static [&'static str]], &'static [&'static str], bool);

const ONE: &[&[&str]] = &[&["load", "one.json", "three.json"]];
const INDEXED: &[&[&str]] = &[&["load", "one.json", "three.json"], &["index"], &["group"]];

pub(super) const CASES: [Case; 15] = [
    ("first load", &[], &["load", "one.json", "three.json"], false),
    ("added load", ONE, &["load", "two.json"], false),
    ("load of changed posts", ONE, &["load", "changed.json"], false),
    ("load of several", ONE, &["load", "two.json", "four.json", "changed.json"], false),
    ("load into an indexed store", INDEXED, &["load", "changed.json"], false),
    ("reindex", &[ONE[0], &["entities", "add", "person", "Post", "--rule", "fold"]], &["reindex"], false),
    ("group", ONE, &["group"], false),
    ("index", ONE, &["index"], false),
    ("index --drop", INDEXED, &["index", "--drop"], false),
    ("forget", INDEXED, &["forget", "11"], true),
    ("channels merge", &[ONE[0], &["load", "other.json"]], &["channels", "merge", "22", "44"], true),
    ("entities import", ONE, &["entities", "import", "names.csv"], false),
    ("queries publish", ONE, &["queries", "publish", "top-hashtags"], false),
    ("migration by a reader", &[&["old"]], &["status"], false),
    ("migration by a load", &[&["old"]], &["load", "two.json"], false),
];

impl Stage {
    /// The stage of this case; `None` where no failing disk can be made.
    pub(super) fn new(case: Case) -> Option<Self> {
        let (name, before, arguments, once) = case;
        disk::library()?;
        let environment = Environment::in_memory();
        inputs(&environment);
        for command in before {
            if *command == ["old"] {
                old(&environment, &dumps()[0]);
            } else {
                let outcome = environment.run(command);
                assert_eq!(outcome.code, 0, "{name}: {outcome}");
            }
        }
        let is_kept_one_by_one =
            arguments[0] == "load" && before.first().is_some_and(|first| first[0] == "load");
        Some(Self::begin(name.to_owned(), environment, arguments, once, is_kept_one_by_one))
    }

    /// The stage of a store of an earlier version that a command changes into one of this version by reading it; `None`
    /// where no failing disk can be made.
    pub(super) fn of_dump(dump: &Path) -> Option<Self> {
        disk::library()?;
        let environment = Environment::in_memory();
        old(&environment, dump);
        let name = format!("migration of {} by a reader", dump.file_stem().unwrap().display());
        Some(Self::begin(name, environment, &["status"], false, false))
    }

    /// What is in the environment now is the beginning.
    fn begin(
        name: String,
        environment: Environment,
        arguments: &'static [&'static str],
        once: bool,
        is_kept_one_by_one: bool,
    ) -> Self {
        let beginning = read(environment.folder());
        // Here both states are the store of this version, since a look at an old one makes it so.
        let is_by_a_reader = arguments == ["status"];
        let mut stage = Self {
            name,
            environment,
            arguments,
            beginning,
            states: Vec::new(),
            calls: Vec::new(),
            files: Vec::new(),
            once,
        };
        stage.states.push(content(stage.environment.folder()));
        if is_kept_one_by_one {
            for count in 2..arguments.len() {
                stage.restore();
                assert_eq!(stage.environment.run(&arguments[..count]).code, 0, "{}", stage.name);
                stage.states.push(content(stage.environment.folder()));
            }
        }
        stage.restore();
        stage.calls = disk::calls(&stage.environment, arguments);
        stage.files = stage.environment.files();
        stage.states.push(content(stage.environment.folder()));
        if !is_by_a_reader {
            assert_eq!(
                stage.states.iter().filter(|state| *state == stage.after()).count(),
                1,
                "{} changes nothing",
                stage.name
            );
        }
        stage.restore();
        stage
    }

    /// For each state that is allowed, the tables in which what was found differs from it.
    pub(super) fn differences(&self, found: &Content) -> String {
        let (Some(found), states) = (found, &self.states) else { return String::from("there is no store") };
        let differing = |state: &Content| {
            let Some(state) = state else { return String::from("no store") };
            let tables = state.iter().filter(|(table, rows)| found.get(*table) != Some(rows));
            let described =
                tables.map(|(table, rows)| format!("{table}: {rows}, found {:?}", found.get(table)));
            described
                .chain(found.keys().filter(|table| !state.contains_key(*table)).cloned())
                .collect::<Vec<_>>()
                .join("; ")
        };
        states.iter().map(differing).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn after(&self) -> &Content {
        self.states.last().unwrap()
    }

    /// Numbers of the calls of these kinds.
    pub(super) fn calls_of(&self, kinds: &str) -> Vec<u32> {
        let of_kind = self.calls.iter().filter(|call| kinds.contains(call.kind));
        of_kind.map(|call| call.number).collect()
    }

    /// Everything is as it was before the command.
    pub(super) fn restore(&self) {
        for name in self.environment.files() {
            fs::remove_file(self.environment.path(&name)).unwrap();
        }
        for (name, bytes) in &self.beginning {
            fs::write(self.environment.path(name), bytes).unwrap();
        }
    }

    /// The content of a copy of what is there now; sound, and with nothing left beside it once it was opened.
    #[track_caller]
    pub(super) fn look(&self, point: &str) -> Content {
        let folder = Environment::in_memory();
        let folder = folder.folder();
        for (name, bytes) in read(self.environment.folder()) {
            if name.starts_with(STORE) {
                fs::write(folder.join(name), bytes).unwrap();
            }
        }
        look_at(folder, &format!("{}, {point}", self.name))
    }

    /// The beginning, for a machine that stops.
    pub(super) fn beginning(&self) -> &Files {
        &self.beginning
    }

    /// The same command again completes it, and leaves what an undisturbed one leaves.
    #[track_caller]
    pub(super) fn complete(&self, was: &Content, point: &str) {
        // Without a fault; its syncing is left out.
        let again = disk::command(&self.environment, self.arguments, None, None).output().unwrap();
        let is_done = again.status.success() || self.once && was == self.after();
        assert!(is_done, "{}, {point}: {}", self.name, String::from_utf8_lossy(&again.stderr));
        assert_eq!(self.environment.files(), self.files, "{}, {point}", self.name);
        let now = content(self.environment.folder());
        assert_same(&now, self.after(), &format!("{}, {point}, again", self.name));
    }
}

/// What the store in this folder says. It is sound and alone.
#[track_caller]
pub(super) fn look_at(folder: &Path, point: &str) -> Content {
    let path = folder.join(STORE);
    if !path.exists() {
        return None;
    }
    let store = store::open_read_only(&path).unwrap_or_else(|error| panic!("{point}: {error:?}"));
    let left: Vec<String> = read(folder).into_keys().filter(|name| name.starts_with(STORE)).collect();
    assert_eq!(left, [STORE], "{point}");
    // Of many points the same bytes are left.
    static SOUND: Mutex<BTreeMap<u64, Content>> = Mutex::new(BTreeMap::new());
    let bytes = xxhash_rust::xxh3::xxh3_64(&fs::read(&path).unwrap());
    if let Some(content) = SOUND.lock().unwrap().get(&bytes) {
        return content.clone();
    }
    for finding in check::check(&store).unwrap() {
        assert_eq!(finding.problems, Vec::<String>::new(), "{point}: {}", finding.what);
    }
    drop(store);
    let content = content(folder);
    SOUND.lock().unwrap().insert(bytes, content.clone());
    content
}

#[track_caller]
pub(super) fn assert_same(one: &Content, other: &Content, point: &str) {
    if one == other {
        return;
    }
    let (Some(one), Some(other)) = (one, other) else {
        panic!("{point}: a store that is there, and one that is not")
    };
    let tables = one.keys().chain(other.keys());
    let different: Vec<_> = tables.filter(|table| one.get(*table) != other.get(*table)).collect();
    panic!("{point}: {different:?} differ");
}

pub(super) fn read(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// All that a store says, but for when its schema was changed. What a program that writes to an old store does
/// first is done first.
pub(super) fn content(folder: &Path) -> Content {
    let path = folder.join(STORE);
    if !path.exists() {
        return None;
    }
    store::change(&path, Clock::System, |_| Ok(())).unwrap();
    let store = store::open_read_only(&path).unwrap();
    let tables = crate::load_again::rows(
        &store,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('refinery_schema_history', 'sqlite_stat1')
            AND coalesce(sql, '') NOT LIKE 'CREATE VIRTUAL%' UNION ALL SELECT 'sqlite_schema' ORDER BY 1",
    );
    let hash = |table: &String| {
        let columns = if table == "sqlite_schema" { "type, name, tbl_name, sql" } else { "*" };
        let mut rows = crate::load_again::rows(&store, &format!("SELECT {columns} FROM \"{table}\""));
        rows.sort();
        format!("{} rows, {:016x}", rows.len(), xxhash_rust::xxh3::xxh3_64(rows.join("\n").as_bytes()))
    };
    Some(tables.iter().map(|table| (table.clone(), hash(table))).collect())
}
