//! Extractors: every find stands where it says.

use std::sync::OnceLock;

use chancery::extract::naming::{Dictionary, alias_file};
use chancery::extract::similarity::{Points, Threshold, Wording, key_form};
use chancery::extract::{self, entities, fold, folded_text, person};
use chancery::model::{PointRule, Post, Span, SpanKind};

/// The bundled dictionary.
fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| Dictionary::new(alias_file::bundled().expect("the bundled aliases")))
}

/// A text; before a line of `---`, if there is one, what of it is marked: `KIND START LENGTH [HREF]` a line.
pub fn extract(data: &[u8]) {
    let data = String::from_utf8_lossy(data).replace('\0', "\u{fffd}");
    let (marks, text) = data.split_once("---\n").unwrap_or(("", &data));
    let mut spans: Vec<Span> = marks.lines().filter_map(|line| span(line, text)).collect();
    spans.sort_by_key(|span| span.start);
    check(&Post { text: text.to_owned(), spans, ..Post::default() });
    check_parts(text);
}

fn span(line: &str, text: &str) -> Option<Span> {
    let mut words = line.split(' ');
    let kind = match words.next()? {
        "hashtag" => SpanKind::Hashtag,
        "mention" => SpanKind::Mention,
        "cashtag" => SpanKind::Cashtag,
        "command" => SpanKind::BotCommand,
        "url" => SpanKind::Url,
        "email" => SpanKind::Email,
        "code" => SpanKind::Code,
        "pre" => SpanKind::Pre,
        "link" => SpanKind::TextLink,
        "name" => SpanKind::MentionName,
        "item" => SpanKind::ListItem { ordinal: None },
        "numbered" => SpanKind::ListItem { ordinal: Some(1) },
        _ => SpanKind::Style,
    };
    let start = text.floor_char_boundary(words.next()?.parse().ok()?);
    let length: usize = words.next()?.parse().ok()?;
    let end = text.floor_char_boundary(start.saturating_add(length).min(text.len()));
    (start < end).then(|| Span { kind, start, end, href: words.next().map(str::to_owned) })
}

/// The characters of a text, to look up what `substr` of SQLite gives.
struct Characters<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Characters<'a> {
    fn of(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
        Self { text, starts }
    }

    /// From `start`, counted from 1.
    fn substr(&self, start: usize, length: usize) -> &'a str {
        assert!(start >= 1, "a start before the text");
        let last = start - 1 + length;
        assert!(last < self.starts.len(), "{start} and {length} of {}", self.starts.len() - 1);
        &self.text[self.starts[start - 1]..self.starts[last]]
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// What holds for what is found in a post, whatever counts as a talking point.
pub fn check(post: &Post) {
    for rule in [PointRule::Items, PointRule::Sentences] {
        check_by(post, rule);
    }
}

fn check_by(post: &Post, rule: PointRule) {
    let (found, even) = extract::extract_and_fold(post, dictionary(), rule);
    assert_eq!(even, folded_text::folded_text(&post.text));
    let text = Characters::of(&post.text);
    if let Some(title) = &found.title {
        assert!(post.text.contains(title.as_str()) && length(title) <= 300 && !title.contains('\n'));
    }
    assert!(found.speaker.is_none() || found.title.is_some());
    if let Some(date) = found.text_date {
        assert!((1..=12).contains(&date.month) && (1..=31).contains(&date.day), "{date:?}");
        assert!(date.year.is_none_or(|year| (1..=9999).contains(&year)), "{date:?}");
    }
    let points = &found.talking_points;
    assert!(
        points.windows(2).all(|pair| pair[0].start + length(&pair[0].text) <= pair[1].start),
        "{points:?}"
    );
    for point in points {
        assert!(!point.text.is_empty());
        assert_eq!(point.folded, folded_text::folded_text(&point.text));
        assert_eq!(text.substr(point.start, length(&point.text)), point.text);
    }
    let stands_in = |start: usize, point: Option<usize>| {
        let within = |at: usize| {
            points
                .get(at)
                .is_some_and(|found| (found.start..found.start + length(&found.text)).contains(&start))
        };
        match point {
            Some(at) => assert!(within(at), "{start} is not in the talking point {at}"),
            None => assert!(!(0..points.len()).any(within), "{start} is in a talking point"),
        }
    };
    for tag in &found.hashtags {
        assert_eq!(text.substr(tag.start, length(&tag.spelling)), tag.spelling);
        assert!(!tag.spelling.is_empty() && !tag.spelling.contains(['#', '@', '\n']), "{tag:?}");
        assert_eq!(tag.tag, fold::fold(&tag.spelling));
        stands_in(tag.start, tag.talking_point);
    }
    for handle in &found.handles {
        assert_eq!(text.substr(handle.start, length(&handle.spelling)), handle.spelling);
        assert!(!handle.spelling.is_empty() && !handle.spelling.contains('@'), "{handle:?}");
        stands_in(handle.start, handle.talking_point);
    }
    for naming in &found.namings {
        assert_eq!(text.substr(naming.start, length(&naming.spelling)), naming.spelling);
        assert!(!naming.spelling.is_empty() && !naming.who.name.is_empty());
        stands_in(naming.start, naming.talking_point);
    }
    for link in &found.links {
        assert!(link.length > 0 && !text.substr(link.start, link.length).is_empty());
        stands_in(link.start, link.talking_point);
    }
    assert!(found.hashtags.windows(2).all(|pair| pair[0].start < pair[1].start), "{:?}", found.hashtags);
    assert!(found.handles.windows(2).all(|pair| pair[0].start < pair[1].start), "{:?}", found.handles);
    assert!(found.namings.is_sorted_by_key(|naming| naming.start), "{:?}", found.namings);
    assert!(found.links.windows(2).all(|pair| pair[0].start + pair[0].length <= pair[1].start));
    // An extractor is a pure function.
    assert_eq!(extract::find_text_date(post), found.text_date);
    assert_eq!(extract::extract(post, dictionary(), rule), found);
}

/// What is also called by itself.
fn check_parts(text: &str) {
    let folded = fold::fold(text);
    assert_eq!(fold::fold(&folded), folded, "folding twice is folding once");
    let even = folded_text::folded_text(text);
    assert_eq!(folded_text::folded_text(&even), even);
    let _ = entities::only_hashtags(text);
    for naming in person::people(text, &[]) {
        assert!(!format!("{naming:?}").is_empty());
    }
    if let Some(line) = text.lines().next() {
        let _ = person::speaker(line);
    }
    let _ = chancery::extract::unspaced::parted(text);
}

/// A point a line: two wordings are as similar one way as the other, and groups hold every point once.
pub fn similarity(data: &[u8]) {
    let data = String::from_utf8_lossy(data);
    let lines: Vec<String> = data.lines().take(40).map(folded_text::folded_text).collect();
    let wordings: Vec<Wording> = lines.iter().map(|line| Wording::of(line)).collect();
    for (line, wording) in lines.iter().zip(&wordings) {
        let form = key_form(line);
        assert_eq!(key_form(&form.replace(' ', "; ")), form);
        assert_eq!(wording.similarity(wording), 1000);
    }
    for pair in wordings.windows(2) {
        let similar = pair[0].similarity(&pair[1]);
        assert_eq!(similar, pair[1].similarity(&pair[0]));
        assert_eq!(pair[0].closeness(&pair[1]), pair[1].closeness(&pair[0]));
        assert!(similar <= 1000 && (similar < 1000 || pair[0].closeness(&pair[1]) == 1000));
    }
    let groups = |order: &mut dyn Iterator<Item = &String>| {
        let mut points = Points::default();
        for line in order {
            let _ = points.add(line);
        }
        format!("{:?}", points.group(Threshold::default()))
    };
    let _ = groups(&mut lines.iter());
}
