use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::{Destination, is_nul, refused};

fn written(path: &Path, text: &str) -> Destination {
    let mut destination = Destination::file(path).unwrap();
    destination.write_all(text.as_bytes()).unwrap();
    destination
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn files_that_belong_together_take_their_places_together() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = ["old", "new"].map(|name| folder.path().join(name));
    fs::write(&old, "before").unwrap();
    Destination::finish_all(vec![written(&old, "one"), written(&new, "two")]).unwrap();
    assert_eq!([&old, &new].map(|path| fs::read_to_string(path).unwrap()), ["one", "two"]);
    assert_eq!(names(folder.path()), ["new", "old"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_to_no_file_yet_stays_and_the_file_is_made_where_it_leads() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("share")).unwrap();
    symlink("share/report.csv", at("one.csv")).unwrap();
    symlink(at("one.csv"), at("two.csv")).unwrap();
    symlink("gone/report.csv", at("lost.csv")).unwrap();
    written(&at("two.csv"), "rows").finish().unwrap();
    assert_eq!(fs::read_to_string(at("share/report.csv")).unwrap(), "rows");
    assert!(at("one.csv").is_symlink() && at("two.csv").is_symlink());
    let error = Destination::file(&at("lost.csv")).map(drop).unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, format!("there is no folder '{}'", at("gone").display()));
    assert!(at("lost.csv").is_symlink());
}

#[test]
fn windows_has_one_name_for_what_swallows_all() {
    for (name, expected) in [("NUL", true), ("nul", true), ("nul.csv", false), ("out/nul", false)] {
        assert_eq!(is_nul(Path::new(name)), expected, "{name}");
    }
}

#[test]
fn when_one_cannot_take_its_place_all_are_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new, last] = ["old", "new", "last"].map(|name| folder.path().join(name));
    fs::write(&old, "before").unwrap();
    let all = vec![written(&old, "one"), written(&new, "two"), written(&last, "three")];
    // Somebody makes a folder of that name meanwhile: no file can be renamed over it.
    fs::create_dir(&last).unwrap();
    let error = Destination::finish_all(all).unwrap_err();
    assert!(error.to_string().contains("last"), "{error}");
    assert_eq!(fs::read_to_string(&old).unwrap(), "before");
    assert_eq!(names(folder.path()), ["last", "old"]);
}

#[test]
fn where_nobody_may_write_the_remedy_is_told() {
    let hints = |kind: std::io::ErrorKind| refused("'/root/x.csv'", kind.into()).hints().concat();
    let remedy = "make its folder writable, or name another file";
    assert_eq!(hints(std::io::ErrorKind::PermissionDenied), remedy);
    assert_eq!(hints(std::io::ErrorKind::ReadOnlyFilesystem), remedy);
    assert_eq!(hints(std::io::ErrorKind::BrokenPipe), "");
}
