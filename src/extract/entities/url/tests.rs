use super::{Addresses, find};

fn urls(text: &str) -> Vec<&str> {
    find(text).urls.into_iter().map(|range| &text[range]).collect()
}

fn emails(text: &str) -> Vec<&str> {
    find(text).emails.into_iter().map(|range| &text[range]).collect()
}

#[test]
fn an_address_needs_a_domain_and_takes_its_port_and_path() {
    for (text, expected) in [
        ("see example.org.", vec!["example.org"]),
        ("«example.org/стр»", vec!["example.org/стр"]),
        ("HTTPS://Example.Org/a?b#c, next", vec!["HTTPS://Example.Org/a?b#c"]),
        (
            "example.org:80/x example.org:0 example.org:65536",
            vec!["example.org:80/x", "example.org", "example.org"],
        ),
        ("10.0.0.255 10.0.0.256 1.2.3 3.14", vec!["10.0.0.255"]),
        ("пример.рф и 例え.中国", vec!["пример.рф", "例え.中国"]),
        ("шаг.Дом example.Com example.COM", vec!["example.COM"]),
        ("file.txt main.rs e.g. i.e", vec!["main.rs"]),
        ("http://intranet http://a.local/x", vec!["http://a.local/x"]),
        ("svn://example.org sftp://example.org ftp://example.org", vec!["ftp://example.org"]),
        ("#example.org /example.org @example.org", vec![]),
        ("http://me:secret@example.org/x", vec!["http://me:secret@example.org/x"]),
        ("-.org a-.org a_b.org a_.b.org", vec!["a_.b.org"]),
        ("example.org?! example.org/?!", vec!["example.org", "example.org/"]),
        ("a.\nexample.org.\nb", vec!["example.org"]),
    ] {
        assert_eq!(urls(text), expected, "{text}");
    }
}

#[test]
fn brackets_end_an_address_that_did_not_open_them() {
    for (text, expected) in [
        ("(example.org/a_(b))", "example.org/a_(b)"),
        ("[example.org/a]", "example.org/a"),
        ("{example.org/a[}]}", "example.org/a["),
        ("(example.org/a.)", "example.org/a"),
    ] {
        assert_eq!(urls(text), [expected], "{text}");
    }
}

#[test]
fn what_stands_behind_a_failed_address_is_still_found() {
    for (text, expected) in [
        ("x.y/example.org", vec![]),
        ("x.y example.org", vec!["example.org"]),
        ("foo://a.bc/ example.org", vec!["example.org"]),
        ("example.org:80.example.net", vec!["example.org:80", "example.net"]),
        // The path belongs to a domain with an empty label.
        ("example.org.?example.net?.? example.net", vec!["example.net"]),
        ("example.org/.?.?.?.?.?", vec!["example.org/"]),
    ] {
        assert_eq!(urls(text), expected, "{text}");
    }
}

#[test]
fn an_email_address_is_no_url() {
    assert_eq!(
        emails("me@mail.ru, mailto:you@mail.ru <it@mail.ru>"),
        ["me@mail.ru", "you@mail.ru", "it@mail.ru"]
    );
    assert!(urls("me@mail.ru, mailto:you@mail.ru <it@mail.ru>").is_empty());
    assert_eq!(urls("a:b!@mail.ru"), ["a:b!@mail.ru"]);
    assert_eq!(find("a@b@mail.ru"), Addresses::default());
}
