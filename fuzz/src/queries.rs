//! Query files and statements: their headers, their parameters, their lint, and a run that only reads.

use std::sync::{Mutex, PoisonError};

use chancery::query::bind::{self, Arguments, Bound};
use chancery::query::date::Today;
use chancery::query::header::Header;
use chancery::query::parameter::Parameter;
use chancery::query::runner::{Budget, Runner};
use chancery::query::{Query, check, datasette, inline, paste, plan};
use jiff::civil;

/// How much of a statement is run: enough to reach every part of it that is not a loop.
const SHORT: Budget = Budget { time: None, steps: Some(20_000) };

/// A runner over an empty store, of which nothing must ever change.
fn with_runner(work: impl FnOnce(&mut Runner)) {
    static RUNNER: Mutex<Option<(Runner, u64)>> = Mutex::new(None);
    let mut runner = RUNNER.lock().unwrap_or_else(PoisonError::into_inner);
    let (runner, changes) = runner.get_or_insert_with(|| {
        let store = chancery::store::in_memory().expect("a store in memory");
        let changes = store.total_changes();
        (Runner::new(store).expect("a guarded connection"), changes)
    });
    work(runner);
    assert_eq!(runner.connection().total_changes(), *changes, "a statement wrote");
    assert!(runner.connection().is_autocommit(), "a statement left a transaction open");
}

/// A header: what is wrong with it is told with lines that are there.
pub fn header(data: &[u8]) {
    let sql = String::from_utf8_lossy(data);
    let (header, problems) = Header::parse("a.sql", &sql);
    let lines = sql.split('\n').count();
    for problem in &problems {
        assert!(!problem.message.is_empty());
        assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{problem:?} of {lines}");
    }
    for parameter in &header.parameters {
        assert!((1..=lines).contains(&parameter.line));
        let _ = (bind::check_default(parameter), parameter.flag(), parameter.is_required());
    }
    assert!(!header.title.contains('\n'));
}

/// A query file: the lint and all that is made of it.
pub fn query(data: &[u8]) {
    let sql = String::from_utf8_lossy(data);
    let query = Query::parse("a", "a.sql", sql.as_ref());
    with_runner(|runner| {
        for problem in check::check(&query, runner, SHORT) {
            assert!(!problem.to_string().is_empty());
        }
        let bound = Bound::default();
        let ran = runner.run(&query, &bound, SHORT, |rows| rows.count_rest());
        let _ = plan::plan(runner, &query, &bound);
        let _ = paste::sqlite3(&query, &bound);
        let inlined = inline::inlined(&query, &bound);
        if ran.is_ok() {
            // What is published is the query itself.
            let published = runner.run_sql(&inlined, SHORT, |rows| rows.count_rest());
            assert_eq!(published.ok(), ran.ok(), "{inlined}");
        }
        let _ = datasette::CannedQuery::of(&query);
    });
}

/// One statement, as `sql` runs it.
pub fn sql(data: &[u8]) {
    let sql = String::from_utf8_lossy(data);
    with_runner(|runner| {
        let rows = runner.run_sql(&sql, SHORT, |rows| {
            let columns = rows.columns().len();
            while let Some(row) = rows.next_row()? {
                assert_eq!(row.len(), columns);
            }
            Ok(())
        });
        if let Err(error) = rows {
            assert!(!error.to_string().is_empty());
        }
    });
}

/// A declaration of a parameter, and in each further line a value for it.
pub fn parameter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let declared = lines.next().unwrap_or_default();
    let Ok(parameter) = Parameter::parse(declared, 2) else { return };
    let _ = bind::check_default(&parameter);
    let name = parameter.name.clone();
    let query = Query::parse("a", "a.sql", format!("-- T\n-- @param {declared}\nSELECT :{name} AS x"));
    let day = civil::date(2024, 2, 29);
    let now = Today { today: day, data: Some((day, day)) };
    with_runner(|runner| {
        // No argument of a program holds U+0000, and no text of a statement does.
        for value in lines.take(20).filter(|value| !value.contains('\0')) {
            let mut arguments = Arguments::new();
            arguments.add(name.as_str(), value);
            let bound = runner.within(SHORT, |store| bind::bind(&query, &arguments, store, &now));
            let Ok(bound) = bound else { continue };
            // However it is written, it is the same value: bound, or as a literal.
            let read = |rows: &mut dyn chancery::query::rows::Rows| Ok(rows.next_row()?.map(<[_]>::to_vec));
            let Ok(ran) = runner.run(&query, &bound, SHORT, read) else { continue };
            let literal = runner.run_sql(&inline::inlined(&query, &bound), SHORT, read).expect("a literal");
            assert_eq!(format!("{literal:?}"), format!("{ran:?}"));
            let words = inline::values_in_words(&bound).unwrap_or_default();
            assert!(!words.contains(['\n', '\r']), "{words:?}");
        }
    });
}
