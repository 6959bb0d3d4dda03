//! Captions, which are the text of a record that Telegram's bots have written, and of no other.

use super::*;

#[test]
fn a_caption_is_the_text_of_a_post_that_has_no_other() {
    // As Telegram's bots get them, and as a program writes that has both columns.
    let records = records(
        "{\"message_id\":1,\"date\":1704103200,\"text\":\"Fog\"}\n\
         {\"message_id\":2,\"date\":1704103200,\"caption\":\"The pier #harbour\",\"photo\":[{\"file_id\":\"a\"}]}\n\
         {\"message_id\":3,\"date\":1704103200,\"text\":null,\"caption\":\"Tide\"}\n\
         {\"message_id\":4,\"date\":1704103200,\"text\":\"Bread\",\"caption\":\"Salt\"}\n\
         {\"message_id\":5,\"date\":1704103200,\"text\":\"\",\"caption\":\"NaN\"}\n",
    );
    assert_eq!(texts(&records), ["Fog", "The pier #harbour", "Tide", "Bread", ""]);
    assert_eq!(texts(&self::records("{\"message_id\":1,\"caption\":\"Tide\"}")), ["Tide"], "of all records");
    assert_eq!(texts(&self::records("{\"caption\":\"Tide\",\"message_id\":1}")), ["Tide"], "in any order");
}

#[test]
fn a_caption_in_an_object_of_another_kind_is_no_text() {
    for object in [
        "{\"id\":1,\"text\":\"\",\"caption\":\"Tide\"}",
        "{\"message_id\":1,\"body\":\"\",\"caption\":\"Tide\"}",
        "{\"message_id\":1,\"Text\":\"\",\"caption\":\"Tide\"}",
        "{\"message_id\":1,\"text\":\"\",\"Caption\":\"Tide\"}",
        "{\"message_id\":1,\"text\":\"\",\"caption\":12}",
        "{\"message_id\":1,\"text\":\"\",\"caption\":true}",
        "{\"message_id\":1,\"text\":\"\",\"caption\":{\"text\":\"Tide\"}}",
        "{\"message_id\":1,\"text\":\"\",\"caption\":\"Tide\",\"x\":0}\n{\"id\":2,\"text\":\"\",\"caption\":\"Tide\"}",
    ] {
        assert_eq!(texts(&records(object)).last(), Some(&""), "{object}");
    }
    for object in [
        "{\"id\":\"1_2\",\"taken_at\":1704103200,\"caption\":{\"text\":\"Hello #fog\",\"pk\":1}}\n{\"id\":\"3_2\",\"caption\":null}",
        "{\"id\":1,\"caption\":\"Tide\"}",
        "{\"message_id\":1,\"caption\":null}",
        "{\"message_id\":1,\"caption\":12}",
    ] {
        let error = error_of(object, &ReadOptions::default());
        assert!(error.contains("which member is the text?"), "{object}: {error}");
    }
    let object = "{\"id\":1,\"note\":{\"caption\":\"Tide\"}}";
    let records = try_records(object, &mapped(&[("caption", "note.caption")])).unwrap();
    assert_eq!(texts(&records), ["Tide"], "the user says what the caption is");
}
