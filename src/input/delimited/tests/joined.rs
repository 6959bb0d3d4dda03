//! Tables one behind the other, and ids that a spreadsheet has grouped.

use super::*;
use crate::input::delimited::headers::BELOW_OTHER_FORMAT;

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
        ("1,000;a;https://t.me/osk/1000", "1000"),
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

const PLAIN: &str = "id,text,date,channel_handle,views,replies,forwards\n1,Fog,2024-01-01,oskar,1,2,3\n";

#[test]
fn the_table_of_a_program_behind_any_other_is_not_read_as_one() {
    for (names, row) in [
        // As many columns as the first, and others.
        ("id,thread_id,chat,body,timestamp,author_is_bot,views", "2,oskar,oskar,Dew,2024-01-02,False,7"),
        ("id,thread_id,chat,body,timestamp,author_is_bot", "2,oskar,oskar,Dew,2024-01-02,False"),
        (
            "link_to_message,user,text,hashtags,views,datetime,edited",
            "https://t.me/s/oskar/2,Oskar,Dew,,7,2024-01-02,False",
        ),
        (
            "link_to_message,user,text,hashtags,views,datetime",
            "https://t.me/s/oskar/2,Oskar,Dew,,7,2024-01-02",
        ),
    ] {
        let found = records(format!("{PLAIN}{names}\n{row}\n{row}\n{PLAIN}"));
        assert_eq!(texts(&found), ["Fog", "Fog"], "{names}");
        let told: Vec<_> =
            rejects(&found).iter().map(|one| (one.place.to_string(), one.reason.as_str())).collect();
        let place = |line: u32| format!("line {line}");
        let again = "names of columns, as above another table";
        assert_eq!(
            told,
            [
                (place(3), again),
                (place(4), BELOW_OTHER_FORMAT),
                (place(5), BELOW_OTHER_FORMAT),
                (place(6), again)
            ],
            "{names}"
        );
        // Who has it read as any table has a second one read so, too.
        let found = records(format!("{names}\n{row}\n{names},media\n{row},\n"));
        assert_eq!((texts(&found), rejects(&found).len()), (vec!["Dew", "Dew"], 1), "{names}");
    }
}

#[test]
fn a_table_behind_another_is_not_where_that_one_was() {
    let first = "id,text,date,url\n1,a,2024-01-01,https://vk.com/wall-1_1\n";
    for second in [
        "id,text,date,channel_handle\n5,b,2024-01-03,oskar\n",
        "id,text,channel_handle\n5,b,oskar\n",
        "channel_handle,date,body,post_id\noskar,2024-01-03,b,5\n",
    ] {
        let joined = records(format!("{first}{second}"));
        let found = channels(&joined);
        assert_eq!(
            found.iter().map(|channel| channel.platform.as_str()).collect::<Vec<_>>(),
            ["", "telegram"]
        );
        let alone = records(second);
        assert_eq!(found[1..], channels(&alone)[..], "{second}");
        assert_eq!(posts(&joined)[1..], posts(&alone)[..], "{second}");
    }
}

#[test]
fn where_a_table_behind_another_is_follows_from_its_own_first_address() {
    let first = "id,text,date,url\n1,a,2024-01-01,https://t.me/oskar/1\n";
    let elsewhere =
        ["id,date,text,url\n5,2024-01-02,b,\n", "6,2024-01-03,c,https://vk.com/wall-1_6\n"].concat();
    let fewer = "id,text,url\n5,b,\n6,c,https://vk.com/wall-1_6\n".to_owned();
    // The address of a third table is not of the second.
    let without = format!("id,text,url\n5,b,\n{elsewhere}");
    for (second, platforms) in [
        (elsewhere.clone(), vec![""]),
        (fewer, vec![""]),
        (without, vec!["telegram", ""]),
        (format!("{first}{elsewhere}"), vec!["telegram", ""]),
    ] {
        let joined = records(format!("id,text\n9,x\n{second}"));
        let alone = records(&second);
        let found: Vec<_> = channels(&joined)[1..].iter().map(|channel| channel.platform.as_str()).collect();
        assert_eq!(found, platforms, "{second}");
        assert_eq!(channels(&joined)[1..], channels(&alone)[..], "{second}");
        assert_eq!(posts(&joined)[1..], posts(&alone)[..], "{second}");
    }
}

#[test]
fn a_date_that_is_asked_for_below_a_header_of_other_columns_has_a_remedy_that_works() {
    let none = ReadOptions::default();
    let asked = |name: &str| {
        format!(
            "the dates of the column '{name}' are written as '07/06/2024': is that day or month first? \
             (day first: --map 'posted_at:dmy={name}'; month first: --map 'posted_at:mdy={name}')"
        )
    };
    let first = "id,text,date\n1,a,2024-07-16\n";
    assert_eq!(
        error_of(&format!("{first}id,body,created_at,views\n2,b,07/06/2024,5\n"), &none),
        format!(
            "{} (the first table of the file has other columns: put this one, whose header is at line 3, into a file of \
             its own)",
            asked("created_at")
        )
    );
    // The same column is mapped in both.
    let same = format!("{first}id,date,text\n2,07/06/2024,b\n");
    assert_eq!(error_of(&same, &none), asked("date"));
    let found = try_records(&same, &mapped(&[("posted_at:dmy", "date")])).unwrap();
    assert_eq!(posts(&found)[1].posted, Moment::Day("2024-06-07".parse().unwrap()));
}

#[test]
fn a_line_that_names_the_separator_is_skipped_above_a_header_alone() {
    let read = |table: &str| {
        let all = records(table);
        assert_eq!(super::damage::trickled(table.as_bytes()), all, "{table}");
        let raws: Vec<_> = rejects(&all).iter().map(|one| one.raw.clone()).collect();
        (texts(&all).join(" "), raws)
    };
    // Two cells in a table of two are a row, and in one of three a row with too few.
    assert_eq!(read("text,id\na,1\nsep=,\nb,2\n"), ("a sep= b".to_owned(), vec![]));
    assert_eq!(read("text,id\na,1\nsep=,\n"), ("a sep=".to_owned(), vec![]));
    assert_eq!(read("text,id\na,1\nsep=,\nsep=,\ntext,id\nb,2\n"), ("a sep= b".to_owned(), vec![]));
    let row = ("a b".to_owned(), vec!["sep=,\n".to_owned()]);
    assert_eq!(read("text,id,views\na,1,3\nsep=,\nb,2,4\n"), row);
    // A header that says nothing new is not told of, and nor is the line above it.
    assert_eq!(read("text,id\na,1\nsep=,\ntext,id\nb,2\n"), ("a b".to_owned(), vec![]));
    for header in ["id,text\n2,b\n", "post_id,body\n2,b\n", "text,id,views\nb,2,4\n", "body,post_id\nb,2\n"] {
        let names = header.lines().next().unwrap();
        let told = ("a b".to_owned(), vec![format!("sep=,\n{names}\n")]);
        assert_eq!(read(&format!("text,id\na,1\nsep=,\n{header}")), told);
    }
}
