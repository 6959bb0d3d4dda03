//! What a statement may do, and for how long: the authorizer and the progress handler of a connection.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization, TransactionOperation};
use rusqlite::limits::Limit;

/// How many steps of SQLite's machine lie between two looks at the clock.
const STEPS_BETWEEN_CHECKS: u32 = 2_000;

/// The longest text or row, in bytes.
const LONGEST_VALUE: i32 = 256 * 1024 * 1024;

/// The most memory that SQLite takes for all connections of a process that calls [`bound_memory`], in bytes.
pub const MOST_MEMORY: i64 = 1 << 30;

/// Bounds the memory that SQLite takes in this process to [`MOST_MEMORY`]: a statement that needs more fails, and the
/// connection goes on. SQLite has one such bound for the whole process, so it is the program's to choose, and no
/// runner sets it by itself.
///
/// # Errors
/// When SQLite refuses.
pub fn bound_memory(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "hard_heap_limit", MOST_MEMORY)
}

/// The longest statement, in bytes.
pub(super) const LONGEST_STATEMENT: i32 = 1_000_000;

/// Pragmas that only read and take a name. `data_version` is read by FTS5 itself.
const READING_PRAGMAS: [&str; 9] = [
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
    "foreign_key_check",
    "data_version",
];

/// Pragmas that read when they are given no value, and would write otherwise.
const BARE_PRAGMAS: [&str; 11] = [
    "application_id",
    "user_version",
    "encoding",
    "page_count",
    "page_size",
    "freelist_count",
    "compile_options",
    "collation_list",
    "function_list",
    "module_list",
    "pragma_list",
];

/// Functions that reach beyond the store, or change what SQLite does; and this program's own, which a connection has after
/// it made words: a query that calls one would run in no other tool.
const DENIED_FUNCTIONS: [&str; 10] = [
    "load_extension",
    "fts3_tokenizer",
    "optimize",
    "readfile",
    "writefile",
    "edit",
    "fsdir",
    "sqlite_log",
    "folded_text",
    "key_of_folded_text",
];

/// How long a statement may run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Budget {
    /// Time by the clock.
    pub time: Option<Duration>,
    /// Steps of SQLite's machine, roughly: a measure that does not depend on the computer.
    pub steps: Option<u64>,
}

/// Why a statement was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Interrupt,
    Time(Duration),
    Steps(u64),
}

/// Stops the statement that a runner runs, and all later ones; for Ctrl-C.
#[derive(Debug, Clone)]
pub struct Interrupt(Arc<Shared>);

impl Interrupt {
    /// Stops it soon. It can be called from any thread, more than once.
    pub fn stop(&self) {
        self.0.is_interrupted.store(true, Ordering::Relaxed);
    }

    /// Whether it was called.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.is_interrupted.load(Ordering::Relaxed)
    }

    /// By how much SQLite is past the time of the statement that it works on. It looks at the clock between two
    /// steps of its machine, and one function over a text of megabytes, such as LIKE, is one step: nothing stops
    /// that but the end of the process. `None` where the time is not up, or SQLite is not at work.
    #[must_use]
    pub fn overdue(&self) -> Option<Duration> {
        if !self.0.is_at_work.load(Ordering::Relaxed) {
            return None;
        }
        let state = self.0.state();
        state.started?.elapsed().checked_sub(state.budget.time?)
    }
}

#[derive(Debug, Default)]
pub(super) struct Shared {
    is_interrupted: AtomicBool,
    /// Whether SQLite works on a statement, not who takes its rows.
    is_at_work: AtomicBool,
    steps: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    started: Option<Instant>,
    budget: Budget,
    stop: Option<Stop>,
    denied: Option<String>,
    functions: BTreeSet<String>,
}

/// The guard of one connection.
#[derive(Debug, Clone)]
pub(super) struct Guard(Arc<Shared>);

impl Guard {
    /// Makes `connection` one that can only read.
    pub(super) fn install(connection: &mut Connection) -> rusqlite::Result<Self> {
        connection.pragma_update(None, "query_only", true)?;
        for (setting, value) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
            // A misspelt "column" is an error and not a text.
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        ] {
            connection.set_db_config(setting, value)?;
        }
        for (limit, value) in [
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT),
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10_000),
        ] {
            connection.set_limit(limit, value)?;
        }
        let shared = Arc::new(Shared::default());
        let authorizing = Arc::clone(&shared);
        connection.authorizer(Some(move |context: AuthContext<'_>| authorizing.authorize(context.action)))?;
        let watching = Arc::clone(&shared);
        let between = i32::try_from(STEPS_BETWEEN_CHECKS).unwrap_or(i32::MAX);
        connection.progress_handler(between, Some(move || watching.must_stop()))?;
        Ok(Self(shared))
    }

    pub(super) fn interrupt(&self) -> Interrupt {
        Interrupt(Arc::clone(&self.0))
    }

    /// Begins to count for one statement.
    pub(super) fn start(&self, budget: Budget) {
        self.0.steps.store(0, Ordering::Relaxed);
        *self.0.state() = State { started: Some(Instant::now()), budget, ..State::default() };
    }

    /// Ends the counting: what runs next has no limit.
    pub(super) fn finish(&self) {
        self.0.state().budget = Budget::default();
    }

    /// Lets SQLite work on the statement.
    pub(super) fn at_work<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.is_at_work.store(true, Ordering::Relaxed);
        let done = work();
        self.0.is_at_work.store(false, Ordering::Relaxed);
        done
    }

    pub(super) fn stop_reason(&self) -> Option<Stop> {
        self.0.state().stop
    }

    /// How many steps were taken since the start, to the next look at the clock.
    pub(super) fn steps(&self) -> u64 {
        self.0.steps.load(Ordering::Relaxed)
    }

    /// What the authorizer refused first, in SQL's words.
    pub(super) fn denied(&self) -> Option<String> {
        self.0.state().denied.clone()
    }

    /// The functions that the last statement calls.
    pub(super) fn functions(&self) -> BTreeSet<String> {
        self.0.state().functions.clone()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn authorize(&self, action: AuthAction<'_>) -> Authorization {
        if let AuthAction::Function { function_name } = action {
            self.state().functions.insert(function_name.to_ascii_lowercase());
        }
        let Some(denied) = denied(action) else { return Authorization::Allow };
        self.state().denied.get_or_insert(denied);
        Authorization::Deny
    }

    fn must_stop(&self) -> bool {
        let mut state = self.state();
        let steps = self.steps.fetch_add(u64::from(STEPS_BETWEEN_CHECKS), Ordering::Relaxed);
        let stop = if self.is_interrupted.load(Ordering::Relaxed) {
            Some(Stop::Interrupt)
        } else if let Some(most) = state.budget.steps.filter(|most| steps >= *most) {
            Some(Stop::Steps(most))
        } else {
            let elapsed = state.started.map(|started| started.elapsed()).unwrap_or_default();
            state.budget.time.filter(|most| elapsed >= *most).map(Stop::Time)
        };
        if stop.is_some() {
            state.stop = stop;
        }
        stop.is_some()
    }
}

/// What is refused, in SQL's words; `None` when the action only reads.
fn denied(action: AuthAction<'_>) -> Option<String> {
    let name = match action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => return None,
        AuthAction::Function { function_name } => {
            let is_denied = DENIED_FUNCTIONS.iter().any(|denied| function_name.eq_ignore_ascii_case(denied));
            return is_denied.then(|| format!("{}()", function_name.to_ascii_lowercase()));
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let is_among = |names: &[&str]| names.iter().any(|name| pragma_name.eq_ignore_ascii_case(name));
            let reads = is_among(&READING_PRAGMAS) || pragma_value.is_none() && is_among(&BARE_PRAGMAS);
            return (!reads).then(|| format!("PRAGMA {}", pragma_name.to_ascii_lowercase()));
        }
        AuthAction::Delete { .. } => "DELETE",
        AuthAction::Insert { .. } => "INSERT",
        AuthAction::Update { .. } => "UPDATE",
        AuthAction::Attach { .. } => "ATTACH",
        AuthAction::Detach { .. } => "DETACH",
        AuthAction::AlterTable { .. } => "ALTER",
        AuthAction::Reindex { .. } => "REINDEX",
        AuthAction::Analyze { .. } => "ANALYZE",
        AuthAction::Transaction { operation: TransactionOperation::Begin } => "BEGIN",
        AuthAction::Transaction { operation: TransactionOperation::Rollback } => "ROLLBACK",
        AuthAction::Transaction { .. } => "COMMIT",
        AuthAction::Savepoint { .. } => "SAVEPOINT",
        AuthAction::DropIndex { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::DropTempIndex { .. }
        | AuthAction::DropTempTable { .. }
        | AuthAction::DropTempTrigger { .. }
        | AuthAction::DropTempView { .. }
        | AuthAction::DropTrigger { .. }
        | AuthAction::DropView { .. }
        | AuthAction::DropVtable { .. } => "DROP",
        AuthAction::Unknown { .. } => "this statement",
        _ => "CREATE",
    };
    Some(name.to_owned())
}
