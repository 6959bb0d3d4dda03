//! What programs write between pages that they put into one file, which holds nothing of a message.
//!
//! `curl -w '%{http_code}'` writes `200`, `curl -i` the header of the answer, `tail` `==> page.html <==`, `wget` the time and
//! the address; people write a line of dashes, or the page's number between two. Anything else may be what is left of a
//! message.

use memchr::memmem;

/// The longest that is looked at.
const LONGEST: usize = crate::model::Reject::RAW_LIMIT;

/// Where the first page begins in a text that begins with one, or with nothing before it but a separator.
pub(in crate::input) fn first_page(text: &[u8]) -> Option<&[u8]> {
    if text.starts_with(b"<") {
        return Some(text);
    }
    let head = text.get(..LONGEST).unwrap_or(text);
    let begins = |at: &usize| {
        let tag = |name: &[u8]| {
            text.get(at + 1..at + 1 + name.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(name))
        };
        tag(b"!doctype html") || tag(b"html")
    };
    let at = memmem::find_iter(head, b"<").find(begins)?;
    str::from_utf8(&text[..at]).is_ok_and(is_separator).then(|| &text[at..])
}

/// Whether nothing in this text can be of a message.
pub(super) fn is_separator(text: &str) -> bool {
    let mut is_in_header = false;
    text.lines().map(str::trim).all(|line| {
        is_in_header = !line.is_empty() && (is_in_header || is_status(line));
        is_in_header && (is_status(line) || is_field(line))
            || is_framed(line)
            || line.split(' ').all(is_aside)
    })
}

/// `HTTP/2 200`
fn is_status(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    words
        .next()
        .and_then(|word| word.strip_prefix("HTTP/"))
        .is_some_and(|version| version.parse::<f32>().is_ok())
        && words
            .next()
            .is_some_and(|status| status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `content-type: text/html`
fn is_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// `==> page.html <==`, `--- page 2 ---`
fn is_framed(line: &str) -> bool {
    const LONGEST_FRAMED: usize = 256;
    const LEAST: usize = 3;
    let is_between = |first: &str, last: &str| {
        line.len() >= first.len() + last.len() && line.starts_with(first) && line.ends_with(last)
    };
    let is_between_marks = ["=", "-", "#", "*", "~", "_"]
        .iter()
        .any(|mark| is_between(&mark.repeat(LEAST), &mark.repeat(LEAST)));
    line.len() <= LONGEST_FRAMED && (is_between_marks || is_between("==> ", " <=="))
}

/// A number, a time, an address, a page's name, or the word for one. None has what parts the cells of a table or the
/// members of an object, since either may hold messages.
fn is_aside(word: &str) -> bool {
    let bare = word.trim_end_matches(':');
    let is_figure = word.bytes().all(|byte| byte.is_ascii_digit() || b"-+.:/=#*~_<>()%@!?".contains(&byte));
    let is_time = word.starts_with(|first: char| first.is_ascii_digit())
        && word.ends_with(|last: char| last.is_ascii_digit() || last == 'Z')
        && word.bytes().all(|byte| byte.is_ascii_digit() || b"-+.:TZ".contains(&byte));
    let is_whole = !word.bytes().any(|byte| b"{}[]\"|".contains(&byte));
    let is_address = ["https://", "http://", "t.me/"].iter().any(|start| word.starts_with(start));
    let is_page = [".html", ".htm"].iter().any(|end| bare.len() > end.len() && bare.ends_with(end));
    let is_word = ["page", "file", "url"].iter().any(|known| bare.eq_ignore_ascii_case(known));
    is_figure || is_time || is_word || is_whole && !word.contains([',', ';']) && (is_address || is_page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_and_people_write_between_pages_is_told_from_what_may_be_of_a_message() {
        for separator in [
            "",
            "200",
            "---",
            "----------\r\n",
            "***",
            "==> page1.html <==",
            "==> https://t.me/s/osk?before=20 <==",
            "https://t.me/s/osk?before=20 200",
            "--2026-11-28 10:00:00--  https://t.me/s/osk",
            "2026-11-28T10:00:00Z",
            "messages2.html:",
            "Page 2",
            "=== Osk Herald, page 2 ===",
            "\n---\n200\n\npage2.html\n",
            "HTTP/1.1 301 Moved Permanently\r\nLocation: https://t.me/s/osk\r\n\r\nHTTP/2 200 \r\nset-cookie: a=b; path=/\r\nreport-to: {\"a\":[1]}\r\n\r\n",
            "HTTP/2 200 \r\nlink: <https://t.me/s/osk>; rel=\"original\"\r\n\r\n",
        ] {
            assert!(is_separator(separator), "{separator}");
            let page = format!("{separator}<!doctype HTML><html>");
            let found = first_page(page.as_bytes()).map(<[u8]>::len);
            assert_eq!(found, Some(21), "{separator}");
        }
        for other in [
            "x",
            "Ships 3",
            "12:00\nOsk Herald\nShips",
            "🔥",
            "Дым",
            "{\"id\": 1}",
            "[]",
            "[1]",
            "1,2",
            "1;2",
            "id,text\n1,https://t.me/osk/1",
            "https://t.me/osk/1,a",
            "--- Ships",
            "- Ships -",
            "HTTP/2",
            "content-type: text/html",
            "HTTP/2 200\nShips 3",
            "HTTP/2 200\n\nserver: a",
        ] {
            assert!(!is_separator(other), "{other}");
            assert_eq!(first_page(format!("{other}<!doctype html>").as_bytes()), None, "{other}");
        }
        assert!(!is_separator(&format!("==> {} <==", "a".repeat(300))));
        assert_eq!(first_page(b"200\n<p>x</p>"), None);
        let far = format!("{}<!doctype html>", "200\n".repeat(LONGEST));
        assert_eq!(first_page(far.as_bytes()), None);
    }
}
