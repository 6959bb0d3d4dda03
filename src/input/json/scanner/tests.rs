use super::*;

fn length_of(value: &str) -> Option<usize> {
    Walk::default().advance(value.as_bytes())
}

#[test]
fn values_end_where_their_brackets_and_quotes_end() {
    assert_eq!(length_of(r#"{"a":[1,2,{"b":"}"}]},"#), Some(21));
    assert_eq!(length_of(r#""a\"b","#), Some(6));
    assert_eq!(length_of(r#""a\\","#), Some(5));
    assert_eq!(length_of("12,"), Some(2));
    assert_eq!(length_of("null}"), Some(4));
    assert_eq!(length_of(r#"{"a":"#), None);
    assert_eq!(length_of(r#"["]"#), None);
}

#[test]
fn a_walk_can_be_gone_on_with_at_any_byte() {
    let value = r#"{"a\"b":["c\\",{"d":"]"}],"é":1}"#;
    for cut in 1..value.len() {
        let mut walk = Walk::default();
        assert_eq!(walk.advance(&value.as_bytes()[..cut]), None, "cut at {cut}");
        assert_eq!(walk.advance(&value.as_bytes()[cut..]), Some(value.len() - cut), "cut at {cut}");
    }
}

#[test]
fn nesting_costs_no_stack() {
    let value = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let mut walk = Walk::default();
    assert_eq!(walk.advance(value.as_bytes()), Some(value.len()));
    assert_eq!(walk.deepest(), 1_000_000);
}

#[test]
fn a_long_value_is_skipped_without_being_held() {
    let value = format!("\"{}\" 7,", "x".repeat(20 * CHUNK));
    let mut scanner = Scanner::new(value.as_bytes());
    let Extent::TooLong(walk) = scanner.measure(2 * CHUNK).unwrap() else { panic!("it is too long") };
    assert!(scanner.skip_rest(walk).unwrap());
    assert!(scanner.buffer.len() <= 8 * CHUNK, "{}", scanner.buffer.len());
    assert_eq!(scanner.peek().unwrap(), Some(b'7'));
    assert_eq!(scanner.offset(), value.len() as u64 - 2);
}

#[test]
fn the_room_of_a_long_value_is_given_back() {
    let value = format!("\"{}\"{}", "x".repeat(20 * CHUNK), " ".repeat(40 * CHUNK));
    let mut scanner = Scanner::new(value.as_bytes());
    let Extent::Whole { length, .. } = scanner.measure(30 * CHUNK).unwrap() else { panic!("it is whole") };
    assert_eq!(length, 20 * CHUNK + 2);
    scanner.consume(length);
    assert_eq!(scanner.peek().unwrap(), None);
    assert_eq!(scanner.buffer.len(), CHUNK);
}
