//! The direction of dependencies: data flows one way, and no module knows a later one. Also the size and the
//! place of the files.

use std::fs;
use std::path::{Path, PathBuf};

/// What each module may use of ours; a prefix of a path is enough. `error` stands for what `lib.rs` gives
/// out again of it. A module that is not listed may use everything.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("model", &[]),
    ("error", &[]),
    ("shell", &[]),
    ("clock", &[]),
    ("input", &["error", "model", "shell"]),
    ("extract", &["error", "model"]),
    (
        "store",
        &[
            "error",
            "model",
            "clock",
            "shell",
            "extract::fold",
            "extract::folded_text",
            "extract::naming::alias_file",
            "extract::rules",
            "extract::similarity",
            "extract::unspaced",
        ],
    ),
    ("load", &["error", "model", "clock", "input", "extract", "store"]),
    (
        "query",
        &[
            "error",
            "clock",
            "shell",
            "extract::fold",
            "extract::folded_text",
            "extract::unspaced",
            "extract::naming::spelling",
        ],
    ),
    ("render", &["error", "query::rows", "query::chart", "query::network"]),
    ("report", &["error", "clock", "query", "render", "store"]),
    ("search", &["error", "clock", "query", "store"]),
];

/// Crates that only some modules may name. The optional ones of Cargo.toml come to these, for `cli` alone.
const ONLY_IN: [(&str, &[&str]); 5] = [
    (
        "rusqlite",
        &[
            "store",
            "load",
            "query",
            "report",
            "search",
            "cli",
            "input::sqlite",
            "input::tg_archive",
            "input::telegram_export",
        ],
    ),
    ("refinery", &["store"]),
    ("refinery_core", &["store"]),
    ("comfy_table", &["cli", "render"]),
    ("toml", &["report::pack"]),
];

/// What an extractor, a pure function of text, has no business with.
const NOT_IN_EXTRACT: [&str; 5] = ["std::fs", "std::io", "std::env", "std::net", "std::time"];

/// The longest file that needs no reason, in lines without its tests.
const LINES: usize = 400;

/// Files that are longer, and why.
const LONGER: [(&str, &str); 0] = [];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// `store::writer::merge` for `src/store/writer/merge.rs`.
fn module_of(file: &Path) -> Vec<String> {
    let path = file.strip_prefix(root().join("src")).unwrap().with_extension("");
    path.iter().map(|part| part.to_str().unwrap().to_owned()).collect()
}

fn is_test(module: &[String]) -> bool {
    module.iter().any(|part| part == "tests" || part.starts_with("test_"))
}

/// The program itself: without the items marked `#[cfg(test)]`. Formatted code ends an item with a `}` at the
/// left edge, or on its only line.
fn without_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        let mut item = lines.by_ref().skip_while(|line| line.starts_with("#["));
        if item.next().is_some_and(|first| !first.ends_with(';')) {
            item.find(|line| *line == "}");
        }
    }
    kept
}

/// The code without comments and without the words of string literals that stand on one line.
fn code(text: &str) -> String {
    let mut code = String::new();
    for line in without_tests(text).lines() {
        let line = line.split("//").next().unwrap_or_default();
        // What stands between quotes is no path; an odd quote is a character literal or a longer string.
        let parts: Vec<&str> = line.split('"').collect();
        if parts.len() % 2 == 1 {
            code.extend(parts.iter().step_by(2).copied());
        } else {
            code.push_str(line);
        }
        code.push('\n');
    }
    code
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The paths after a `crate::`, or after as many `super::` as lead to the crate's root from a module of this
/// depth: `store::lock`, and each of the branches of `{…}`.
fn used_paths(code: &str, depth: usize) -> Vec<String> {
    let root_by_super = "super::".repeat(depth);
    let mut paths = Vec::new();
    for root in ["crate::", &root_by_super] {
        for (at, _) in code.match_indices(root) {
            let before = &code[..at];
            if before.ends_with(is_word) || before.ends_with("super::") {
                continue;
            }
            let rest = &code[at + root.len()..];
            if rest.starts_with("super::") {
                continue;
            }
            branches(rest, "", &mut paths);
        }
    }
    paths
}

/// Adds the paths at the beginning of `rest`, each behind `prefix`; gives what comes after them.
fn branches<'r>(rest: &'r str, prefix: &str, paths: &mut Vec<String>) -> &'r str {
    let rest = rest.trim_start();
    if let Some(mut inner) = rest.strip_prefix('{') {
        loop {
            inner = inner.trim_start_matches(|character: char| character == ',' || character.is_whitespace());
            if let Some(after) = inner.strip_prefix('}') {
                return after;
            }
            let after = branches(inner, prefix, paths);
            assert!(after.len() < inner.len(), "a list of paths that cannot be read: {inner:.60}");
            inner = after;
        }
    }
    let end = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
    let path = format!("{prefix}{}", &rest[..end]);
    match rest[end..].strip_prefix("::") {
        Some(more) if more.starts_with(|character| is_word(character) || character == '{') => {
            branches(more, &format!("{path}::"), paths)
        }
        _ => {
            paths.push(path);
            let after = &rest[end..];
            after.strip_prefix(" as ").map_or(after, |name| name.trim_start_matches(is_word))
        }
    }
}

fn is_under(path: &str, allowed: &str) -> bool {
    path == allowed || path.strip_prefix(allowed).is_some_and(|more| more.starts_with("::"))
}

/// What of ours the code of this module uses and may not use.
fn forbidden_paths(module: &[String], text: &str) -> Vec<String> {
    let own = module[0].as_str();
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == own) else { return Vec::new() };
    let mut forbidden = used_paths(&code(text), module.len());
    for path in &mut forbidden {
        let first = path.split("::").next().unwrap_or_default();
        if ["Error", "ErrorKind", "Result"].contains(&first) {
            *path = format!("error::{path}");
        }
    }
    forbidden.retain(|path| !is_under(path, own) && !allowed.iter().any(|allowed| is_under(path, allowed)));
    forbidden
}

/// The optional dependencies of Cargo.toml, as Rust names them.
fn optional_crates() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let names: Vec<String> = manifest
        .lines()
        .filter(|line| line.contains("optional = true"))
        .map(|line| line.split([' ', '=']).next().unwrap_or_default().replace('-', "_"))
        .collect();
    assert!(names.iter().any(|name| name == "clap"), "Cargo.toml is written in another way: {names:?}");
    names
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = &code[..at];
        let after = &code[at + name.len()..];
        let is_begun = !before.ends_with(is_word) && !before.ends_with("::");
        let is_import = before.ends_with("use ") && after.starts_with([';', ' ']);
        is_begun && (after.starts_with("::") || is_import)
    })
}

/// The crates that this module names and may not name.
fn forbidden_crates(module: &[String], text: &str, optional: &[String]) -> Vec<String> {
    let code = code(text);
    let own = module[0].as_str();
    let path = module.join("::");
    let is_in = |allowed: &str| {
        path.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let listed = ONLY_IN
        .iter()
        .filter(|(_, modules)| !modules.iter().any(|allowed| is_in(allowed)))
        .map(|(name, _)| *name);
    let others = optional
        .iter()
        .map(String::as_str)
        .filter(|name| own != "cli" && ONLY_IN.iter().all(|(listed, _)| listed != name));
    let mut names: Vec<&str> = listed.chain(others).collect();
    if own == "extract" {
        names.extend(NOT_IN_EXTRACT);
    }
    names.retain(|name| names_crate(&code, name));
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn no_module_uses_a_later_one() {
    let mut found = Vec::new();
    for file in rust_files(&root().join("src")) {
        let module = module_of(&file);
        if !is_test(&module) {
            let text = fs::read_to_string(&file).unwrap();
            found.extend(
                forbidden_paths(&module, &text).iter().map(|path| format!("{} uses {path}", module[0])),
            );
        }
    }
    assert!(found.is_empty(), "data flows one way (see ARCHITECTURE.md):\n{}", found.join("\n"));
}

#[test]
fn sqlite_and_the_terminal_are_known_to_few() {
    let optional = optional_crates();
    let mut found = Vec::new();
    for file in rust_files(&root().join("src")) {
        let module = module_of(&file);
        if !is_test(&module) {
            let text = fs::read_to_string(&file).unwrap();
            let names = forbidden_crates(&module, &text, &optional);
            found.extend(names.iter().map(|name| format!("{} names {name}", file.display())));
        }
    }
    assert!(found.is_empty(), "see ARCHITECTURE.md:\n{}", found.join("\n"));
}

#[test]
fn every_module_is_in_the_table_or_stands_at_the_end_of_the_flow() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let is_known = MAY_USE.iter().any(|(module, _)| *module == name);
        assert!(
            is_known || ["cli", "main", "lib"].contains(&name.as_str()),
            "say in MAY_USE what {name} may use"
        );
    }
}

#[test]
fn a_wrong_turn_would_be_found() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    for (place, text, found) in [
        ("extract::fold", "use crate::store::lock;", vec!["store::lock"]),
        ("extract::fold", "use crate::model::Post;\nuse crate::extract::line;", vec![]),
        ("model", "use crate::Result;", vec!["error::Result"]),
        (
            "input::date",
            "use crate::{Error, extract::{fold, line}, load as l};",
            vec!["extract::fold", "extract::line", "load"],
        ),
        ("store::lock", "use crate::extract::{fold::fold,\n    line};", vec!["extract::line"]),
        ("store::lock", "fn f() { crate::input::open() }", vec!["input::open"]),
        ("store::lock", "use super::super::load::Report;", vec!["load::Report"]),
        ("store::lock", "use super::settings;", vec![]),
        ("store::writer::merge", "use super::super::settings;", vec![]),
        ("store", "use super::query;", vec!["query"]),
        ("render::csv", "use crate::query::{rows::Rows, runner};", vec!["query::runner"]),
        ("query::bind", "// crate::store\nlet a = \"crate::load\"; /// [`crate::cli`]", vec![]),
        (
            "query::bind",
            "use my_crate::store;\n#[cfg(test)]\nmod tests {\n    use crate::store;\n}\n",
            vec![],
        ),
        ("query::bind", "#[cfg(test)]\nmod tests;\nuse crate::store;\n", vec!["store"]),
        ("cli::run", "use crate::load;", vec![]),
    ] {
        assert_eq!(forbidden_paths(&module(place), text), found, "{place}: {text}");
    }
    let optional = ["clap".to_owned(), "comfy_table".to_owned()];
    for (place, text, found) in [
        ("load::report", "use clap::Args;", vec!["clap"]),
        ("load::report", "use clap_like::Args; // clap::Args", vec![]),
        ("load", "fn f(a: &clap::Command) {}", vec!["clap"]),
        ("cli::run", "use clap::Args;", vec![]),
        ("render::table", "use comfy_table::Table; use rusqlite::Connection;", vec!["rusqlite"]),
        ("query::rows", "use comfy_table::Table; use rusqlite::Connection;", vec!["comfy_table"]),
        ("extract::title", "use std::fs;", vec!["std::fs"]),
        ("input::detect", "use std::fs;", vec![]),
    ] {
        assert_eq!(forbidden_crates(&module(place), text, &optional), found, "{place}: {text}");
    }
}

#[test]
fn files_are_short_or_say_why_not() {
    for file in rust_files(&root().join("src")) {
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(!name.ends_with("/mod.rs"), "{name}: write foo.rs and foo/");
        if is_test(&module_of(&file)) {
            continue;
        }
        let lines = without_tests(&fs::read_to_string(&file).unwrap()).lines().count();
        let reason = LONGER.iter().find(|(longer, _)| *longer == name);
        assert!(lines <= LINES || reason.is_some(), "{name} has {lines} lines: split it, or say why not");
        assert!(lines > LINES || reason.is_none(), "{name} is short now: take it out of LONGER");
    }
    for (name, _) in LONGER {
        assert!(root().join(name).is_file(), "{name} is gone: take it out of LONGER");
    }
}
