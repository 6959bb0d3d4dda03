//! Whether NULL means the documented default: the query runs with each of its defaults given and with none, and
//! must give the same rows. If it does not, its documentation tells a lie about every figure.

use crate::clock::Clock;
use crate::query::bind::{self, Arguments, Bound};
use crate::query::inline::Fingerprint;
use crate::query::parameter::Parameter;
use crate::query::runner::{Budget, Runner};
use crate::query::{Query, Severity};
use crate::{Error, ErrorKind, Result};

/// What came of the comparison: how bad, the line, and the words.
type Finding = (Severity, Option<usize>, String);

/// What is wrong with the defaults of a query that gave `with_null` when none was given.
pub(super) fn compare(
    query: &Query,
    runner: &mut Runner,
    budget: Budget,
    with_null: &Fingerprint,
) -> Vec<Finding> {
    let defaults: Vec<&Parameter> =
        query.header.parameters.iter().filter(|parameter| parameter.default.is_some()).collect();
    let mut comparing = Comparing { query, runner, budget };
    match comparing.differ(&defaults, with_null) {
        Ok(false) => Vec::new(),
        Ok(true) => comparing.who_differs(&defaults, with_null),
        Err(why) => vec![(Severity::Note, None, format!("the defaults are not compared with NULL: {why}"))],
    }
}

struct Comparing<'a> {
    query: &'a Query,
    runner: &'a mut Runner,
    budget: Budget,
}

impl Comparing<'_> {
    /// Whether the rows are other ones when these defaults are given.
    fn differ(&mut self, given: &[&Parameter], with_null: &Fingerprint) -> Result<bool> {
        if given.is_empty() {
            return Ok(false);
        }
        let mut arguments = Arguments::new();
        for parameter in given {
            arguments.add(&parameter.name, parameter.default.clone().unwrap_or_default());
        }
        let store = self.runner.connection();
        let today = bind::today(store, Clock::System, None)?;
        let bound = bind::bind(self.query, &arguments, store, &today)?;
        Ok(self.run(&bound)? != *with_null)
    }

    fn run(&mut self, bound: &Bound) -> Result<Fingerprint> {
        self.runner.run(self.query, bound, self.budget, Fingerprint::of).map_err(|error| match error.kind() {
            ErrorKind::Interrupted => Error::new(ErrorKind::Interrupted, "it does not end in time with them"),
            _ => error,
        })
    }

    fn who_differs(&mut self, defaults: &[&Parameter], with_null: &Fingerprint) -> Vec<Finding> {
        // One that draws lots gives other rows each time, whatever is given.
        match self.run(&Bound::default()) {
            Ok(again) if again == *with_null => {}
            Ok(_) => {
                let message = "it gives other rows each time, so its defaults are not compared with NULL";
                return vec![(Severity::Warning, None, message.to_owned())];
            }
            Err(why) => {
                let message = format!("the defaults are not compared with NULL: {why}");
                return vec![(Severity::Note, None, message)];
            }
        }
        let mut findings = Vec::new();
        for parameter in defaults {
            if matches!(self.differ(&[parameter], with_null), Ok(true)) {
                let (name, default) = (&parameter.name, parameter.default.as_deref().unwrap_or_default());
                let message = format!(
                    "when :{name} is NULL, there are other rows than with its default {default}; NULL must mean the \
                     default, as in coalesce(:{name}, …)"
                );
                findings.push((Severity::Error, Some(parameter.line), message));
            }
        }
        if findings.is_empty() {
            let message =
                "with all its defaults given there are other rows than without; NULL must mean the default";
            findings.push((Severity::Error, None, message.to_owned()));
        }
        findings
    }
}
