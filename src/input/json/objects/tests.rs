use super::*;

/// Records here begin with the member `id`.
fn find_start(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(1..)?, b"{\"id\"").map(|at| at + 1)
}

/// Gives one byte at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

/// What the input comes to, in words; a value that is no JSON is gone back into.
fn outline(input: &[u8], list: Option<&'static str>) -> Vec<String> {
    let quick = drain(input, list);
    assert_eq!(drain(Slow(input), list), quick, "byte by byte");
    quick
}

fn drain(source: impl Read, list: Option<&'static str>) -> Vec<String> {
    let mut records = JsonObjects::new(source, list, Some(find_start));
    let mut outline = Vec::new();
    loop {
        let (line, is_bad) = match records.next().unwrap() {
            Next::Value(value) => {
                let is_bad = serde_json::from_slice::<serde::de::IgnoredAny>(value.raw).is_err();
                let text = String::from_utf8_lossy(value.raw).replace(' ', "");
                let text = if is_bad { value.reason.to_owned() } else { text };
                let torn = if value.is_torn { " torn" } else { "" };
                (format!("{}: {text}{torn}", value.place), is_bad)
            }
            Next::Member(key, raw) => (format!("{key}={}", String::from_utf8_lossy(raw)), false),
            Next::Object => ("object".to_owned(), false),
            Next::Reject(reason, _, place) => (format!("{place}: {reason}"), false),
            Next::Cut(place) => (format!("cut at {place}"), false),
            Next::End => return outline,
        };
        outline.push(line);
        if is_bad {
            records.recover();
        }
    }
}

#[test]
fn lines_are_records_and_a_bad_line_costs_itself() {
    let input = b"\xEF\xBB\xBF\n{\"id\":1}\r\n\n{\"id\":\"2}\nx\n{\"id\":3}\n";
    assert_eq!(
        outline(input, None),
        ["line 2: {\"id\":1}", "line 4: not valid JSON", "line 5: not valid JSON", "line 6: {\"id\":3}"]
    );
    assert_eq!(outline(b"{\"id\":1}\n{\"id\":2}", None), ["line 1: {\"id\":1}", "line 2: {\"id\":2}"]);
    assert_eq!(outline(b"{\"id\":1}\n{\"id\":2", None)[1], "line 2: not valid JSON torn");
    assert_eq!(outline(b"{\"id\":1}\nx", None)[1], "line 2: not valid JSON");
    assert_eq!(outline(b" \n", None), [""; 0]);
}

#[test]
fn a_first_line_without_a_quote_is_still_a_line() {
    assert_eq!(
        outline(b"{\"id\":\"1}\n{\"id\":\"2\"}\n", None),
        ["line 1: not valid JSON", "line 2: {\"id\":\"2\"}"]
    );
}

#[test]
fn records_on_several_lines_each_are_read() {
    assert_eq!(
        outline(b"{\n \"id\": 1\n}\n{\n \"id\": 2\n}\n", None),
        ["byte 0: {\n\"id\":1\n}", "byte 13: {\n\"id\":2\n}"]
    );
    assert_eq!(
        outline(b"{\n \"id\": 1\n},\n{\n \"id\": 2\n}\n]\n", None),
        ["byte 0: {\n\"id\":1\n}", "byte 14: {\n\"id\":2\n}", "byte 27: not valid JSON"],
        "a bracket too many is not an input cut off"
    );
}

#[test]
fn the_elements_of_an_array_are_records() {
    assert_eq!(outline(b"[]", None), [""; 0]);
    assert_eq!(outline(b" [ {\"id\":1} , 7 ]\n", None), ["byte 3: {\"id\":1}", "byte 14: 7"]);
    assert_eq!(outline(b"[{\"id\":1}", None), ["byte 1: {\"id\":1}", "cut at byte 9"]);
    assert_eq!(outline(b"[{\"id\":1},{\"id\"", None), ["byte 1: {\"id\":1}", "cut at byte 10"]);
    assert_eq!(
        outline(b"[{\"id\":1}]{", None)[1],
        "byte 10: other data behind the end: put it into a file of its own"
    );
    assert_eq!(
        outline("[{\"id\":1}]\n\u{FEFF}[] [{\"id\":2}".as_bytes(), None),
        ["byte 1: {\"id\":1}", "byte 18: {\"id\":2}", "cut at byte 26"],
        "several arrays"
    );
}

#[test]
fn no_number_of_empty_lists_costs_stack() {
    let empty = "\"items\":[,],".repeat(100_000);
    assert_eq!(outline(format!("{{{empty}\"items\":[{{\"id\":1}}]}}").as_bytes(), Some("items")).len(), 2);
    assert_eq!(outline("[]".repeat(100_000).as_bytes(), None), [""; 0]);
}

#[test]
fn a_missing_quote_in_an_array_costs_one_record() {
    assert_eq!(
        outline(b"[{\"id\":\"1},{\"id\":2},{\"id\":\"3\"}]", None),
        ["byte 1: not valid JSON", "byte 11: {\"id\":2}", "byte 20: {\"id\":\"3\"}"]
    );
    assert_eq!(
        outline(b"[{\"id\":[1},{\"id\":2}]", None),
        ["byte 1: not valid JSON", "byte 11: {\"id\":2}"],
        "a bracket that nothing closes"
    );
    assert_eq!(
        outline(b"[{\"id\":1},@@,{\"id\":2}]", None),
        ["byte 1: {\"id\":1}", "byte 10: not valid JSON", "byte 13: {\"id\":2}"]
    );
    assert_eq!(
        outline(b"[{\"id\":1},@@", None),
        ["byte 1: {\"id\":1}", "byte 10: not valid JSON", "cut at byte 10"]
    );
}

#[test]
fn the_list_of_an_outer_object_is_read_and_its_other_members_are_told() {
    let input =
        b"{\"a\":[1,{\"id\":0}],\"list\":[{\"id\":1},{\"id\":2}],\"b\":\"x\"}\n{\"list\":[{\"id\":3}]}";
    assert_eq!(
        outline(input, Some("list")),
        [
            "object",
            "a=[1,{\"id\":0}]",
            "byte 26: {\"id\":1}",
            "byte 35: {\"id\":2}",
            "b=\"x\"",
            "object",
            "byte 63: {\"id\":3}",
        ]
    );
    let long = format!("{{\"a\":\"{}\",\"list\":[{{\"id\":1}}]}}", "x".repeat(MEMBER_LIMIT));
    assert_eq!(outline(long.as_bytes(), Some("list")).len(), 2, "a long member is passed over");
    assert_eq!(outline(b"{\"list\":[{\"id\":1}", Some("list")).last().unwrap(), "cut at byte 17");
    assert_eq!(outline(b"{\"a\":1", Some("list")).last().unwrap(), "cut at byte 1");
    assert_eq!(outline(b"{\"a\":}", Some("list")), ["object", "byte 5: not valid JSON", "cut at byte 5"]);
}

#[test]
fn every_cut_input_ends_quietly() {
    let inputs: [(&[u8], Option<&'static str>); 3] = [
        (b"{\"id\":\"a\\\"b\"}\n{\"id\":[2]}\n", None),
        (b"[{\"id\":\"a\\\"b\"}, {\"id\":[2]}]", None),
        (b"{\"x\":{\"y\":\"z\"},\"list\":[{\"id\":\"a\\\"b\"},null],\"b\":1}", Some("list")),
    ];
    for (input, list) in inputs {
        for length in 0..input.len() {
            outline(&input[..length], list);
        }
    }
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(RECORD_LIMIT));
    let lines = format!("{long}\n{{\"id\":2}}\n");
    assert_eq!(drain(lines.as_bytes(), None), ["line 1: longer than 32 MiB", "line 2: {\"id\":2}"]);
    let array = format!("[{long},{{\"id\":2}}]");
    let second = array.len() - 9;
    assert_eq!(
        drain(array.as_bytes(), None),
        ["byte 1: longer than 32 MiB".to_owned(), format!("byte {second}: {{\"id\":2}}")]
    );
    assert_eq!(
        drain(&array.as_bytes()[..RECORD_LIMIT + 5], None),
        ["byte 1: longer than 32 MiB", "cut at byte 1"]
    );
}

#[test]
fn nothing_but_unclosed_records_takes_linear_time() {
    let flood = format!("[{}", "{\"id\":\"x,".repeat(400_000));
    assert!(drain(flood.as_bytes(), None).last().unwrap().starts_with("cut at"));
    let deep = format!("[{}", "[".repeat(8_000_000));
    assert_eq!(drain(deep.as_bytes(), None), ["cut at byte 1"]);
    let lines = "{\"id\":\"x\n".repeat(400_000);
    assert_eq!(drain(lines.as_bytes(), None).len(), 400_000);
}
