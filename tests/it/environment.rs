//! Runs the command in a world of its own: an empty home and folder, no variable of the machine's, a fixed
//! clock and width. What it prints is given with the folder's path replaced by `$FOLDER`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder to run commands in.
pub(crate) struct Environment {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What a command printed, and its exit code.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Environment {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), variables: Vec::new() }
    }

    /// An empty folder in the machine's memory where it has such, for tests that write much and need no disk.
    pub(crate) fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = TempDir::new_in(memory).or_else(|_| TempDir::new()).unwrap();
        Self { folder, variables: Vec::new() }
    }

    /// A folder with the store `chancery.db`, to which this SQL was applied.
    pub(crate) fn with_store(sql: &str) -> Self {
        let environment = Self::new();
        environment.make_store("chancery.db", sql);
        environment
    }

    /// Makes a store of the newest schema with the rows of this SQL, which is of schema 10: texts with their folded
    /// form, posts with their title.
    pub(crate) fn make_store(&self, name: &str, sql: &str) {
        let store = rusqlite::Connection::open(self.path(name)).unwrap();
        chancery::store::text_key::know_keys(&store).unwrap();
        let migrations = migrations();
        let (before, after) = migrations.split_at(10);
        for migration in before {
            store.execute_batch(migration).unwrap();
        }
        store.pragma_update(None, "foreign_keys", true).unwrap();
        store.execute_batch(sql).unwrap();
        for migration in after {
            store.execute_batch(migration).unwrap();
        }
        // Else the first reader would give it the bundled names, with which its posts were not read.
        chancery::store::settings::set(&store, "bundled_dictionary", bundled_dictionary()).unwrap();
        // As if this version had read the posts.
        chancery::store::rules::note_posts_are_read(&store).unwrap();
    }

    /// Sets a variable for all commands that follow.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The names of the files in the folder, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Runs `chancery` with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.outcome(&self.command(arguments).output().unwrap())
    }

    /// The command, ready to be run, for tests that look after its streams themselves.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("HOME", self.folder())
            .env("COLUMNS", "80")
            .env("CHANCERY_NOW", "2024-12-31T12:00:00Z")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    fn outcome(&self, output: &Output) -> Outcome {
        let scrubbed = |bytes: &[u8]| {
            let real = fs::canonicalize(self.folder()).unwrap();
            String::from_utf8(bytes.to_vec())
                .unwrap()
                .replace(real.to_str().unwrap(), "$FOLDER")
                .replace(self.folder().to_str().unwrap(), "$FOLDER")
        };
        Outcome {
            stdout: scrubbed(&output.stdout),
            stderr: scrubbed(&output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }
}

/// The program under test: the one that cargo built with the tests, unless `CHANCERY_TEST_PROGRAM` names another
/// build of the same source, such as an optimised one, with which the tests take less time.
#[expect(clippy::disallowed_methods, reason = "which program is tested is for who runs the tests to say")]
pub(crate) fn program() -> PathBuf {
    std::env::var_os("CHANCERY_TEST_PROGRAM")
        .map_or_else(|| env!("CARGO_BIN_EXE_chancery").into(), PathBuf::from)
}

impl Outcome {
    /// Standard output of a command that succeeded and had nothing to remark.
    #[track_caller]
    pub(crate) fn success(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{}", self.stdout);
        self.stdout
    }

    /// Standard output as JSON, of a command that succeeded and had nothing to remark.
    #[track_caller]
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.success()).unwrap()
    }
}

impl fmt::Display for Outcome {
    /// As a terminal would show it, with the two streams and a failure marked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "[stderr]\n{}", self.stderr)?;
        }
        if self.code != 0 {
            writeln!(f, "[exit code {}]", self.code)?;
        }
        Ok(())
    }
}

/// The text of the migrations, in their order.
fn migrations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<(u32, PathBuf)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let (version, _) = name.strip_prefix('V').unwrap().split_once("__").unwrap();
            (version.parse().unwrap(), path)
        })
        .collect();
    files.sort();
    files.into_iter().map(|(_, path)| fs::read_to_string(path).unwrap()).collect()
}

/// What a store says of the bundled names of this program.
fn bundled_dictionary() -> &'static str {
    static NAMED: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    NAMED.get_or_init(|| {
        let fresh = chancery::store::create_temporary().unwrap();
        chancery::store::settings::get(&fresh, "bundled_dictionary").unwrap().unwrap()
    })
}
