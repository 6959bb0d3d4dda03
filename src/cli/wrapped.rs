//! Words in lines that a terminal does not have to break.

use unicode_width::UnicodeWidthStr as _;

/// Words are not wrapped into less than this.
const NARROWEST: usize = 24;

/// Writes `lead` and then the words, which go on after `indent` spaces where the line is full. Without
/// `columns` no line is ever full; a word that is wider than a line stands alone.
pub(crate) fn wrapped(page: &mut String, lead: &str, words: &str, indent: usize, columns: Option<usize>) {
    let end = columns.map_or(usize::MAX, |columns| columns.max(indent + NARROWEST));
    let mut line = lead.to_owned();
    // Counted along, since a line without end would be measured anew at each word.
    let mut width = lead.width();
    let mut is_at_start = true;
    for word in words.split_whitespace() {
        if !is_at_start && width + 1 + word.width() > end {
            page.push_str(line.trim_end());
            page.push('\n');
            line = " ".repeat(indent);
            width = indent;
            is_at_start = true;
        }
        if !is_at_start {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += word.width();
        is_at_start = false;
    }
    page.push_str(line.trim_end());
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_go_on_below_where_the_line_is_full() {
        let text = |columns| {
            let mut page = String::new();
            wrapped(&mut page, "  1. ", "the river has risen again, 報道 said", 5, columns);
            page
        };
        // The first line ends at column 30; a Chinese letter takes two.
        assert_eq!(text(Some(30)), "  1. the river has risen\n     again, 報道 said\n");
        assert_eq!(text(Some(31)), "  1. the river has risen again,\n     報道 said\n");
        assert_eq!(text(None), "  1. the river has risen again, 報道 said\n");
    }

    #[test]
    fn a_text_of_many_words_is_one_line_in_a_moment() {
        let (words, begin) = ("ab ".repeat(300_000), std::time::Instant::now());
        let mut page = String::new();
        wrapped(&mut page, "  1. ", &words, 5, None);
        assert_eq!(page.len(), "  1. ".len() + words.len());
        // Measuring the whole line at each word took minutes.
        assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    }

    #[test]
    fn an_address_is_not_torn() {
        let mut page = String::new();
        let address = format!("https://a.example/{}", "x".repeat(40));
        wrapped(&mut page, "", &format!("see {address} there"), 0, Some(30));
        assert_eq!(page, format!("see\n{address}\nthere\n"));
    }
}
