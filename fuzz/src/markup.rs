//! What is well-formed XML, and what is an HTML table without anything that acts.

use html5gum::{Token, Tokenizer};

/// The elements that a table has, and their attributes.
const ALLOWED: [(&str, &[&str]); 10] = [
    ("table", &[]),
    ("caption", &["dir"]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["scope", "dir", "style"]),
    ("td", &["dir", "style"]),
    ("br", &[]),
    ("a", &["href", "rel"]),
    ("html", &[]),
];

/// Whether the page is one table of so many rows and columns, and nothing that runs or is fetched.
pub fn assert_plain_table(page: &str, rows: usize, columns: usize) {
    let (mut trs, mut cells) = (0, 0);
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let Some((_, attributes)) = ALLOWED.iter().find(|(allowed, _)| *allowed == name) else {
                    panic!("<{name}> in {page}");
                };
                for (attribute, value) in &tag.attributes {
                    let attribute = String::from_utf8_lossy(attribute).into_owned();
                    assert!(attributes.contains(&attribute.as_str()), "{attribute} of <{name}> in {page}");
                    let value = String::from_utf8_lossy(value);
                    let is_web =
                        value.starts_with("http") || value.starts_with("HTTP") || value.starts_with("Http");
                    let lower = value.to_ascii_lowercase();
                    assert!(attribute != "href" || lower.starts_with("http") || is_web, "{value}");
                }
                trs += usize::from(name == "tr");
                cells += usize::from(name == "td" || name == "th");
            }
            Token::Comment(_) | Token::Doctype(_) => panic!("a comment in {page}"),
            Token::Error(error) => panic!("{error:?} in {page}"),
            Token::EndTag(_) | Token::String(_) => {}
        }
    }
    assert_eq!((trs, cells), (rows + 1, (rows + 1) * columns), "{page}");
}

/// Whether the text is well-formed XML 1.0 without a document type, by the rules that its writers need: elements
/// nest, attributes are quoted and occur once, `&` begins one of the five entities or a number, and only characters
/// that XML has occur.
pub fn assert_xml(text: &str) {
    if let Err(why) = xml(text) {
        panic!("{why} in {text}");
    }
}

fn xml(text: &str) -> Result<(), String> {
    if let Some(char) = text.chars().find(|char| !is_xml_character(*char)) {
        return Err(format!("{char:?}"));
    }
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").ok_or("no declaration")?;
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    loop {
        let at = rest.find('<').unwrap_or(rest.len());
        let (content, tail) = rest.split_at(at);
        check_text(content)?;
        if open.is_empty() && !content.trim().is_empty() {
            return Err(format!("text beside the root: {content:?}"));
        }
        if tail.is_empty() {
            break;
        }
        let end = end_of_tag(tail).ok_or("a tag without end")?;
        let tag = &tail[1..end];
        rest = &tail[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name.trim_end()) {
                return Err(format!("</{name}> ends nothing"));
            }
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = &tag[..tag.find(char::is_whitespace).unwrap_or(tag.len())];
        if name.is_empty()
            || !name.chars().all(|char| char.is_ascii_alphanumeric() || char == '.' || char == ':')
        {
            return Err(format!("<{name}> is no element"));
        }
        check_attributes(&tag[name.len()..])?;
        roots += usize::from(open.is_empty());
        if !is_empty {
            open.push(name);
        }
    }
    if open.is_empty() && roots == 1 { Ok(()) } else { Err(format!("{roots} roots, open: {open:?}")) }
}

/// Where the tag that begins the text ends, `>` within quotes apart.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), char) if open == char => quote = None,
            _ => {}
        }
    }
    None
}

fn check_attributes(mut text: &str) -> Result<(), String> {
    let mut names = Vec::new();
    loop {
        let trimmed = text.trim_start();
        if trimmed.is_empty() {
            return Ok(());
        }
        if trimmed.len() == text.len() {
            return Err(format!("no space before {trimmed:?}"));
        }
        let (name, rest) = trimmed.split_once("=\"").ok_or(format!("no value: {trimmed:?}"))?;
        let (value, rest) = rest.split_once('"').ok_or(format!("no end of a value: {rest:?}"))?;
        if name.is_empty() || names.contains(&name) || value.contains('<') {
            return Err(format!("the attribute {name:?}"));
        }
        check_text(value)?;
        names.push(name);
        text = rest;
    }
}

/// Whether each `&` begins a reference.
fn check_text(text: &str) -> Result<(), String> {
    for part in text.split('&').skip(1) {
        let (name, _) = part.split_once(';').ok_or(format!("&{part}"))?;
        let number = name.strip_prefix('#').and_then(|digits| digits.parse().ok()).and_then(char::from_u32);
        if !["amp", "lt", "gt", "quot", "apos"].contains(&name) && !number.is_some_and(is_xml_character) {
            return Err(format!("&{name};"));
        }
    }
    if text.contains("]]>") { Err("]]>".to_owned()) } else { Ok(()) }
}

/// XML 1.0, section 2.2.
fn is_xml_character(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
