//! Tables of records, as pandas writes them.

use super::super::table::SnscrapeTable;
use super::*;
use crate::input::{Doubt, Doubtful, Format, ReadOptions, detect, recognise_head};

fn read(table: &str) -> (Vec<Record>, Vec<Doubtful>) {
    let mut reader = SnscrapeTable::new(table.as_bytes()).unwrap();
    let records = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    (records, reader.doubts())
}

const KIND: &str = "snscrape.modules.telegram.TelegramPost";

#[test]
fn a_row_reads_as_the_line_of_the_same_post() {
    let content = "#Погодазавтра: snow, ice#harbourSee https://osk.example/aNow";
    let links = [
        "https://t.me/s/valdoria_mfa?q=%23Погода",
        "https://t.me/s/valdoria_mfa?q=%23harbour",
        "https://osk.example/a",
    ];
    let of_line = only_post(&line(7, content, &outlinks(&links)));
    let shown = links.map(|link| format!("'{link}'")).join(", ");
    let table = format!(
        ",_type,url,date,content,outlinks,linkPreview,outlinksss,_snscrape\n\
         0,{KIND},https://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,\"{content}\",\"[{shown}]\",,x,0.7\n"
    );
    assert_eq!(detect(table.as_bytes()), Some(Format::Snscrape));
    let (records, doubts) = read(&table);
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(channel.handle.as_deref(), Some("valdoria_mfa"));
    assert_eq!((**post).clone(), of_line);
    assert_eq!(marked(&post.text, &post.spans), ["#Погода", "#harbour", "https://osk.example/a"]);
    assert_eq!(post.posted, Moment::Instant(1_710_831_786));
    assert_eq!(doubts, []);
    let blanks = table.replace(&format!("\"[{shown}]\",,x"), &format!(",,{}", links.join(" ")));
    assert_eq!(read(&blanks).0, records, "only `outlinksss` has them");
    let untyped = table.replace("_type,", "").replace(&format!("{KIND},"), "");
    assert_eq!(detect(untyped.as_bytes()), Some(Format::Snscrape));
    assert_eq!(read(&untyped).0, records);
}

#[test]
fn a_row_of_the_fork_tells_its_source_and_views() {
    let table = format!(
        "_type,url,date,content,outlinks,mentions,hashtags,forwarded,forwardedUrl,media,views,views.granularity\n\
         {KIND},https://t.me/s/valdoria_mfa/8,2024-03-19T07:03:06+00:00,Fog\n#sea\nnow,[],[],['sea'],\
         \"{{'_type': 'x', 'username': 'harbour', 'title': 'Harbour'}}\",https://t.me/s/harbour/77,\
         [{{'_type': 'snscrape.modules.telegram.Photo'}}],2299,100\n\
         {KIND},https://t.me/s/valdoria_mfa/9,2024-03-19T07:03:06+00:00,Fog,[],[],[],,,,5,\n"
    )
    .replace("Fog\n#sea\nnow", "\"Fog\n#sea\nnow\"");
    let (records, doubts) = read(&table);
    let posts = posts(&records);
    assert_eq!((posts.len(), doubts.len()), (2, 0), "{records:?}");
    let forward = posts[0].forward.as_ref().unwrap();
    assert_eq!(forward.channel.handle.as_deref(), Some("harbour"));
    assert_eq!(
        (forward.channel.name.as_deref(), forward.external_id.as_deref()),
        (Some("Harbour"), Some("77"))
    );
    assert_eq!((posts[0].views, posts[0].views_unit), (Some(2300), Some(100)));
    assert_eq!(posts[0].media[0].kind, "photo");
    assert_eq!((posts[1].forward.is_none(), posts[1].views), (true, Some(5)));
}

#[test]
fn texts_of_which_nothing_tells_where_their_tags_end_are_counted() {
    let table = format!(
        "_type,url,date,content\n{KIND},https://t.me/s/valdoria_mfa/7,2024-03-19T07:03:06+00:00,Snow\n\
         {KIND},https://t.me/s/valdoria_mfa/8,2024-03-19T07:03:06+00:00,#seaFog\n"
    );
    assert_eq!(detect(table.as_bytes()), Some(Format::Snscrape));
    let expected = Doubtful { doubt: Doubt::EndsOfTags, records: 1, first: Place::Line(3) };
    assert_eq!(read(&table).1, [expected]);
}

#[test]
fn tables_of_others_are_not_taken_for_snscrapes() {
    for table in [
        "url,date,content\nhttps://t.me/s/valdoria_mfa/7,2024-03-19,Fog\n",
        "url,date,content,outlinks\nhttps://t.me/valdoria_mfa/7,2024-03-19,Fog,[]\n",
        "url,date,content,outlinks\nhttps://t.me/s/valdoria_mfa/7,2024-03-19,Fog,[]\n",
        "url,date,content,outlinks\nhttps://t.me/s/valdoria_mfa/7,19.03.2024 07:03,Fog,[]\n",
        "url,date,content,outlinks\nhttps://t.me/s/valdoria_mfa/7,1710831786,Fog,[]\n",
        "url,date,content,outlinks\nhttps://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,Fog,\n",
        "url,date,content,outlinks\nhttps://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,Fog,https://osk.example/a\n",
        "url,date,content,outlinks,reply_to\nhttps://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,Fog,[],5\n",
        "url,date,content,outlinks,forwarded_from\nhttps://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,Fog,[],Tide\n",
        "_type,url,date,content\nsnscrape.modules.twitter.Tweet,https://example.org/7,2024-03-19,Fog\n",
    ] {
        assert_ne!(detect(table.as_bytes()), Some(Format::Snscrape), "{table}");
    }
}

#[test]
fn an_untyped_table_is_told_by_the_first_links_and_by_no_column_of_others() {
    let table = ",url,date,content,outlinks,linkPreview\n\
                 0,https://t.me/s/valdoria_mfa/8,2024-03-19 07:03:06+00:00,Fog,,\n\
                 1,https://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,Ice,['https://osk.example/a'],\n";
    assert_eq!(detect(table.as_bytes()), Some(Format::Snscrape));
}

#[test]
fn a_table_without_a_type_is_read_as_its_user_says_and_one_with_a_type_is_not() {
    let row = "https://t.me/s/valdoria_mfa/7,2024-03-19 07:03:06+00:00,Fog,[]\n";
    let untyped = format!("url,date,content,outlinks\n{row}");
    let typed = format!("_type,url,date,content,outlinks\n{KIND},{row}");
    let mapped = ReadOptions { columns: [("text".to_owned(), "content".to_owned())].into() };
    let format = |table: &str, options: &ReadOptions| {
        recognise_head(table.as_bytes(), "table.csv", None, options).unwrap()
    };
    assert_eq!(format(&untyped, &ReadOptions::default()), Format::Snscrape);
    assert_eq!(format(&untyped, &mapped), Format::Csv);
    assert_eq!(format(&typed, &mapped), Format::Snscrape);
}

#[test]
fn a_day_without_a_time_stays_a_day() {
    let table = format!("_type,url,date,content\n{KIND},https://t.me/s/valdoria_mfa/7,2024-03-19,Fog\n");
    let records = read(&table).0;
    let post = posts(&records)[0];
    assert_eq!((post.posted, &post.posted_raw), (Moment::Day(jiff::civil::date(2024, 3, 19)), &None));
    let odd = table.replace("2024-03-19", "19 Mar");
    let records = read(&odd).0;
    let post = posts(&records)[0];
    assert_eq!((post.posted, post.posted_raw.as_deref()), (Moment::Unknown, Some("19 Mar")));
}
