//! One table of several platforms: their ids are apart, and each has its own hashtags.

use crate::environment::Environment;

#[test]
fn authors_of_one_id_on_two_platforms_are_two() {
    let environment = Environment::new();
    environment.write(
        "a.csv",
        "id,date,text,platform,channel,author_id\n1,2024-05-01,Port opens,vk,Harbour,77\n\
         1,2024-05-01,Fog,ok,Harbour,77\n2,2024-05-02,Tide,vk,Harbour,77\n",
    );
    environment.run(&["load", "a.csv"]).success();
    let sql = "SELECT c.platform, a.platform AS author_of, count(*) AS posts FROM posts JOIN channels AS c USING (channel_id)
        JOIN authors AS a USING (author_id) GROUP BY 1, 2 ORDER BY 1";
    let authors = environment.run(&["sql", sql, "-f", "csv"]);
    assert_eq!(authors.success(), "platform,author_of,posts\r\nok,ok,1\r\nvk,vk,2\r\n");
}

/// Telegram's tags end at a combining mark, others do not: `#भारत` is one of its letters there, as `#भाजपा` is.
#[test]
fn combining_marks_belong_to_the_hashtags_of_all_platforms_but_telegram() {
    let environment = Environment::new();
    environment.write(
        "a.csv",
        "id,date,text,platform,channel\n1,2024-05-01,#भारत rain,mastodon,deshbandhu\n\
         2,2024-05-01,#भाजपा fog #Port,mastodon,deshbandhu\n3,2024-05-02,#भारत tide,telegram,harbour\n",
    );
    environment.run(&["load", "a.csv"]).success();
    let sql = "SELECT c.platform, p.external_id, u.tag, u.spelling FROM v_hashtag_uses AS u
        JOIN posts AS p USING (post_id) JOIN channels AS c ON c.channel_id = p.channel_id ORDER BY 1, 2, 3";
    let tags = "mastodon,1,भारत,भारत\r\nmastodon,2,port,Port\r\nmastodon,2,भाजपा,भाजपा\r\ntelegram,3,भ,भ\r\n";
    let uses = environment.run(&["sql", sql, "-f", "csv"]).success();
    assert_eq!(uses, format!("platform,external_id,tag,spelling\r\n{tags}"));
    environment.run(&["reindex"]).success();
    assert_eq!(environment.run(&["sql", sql, "-f", "csv"]).success(), uses);
    environment.run(&["check"]).success();
}
