//! Runs one statement that can only read.
//!
//! Five things stand between a statement and the file: the connection is opened read-only by the store,
//! `query_only` is set, the authorizer refuses everything but reading, the statement must be one and
//! `sqlite3_stmt_readonly`, and limits and a budget bound what it may take. A budget or an [`Interrupt`]
//! stops it between two rows or in the midst of a long search.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use super::bind::Bound;
use super::rows::{Column, ColumnType, Rows, Value};
use super::{Query, token};
use crate::{Error, ErrorKind, Result};

mod counting;
mod guard;
mod instr;
mod message;
mod values;

pub use self::guard::{Budget, Interrupt, MOST_MEMORY, bound_memory};
use self::guard::{Guard, LONGEST_STATEMENT};
pub(super) use self::message::Source;
pub(super) use self::values::take;

/// A connection that can only read, and runs statements.
pub struct Runner {
    connection: Connection,
    guard: Guard,
}

impl Runner {
    /// A runner over a connection that the store opened read-only.
    ///
    /// # Errors
    /// [`ErrorKind::Store`] when SQLite refuses the settings.
    pub fn new(mut connection: Connection) -> Result<Self> {
        let guard = Guard::install(&mut connection)
            .and_then(|guard| instr::install(&connection).map(|()| guard))
            .map_err(|error| Error::new(ErrorKind::Store, "the store cannot be read").caused_by(error))?;
        Ok(Self { connection, guard })
    }

    /// The same, where all that is read is the state of one moment, however many statements are run and whatever
    /// a loader writes meanwhile. The moment is now.
    ///
    /// # Errors
    /// [`ErrorKind::Store`] when the store cannot be read.
    pub fn on_snapshot(connection: Connection) -> Result<Self> {
        // A transaction that only reads sees the state that its first statement saw. The caller may be in one already.
        let begin = if connection.is_autocommit() { "BEGIN;" } else { "" };
        connection
            .execute_batch(&format!("{begin} SELECT count(*) FROM sqlite_schema;"))
            .map_err(|error| Error::new(ErrorKind::Store, "the store cannot be read").caused_by(error))?;
        Self::new(connection)
    }

    /// The connection, for [`super::bind::bind`] and other reading; it stays guarded.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The means to stop what runs, from another thread.
    #[must_use]
    pub fn interrupt(&self) -> Interrupt {
        self.guard.interrupt()
    }

    /// Runs a named query with the values of `bound` and gives its rows to `consume`.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] when the file is wrong or does more than read, [`ErrorKind::Interrupted`] when
    /// the budget is used up, and whatever `consume` fails with.
    pub fn run<T>(
        &mut self,
        query: &Query,
        bound: &Bound,
        budget: Budget,
        consume: impl FnOnce(&mut dyn Rows) -> Result<T>,
    ) -> Result<T> {
        if let Some(error) = query.unfit() {
            return Err(error);
        }
        let source = Source { file: Some(&query.label), sql: &query.sql };
        self.guard.start(budget);
        let result = self.prepare_to_run(&source, query, bound).and_then(|mut statement| {
            bind_named(&source, query, bound, &mut statement)?;
            let bind = |statement: &mut Statement<'_>| bind_named(&source, query, bound, statement);
            self.give_rows(&source, &mut statement, &bind, |name| query.header.column_type(name), consume)
        });
        self.guard.finish();
        result
    }

    /// Runs one statement as it is, and gives its rows to `consume`.
    ///
    /// # Errors
    /// As [`Runner::run`]; a parameter such as `:x` has no value and is an error.
    pub fn run_sql<T>(
        &mut self,
        sql: &str,
        budget: Budget,
        consume: impl FnOnce(&mut dyn Rows) -> Result<T>,
    ) -> Result<T> {
        let source = Source { file: None, sql };
        self.guard.start(budget);
        let result = self.prepare(&source).and_then(|mut statement| {
            if let Some(name) = parameters(&statement).into_iter().next() {
                let at = token::parameter(sql, &name).map_or(0, |token| token.start);
                return Err(source.error_at(at, &format!("{name} has no value")).hint(
                    "write the value itself, or make a named query of it: QUERY.sql with an @param line",
                ));
            }
            self.give_rows(&source, &mut statement, &|_| Ok(()), |_| ColumnType::Unknown, consume)
        });
        self.guard.finish();
        result
    }

    /// The statement to run. What is wrong with a query is told by the whole of it.
    fn prepare_to_run(&self, source: &Source<'_>, query: &Query, bound: &Bound) -> Result<Statement<'_>> {
        match self.unlimited(source, query, bound)? {
            Some(statement) => Ok(statement),
            None => self.prepare_named(query),
        }
    }

    /// The query without its LIMIT, where that limits nothing by these values.
    fn unlimited(&self, source: &Source<'_>, query: &Query, bound: &Bound) -> Result<Option<Statement<'_>>> {
        let Some((sql, asks)) = counting::without_limit(&query.sql) else { return Ok(None) };
        if query.sql.contains('\0') || token::second_statement(&query.sql).is_some() {
            return Ok(None);
        }
        let Ok(mut limit) = self.connection.prepare(&asks) else { return Ok(None) };
        bind_named(source, query, bound, &mut limit)?;
        let is_below_zero = |limit: &mut Statement<'_>| {
            limit.raw_query().next().map(|row| row.and_then(|row| row.get(0).ok()))
        };
        let is_none = matches!(self.guard.at_work(|| is_below_zero(&mut limit)), Ok(Some(true)));
        Ok(if is_none { self.connection.prepare(sql).ok().filter(Statement::readonly) } else { None })
    }

    /// Prepares a named query: one SELECT whose parameters are all declared.
    pub(super) fn prepare_named(&self, query: &Query) -> Result<Statement<'_>> {
        let source = Source { file: Some(&query.label), sql: &query.sql };
        let statement = self.prepare(&source)?;
        if let Some(verb) = token::verb(&query.sql)
            && !["SELECT", "VALUES"].iter().any(|word| verb.text.eq_ignore_ascii_case(word))
        {
            let what = verb.text.to_ascii_uppercase();
            return Err(
                source.error_at(verb.start, &format!("{what} is no query; a named query is one SELECT"))
            );
        }
        for name in parameters(&statement) {
            check_declared(&source, query, &name)?;
        }
        Ok(statement)
    }

    /// Prepares one statement that only reads.
    pub(super) fn prepare<'a>(&'a self, source: &Source<'_>) -> Result<Statement<'a>> {
        let sql = source.sql;
        if let Some(at) = sql.find('\0') {
            return Err(source.error_at(at, "there is a NUL character; a query is plain text"));
        }
        if sql.len() > usize::try_from(LONGEST_STATEMENT).unwrap_or(usize::MAX) {
            return Err(source.error(&format!("the statement is longer than {LONGEST_STATEMENT} bytes")));
        }
        if token::tokens(sql).all(|token| token.kind == token::TokenKind::Semicolon) {
            return Err(source.error("there is no statement; write a SELECT"));
        }
        let statement = self.connection.prepare(sql);
        let statement = match (token::second_statement(sql), statement) {
            // The first statement's own fault comes first.
            (None, statement) => statement.map_err(|error| source.explain(error, &self.guard))?,
            (Some(_), Err(error))
                if !matches!(error, rusqlite::Error::MultipleStatement) && self.is_first(source) =>
            {
                return Err(source.explain(error, &self.guard));
            }
            (Some(second), _) => {
                let what = second.text.to_ascii_uppercase();
                return Err(source.error_at(
                    second.start,
                    &format!("a second statement begins here ({what}); a query is one statement"),
                ));
            }
        };
        if !statement.readonly() {
            return Err(source.not_reading(None));
        }
        Ok(statement)
    }

    /// Whether the error of a text with several statements lies in the first one.
    fn is_first(&self, source: &Source<'_>) -> bool {
        let end = token::tokens(source.sql)
            .skip_while(|token| token.kind == token::TokenKind::Semicolon)
            .find(|token| token.kind == token::TokenKind::Semicolon)
            .map_or(source.sql.len(), |token| token.start);
        self.connection.prepare(&source.sql[..end]).is_err()
    }

    /// The functions that the statement prepared last calls.
    pub(super) fn functions(&self) -> impl Iterator<Item = String> {
        self.guard.functions().into_iter()
    }

    /// Begins to count what the connection does.
    pub(super) fn start(&self, budget: Budget) {
        self.guard.start(budget);
    }

    /// Whether the query is one SELECT that only reads, and all its parameters are declared.
    ///
    /// # Errors
    /// [`ErrorKind::Query`] when it is not.
    pub fn check_reads(&self, query: &Query) -> Result<()> {
        if let Some(problem) = query.problems.iter().find(|problem| problem.prevents_run) {
            return Err(Error::new(ErrorKind::Query, problem.to_string()));
        }
        self.prepare_named(query).map(drop)
    }

    /// What `work` reads by the connection within the budget; where that is used up, SQLite fails.
    pub fn within<T>(&self, budget: Budget, work: impl FnOnce(&Connection) -> T) -> T {
        self.guard.start(budget);
        let done = self.guard.at_work(|| work(&self.connection));
        self.guard.finish();
        done
    }

    fn give_rows<T>(
        &self,
        source: &Source<'_>,
        statement: &mut Statement<'_>,
        bind: Bind<'_>,
        kind: impl Fn(&str) -> ColumnType,
        consume: impl FnOnce(&mut dyn Rows) -> Result<T>,
    ) -> Result<T> {
        let columns: Vec<Column> =
            statement.column_names().map(|name| Column { name: name.to_owned(), kind: kind(name) }).collect();
        let values = vec![Value::Null; columns.len()];
        consume(&mut StatementRows {
            source,
            guard: &self.guard,
            connection: &self.connection,
            bind,
            rows: statement.raw_query(),
            given: 0,
            columns,
            values,
        })
    }
}

/// The names of the parameters that SQLite sees, with their sign; `?` for one without name.
pub(super) fn parameters(statement: &Statement<'_>) -> Vec<String> {
    (1..=statement.parameter_count())
        .map(|index| statement.parameter_name(index).map_or_else(|| "?".to_owned(), str::to_owned))
        .collect()
}

fn check_declared(source: &Source<'_>, query: &Query, name: &str) -> Result<()> {
    if name.strip_prefix(':').is_some_and(|bare| query.header.parameter(bare).is_some()) {
        return Ok(());
    }
    let (at, name) = token::parameter(source.sql, name).map_or((0, name), |token| (token.start, token.text));
    if !name.starts_with(':') {
        let message =
            format!("{name} is no parameter of a named query; write :name and declare it with @param");
        return Err(source.error_at(at, &message));
    }
    let declared: Vec<&str> =
        query.header.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    let declared = if declared.is_empty() { "nothing".to_owned() } else { declared.join(", ") };
    Err(source.error_at(at, &format!("{name} is used but not declared; declared: {declared}")))
}

pub(super) fn bind_named(
    source: &Source<'_>,
    query: &Query,
    bound: &Bound,
    statement: &mut Statement<'_>,
) -> Result<()> {
    for (index, name) in parameters(statement).into_iter().enumerate() {
        check_declared(source, query, &name)?;
        let value = bound.value(name.trim_start_matches(':')).unwrap_or(&Value::Null);
        statement
            .raw_bind_parameter(index + 1, to_sql(value))
            .map_err(|error| source.error(&format!("{name} cannot be bound")).caused_by(error))?;
    }
    Ok(())
}

pub(super) fn to_sql(value: &Value) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(match value {
        Value::Null => ValueRef::Null,
        Value::Integer(number) => ValueRef::Integer(*number),
        Value::Real(number) => ValueRef::Real(*number),
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
        Value::Blob(bytes) => ValueRef::Blob(bytes),
    })
}

/// Gives the parameters of a statement their values.
type Bind<'a> = &'a dyn Fn(&mut Statement<'_>) -> Result<()>;

/// So many steps of SQLite's machine are taken for rows that are only counted before it is asked to count them.
const STEPS_BEFORE_COUNTING: u64 = 500_000;

/// The rows of a running statement.
struct StatementRows<'a> {
    source: &'a Source<'a>,
    guard: &'a Guard,
    connection: &'a Connection,
    bind: Bind<'a>,
    rows: rusqlite::Rows<'a>,
    /// How many rows were gone through.
    given: u64,
    columns: Vec<Column>,
    values: Vec<Value>,
}

impl Rows for StatementRows<'_> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next_row(&mut self) -> Result<Option<&[Value]>> {
        let (rows, guard) = (&mut self.rows, self.guard);
        let row = guard.at_work(|| rows.next()).map_err(|error| self.source.explain(error, guard))?;
        let Some(row) = row else { return Ok(None) };
        self.given += 1;
        for (index, value) in self.values.iter_mut().enumerate() {
            let new = row.get_ref(index).map_err(|error| self.source.explain(error, self.guard))?;
            take(new, value);
        }
        Ok(Some(&self.values))
    }

    /// Goes through the rows, or asks SQLite for their number where that looks cheaper: where it took less to come to
    /// the rows given than it takes to go through the others, it makes these one by one.
    fn count_rest(&mut self) -> Result<u64> {
        let before = self.guard.steps();
        let most = before.saturating_add(before.max(STEPS_BEFORE_COUNTING));
        let given = self.given;
        let mut may_ask = true;
        loop {
            if may_ask && self.guard.steps() > most {
                may_ask = false;
                if let Some(all) = self.count_all()? {
                    return Ok(all.saturating_sub(given));
                }
            }
            let rows = &mut self.rows;
            let row = self.guard.at_work(|| rows.next().map(|row| row.is_some()));
            if !row.map_err(|error| self.source.explain(error, self.guard))? {
                return Ok(self.given - given);
            }
            self.given += 1;
        }
    }
}

impl StatementRows<'_> {
    /// How many rows there are in all, by another statement; `None` where none can tell. It sees what the running one
    /// sees: while that is under way, so is its transaction.
    fn count_all(&self) -> Result<Option<u64>> {
        // Each run of such a statement has rows of its own.
        if self.guard.functions().iter().any(|function| function.starts_with("random")) {
            return Ok(None);
        }
        let Some(sql) = counting::counting_statement(self.source.sql) else { return Ok(None) };
        let Ok(mut statement) = self.connection.prepare(&sql) else { return Ok(None) };
        if !statement.readonly() {
            return Ok(None);
        }
        (self.bind)(&mut statement)?;
        let mut rows = statement.raw_query();
        let counted = self.guard.at_work(|| {
            let Some(row) = rows.next()? else { return Ok(None) };
            let all = u64::try_from(row.get::<_, i64>(0)?).ok();
            Ok(match row.get_ref(1)? {
                ValueRef::Null => all,
                // A negative limit is none.
                ValueRef::Integer(most) => {
                    all.map(|all| u64::try_from(most).map_or(all, |most| all.min(most)))
                }
                _ => None,
            })
        });
        counted.map_err(|error| self.source.explain(error, self.guard))
    }
}

#[cfg(test)]
mod tests;
