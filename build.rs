//! Makes the binary again when a migration or a bundled query is added, which `embed_migrations!` and
//! `include_str!` alone do not see, and writes the list of the bundled queries.

#![expect(clippy::disallowed_methods, reason = "a build script is told its folders by the environment")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=queries");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let mut files = Vec::new();
    for group in fs::read_dir(Path::new(&root).join("queries"))? {
        let group = group?.path();
        if !group.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", group.display());
        for file in fs::read_dir(&group)? {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "sql") {
                files.push((name_of(&group), name_of(&file), file));
            }
        }
    }
    files.sort();
    let mut list = String::from("&[\n");
    for (group, name, file) in files {
        writeln!(
            list,
            "    BundledQuery {{ group: {group:?}, name: {name:?}, text: include_str!({file:?}) }},"
        )
        .map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("bundled_queries.rs"), list)
}

fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
