//! What is run: every bundled query with its defaults, and some lists with a limit.

use chancery::query::Query;
use chancery::query::bind::Arguments;
use chancery::query::catalogue::Catalogue;

use crate::Result;
use crate::queries::arguments::Plan;

/// One query with the values that it is given.
pub(crate) struct Run {
    /// As the table names it.
    pub(crate) name: String,
    /// The name of DuckDB's counterpart.
    pub(crate) counterpart: String,
    pub(crate) query: Query,
    /// Names and values of parameters.
    values: Vec<(&'static str, String)>,
}

impl Run {
    fn new(query: &Query, values: Vec<(&'static str, String)>) -> Self {
        Self { name: query.name.clone(), counterpart: query.name.clone(), query: query.clone(), values }
    }

    /// The folder of the query.
    pub(crate) fn group(&self) -> &str {
        self.query.group.as_deref().unwrap_or_default()
    }

    /// The values, as the command line takes them.
    pub(crate) fn flags(&self) -> impl Iterator<Item = String> {
        self.values.iter().flat_map(|(name, value)| [format!("--{name}"), value.clone()])
    }

    /// The values, as the library takes them.
    pub(crate) fn arguments(&self) -> Arguments {
        let mut arguments = Arguments::new();
        for (name, value) in &self.values {
            arguments.add(*name, value.as_str());
        }
        arguments
    }
}

/// The runs that the plan asks for, group by group.
pub(crate) fn runs(plan: &Plan) -> Result<Vec<Run>> {
    let catalogue = Catalogue::bundled();
    if let Some(unknown) = plan.queries.iter().find(|name| catalogue.entry(name).is_none()) {
        return Err(format!("no bundled query named '{unknown}'").into());
    }
    let mut runs = Vec::new();
    for entry in catalogue.entries() {
        let query = entry.query();
        if !plan.queries.is_empty() && !plan.queries.contains(&query.name) {
            continue;
        }
        // Without a word these have no rows.
        let values = match query.name.as_str() {
            "keyword-in-context" | "word-frequency" => vec![("words", plan.word.clone())],
            "message-pull-through" => vec![("message", plan.word.clone())],
            _ => Vec::new(),
        };
        runs.push(Run::new(query, values));
        if query.name == "posts" {
            runs.push(Run {
                name: "posts --top 50".to_owned(),
                counterpart: "posts-newest".to_owned(),
                ..Run::new(query, vec![("top", "50".to_owned())])
            });
        }
    }
    runs.sort_by(|a, b| (a.group(), &a.name).cmp(&(b.group(), &b.name)));
    Ok(runs)
}
