//! The documents are true: what README.md lists is complete, and the pages of `docs/` that are made from the
//! program are as the program makes them now. `docs_shown` runs what they show.
//!
//! `UPDATE_DOCS=1 cargo test docs` writes the made pages anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::query::Query;
use chancery::query::catalogue::{Catalogue, Folders};
use chancery::query::header::{ColumnLine, Header};
use chancery::query::parameter::{Mark, Parameter};
use chancery::query::rows::ColumnType;

use crate::docs_shown::{Step, copy_folder, shell, steps};
use crate::environment::Environment;

/// The groups of the bundled queries, in the order of the documents, with what they are about.
const GROUPS: [(&str, &str); 8] = [
    ("overview", "The store as a whole"),
    ("hashtags", "Hashtags"),
    ("mentions", "Who is named"),
    ("points", "Talking points"),
    ("forwards", "Forwards and links"),
    ("posts", "The posts themselves"),
    ("reach", "Reach and change"),
    ("text", "Words"),
];

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Two channels may have one name: a statement that puts them together by it counts them as one.
#[test]
fn no_statement_that_is_shown_takes_two_channels_of_one_name_for_one() {
    for name in ["README.md", "docs/cookbook.md", "docs/other-tools.md", "docs/tutorial.md"] {
        for (number, line) in document(name).lines().enumerate() {
            let keys = line.split_once("GROUP BY ").map(|(_, keys)| keys).unwrap_or_default();
            let mut keys = keys.split(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '.')));
            assert!(!keys.any(|key| matches!(key, "channel" | "p.channel")), "{name}:{}: {line}", number + 1);
        }
    }
}

/// Whether the documents are to be written anew.
#[expect(clippy::disallowed_methods, reason = "the environment says whether documents are written")]
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1")
}

/// Fails when the document says something else than the program; writes it anew instead when that is wanted.
#[track_caller]
pub(crate) fn must_be(name: &str, wanted: &str) {
    if is_update() {
        fs::write(root().join(name), wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(root().join(name)).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    let line = differs.unwrap_or_else(|| found.lines().count().min(wanted.lines().count()));
    assert!(
        found == wanted,
        "{name} is stale from line {}: the program gives {:?}\n  to write it anew: UPDATE_DOCS=1 cargo test docs",
        line + 1,
        wanted.lines().nth(line).unwrap_or("no more")
    );
}

/// All documents for people, as paths from the root.
fn documents() -> Vec<String> {
    let mut names: Vec<String> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "samples/README.md"]
            .map(str::to_owned)
            .to_vec();
    let pages = fs::read_dir(root().join("docs")).unwrap();
    names.extend(
        pages
            .map(|page| format!("docs/{}", page.unwrap().file_name().to_str().unwrap()))
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "md")),
    );
    names.sort();
    names
}

/// The bundled queries in the order of the documents.
fn bundled() -> Vec<Query> {
    let catalogue = Catalogue::discover(&Folders::default()).unwrap();
    let mut queries: Vec<Query> = catalogue.entries().map(|entry| entry.query().clone()).collect();
    let place = |query: &Query| {
        let group = query.group.as_deref().unwrap_or_default();
        let place = GROUPS.iter().position(|(name, _)| *name == group);
        place.unwrap_or_else(|| panic!("say in GROUPS where the group {group} stands"))
    };
    queries.sort_by_key(|query| (place(query), query.name.clone()));
    assert!(!queries.is_empty());
    queries
}

fn group_queries<'q>(queries: &'q [Query], group: &str) -> impl Iterator<Item = &'q Query> {
    queries.iter().filter(move |query| query.group.as_deref() == Some(group))
}

/// Text as it stands in a cell or paragraph of Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if matches!(character, '|' | '*' | '_' | '<' | '>' | '`' | '[' | ']' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let text = document("README.md");
    let indented: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert_eq!(indented[..2], ["cargo run --release -- run hashtag-frequency --from samples", "cargo test"]);
    let (_, call) = indented[0].split_once(" -- ").expect("what cargo hands to the program");
    let environment = Environment::new();
    copy_folder(&root().join("samples"), &environment.path("samples"));
    let outcome = environment.run(&call.split(' ').collect::<Vec<_>>());
    assert_eq!(outcome.code, 0, "{outcome}");
    assert!(outcome.stdout.contains("2024-09  crs "), "{outcome}");
}

#[test]
fn the_readme_lists_the_bundled_queries() {
    const BEGIN: &str = "<!-- the bundled queries -->\n";
    const END: &str = "<!-- end of the bundled queries -->";
    let queries = bundled();
    let mut table = String::from("\n| about | query | title |\n|---|---|---|\n");
    for (group, about) in GROUPS {
        for (index, query) in group_queries(&queries, group).enumerate() {
            let about = if index == 0 { about } else { "" };
            let title = escaped(&query.header.title);
            writeln!(table, "| {about} | [`{0}`](docs/queries.md#{0}) | {title} |", query.name).unwrap();
        }
    }
    table.push('\n');
    let text = document("README.md");
    let (before, rest) = text.split_once(BEGIN).expect("the mark before the table");
    let (_, after) = rest.split_once(END).expect("the mark behind the table");
    must_be("README.md", &format!("{before}{BEGIN}{table}{END}{after}"));
}

/// The words of a document that are put as code: the fenced and indented blocks and what stands in backticks.
fn code(document: &str) -> Vec<String> {
    let mut code = Vec::new();
    let mut is_fenced = false;
    for line in document.lines() {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced || line.starts_with("    ") {
            code.push(line.trim().to_owned());
        } else {
            code.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    code
}

/// The commands, `queries list` and its like included.
fn command_names() -> Vec<String> {
    let command = chancery::cli::command();
    let mut names = Vec::new();
    for command in command.get_subcommands() {
        names.push(command.get_name().to_owned());
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            names.push(format!("{} {}", command.get_name(), inner.get_name()));
        }
    }
    names
}

#[test]
fn every_command_and_every_flag_of_load_and_run_is_in_the_readme() {
    let code = code(&document("README.md"));
    for name in command_names() {
        let call = format!("chancery {name}");
        let is_told = code.iter().any(|code| {
            code.match_indices(&call)
                .any(|(at, _)| !code[at + call.len()..].starts_with(|next: char| next.is_alphanumeric()))
        });
        assert!(is_told, "README.md does not tell of `{call}`");
    }
    let command = chancery::cli::command();
    for name in ["load", "run"] {
        let command = command.find_subcommand(name).expect("a command");
        for flag in command.get_arguments().filter_map(clap::Arg::get_long).filter(|flag| *flag != "help") {
            let flag = format!("--{flag}");
            let is_told = code.iter().any(|code| code.split([' ', '=', '[', ']']).any(|word| word == flag));
            assert!(is_told, "README.md does not tell of {flag} of {name}");
        }
    }
}

#[test]
fn no_document_tells_of_a_command_or_query_that_is_not_there() {
    let commands = command_names();
    let queries: BTreeSet<String> = bundled().into_iter().map(|query| query.name).collect();
    for name in documents() {
        let text = document(&name);
        let saved: Vec<String> = steps(&text)
            .into_iter()
            .filter_map(|step| match step {
                Step::Save { path, .. } => Some(Path::new(&path).file_stem()?.to_str()?.to_owned()),
                Step::Run { command, .. } => command.strip_prefix("chancery queries new ").map(str::to_owned),
            })
            .collect();
        let is_word = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
        for code in code(&text) {
            for (at, _) in code.match_indices("chancery ") {
                if at > 0 && !code[..at].ends_with([' ', '(', '{']) {
                    continue;
                }
                let mut words = code[at..].split_whitespace().skip(1);
                let Some(command) = words.next().filter(is_word) else { continue };
                if command == "help" || code.contains(&format!("chancery {command} ─")) {
                    continue;
                }
                assert!(
                    commands.iter().any(|known| known == command),
                    "{name}: `{code}`: no command {command}"
                );
                let Some(next) = words.next().filter(is_word) else { continue };
                let next = next.trim_end_matches([';', ')', ',']);
                if command == "queries" {
                    let call = format!("{command} {next}");
                    assert!(
                        commands.contains(&call) || next == "help",
                        "{name}: `{code}`: no command {call}"
                    );
                }
                if command == "run" && !next.contains(['.', '/']) {
                    let is_known = queries.contains(next)
                        || saved.iter().any(|saved| saved == next)
                        || code.starts_with("$ ") && text.contains(&format!("no query named '{next}'"));
                    assert!(is_known, "{name}: `{code}`: no query {next}");
                }
            }
        }
    }
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    for name in documents() {
        let text = document(&name);
        let folder = root().join(&name).parent().unwrap().to_owned();
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split(')').next().unwrap_or_default();
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path: PathBuf = if file.is_empty() { root().join(&name) } else { folder.join(file) };
            assert!(path.exists(), "{name}: ({target}) leads nowhere");
            if !anchor.is_empty() {
                let text = fs::read_to_string(&path).unwrap();
                let mut headings = text.lines().filter(|line| line.starts_with('#')).map(anchor_of);
                assert!(headings.any(|heading| heading == anchor), "{name}: ({target}) has no such heading");
            }
        }
    }
}

#[test]
fn every_page_is_linked_from_where_readers_begin() {
    let begin = ["README.md", "CONTRIBUTING.md"].map(document).concat();
    for page in documents().iter().filter(|name| name.starts_with("docs/")) {
        assert!(begin.contains(&format!("]({page}")), "no link leads to {page}");
    }
}

/// The anchor that a page makes of a heading: `## The file, and more` is `the-file-and-more`.
fn anchor_of(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    heading
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'))
        .map(|character| if character == ' ' { '-' } else { character })
        .collect()
}

#[test]
fn the_changelog_tells_of_this_version_or_of_the_next() {
    let text = document("CHANGELOG.md");
    let is_told = text.lines().any(|line| {
        line.starts_with("## [Unreleased]")
            || line.starts_with(concat!("## [", env!("CARGO_PKG_VERSION"), "]"))
    });
    assert!(is_told, "CHANGELOG.md has neither [Unreleased] nor this version");
    let schema = text.split_once("### Schema\n").expect("a heading Schema").1;
    let migrations = fs::read_dir(root().join("migrations")).unwrap().count();
    assert!(
        schema.contains(&format!("version {migrations}")),
        "Schema does not tell of version {migrations}"
    );
}

// ---- docs/: what is made from the program

pub(crate) const MADE: &str = "<!-- Made from the program: UPDATE_DOCS=1 cargo test docs -->\n";

#[test]
fn the_page_of_the_queries_is_that_of_their_headers() {
    let queries = bundled();
    let mut page = format!(
        "{MADE}\n# The bundled queries\n\nEach is one file below [queries/](../queries). \
         `chancery run NAME --help` tells the same, with the options that all queries have.\n\n\
         A column `channel` has what reports call a channel: `@handle`, else the name, else the id. Those of channels that are \
         called alike have the id behind it, as `Gazette (77)`, else the platform, as `Gazette (mastodon)`, or the store's own \
         number, as `Gazette (channel:2)`. The flag `--channel` takes each of these, and asks which one is \
         meant where another channel goes by that name, too; in SQL, `WHERE channel = …` compares the label as a whole.\n"
    );
    for (group, about) in GROUPS {
        writeln!(page, "\n- {about}: {}", names(group_queries(&queries, group))).unwrap();
    }
    for (group, about) in GROUPS {
        if group_queries(&queries, group).next().is_some() {
            writeln!(page, "\n## {about}").unwrap();
        }
        for query in group_queries(&queries, group) {
            page.push_str(&query_section(query));
        }
    }
    must_be("docs/queries.md", &page);
}

fn names<'q>(queries: impl Iterator<Item = &'q Query>) -> String {
    queries.map(|query| format!("[{0}](#{0})", query.name)).collect::<Vec<_>>().join(", ")
}

fn query_section(query: &Query) -> String {
    let header: &Header = &query.header;
    let group = query.group.as_deref().unwrap_or_default();
    let mut section = format!("\n### {}\n\n**{}.**", query.name, escaped(&header.title));
    if let Some(question) = &header.question {
        write!(section, " {}", escaped(question)).unwrap();
    }
    section.push('\n');
    for paragraph in header.help.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        write!(section, "\n{}\n", escaped(paragraph.trim())).unwrap();
    }
    if !header.needs.is_empty() {
        let needs: Vec<String> = header.needs.iter().map(ToString::to_string).collect();
        write!(section, "\nNeeds: {}\n", escaped(&needs.join(", "))).unwrap();
    }
    let shapes = [(header.wide.is_some(), "`--wide`"), (header.chart.is_some(), "`--chart`")];
    let shapes: Vec<&str> = shapes.iter().filter(|shape| shape.0).map(|shape| shape.1).collect();
    if !shapes.is_empty() {
        write!(section, "\nOther shapes: {}\n", shapes.join(", ")).unwrap();
    }
    if !header.parameters.is_empty() {
        section.push_str("\n| flag | takes | default | what it does |\n|---|---|---|---|\n");
        section.extend(header.parameters.iter().map(parameter_row));
    }
    section.push_str("\n| column | type | what it holds |\n|---|---|---|\n");
    section.extend(header.columns.iter().map(column_row));
    if !header.notes.is_empty() {
        section.push('\n');
        section.extend(header.notes.iter().map(|note| format!("- {}\n", escaped(note))));
    }
    if !header.examples.is_empty() {
        write!(section, "\n```sh\n{}\n```\n", header.examples.join("\n")).unwrap();
    }
    write!(section, "\nFile: [queries/{group}/{0}.sql](../queries/{group}/{0}.sql)\n", query.name).unwrap();
    section
}

fn parameter_row(parameter: &Parameter) -> String {
    let default = match (&parameter.default, parameter.is_required()) {
        (Some(default), _) => format!("`{default}`"),
        (None, true) => String::from("must be given"),
        (None, false) => String::new(),
    };
    let list = if parameter.mark == Mark::List { ", several" } else { "" };
    let kind = parameter.kind.to_string().replace('|', "\\|");
    format!("| `--{}` | `{kind}`{list} | {default} | {} |\n", parameter.flag(), escaped(&parameter.help))
}

fn column_row(column: &ColumnLine) -> String {
    let kind = match column.kind {
        ColumnType::Text => "text",
        ColumnType::Before => "before",
        ColumnType::Int => "int",
        ColumnType::Float => "float",
        ColumnType::Percent => "percent",
        ColumnType::Date => "date",
        ColumnType::Link => "link",
        ColumnType::Unknown => "",
    };
    format!("| `{}` | {kind} | {} |\n", column.name, escaped(&column.help))
}

#[test]
fn the_page_of_the_schema_is_that_of_the_program() {
    let environment = Environment::new();
    let tables = environment.run(&["schema", "-f", "markdown"]).stdout;
    let page = format!(
        "{MADE}\n# The schema\n\nThe tables and views of a store, as `chancery schema -f markdown` prints them. \
         Tables come first; the views at the end, `v_…`, have all names joined in and are the easiest to begin with. \
         Columns marked \\[key\\] make the primary key; an arrow names the table that a column refers to.\n\n{tables}"
    );
    must_be("docs/schema.md", &page);
}

#[test]
fn the_page_of_the_command_line_is_that_of_its_help() {
    let environment = Environment::new();
    let mut page = format!("{MADE}\n# The command line\n\nWhat `--help` prints for each command.\n");
    for name in std::iter::once(String::new()).chain(command_names()) {
        let words: Vec<&str> = name.split_whitespace().chain(["--help"]).collect();
        let help = environment.run(&words).success();
        let lines: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        write!(page, "\n## {}\n\n```text\n{}\n```\n", format!("chancery {name}").trim(), lines.join("\n"))
            .unwrap();
    }
    must_be("docs/cli.md", &page);
}

#[cfg(unix)]
#[test]
fn every_example_of_a_query_can_be_run() {
    let environment = Environment::new();
    copy_folder(&root().join("samples"), &environment.path("samples"));
    let (printed, is_loaded) = shell(&environment, "chancery load samples");
    assert!(is_loaded, "{printed}");
    for query in bundled() {
        assert!(!query.header.examples.is_empty(), "{} has no example", query.name);
        for example in &query.header.examples {
            assert!(example.starts_with(&format!("chancery run {}", query.name)), "{example}");
            let (printed, is_success) = shell(&environment, example);
            // The channels of the examples are nobody's.
            let is_unknown_channel =
                printed.contains("error: --channel '") && printed.contains("is not in this store");
            assert!(is_success || is_unknown_channel, "$ {example}\n{printed}");
        }
    }
}

#[test]
fn every_format_is_told_of_in_the_readme_and_the_page_of_formats() {
    for page in ["README.md", "docs/formats.md"] {
        let text = document(page);
        for format in chancery::input::Format::ALL {
            let name = format!("`{}`", format.name());
            assert!(text.contains(&name), "{page} does not tell of {name}");
        }
    }
}
