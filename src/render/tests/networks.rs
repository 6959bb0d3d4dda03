//! `gexf` and `graphml`.

use insta::assert_snapshot;

use super::*;

const EDGES: [(&str, ColumnType); 3] =
    [("source", ColumnType::Text), ("target", ColumnType::Text), ("weight", ColumnType::Int)];

const DATED: [(&str, ColumnType); 6] = [
    ("first", ColumnType::Date),
    ("target", ColumnType::Text),
    ("source", ColumnType::Text),
    ("last", ColumnType::Date),
    ("weight", ColumnType::Int),
    ("jaccard", ColumnType::Float),
];

fn dated_rows() -> Vec<Vec<Value>> {
    vec![
        vec![
            text("2024-03-05"),
            text("b"),
            text("a"),
            text("2024-03-09T10:00:00Z"),
            int(3),
            Value::Real(0.5),
        ],
        vec![text("2024-02-01"), text("a"), text("a"), text("2024-03-01"), int(1), int(1)],
        vec![Value::Null, text("c"), text("b"), text("2024-04-01"), Value::Real(2.5), Value::Null],
    ]
}

#[test]
fn a_second_column_of_a_name_takes_no_others_place() {
    let columns =
        [&EDGES[..], &[("weight", ColumnType::Text), ("n", ColumnType::Int), ("n", ColumnType::Int)]]
            .concat();
    let rows = || vec![vec![text("a"), text("b"), int(3), text("heavy"), int(1), int(2)]];
    let graphml = rendered(OutputFormat::Graphml, &columns, rows(), &ALL_ROWS);
    for name in ["weight", "weight_2", "n", "n_2"] {
        assert_eq!(graphml.matches(&format!("attr.name=\"{name}\"")).count(), 1, "{name}: {graphml}");
    }
    let gexf = rendered(OutputFormat::Gexf, &columns, rows(), &ALL_ROWS);
    assert!(gexf.contains("title=\"weight_2\"") && gexf.contains("title=\"n_2\""), "{gexf}");
}

#[test]
fn a_gexf_has_nodes_with_their_time_then_edges() {
    let options = RenderOptions { title: Some("Tags & more"), direction: Direction::Undirected, ..ALL_ROWS };
    // b: from the earliest (none, so always) to 2024-04-01; a: 2024-02-01 to 2024-03-09.
    assert_snapshot!(rendered(OutputFormat::Gexf, &DATED, dated_rows(), &options), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <gexf xmlns="http://gexf.net/1.3" version="1.3">
    <meta><description>Tags &amp; more</description></meta>
    <graph defaultedgetype="undirected" idtype="string" mode="dynamic" timeformat="date">
    <attributes class="edge" mode="static">
    <attribute id="0" title="first" type="string"/>
    <attribute id="1" title="last" type="string"/>
    <attribute id="2" title="jaccard" type="double"/>
    </attributes>
    <nodes>
    <node id="a" label="a" start="2024-02-01" end="2024-03-09"/>
    <node id="b" label="b" end="2024-04-01"/>
    <node id="c" label="c" end="2024-04-01"/>
    </nodes>
    <edges>
    <edge id="0" source="a" target="b" weight="3" start="2024-03-05" end="2024-03-09"><attvalues><attvalue for="0" value="2024-03-05"/><attvalue for="1" value="2024-03-09T10:00:00Z"/><attvalue for="2" value="0.5"/></attvalues></edge>
    <edge id="1" source="a" target="a" weight="1" start="2024-02-01" end="2024-03-01"><attvalues><attvalue for="0" value="2024-02-01"/><attvalue for="1" value="2024-03-01"/><attvalue for="2" value="1"/></attvalues></edge>
    <edge id="2" source="b" target="c" weight="2.5" end="2024-04-01"><attvalues><attvalue for="1" value="2024-04-01"/></attvalues></edge>
    </edges>
    </graph>
    </gexf>
    "#);
}

#[test]
fn a_graphml_declares_its_keys_with_types() {
    assert_snapshot!(rendered(OutputFormat::Graphml, &DATED, dated_rows(), &ALL_ROWS), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="label" for="node" attr.name="label" attr.type="string"/>
    <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
    <key id="e0" for="edge" attr.name="first" attr.type="string"/>
    <key id="e1" for="edge" attr.name="last" attr.type="string"/>
    <key id="e2" for="edge" attr.name="jaccard" attr.type="double"/>
    <graph id="G" edgedefault="directed">
    <node id="a"><data key="label">a</data></node>
    <node id="b"><data key="label">b</data></node>
    <node id="c"><data key="label">c</data></node>
    <edge source="a" target="b"><data key="weight">3</data><data key="e0">2024-03-05</data><data key="e1">2024-03-09T10:00:00Z</data><data key="e2">0.5</data></edge>
    <edge source="a" target="a"><data key="weight">1</data><data key="e0">2024-02-01</data><data key="e1">2024-03-01</data><data key="e2">1</data></edge>
    <edge source="b" target="c"><data key="weight">2.5</data><data key="e1">2024-04-01</data></edge>
    </graph>
    </graphml>
    "#);
}

#[test]
fn a_network_without_days_is_static_and_one_without_rows_is_empty() {
    let rows = vec![vec![text("a"), text("b"), int(1)], vec![text("b"), text("a"), int(2)]];
    let gexf = rendered(OutputFormat::Gexf, &EDGES, rows.clone(), &ALL_ROWS);
    assert!(gexf.contains("defaultedgetype=\"directed\" idtype=\"string\" mode=\"static\">"), "{gexf}");
    assert!(gexf.contains("<edge id=\"1\" source=\"b\" target=\"a\" weight=\"2\"/>"), "{gexf}");
    assert!(!gexf.contains("attributes") && !gexf.contains("start="), "{gexf}");
    let graphml = rendered(OutputFormat::Graphml, &EDGES, rows, &ALL_ROWS);
    assert!(graphml.contains("attr.name=\"weight\" attr.type=\"long\""), "{graphml}");
    let empty = rendered(OutputFormat::Gexf, &EDGES, vec![], &ALL_ROWS);
    assert!(empty.contains("<nodes>\n</nodes>\n<edges>\n</edges>\n</graph>\n</gexf>\n"), "{empty}");
}

#[test]
fn types_are_as_wide_as_the_values_need() {
    let columns =
        [&EDGES[..], &[("n", ColumnType::Int), ("u", ColumnType::Unknown), ("w", ColumnType::Unknown)]]
            .concat();
    let rows = vec![
        vec![text("a"), text("b"), int(1), int(1), int(1), Value::Real(f64::INFINITY)],
        vec![text("a"), text("b"), int(1), text("many"), Value::Real(0.5), Value::Null],
    ];
    let gexf = rendered(OutputFormat::Gexf, &columns, rows, &ALL_ROWS);
    for (name, kind) in [("n", "string"), ("u", "double"), ("w", "double")] {
        assert!(gexf.contains(&format!("title=\"{name}\" type=\"{kind}\"")), "{gexf}");
    }
    // What is no number in XML is left out, as in JSON.
    assert!(gexf.contains("<attvalue for=\"1\" value=\"1\"/></attvalues></edge>"), "{gexf}");
}

/// Renders what must fail, and gives its message; nothing may have been written.
#[track_caller]
fn refused(columns: &[(&str, ColumnType)], row: Vec<Value>) -> (ErrorKind, String) {
    let mut messages = Vec::new();
    for format in [OutputFormat::Gexf, OutputFormat::Graphml] {
        let mut out = Vec::new();
        let good = vec![text("2024-01-01"), text("b"), text("a"), Value::Null, int(1), Value::Null];
        let rows = if columns.len() == DATED.len() { vec![good, row.clone()] } else { vec![row.clone()] };
        let error = render(format, &mut Fixed::new(columns, rows), &mut out, &ALL_ROWS).unwrap_err();
        assert!(out.is_empty(), "{}", String::from_utf8_lossy(&out));
        assert!(!error.hints().is_empty());
        messages.push((error.kind(), error.to_string()));
    }
    messages.swap_remove(0)
}

#[test]
fn what_is_no_network_is_refused_before_a_byte_is_written() {
    let (kind, message) =
        refused(&[("tag", ColumnType::Text), ("weight", ColumnType::Int)], vec![text("x"), int(1)]);
    assert_eq!(kind, ErrorKind::Usage);
    assert_eq!(message, "a network needs the columns source, target and weight; this result has tag, weight");
    let day = || text("2024-02-01");
    for (row, what) in [
        (vec![day(), Value::Null, text("a"), day(), int(1), int(1)], "its target is NULL"),
        (vec![day(), text("b"), text(""), day(), int(1), int(1)], "its source is ''"),
        (vec![day(), text("b"), text("a"), day(), int(0), int(1)], "its weight is 0"),
        (vec![day(), text("b"), text("a"), day(), int(-2), int(1)], "its weight is -2"),
        (vec![day(), text("b"), text("a"), day(), Value::Null, int(1)], "its weight is NULL"),
        (vec![day(), text("b"), text("a"), day(), text("7"), int(1)], "its weight is '7'"),
        (vec![day(), text("b"), text("a"), day(), Value::Real(f64::NAN), int(1)], "its weight is not finite"),
    ] {
        let found = refused(&DATED, row);
        assert_eq!(found, (ErrorKind::Query, format!("row 2 is no edge: {what}")));
    }
    // Only GEXF has a time; for GraphML these are texts.
    for (first, last, what) in [
        ("soon", "2024-01-31", "'soon' is neither a day nor an instant"),
        ("2024-1-31x", "2024-01-31", "'2024-1-31x' is neither a day nor an instant"),
        ("2024-02-01", "2024-01-31", "its first day, 2024-02-01, is after its last one, 2024-01-31"),
    ] {
        let row = vec![text(first), text("b"), text("a"), text(last), int(1), int(1)];
        let mut rows = Fixed::new(&DATED, vec![row.clone()]);
        let error = render(OutputFormat::Gexf, &mut rows, &mut Vec::new(), &ALL_ROWS).unwrap_err();
        assert_eq!(error.to_string(), format!("row 1 is no edge: {what}"));
        assert!(rendered(OutputFormat::Graphml, &DATED, vec![row], &ALL_ROWS).contains(first));
    }
}

#[test]
fn a_network_that_does_not_fit_into_memory_is_the_same() {
    // 10,000 rows of more than 2,000 bytes are more than is held in memory.
    let long = "x".repeat(2_000);
    let columns = [&EDGES[..], &[("note", ColumnType::Text)]].concat();
    let rows: Vec<Vec<Value>> =
        (1..=10_000).map(|n| vec![int(n % 7), int(n % 11), int(n), text(&long)]).collect();
    let gexf = rendered(OutputFormat::Gexf, &columns, rows, &ALL_ROWS);
    assert_eq!(gexf.matches("<node ").count(), 11);
    let edges: Vec<&str> = gexf.lines().filter(|line| line.starts_with("<edge ")).collect();
    assert_eq!(edges.len(), 10_000);
    // 10,000 leaves 4 by 7 and 1 by 11.
    assert_eq!(
        edges[9_999],
        format!(
            "<edge id=\"9999\" source=\"4\" target=\"1\" weight=\"10000\"><attvalues><attvalue for=\"0\" \
             value=\"{long}\"/></attvalues></edge>"
        )
    );
}

proptest! {
    #[test]
    fn all_text_is_legal_xml(name in any_text(), note in any_text()) {
        let name = format!("n{name}");
        let columns = [&EDGES[..], &[(name.as_str(), ColumnType::Text)]].concat();
        let rows = vec![vec![text(&name), text("b"), int(1), text(&note)]];
        for format in [OutputFormat::Gexf, OutputFormat::Graphml] {
            let xml = rendered(format, &columns, rows.clone(), &ALL_ROWS);
            // XML 1.0, production 2; tabs and carriage returns are written by number.
            let is_legal = |char| matches!(char, '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
            prop_assert!(xml.chars().all(is_legal), "{}", xml);
            let has_turned = xml.contains(['\u{202E}', '\u{9B}']);
            prop_assert!(!has_turned);
            // Quotes pair up and no bracket of a text is left: the number of tags is ours.
            prop_assert_eq!(xml.matches("<node ").count(), if name == "b" { 1 } else { 2 });
            prop_assert_eq!(xml.matches('<').count(), xml.matches('>').count());
            prop_assert_eq!(xml.matches('"').count() % 2, 0);
        }
    }
}

#[test]
fn a_day_that_no_calendar_has_is_none() {
    let columns = [
        ("source", ColumnType::Text),
        ("target", ColumnType::Text),
        ("weight", ColumnType::Int),
        ("first", ColumnType::Date),
    ];
    for day in ["2024-99-99", "2023-02-29", "2024-00-01"] {
        let mut rows = Fixed::new(&columns, vec![vec![text("a"), text("b"), int(1), text(day)]]);
        let error = render(OutputFormat::Gexf, &mut rows, &mut Vec::new(), &ALL_ROWS).unwrap_err();
        assert!(error.to_string().contains(day), "{error}");
    }
}
