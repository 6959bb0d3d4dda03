//! `chancery search`.

use std::time::Instant;

use clap::Args;
use rusqlite::Connection;

use super::index_progress::IndexProgress;
use super::interrupt::stop_on_ctrl_c;
use super::output::OutputArgs;
use super::session::Session;
use crate::extract::unspaced::is_symbol;
use crate::query::bind::Arguments;
use crate::query::full_text::FullText;
use crate::render::{HIT_BEGINS, HIT_ENDS, OutputFormat};
use crate::report::form::{self, Subject};
use crate::search::{Search, Way, way, way_without_index};
use crate::store::search_index::{self, State, Tokenizer, Words};
use crate::{Error, ErrorKind, Result};

/// Find posts by their words
///
/// All words must occur, in any order. Case does not matter, nor do diacritics on Latin letters; a word is
/// found as a whole. The first search makes the search index, which later loads keep; Chinese, Japanese, Thai
/// and emoji are found without it.
#[derive(Debug, Args)]
#[command(
    override_usage = "chancery search [OPTIONS] TEXT",
    after_help = "\
TEXT is words, and what SQLite's FTS5 understands:
  \"free trade\"         a phrase
  tarif*               words that begin so
  trade NOT war        also AND, OR and parentheses, all in capitals
  NEAR(port strike, 5) at most 5 words apart

Examples:
  chancery search '\"free trade\" tarif*' --since -3m
  chancery search harbour --channel @ministry --order date -f csv -o harbour.csv
  chancery search 'flood OR storm' --by month"
)]
pub(super) struct SearchArgs {
    /// What to find; all words must occur
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Only these channels: id, @handle, t.me link or name; can be repeated
    #[arg(long, value_name = "CHANNEL", allow_negative_numbers = true)]
    channel: Vec<String>,
    /// Only posts from this day on, e.g. 2024-03-01, 2024-03, -30d
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
    /// Only posts up to this day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// Only posts that carry one of these hashtags; can be repeated
    #[arg(long, value_name = "HASHTAG")]
    tag: Vec<String>,
    /// Count forwarded posts: yes, no, or only these [default: yes]
    #[arg(long, value_name = "WHICH", value_parser = ["yes", "no", "only"])]
    forwards: Option<String>,
    /// Count the posts of each period instead of listing them
    #[arg(long, value_name = "PERIOD", value_parser = ["day", "week", "month", "quarter", "year"])]
    by: Option<String>,
    /// The best match first, or the latest post [default: rank]
    #[arg(long, value_name = "ORDER", value_parser = ["rank", "date"], conflicts_with = "by")]
    order: Option<String>,
    /// The day that counts as today, for a search that can be repeated
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    as_of: Option<String>,
    /// How to print the rows.
    #[command(flatten)]
    output: OutputArgs,
}

impl SearchArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let budget = self.output.budget()?;
        let form = self.output.form()?;
        let text = FullText::read(&self.text.join(" ")).map_err(|why| {
            Error::new(ErrorKind::Usage, why).hint("see what can be written: chancery search --help")
        })?;
        let mut destination = session.destination(self.output.output.as_deref())?;
        let screen = self.output.screen(session);
        let is_bold = form.format == OutputFormat::Table && screen.color;
        let search = Search {
            arguments: self.arguments(),
            by_period: self.by.is_some(),
            as_of: self.as_of.clone(),
            marks: if is_bold { (HIT_BEGINS, HIT_ENDS) } else { ("[", "]") },
            width: if form.format == OutputFormat::Table { screen.width } else { None },
            shown: form.limit,
            text,
        };
        session.refuse_loaded(self.output.output.as_deref())?;
        let (connection, way) = open(session, &search)?;
        tell_what_is_taken(&search.text, &way, session);
        let mut progress = IndexProgress::new(session, "reading the posts");
        let prepared = search
            .prepare(connection, &way, session.clock(), budget, &mut |done, all| progress.show(done, all));
        progress.clear();
        let mut prepared = prepared?;
        stop_on_ctrl_c(prepared.interrupt());
        let given: Vec<String> =
            prepared.bound.resolved.iter().map(|(name, meant)| format!("{name} {meant}")).collect();
        if !given.is_empty() {
            session.note(&format!("note: {}", given.join(", ")));
        }
        for warning in &prepared.bound.warnings {
            session.warn(warning);
        }
        let printed = prepared
            .run(budget, |rows| form::write(rows, &form, Subject::default(), &mut destination, screen))?;
        destination.finish()?;
        if printed.all == Some(0) {
            session.note(&prepared.no_rows_note()?);
        }
        if let Some(note) = printed.cut_note() {
            session.note(&note);
        }
        Ok(())
    }

    fn arguments(&self) -> Arguments {
        let mut arguments = Arguments::new();
        for (name, values) in [("channel", &self.channel), ("tag", &self.tag)] {
            for value in values {
                arguments.add(name, value);
            }
        }
        let single = [
            ("since", &self.since),
            ("until", &self.until),
            ("forwards", &self.forwards),
            ("by", &self.by),
            ("order", &self.order),
        ];
        for (name, value) in single {
            if let Some(value) = value {
                arguments.add(name, value);
            }
        }
        arguments
    }
}

/// The store for reading, and how it is asked: its index is made when it is wanted and not there.
fn open(session: &Session, search: &Search) -> Result<(Connection, Way)> {
    let connection = session.open_store()?;
    if let Some(way) = way(&connection, &search.text)? {
        return Ok((connection, way));
    }
    let was = search_index::state(&connection)?;
    drop(connection);
    match make(session, was) {
        Ok(()) => {
            let connection = session.open_store()?;
            if let Some(way) = way(&connection, &search.text)? {
                return Ok((connection, way));
            }
        }
        Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
        Err(error) => session
            .note(&format!("note: every post is read, since the search index cannot be made now: {error}")),
    }
    let connection = session.open_store()?;
    let way = way_without_index(&connection)?;
    Ok((connection, way))
}

/// Makes the index, and says so.
fn make(session: &Session, was: State) -> Result<()> {
    let begun = Instant::now();
    let mut progress = IndexProgress::new(session, "making the search index");
    let made = search_index::build(session.store_path(), session.clock(), None, &mut |done, all| {
        progress.show(done, all);
        std::ops::ControlFlow::Continue(())
    });
    progress.clear();
    let (posts, is_one_file) = made?;
    let what = if was == State::Behind { "made anew, since it had fallen behind" } else { "made" };
    let seconds = begun.elapsed().as_secs();
    let time = if seconds > 0 { format!(" in {seconds} s") } else { String::new() };
    session.note(&format!("note: the search index was {what}{time} ({posts} posts); later loads keep it"));
    if !is_one_file {
        session.warn_of_wal();
    }
    Ok(())
}

/// Says what of the text is not looked for as it is written.
fn tell_what_is_taken(text: &FullText, way: &Way, session: &Session) {
    let is_by_words =
        !matches!(way, Way::Index(Tokenizer::Trigram) | Way::Scan(Words::Plain(Tokenizer::Trigram)));
    if is_by_words && !text.taken_as_phrases.is_empty() {
        let words: Vec<String> = text.taken_as_phrases.iter().map(|word| format!("'{word}'")).collect();
        let has_hashtag = text.taken_as_phrases.iter().any(|word| word.starts_with('#'));
        let hint = if has_hashtag { " (only as a hashtag: --tag)" } else { "" };
        let taken = if words.len() == 1 {
            "is taken as the phrase of its words"
        } else {
            "are taken as the phrases of their words"
        };
        session.note(&format!("note: {} {taken}; other signs do not count{hint}", words.join(", ")));
    }
    if !is_by_words && text.has_near {
        session.note(
            "note: NEAR counts characters, since the search index of this store has trigrams, not words",
        );
    }
    if let Way::Scan(Words::Parted { tokenizer, characters, .. }) = way {
        let (symbols, letters): (Vec<char>, Vec<char>) =
            characters.iter().partition(|char| is_symbol(**char));
        let list = |characters: Vec<char>| characters.into_iter().take(8).collect::<String>();
        let why = match (tokenizer, letters.is_empty()) {
            (Tokenizer::Trigram, _) => {
                "the search index of this store knows nothing shorter than three characters".to_owned()
            }
            (Tokenizer::Unicode61, false) => {
                format!("the search index knows whole words, and {} may stand within one", list(letters))
            }
            (Tokenizer::Unicode61, true) => {
                format!("the search index knows words, and not {}", list(symbols))
            }
        };
        session.note(&format!("note: every post is read: {why}"));
    }
}
