//! Tables one behind the other, and ids that a spreadsheet has grouped.

use super::*;

#[test]
fn an_id_that_may_be_two_numbers_is_kept_or_told_by_the_address() {
    let post = only_post(
        "id,text,reply_to,forwarded_from,forwarded_post_id",
        "1001,a,\"1,000\",@source_osk,\"2,000\"",
    );
    assert_eq!(post.reply.unwrap().external_id, "1,000");
    assert_eq!(post.forward.unwrap().external_id.as_deref(), Some("2,000"));
    for (cells, id) in [
        ("1,000;a;https://t.me/oskar/1000", "1000"),
        ("1.000;a;https://t.me/oskar/1", "1"),
        ("1,001;a;https://t.me/oskar/1001", "1001"),
    ] {
        assert_eq!(only_post("id;text;url", cells).external_id.as_deref(), Some(id), "{cells}");
    }
    for written in ["1,000", "1,001"] {
        let records = records(format!("id;text;url\n{written};a;https://t.me/oskar/7\n"));
        let [Record::Reject(reject)] = &records[..] else { panic!("{records:?}") };
        assert_eq!(reject.reason, "id and url are of two posts");
        assert_eq!(reject.external_id.as_deref(), Some(written));
    }
}
