use jiff::civil::date;

use super::{Arguments, Bound, bind, check_default, split_list, today};
use crate::clock::Clock;
use crate::query::date::Today;
use crate::query::parameter::Parameter;
use crate::query::rows::Value;
use crate::query::{Query, test_store};
use crate::{Error, ErrorKind};

const HEADER: &str = "\
-- Colours
-- @param by       enum(day|week|month|quarter|year) = month : length of a period
-- @param since    date?        : first day
-- @param until    date?        : last day
-- @param channel  channel*     : only these
-- @param one      channel?     : only this one
-- @param tag      hashtag*     : only these
-- @param handle   handle?      : who
-- @param top      int(0..) = 20 : how many
-- @param share    float(0..1)? : how much
-- @param weight   float?       : how heavy
-- @param least    float(-1e300..)? : at least
-- @param forwards bool?        : with forwards
-- @param window   duration?    : how long
-- @param words    text*        : words
-- @param find     query(fts)?  : search
SELECT 1";

fn bound(arguments: &[(&str, &str)]) -> Result<Bound, Error> {
    let mut given = Arguments::new();
    for (name, value) in arguments {
        given.add(*name, *value);
    }
    let store = test_store::connection();
    let now = Today { today: date(2024, 7, 16), data: Some((date(2023, 2, 11), date(2024, 12, 30))) };
    bind(&Query::parse("colours", "colours.sql", HEADER), &given, &store, &now)
}

fn value(name: &str, given: &str) -> Value {
    bound(&[(name, given)]).unwrap().value(name).cloned().unwrap_or(Value::Null)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn nothing_given_binds_null_everywhere_because_null_means_the_default() {
    let bound = bound(&[]).unwrap();
    assert_eq!(bound.values.len(), 15);
    assert!(bound.values.iter().all(|(_, value)| *value == Value::Null), "{bound:?}");
    assert!(bound.resolved.is_empty() && bound.warnings.is_empty());
}

#[test]
fn values_are_bound_with_their_type() {
    for (name, given, expected) in [
        ("by", "week", text("week")),
        ("by", "WEEK", text("week")),
        ("since", "2024-02", text("2024-02-01")),
        ("until", "2024-02", text("2024-02-29")),
        ("until", "-30d", text("2024-06-16")),
        ("top", "0", Value::Integer(0)),
        ("share", "0.5", Value::Real(0.5)),
        ("share", "1", Value::Real(1.0)),
        ("weight", "-2.5e300", Value::Real(-2.5e300)),
        ("forwards", "yes", Value::Integer(1)),
        ("forwards", "No", Value::Integer(0)),
        ("window", "90s", Value::Integer(90)),
        ("window", "15m", Value::Integer(900)),
        ("window", "2d", Value::Integer(172_800)),
        ("handle", "@Some_One", text("some_one")),
        ("handle", "https://t.me/Some_One", text("some_one")),
        ("handle", "Some_One", text("some_one")),
        ("find", " peace OR war ", text("peace OR war")),
        ("one", "@blue_news", Value::Integer(1)),
        ("words", "a'); DROP TABLE posts; --", text(r#"["a'); DROP TABLE posts; --"]"#)),
        ("words", "say \"no\"", text(r#"["say \"no\""]"#)),
        ("words", "", text(r#"[""]"#)),
    ] {
        assert_eq!(value(name, given), expected, "--{name} {given}");
    }
}

#[test]
fn lists_are_repeated_or_have_commas() {
    let several = bound(&[("words", "a, b"), ("words", "c"), ("words", "a")]).unwrap();
    assert_eq!(several.value("words"), Some(&text(r#"["a","b","c"]"#)));
    assert_eq!(split_list(r"a\,b,c,,"), ["a,b", "c"]);
    assert_eq!(split_list(r"a\b"), [r"a\b"]);
    assert_eq!(split_list(","), [","]);
}

#[test]
fn a_channel_is_found_by_all_its_names() {
    for (given, expected) in [
        ("@BLUE_news", "[1]"),
        ("blue_news", "[1]"),
        ("Blue News", "[1]"),
        ("https://t.me/s/Blue_News", "[1]"),
        ("1000000002", "[2]"),
        ("-1001000000003", "[3]"),
        ("channel1000000003", "[3]"),
        ("https://t.me/c/1000000002/7", "[2]"),
        ("Red, River", "[4]"),
        ("blue_news,red_river", "[1,4]"),
        ("https://t.me/c/1000000002/7,@red_river", "[2,4]"),
        ("t.me/Blue_News/12,https://t.me/c/1000000003/5", "[1,3]"),
        ("tg://resolve?domain=blue_news&post=5,Red\\, River", "[1,4]"),
        ("only forwarded", "[5]"),
    ] {
        assert_eq!(value("channel", given), text(expected), "{given}");
    }
}

#[test]
fn what_was_resolved_is_told() {
    let bound =
        bound(&[("since", "last-month"), ("until", "2024-07-01"), ("channel", "1000000001,@red_river")])
            .unwrap();
    let told: Vec<_> = bound.resolved.iter().map(|(name, meant)| (name.as_str(), meant.as_str())).collect();
    assert_eq!(told, [("since", "2024-06-01"), ("channel", "@Blue_News")]);
}

#[test]
fn of_the_two_zeros_one_is_bound() {
    for zero in ["0", "-0", "-0.0", "-0e5"] {
        let Value::Real(number) = value("weight", zero) else { panic!("{zero}") };
        assert!(number == 0.0 && number.is_sign_positive(), "{zero}");
    }
}

#[test]
fn errors_name_the_flag_the_value_and_the_remedy() {
    for (name, given, message) in [
        ("by", "months", "--by 'months' is not one of: day, week, month, quarter, year"),
        (
            "channel",
            "redd",
            "--channel 'redd' is not in this store (4 channels); close: @red_river (1,204 posts)",
        ),
        ("channel", "zzz", "--channel 'zzz' is not in this store (4 channels)"),
        (
            "channel",
            "harbour",
            "--channel 'harbour' names 2 channels: id 1000000002 (3 posts), id 1000000003 (1 post)",
        ),
        ("channel", "red_river,,nowhere", "--channel 'nowhere' is not in this store (4 channels)"),
        ("top", "ten", "--top 'ten' is no whole number; write one from 0 on"),
        ("top", "-1", "--top -1 is less than 0"),
        (
            "top",
            "99999999999999999999",
            "--top 99999999999999999999 is too large; the largest is 9223372036854775807",
        ),
        ("top", "-99999999999999999999", "--top -99999999999999999999 is too small; the smallest is 0"),
        ("top", "9e9", "--top '9e9' is no whole number; write one from 0 on"),
        ("share", "1e999", "--share 1e999 is too large; the largest is 1"),
        ("share", "-1e999", "--share -1e999 is too small; the smallest is 0"),
        ("share", "inf", "--share 'inf' is no number; write one within 0..1"),
        ("share", "1.5", "--share 1.5 is not within 0..1"),
        ("share", "NaN", "--share 'NaN' is no number; write one within 0..1"),
        ("weight", "1e999", "--weight 1e999 is too large; the largest is 1.7976931348623157e308"),
        ("weight", "-1e999", "--weight -1e999 is too small; the smallest is -1.7976931348623157e308"),
        ("weight", "nan", "--weight 'nan' is no number; write one such as 0.5 or 60"),
        ("weight", "1,5", "--weight '1,5' is no number; write one such as 0.5 or 60"),
        ("least", "heavy", "--least 'heavy' is no number; write one from -1e300 on"),
        ("least", "-1e305", "--least -1e305 is less than -1e300"),
        ("forwards", "maybe", "--forwards 'maybe' is not one of: yes, no"),
        ("window", "soon", "--window 'soon' is no length of time; write 90s, 15m, 6h, 2d or 1w"),
        (
            "window",
            "99999999999999999w",
            "--window 99999999999999999w is too large; the largest is 15250284452471w",
        ),
        ("tag", "#", "--tag '#' is no hashtag"),
        ("find", " ", "--find ' ' has no word to search for"),
        ("sinse", "2024", "--sinse is no parameter of colours"),
    ] {
        let error = bound(&[(name, given)]).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ErrorKind::Usage);
    }
    assert_eq!(bound(&[("by", "months")]).unwrap_err().hints(), ["did you mean: month"]);
    assert_eq!(bound(&[("sinse", "1")]).unwrap_err().hints()[0], "did you mean: since");
    let twice = bound(&[("top", "1"), ("top", "2")]).unwrap_err();
    assert_eq!(twice.to_string(), "--top takes one value; '2' is one more");
    let date = bound(&[("since", "soon")]).unwrap_err().to_string();
    assert!(date.starts_with("--since 'soon' is no date; write one of: 2024-03-01"), "{date}");
}

#[test]
fn an_unknown_hashtag_is_a_warning_with_close_ones() {
    let bound_tags = bound(&[("tag", "#HARVEST,harvset,#Мир@blue_news")]).unwrap();
    assert_eq!(bound_tags.value("tag"), Some(&text(r#"["harvest","harvset","мир"]"#)));
    assert_eq!(
        bound_tags.warnings,
        ["--tag: no post of this store carries #harvset; close: #harvest (2 posts)"]
    );
    let far = bound(&[("tag", "zzz")]).unwrap();
    assert_eq!(far.warnings, ["--tag: no post of this store carries #zzz"]);
}

#[test]
fn reversed_days_are_a_warning() {
    let reversed = bound(&[("since", "2024-05"), ("until", "2024-03")]).unwrap();
    assert_eq!(reversed.warnings, ["since 2024-05-01 is after until 2024-03-31: no day lies between them"]);
}

#[test]
fn a_needed_value_that_is_missing_is_named_with_its_help() {
    let query = Query::parse(
        "find-it",
        "find-it.sql",
        "-- T\n-- @param first_word text : the word\nSELECT :first_word",
    );
    let now = Today { today: date(2024, 7, 16), data: None };
    let error = bind(&query, &Arguments::new(), &test_store::empty(), &now).unwrap_err();
    assert_eq!(error.to_string(), "find-it needs --first-word: the word");
    assert_eq!(error.hints(), ["chancery run find-it --first-word TEXT"]);
    for (kind, value) in
        [("enum(link|point)", "link"), ("int(1..5)", "NUMBER"), ("date", "DATE"), ("query(fts)", "WORDS")]
    {
        let sql = format!("-- T\n-- @param one {kind} : x\nSELECT :one");
        let query = Query::parse("find-it", "find-it.sql", sql);
        let error = bind(&query, &Arguments::new(), &test_store::empty(), &now).unwrap_err();
        assert_eq!(error.hints(), [format!("chancery run find-it --one {value}")]);
    }
}

#[test]
fn today_is_a_day_in_the_reporting_zone_and_as_of_fixes_it() {
    let store = test_store::connection();
    let clock = Clock::Fixed("2024-07-16T22:30:00Z".parse().unwrap());
    assert_eq!(today(&store, clock, None).unwrap().today, date(2024, 7, 16));
    store.execute("UPDATE settings SET value = 'Europe/Prague' WHERE name = 'time_zone'", []).unwrap();
    let now = today(&store, clock, None).unwrap();
    assert_eq!((now.today, now.data), (date(2024, 7, 17), Some((date(2023, 2, 11), date(2024, 12, 30)))));
    assert_eq!(today(&store, clock, Some("2024-02")).unwrap().today, date(2024, 2, 29));
    assert_eq!(today(&store, clock, Some("last")).unwrap().today, date(2024, 12, 30));
    let error = today(&store, clock, Some("never")).unwrap_err().to_string();
    assert!(error.starts_with("--as-of 'never' is no date"), "{error}");
    assert_eq!(today(&test_store::empty(), clock, None).unwrap().data, None);
}

#[test]
fn a_default_must_be_of_its_own_type() {
    for (declaration, message) in [
        ("by enum(day|week) = month", Some("the default of 'by': 'month' is not one of: day, week")),
        ("top int(1..) = 0", Some("the default of 'top': 0 is less than 1")),
        ("tag hashtag* = a,#", Some("the default of 'tag': '#' is no hashtag")),
        ("since date = -30d", None),
        ("since date = first", None),
        ("until date?", None),
        ("window duration = 6h", None),
    ] {
        let parameter = Parameter::parse(declaration, 1).unwrap();
        assert_eq!(check_default(&parameter).err().as_deref(), message, "{declaration}");
    }
}

#[test]
fn an_enum_may_take_what_the_store_has_and_nothing_else() {
    let query = Query::parse(
        "q",
        "q.sql",
        "-- T\n-- @param kind enum(all|Handle|SELECT DISTINCT kind FROM entities)* : x\nSELECT :kind",
    );
    let store = test_store::connection();
    let kinds = "INSERT INTO entities (kind, name) VALUES ('ship', 'a'), ('ship', 'b'), ('верфь', 'c'), ('handle', 'd')";
    store.execute_batch(kinds).unwrap();
    let now = Today { today: date(2024, 7, 16), data: None };
    let asked = |text: &str| {
        let mut given = Arguments::new();
        given.add("kind", text);
        bind(&query, &given, &store, &now)
    };
    for (given, expected) in [
        ("ALL", r#"["all"]"#),
        // A word of the header goes first.
        ("handle", r#"["Handle"]"#),
        ("ship", r#"["ship"]"#),
        ("Ship, SHIP,ВЕРФЬ", r#"["ship","верфь"]"#),
    ] {
        let bound = asked(given).unwrap();
        assert_eq!(bound.value("kind"), Some(&text(expected)), "{given}");
        assert!(bound.resolved.is_empty() && bound.warnings.is_empty(), "{bound:?}");
    }
    let error = asked("shp").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert_eq!(error.to_string(), "--kind 'shp' is not one of: all, Handle, ship, верфь");
    assert_eq!(error.hints(), ["did you mean: ship"]);
    store.execute_batch("ALTER TABLE entities RENAME COLUMN kind TO sort").unwrap();
    assert!(asked("all").is_ok());
    let error = asked("ship").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Query);
    assert_eq!(error.to_string(), "the words that --kind takes cannot be listed: no such column: kind");
}
