//! Finds the second copy of a body in the text of a page.
//!
//! The page nests the text of an album in a block of the same class, so that a plain extraction gives it
//! twice, the second time with losses: what stands in inline elements of its own (a bold first line, emoji
//! that serve as bullets) may be missing, often with its whole line. A text is taken for doubled when it
//! splits into a first and a second part such that, blank lines apart,
//!
//! 1. the second part runs to the end and each of its lines stands, in order, in the first: as it is,
//!    without the signs at its beginning, or as the end of a longer line;
//! 2. what the second part lacks is the first line and lines that begin with a sign; other lines make at
//!    most a quarter of what it has;
//! 3. both parts end with the same line; or else the second lacks only such lines, begins like the first,
//!    and has two lines or is a heading (`Key talking points:`);
//! 4. it is no mere refrain: two lines, or one that is long, holds a hashtag, is a heading, or is the whole
//!    first part over again; and the lines of the text are not all alike.
//!
//! The shortest first part is taken. A post that says a line twice in different places keeps both.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

/// Texts of more lines are kept as they are: Telegram allows 4,096 characters a post.
const LINE_LIMIT: usize = 1 << 16;

/// A line that may be matched by its end alone has at least so many bytes.
const TAIL: usize = 32;

/// A single line of so many bytes is no mere refrain.
const LONG: usize = 40;

/// `text` without blank lines at its ends and without the second copy of its body.
pub(super) fn read_once(text: &str) -> &str {
    let text = trim_blank_lines(text);
    if text.bytes().filter(|byte| *byte == b'\n').take(LINE_LIMIT).count() == LINE_LIMIT {
        return text;
    }
    let mut starts = Vec::new();
    let mut lines = Vec::new();
    let mut start = 0;
    for raw in text.split('\n') {
        if !raw.trim().is_empty() {
            starts.push(start);
            lines.push(raw.trim());
        }
        start += raw.len() + 1;
    }
    let second = second_copy(&lines).and_then(|at| starts.get(at));
    second.and_then(|at| text.get(..*at)).map_or(text, trim_blank_lines)
}

fn trim_blank_lines(text: &str) -> &str {
    let end = text.trim_end();
    let lead = end.len() - end.trim_start().len();
    let start = end.get(..lead).and_then(|blank| blank.rfind('\n')).map_or(0, |newline| newline + 1);
    end.get(start..).unwrap_or_default()
}

/// The index of the line at which the second copy begins.
fn second_copy(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?;
    if lines.len() > 2 && lines.iter().all(|line| line == first) {
        return None;
    }
    let earliest = after_last_new_line(lines).max(lines.len().div_ceil(2));
    // Nearly always the first place tried is the right one, or there is none. The budget keeps texts made of
    // refrains from costing more than a few passes.
    let mut budget = 16 * lines.len();
    for at in earliest..lines.len() {
        let (first, second) = lines.split_at(at);
        if is_copy(first, second, &mut budget) {
            return Some(at);
        }
        if budget == 0 {
            break;
        }
    }
    None
}

/// The index after the last line that says something new.
fn after_last_new_line(lines: &[&str]) -> usize {
    let mut seen = HashSet::new();
    let mut tails = HashSet::new();
    let mut after = 0;
    for (index, line) in lines.iter().enumerate() {
        let tail = tail(line).map(xxh3_64);
        if !seen.contains(&xxh3_64(line.as_bytes())) && !tail.is_some_and(|tail| tails.contains(&tail)) {
            after = index + 1;
        }
        seen.insert(xxh3_64(line.as_bytes()));
        seen.insert(xxh3_64(without_signs(line).as_bytes()));
        tails.extend(tail);
    }
    after
}

/// The last bytes of a line that is long enough to be known by them.
fn tail(line: &str) -> Option<&[u8]> {
    line.as_bytes().get(line.len().checked_sub(TAIL)?..)
}

/// Whether `second` is a copy of `first` by the rule above. Each comparison takes one from `budget`.
fn is_copy(first: &[&str], second: &[&str], budget: &mut usize) -> bool {
    let (mut kept, mut lost) = (0, 0);
    let mut rest = second;
    let mut ends_alike = false;
    let mut begins_at = first.len();
    // From the end, since there the copies agree most often.
    for (index, line) in first.iter().enumerate().rev() {
        let Some(left) = budget.checked_sub(1) else { return false };
        *budget = left;
        if let Some((copy, before)) = rest.split_last()
            && is_line_copy(line, copy)
        {
            kept += copy.len();
            rest = before;
            ends_alike |= index + 1 == first.len();
            begins_at = index;
        } else if index > 0 && without_signs(line).len() == line.len() {
            lost += line.len();
        }
        if rest.len() > index {
            return false;
        }
    }
    let is_heading = second.last().is_some_and(|line| line.ends_with(':'));
    let is_refrain = match second {
        [line] => first.len() > 1 && line.len() < LONG && !line.contains('#') && !is_heading,
        _ => false,
    };
    let agrees = ends_alike || (lost == 0 && begins_at <= 1 && (second.len() > 1 || is_heading));
    rest.is_empty() && agrees && !is_refrain && 4 * lost <= kept
}

/// Whether `copy` is `line`, perhaps without its beginning.
fn is_line_copy(line: &str, copy: &str) -> bool {
    line == copy
        || (copy.len() >= TAIL && line.ends_with(copy))
        || (!copy.is_empty() && without_signs(line) == copy)
}

/// A line without the bullets, emoji and keycaps at its beginning; quotes and other marks of prose stay.
fn without_signs(line: &str) -> &str {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let is_keycap = after.trim_start_matches('\u{fe0f}').starts_with('\u{20e3}');
        let is_prose = c.is_alphanumeric()
            || c.is_ascii_punctuation()
            || matches!(
                c,
                '“' | '”'
                    | '„'
                    | '«'
                    | '»'
                    | '‘'
                    | '’'
                    | '—'
                    | '–'
                    | '…'
                    | '¿'
                    | '¡'
                    | '﴿'
                    | '（'
                    | '《'
            );
        if (is_prose && !is_keycap) || (c.is_whitespace() && rest.len() == line.len()) {
            break;
        }
        rest = after;
    }
    if rest.is_empty() { line } else { rest }
}

#[cfg(test)]
mod tests;
