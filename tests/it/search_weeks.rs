//! `chancery search --by week` at the ends of the calendar, which holds whole years.

use serde_json::{Value, json};

use crate::environment::Environment;

/// The periods of the rows and whether they are partial.
fn partial(environment: &Environment, arguments: &[&str]) -> Vec<(Value, Value)> {
    let told = environment.run(arguments);
    assert_eq!(told.code, 0, "{told}");
    let rows: Value = serde_json::from_str(&told.stdout).unwrap();
    rows.as_array().unwrap().iter().map(|row| (row["period"].clone(), row["partial"].clone())).collect()
}

#[test]
fn a_week_that_reaches_into_another_year_is_partial_as_in_the_reports() {
    // Weeks by `python3 -c 'import datetime; print(datetime.date(…).isocalendar())'`: 2022-12-26..2023-01-01 is
    // 2022-W52, 2023-01-02..08 is 2023-W01; 2023-12-25..31 is 2023-W52; 2024-12-30..2025-01-05 is 2025-W01.
    for (days, expected) in [
        (["2023-01-01", "2023-01-08"], [("2022-W52", 1), ("2023-W01", 0)]),
        (["2024-12-23", "2024-12-31"], [("2024-W52", 0), ("2025-W01", 1)]),
    ] {
        let environment = Environment::new();
        let [first, last] = days;
        let table = format!("id,posted_at,text,channel\n1,{first},harbour,Quay\n2,{last},harbour,Quay\n");
        environment.write("posts.csv", table.as_bytes());
        assert_eq!(environment.run(&["load", "posts.csv"]).code, 0);
        let expected: Vec<(Value, Value)> =
            expected.iter().map(|(period, partial)| (json!(period), json!(partial))).collect();
        let found = partial(&environment, &["search", "harbour", "--by", "week", "-f", "json"]);
        assert_eq!(found, expected, "{days:?}");
        let report = ["run", "posts-per-period", "--by", "week", "--words", "harbour", "-f", "json"];
        assert_eq!(partial(&environment, &report), expected, "{days:?}");
    }
}
