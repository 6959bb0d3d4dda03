use super::*;

/// A file that was found in a folder that is not there.
fn found(folder: &str, file: &str, format: Format) -> Found {
    Found {
        name: format!("{folder}/{file}"),
        folder: PathBuf::from(folder),
        file: file.to_owned(),
        format,
        packing: None,
        bytes: 1,
        raw: Raw::Path(PathBuf::from(folder).join(file)),
        order: 0,
    }
}

fn html(folder: &str, file: &str) -> Found {
    found(folder, file, Format::TelegramHtml)
}

/// The names of the files of each group.
fn names(groups: &[Group]) -> Vec<Vec<&str>> {
    groups.iter().map(|group| group.files.iter().map(|file| file.name.as_str()).collect()).collect()
}

#[test]
fn pages_are_those_that_telegram_desktop_calls_so() {
    for (file, page) in [
        ("messages.html", Some(1)),
        ("messages2.html", Some(2)),
        ("messages10.html", Some(10)),
        ("messages1.html", None),
        ("messages02.html", None),
        ("messages+2.html", None),
        ("messages2.htm", None),
        ("messages99999999999999999999.html", None),
        ("index.html", None),
        ("my messages.html", None),
    ] {
        assert_eq!(number(file), page, "{file}");
    }
}

#[test]
fn the_pages_of_a_folder_are_one_input_in_the_order_of_their_numbers() {
    let groups = group(vec![
        html("a", "messages10.html"),
        html("b", "messages.html"),
        html("a", "messages.html"),
        html("a", "messages2.html"),
        html("a", "chat.html"),
    ]);
    assert_eq!(
        names(&groups),
        [
            vec!["a/messages.html", "a/messages2.html", "a/messages10.html"],
            vec!["b/messages.html"],
            vec!["a/chat.html"]
        ]
    );
}

#[test]
fn files_of_such_names_in_other_formats_are_no_pages() {
    let groups = group(vec![
        found("a", "messages.html", Format::WebPreview),
        found("a", "messages2.html", Format::WebPreview),
    ]);
    assert_eq!(groups.len(), 2);
    assert!(groups.iter().all(|group| group.notice.is_none()));
}

#[test]
fn packed_pages_stay_apart_from_plain_ones() {
    use crate::load::inputs::packed::Packing;
    let packed = |file| Found { packing: Some(Packing::Gzip), ..html("a", file) };
    let files = ["messages.html", "messages2.html"];
    let groups = group(files.into_iter().map(|file| html("a", file)).chain(files.map(packed)).collect());
    assert_eq!(names(&groups).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_renamed_first_page_is_one_only_when_there_is_no_other() {
    let groups = group(vec![html("a", "index.html"), html("a", "messages2.html"), html("b", "index.html")]);
    assert_eq!(names(&groups), [vec!["a/index.html", "a/messages2.html"], vec!["b/index.html"]]);
    assert!(groups.iter().all(|group| group.notice.is_none()));
    let groups =
        group(vec![html("a", "messages2.html"), html("a", "messages.html"), html("a", "index.html")]);
    assert_eq!(names(&groups), [vec!["a/messages.html", "a/messages2.html"], vec!["a/index.html"]]);
}

#[test]
fn the_json_of_an_export_comes_before_its_html_which_knows_it() {
    let groups = group(vec![
        html("a", "messages.html"),
        html("b", "messages.html"),
        found("b", "other.json", Format::TelegramJson),
        found("a", "result.json", Format::TelegramJson),
    ]);
    assert_eq!(
        names(&groups),
        [vec!["b/messages.html"], vec!["b/other.json"], vec!["a/result.json"], vec!["a/messages.html"]]
    );
    let twins: Vec<Option<&str>> = groups.iter().map(|group| group.twin.as_deref()).collect();
    assert_eq!(twins, [None, None, None, Some("a/result.json")]);
}

#[test]
fn a_page_that_is_missing_is_told() {
    let groups = group(vec![html("a", "messages.html"), html("a", "messages3.html")]);
    let expected =
        Notice::PageMissing { input: "a/messages.html".to_owned(), page: "messages2.html".to_owned() };
    assert_eq!(groups[0].notice, Some(expected));
    let groups = group(vec![html("a", "messages3.html")]);
    let expected =
        Notice::PageMissing { input: "a/messages3.html".to_owned(), page: "messages.html".to_owned() };
    assert_eq!(groups[0].notice, Some(expected));
}

#[test]
fn a_page_that_lies_beside_those_that_are_read_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["messages.html", "messages2.html", "messages3.html", "notes.html"] {
        std::fs::write(folder.path().join(file), "").expect("written");
    }
    let path = folder.path().display().to_string();
    let groups = group(vec![html(&path, "messages.html")]);
    let input = format!("{path}/messages.html");
    assert_eq!(groups[0].notice, Some(Notice::PageNotRead { input, page: "messages2.html".to_owned() }));
    let all = ["messages.html", "messages2.html", "messages3.html"].map(|file| html(&path, file));
    assert_eq!(group(all.into())[0].notice, None);
}
