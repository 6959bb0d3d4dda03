use std::path::Path;

use super::Pack;
use crate::Error;
use crate::query::bind::Arguments;
use crate::query::catalogue::Catalogue;
use crate::report::form::Shape;

fn pack(text: &str) -> Result<Pack, Error> {
    Pack::parse("weekly.toml", Path::new(""), text)
}

/// Each report's query, file and values, one a line.
fn reports(text: &str, given: &[(&str, &str)]) -> Result<String, Error> {
    let pack = pack(text)?;
    let queries = pack.queries(&Catalogue::bundled())?;
    let mut arguments = Arguments::new();
    for (name, value) in given {
        arguments.add(*name, *value);
    }
    let (reports, unused) = pack.reports(&queries, &arguments, None)?;
    let mut told: Vec<String> = reports
        .iter()
        .map(|packed| {
            let arguments = &packed.report.arguments;
            let values: Vec<String> = arguments
                .names()
                .map(|name| {
                    format!(
                        "{name}={}",
                        arguments
                            .values(name)
                            .iter()
                            .map(|value| value.text.as_str())
                            .collect::<Vec<_>>()
                            .join("|")
                    )
                })
                .collect();
            let not_taken = if packed.not_taken.is_empty() {
                String::new()
            } else {
                format!(" takes no {}", packed.not_taken.join(", "))
            };
            format!("{} {} {}{not_taken}", packed.place, packed.file, values.join(" "))
        })
        .collect();
    told.extend(unused.iter().map(|name| format!("unused {name}")));
    Ok(told.join("\n"))
}

const WEEKLY: &str = r##"title = "The week"

[defaults]
since = "last-week"
until = 2024-03-01
top = 5

[[report]]
query = "hashtag-frequency"
values = { by = "day", tag = ["trade", "a,b"], since = "-30d" }

[[report]]
query = "top-hashtags"
file = "Tags.JSON"
limit = 3

[[report]]
query = "overview"
format = "markdown"
"##;

#[test]
fn own_values_win_over_given_ones_and_these_over_defaults() {
    assert_eq!(
        reports(WEEKLY, &[("since", "2024"), ("by", "year")]).unwrap(),
        "weekly.toml:9 hashtag-frequency.csv by=day since=-30d until=2024-03-01 tag=trade|a\\,b top=5\n\
         weekly.toml:13 Tags.JSON since=2024 until=2024-03-01 top=5\n\
         weekly.toml:18 overview.md  takes no since, until\n\
         unused by"
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_remedy() {
    let report = "[[report]]\nquery = \"top-hashtags\"\n";
    for (text, message, hint) in [
        ("title = 1\n", "weekly.toml:1: invalid type: integer `1`, expected a string", ""),
        (
            "titel = 'x'\n",
            "weekly.toml:1: unknown field `titel`, expected one of `title`, `defaults`, `report`",
            "",
        ),
        ("title = 'x'\n", "weekly.toml has no [[report]]", "write one: [[report]]"),
        ("[[report]]\nfile = 'x.csv'\n", "weekly.toml:1: missing field `query`", ""),
        (
            "\n[[report]]\nquery = 'top-hashtag'\n",
            "weekly.toml:3: no query named 'top-hashtag'",
            "did you mean: top-hashtags",
        ),
        ("[[report]]\nquery = 'no/such.sql'\n", "weekly.toml:2: no file 'no/such.sql'", ""),
        (
            &format!("[defaults]\nsinse = 'x'\n{report}"),
            "weekly.toml:2: sinse is no parameter of any query here",
            "did you mean: since",
        ),
        (
            &format!("{report}values = {{ tpo = 1 }}\n"),
            "weekly.toml:3: tpo is no parameter of top-hashtags",
            "did you mean: top",
        ),
        (
            "[[report]]\nquery = 'overview'\nvalues.top = 1\n",
            "weekly.toml:3: top is no parameter of overview",
            "there is none",
        ),
        (&format!("{report}values.top = [1]\n"), "weekly.toml:3: top takes one value, not a list", ""),
        (&format!("{report}values.tag = [[1]]\n"), "weekly.toml:3: tag is a list within a list", ""),
        (
            &format!("{report}format = 'jsn'\n"),
            "weekly.toml:3: format 'jsn' is not one of: table, csv",
            "did you mean: json",
        ),
        (
            &format!("{report}file = 'a.xlsx'\n"),
            "weekly.toml:3: no format writes files that end in .xlsx",
            "choose one",
        ),
        (
            &format!("{report}file = '../a.csv'\n"),
            "weekly.toml:3: '../a.csv' is no name of a file",
            "all files of a pack",
        ),
        (&format!("{report}file = ''\n"), "weekly.toml:3: '' is no name of a file", "all files of a pack"),
        (
            &format!("{report}{report}file = 'TOP-hashtags.csv'\n"),
            "weekly.toml:4: 'TOP-hashtags.csv' would be written twice; the other is at weekly.toml:2",
            "give one another name",
        ),
        (
            &format!("{report}{report}file = 'top-hashtags.csv.meta.json'\n"),
            "weekly.toml:4: 'top-hashtags.csv.meta.json' would be written twice",
            "",
        ),
        (
            &format!("{report}wide = true\nchart = true\n"),
            "weekly.toml:2: wide and chart cannot be used together",
            "",
        ),
        (&format!("{report}limit = -1\n"), "weekly.toml:3: invalid value: integer `-1`", ""),
    ] {
        let error = reports(text, &[]).unwrap_err();
        assert!(error.to_string().starts_with(message), "{text}\n{error}");
        assert!(
            hint.is_empty() || error.hints().iter().any(|told| told.starts_with(hint)),
            "{text}\n{error:?}"
        );
        assert_eq!(error.exit_code(), 2, "{text}");
    }
}

#[test]
fn a_form_is_that_of_the_option_of_the_same_name() {
    let text = "[[report]]\nquery = 'hashtag-frequency'\nchart = true\n\
                [[report]]\nquery = 'hashtag-frequency'\nwide = true\nexcel = true\nlimit = 7\n\
                [[report]]\nquery = 'overview'\nfile = 'all.txt'\n\
                [[report]]\nquery = 'overview'\nfile = 'all'\nformat = 'jsonl'\nlimit = 0\n";
    let pack = pack(text).unwrap();
    let queries = pack.queries(&Catalogue::bundled()).unwrap();
    let (reports, _) = pack.reports(&queries, &Arguments::new(), None).unwrap();
    let told: Vec<String> = reports
        .iter()
        .map(|packed| {
            let form = &packed.report.form;
            let shape = match form.shape {
                Shape::Long => "long",
                Shape::Wide(_) => "wide",
                Shape::Chart(_) => "chart",
            };
            format!("{} {} {shape} {:?} {}", packed.file, form.format.name(), form.limit, form.excel)
        })
        .collect();
    assert_eq!(
        told,
        [
            "hashtag-frequency.txt table chart Some(50) false",
            "hashtag-frequency.csv csv wide Some(7) true",
            "all.txt table long Some(50) false",
            "all jsonl long None false",
        ]
    );
}
