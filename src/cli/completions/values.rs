//! What can stand at a place: commands, flags, and the values of options and parameters.

use std::collections::BTreeSet;

use clap::Arg;

use super::offer::{Answer, Offer};
use super::place::{Expected, Place};
use super::stored::{MOST, Stored, begins};
use crate::query::catalogue::Catalogue;
use crate::query::network;
use crate::query::parameter::{Mark, Parameter, ParameterType};
use crate::render::OutputFormat;

/// What can stand in the place of the word `current`.
pub(super) fn answer(place: &Place, current: &str, catalogue: &Catalogue, stored: &mut Stored) -> Answer {
    let mut offers: Vec<Offer> = Vec::new();
    for expected in &place.expected {
        match expected {
            Expected::Command => offers.extend(commands(place, current)),
            // Flags are many: they are offered when one is begun, or when there is nothing else.
            Expected::Flag if current.starts_with('-') || offers.is_empty() => {
                offers.extend(flags(place, current));
            }
            Expected::Flag => {}
            Expected::Value { arg, stem } => {
                let typed = current.strip_prefix(stem.as_str()).unwrap_or(current);
                let values = Values { place, catalogue, stored, typed };
                match values.of(arg) {
                    Answer::Offers(values) => {
                        offers.extend(values.into_iter().map(|value| value.behind(stem)));
                    }
                    elsewhere => return elsewhere,
                }
            }
        }
    }
    Answer::of(offers)
}

fn commands(place: &Place, typed: &str) -> Vec<Offer> {
    let shown = place.command.get_subcommands().filter(|command| !command.is_hide_set());
    let offer = |command: &clap::Command| {
        Offer::new(command.get_name(), command.get_about().map(ToString::to_string).unwrap_or_default())
    };
    shown.filter(|command| command.get_name().starts_with(typed)).map(offer).collect()
}

fn flags(place: &Place, typed: &str) -> Vec<Offer> {
    let mut offers = Vec::new();
    for arg in place.flags() {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let long = arg.get_long().map(|long| format!("--{long}"));
        let short = arg.get_short().map(|short| format!("-{short}")).filter(|short| short == typed);
        let names = long.into_iter().chain(short).filter(|name| name.starts_with(typed));
        offers.extend(names.map(|name| Offer::new(&name, help.clone())));
    }
    offers
}

/// The values of one option or argument.
struct Values<'v> {
    place: &'v Place,
    catalogue: &'v Catalogue,
    stored: &'v mut Stored,
    typed: &'v str,
}

impl Values<'_> {
    fn of(mut self, arg: &Arg) -> Answer {
        let offers = match self.place.parameter(arg) {
            Some(parameter) if parameter.mark == Mark::List => self.items(parameter),
            Some(parameter) => self.of_type(&parameter.kind, &parameter.name, self.typed),
            None => return self.of_option(arg),
        };
        Answer::Offers(offers)
    }

    /// Values for the last part of a list with commas.
    fn items(&mut self, parameter: &Parameter) -> Vec<Offer> {
        let (stem, last) = last_item(self.typed);
        let stem = &self.typed[..stem];
        let offers = self.of_type(&parameter.kind, &parameter.name, &last);
        offers.into_iter().map(|offer| offer.into_item().behind(stem)).collect()
    }

    fn of_type(&mut self, kind: &ParameterType, name: &str, typed: &str) -> Vec<Offer> {
        let mut offers = match kind {
            ParameterType::Bool => words(["yes", "no"], typed),
            ParameterType::Enum { words: of, more } => {
                let mut offers = words(of.iter().map(String::as_str), typed);
                let others = more.iter().flat_map(|select| self.stored.listed(select, typed));
                offers.extend(others.filter(|offer| !of.iter().any(|word| offer.is(word))));
                offers
            }
            ParameterType::Date => self.stored.days(typed, name),
            ParameterType::Duration => words(["90s", "15m", "1h", "6h", "1d", "1w"], typed),
            ParameterType::Channel => self.stored.channels(typed),
            ParameterType::Hashtag => self.stored.hashtags(typed),
            ParameterType::Handle => self.stored.handles(typed),
            ParameterType::Entity => self.stored.anybody(typed),
            ParameterType::Values(select) => self.stored.listed(select, typed),
            ParameterType::Text
            | ParameterType::Int { .. }
            | ParameterType::Float { .. }
            | ParameterType::Words
            | ParameterType::FullText => Vec::new(),
        };
        offers.truncate(if matches!(kind, ParameterType::Enum { .. }) { usize::MAX } else { MOST });
        offers
    }

    /// The values of an option that is no parameter: by what help calls its value, so that an option that comes later
    /// is known by a name in use.
    fn of_option(self, arg: &Arg) -> Answer {
        let possible = arg.get_possible_values();
        if !possible.is_empty() {
            let shown = possible.iter().filter(|value| !value.is_hide_set());
            let offers = shown.filter(|value| value.get_name().starts_with(self.typed)).map(|value| {
                Offer::new(value.get_name(), value.get_help().map(ToString::to_string).unwrap_or_default())
            });
            return Answer::Offers(offers.collect());
        }
        let called = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let is_below = |command: &str| self.place.path.first().is_some_and(|first| first == command);
        Answer::Offers(match (arg.get_id().as_str(), called) {
            ("tag" | "tags", _) if is_below("queries") => self.tags(),
            ("group", _) if is_below("queries") => self.groups(),
            ("channel", _) | (_, "CHANNEL" | "OTHER") => {
                self.stored.channels(self.typed).into_iter().take(MOST).collect()
            }
            (_, "QUERY" | "QUERIES") => return self.queries(),
            (_, "NAME" | "NAMES" | "FILES") if is_below("queries") && arg.is_positional() => {
                // A new query has a name that none has.
                return if self.place.path.iter().any(|command| command == "new") {
                    Answer::Offers(Vec::new())
                } else {
                    self.queries()
                };
            }
            (_, "FORMAT") => words(self.formats().iter().map(|format| format.name()), self.typed),
            ("since", "DATE") => self.stored.days(self.typed, "since"),
            (_, "DATE") => self.stored.days(self.typed, "until"),
            (_, "HASHTAG") => self.stored.hashtags(self.typed).into_iter().take(MOST).collect(),
            (_, "ZONE") => zones(self.typed),
            (_, "DIR") => return Answer::Folder,
            (_, "PACK") => return Answer::File(Some("toml")),
            (_, "FILE" | "KEYFILE" | "INPUT") => return Answer::File(None),
            _ => Vec::new(),
        })
    }

    /// The formats of what is run: those of networks only where the query says no other columns.
    fn formats(&self) -> &'static [OutputFormat] {
        let columns = self.place.query.as_ref().map_or(&[][..], |query| &query.header.columns);
        let has = |name: &str| columns.iter().any(|column| column.name == name);
        if columns.is_empty() || network::COLUMNS.into_iter().all(has) {
            &OutputFormat::ALL
        } else {
            &OutputFormat::OF_ANY_ROWS
        }
    }

    /// The names of queries, or `.sql` files where a path is begun.
    fn queries(&self) -> Answer {
        if self.typed.contains('/') || self.typed.starts_with('.') || self.typed.starts_with('~') {
            return Answer::File(Some("sql"));
        }
        let sound = self.catalogue.entries().map(|entry| entry.query());
        let sound = sound.filter(|query| !query.problems.iter().any(|problem| problem.prevents_run));
        let named = sound.filter(|query| query.name.starts_with(self.typed));
        Answer::Offers(named.map(|query| Offer::new(&query.name, query.header.title.clone())).collect())
    }

    fn groups(&self) -> Vec<Offer> {
        let groups: BTreeSet<&str> =
            self.catalogue.entries().filter_map(|entry| entry.query().group.as_deref()).collect();
        words(groups, self.typed)
    }

    fn tags(&self) -> Vec<Offer> {
        let tags: BTreeSet<&str> = self
            .catalogue
            .entries()
            .flat_map(|entry| entry.query().header.tags.iter().map(String::as_str))
            .collect();
        words(tags, self.typed)
    }
}

fn words<'w>(all: impl IntoIterator<Item = &'w str>, typed: &str) -> Vec<Offer> {
    all.into_iter().filter(|word| begins(word, typed)).map(|word| Offer::new(word, "")).collect()
}

/// Names of time zones. All that begin so: a shell goes on as far as they agree, as to Europe/.
fn zones(typed: &str) -> Vec<Offer> {
    let names: BTreeSet<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    words(names.iter().map(String::as_str), typed)
}

/// Where the last item of a list begins in `typed`, and the item itself; `\,` is a comma of an item.
fn last_item(typed: &str) -> (usize, String) {
    let (mut start, mut is_escaped) = (0, false);
    for (at, c) in typed.char_indices() {
        if c == ',' && !is_escaped {
            start = at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    (start, typed[start..].replace(r"\,", ","))
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::{Answer, Place, Stored, answer, last_item, zones};
    use crate::clock::Clock;
    use crate::query::catalogue::Catalogue;

    #[test]
    fn a_command_of_later_is_known_by_what_its_help_calls_values() {
        let words = Arg::new("words").trailing_var_arg(true).num_args(1..).value_name("QUERY");
        let command = || {
            Command::new("chancery")
                .arg(Arg::new("pack").long("pack").value_name("PACK"))
                .subcommand(
                    Command::new("queries")
                        .subcommand(Command::new("explain").arg(words.clone()))
                        .subcommand(Command::new("list").arg(Arg::new("group").long("group")))
                        .subcommand(Command::new("new").arg(Arg::new("name").value_name("NAME")))
                        .subcommand(
                            Command::new("publish").arg(Arg::new("names").value_name("NAME").num_args(1..)),
                        ),
                )
                .subcommand(Command::new("secret").hide(true))
        };
        let catalogue = Catalogue::bundled();
        let answered = |words: &[&str]| {
            let (current, before) = words.split_last().unwrap();
            let before: Vec<String> = before.iter().map(|word| (*word).to_owned()).collect();
            let place = Place::find(command(), &catalogue, &before, current);
            answer(&place, current, &catalogue, &mut Stored::new(None, Clock::System))
        };
        let first = |words: &[&str]| {
            let lines = answered(words).for_fish();
            lines.lines().nth(1).map(|line| line.split('\t').next().unwrap().to_owned())
        };
        assert_eq!(answered(&["--pack", ""]), Answer::File(Some("toml")));
        assert_eq!(first(&["queries", "explain", "hashtag-f"]).unwrap(), "hashtag-first-seen");
        assert_eq!(first(&["queries", "explain", "hashtag-frequency", "--b"]).unwrap(), "--by");
        assert_eq!(first(&["queries", "explain", "hashtag-frequency", "--by", "y"]).unwrap(), "year");
        assert_eq!(first(&["queries", "publish", "top-links", "top-m"]).unwrap(), "top-mentions");
        assert_eq!(first(&["queries", "list", "--group", "has"]).unwrap(), "hashtags");
        assert_eq!(first(&["queries", "new", "top"]), None);
        assert_eq!(first(&["sec"]), None);
    }

    #[test]
    fn only_what_a_command_takes_is_offered() {
        let catalogue = Catalogue::bundled();
        let offered = |line: &str| {
            let (before, current) = line.rsplit_once(' ').unwrap();
            let before: Vec<String> = before.split(' ').map(str::to_owned).collect();
            let place = Place::find(crate::cli::command(), &catalogue, &before, current);
            let lines = answer(&place, current, &catalogue, &mut Stored::new(None, Clock::System)).for_fish();
            let words = lines.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned());
            words.collect::<Vec<_>>().join(" ")
        };
        for (line, words) in [
            ("run hashtag-pairs --format g", "gexf graphml"),
            ("run top-hashtags --format g", ""),
            ("run top-hashtags --format h", "html"),
            ("sql --format g", "gexf graphml"),
            ("queries list --format g", ""),
            ("queries list --format h", "html"),
            ("queries search --format g", ""),
            ("queries check --format g", ""),
            ("queries publish --format g", ""),
            ("run hashtag-frequency --ex", "--excel"),
            ("queries explain hashtag-frequency --ex", ""),
            ("queries explain hashtag-frequency --ra", "--raw"),
            ("queries explain hashtag-frequency --as", "--as-of"),
            ("queries publish hashtag-frequency --o", ""),
            ("queries publish hashtag-frequency --ra", ""),
            ("queries publish hashtag-frequency --by mo", "month"),
            ("queries show hashtag-frequency --sq", "--sql --sqlite3"),
            ("queries show hashtag-frequency --lim", ""),
        ] {
            assert_eq!(offered(line), words, "{line}");
        }
    }

    #[test]
    fn the_last_item_of_a_list_is_looked_for() {
        for (typed, start, item) in
            [("", 0, ""), ("@a", 0, "@a"), ("@a,", 3, ""), ("@a,@b", 3, "@b"), (r"a\, b,c\, d", 6, "c, d")]
        {
            assert_eq!(last_item(typed), (start, item.to_owned()), "{typed}");
        }
    }

    #[test]
    fn time_zones_are_offered_whatever_the_case_of_letters() {
        let offered = |typed: &str| Answer::Offers(zones(typed)).for_fish();
        assert_eq!(offered("Europe/Prag"), "words\nEurope/Prague\t\n");
        assert_eq!(offered("europe/prag"), offered("Europe/Prag"));
        assert!(offered("").contains("\nAsia/Tokyo\t\n"));
    }
}
