//! Real inputs that are no part of the project: a folder beside it, where there is one.

use std::path::{Path, PathBuf};

/// The path of a file there. None, after a line that says so, where it is missing; an error where it must not be.
#[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
#[expect(clippy::disallowed_methods, reason = "no part of the program")]
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("CHANCERY_REQUIRE_SHARED").is_none_or(|value| value != "1"),
        "{name} is missing"
    );
    println!("skipped: {name} is not here");
    None
}
