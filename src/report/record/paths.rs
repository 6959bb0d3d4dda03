//! Where a record stands, and the paths in it, which tell nothing of the machine.

use std::path::{Component, Path, PathBuf};

/// What is appended to the name of a report's file to name its record.
pub const SUFFIX: &str = ".meta.json";

/// The place of the record of the report at `file`.
#[must_use]
pub fn record_path(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(SUFFIX);
    PathBuf::from(path)
}

/// The last part of a path.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

pub(super) fn input_from(file: &Path, input: &str) -> String {
    if input == "-" { input.to_owned() } else { path_from(file, Path::new(input)) }
}

/// `path` as it is reached from the folder of `file`, with `/` between its parts; its name alone where only the
/// root of the file system is common to both, or one of them cannot be found.
pub(super) fn path_from(file: &Path, path: &Path) -> String {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // What does not exist, such as a pattern, is searched by its folder.
    let real = std::fs::canonicalize(path).or_else(|_| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::canonicalize(parent).map(|parent| parent.join(path.file_name().unwrap_or_default()))
    });
    let (Ok(folder), Ok(real)) = (std::fs::canonicalize(folder), real) else { return name_of(path) };
    let from: Vec<Component<'_>> = folder.components().collect();
    let to: Vec<Component<'_>> = real.components().collect();
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if !from[..common].iter().any(|part| matches!(part, Component::Normal(_))) {
        return name_of(path);
    }
    let up = std::iter::repeat_n(String::from(".."), from.len() - common);
    let down = to[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { String::from(".") } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{path_from, record_path};

    #[test]
    fn paths_start_at_the_folder_of_the_report_and_tell_nothing_of_the_machine() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("отчёты/may")).unwrap();
        fs::write(at("store.db"), "").unwrap();
        let report = at("отчёты/may/tags.csv");
        for (path, told) in [
            (at("store.db"), "../../store.db"),
            (at("отчёты/../store.db"), "../../store.db"),
            (at("отчёты/may"), "."),
            (at("отчёты"), ".."),
            // A pattern is no file, and its folder is one.
            (at("*.json"), "../../*.json"),
            (Path::new("/etc/hostname").to_owned(), "hostname"),
            (Path::new("/no/such/store.db").to_owned(), "store.db"),
        ] {
            assert_eq!(path_from(&report, &path), told, "{}", path.display());
        }
        assert_eq!(record_path(Path::new("a/tags.csv")), Path::new("a/tags.csv.meta.json"));
    }
}
