use super::Reference;

#[test]
fn every_way_to_name_a_channel_is_read() {
    let handle = |text: &str| Reference::Handle(text.to_owned());
    let id = |text: &str| Reference::ExternalId(text.to_owned());
    let words = |text: &str| Reference::Words(text.to_owned());
    for (text, expected) in [
        ("@Blue_News", handle("blue_news")),
        (" https://t.me/Blue_News ", handle("blue_news")),
        ("t.me/blue_news/123?single", handle("blue_news")),
        ("https://t.me/s/blue_news?before=9", handle("blue_news")),
        ("http://telegram.me/blue_news", handle("blue_news")),
        ("https://Blue_News.t.me/5", handle("blue_news")),
        ("tg://resolve?post=5&domain=blue_news", handle("blue_news")),
        ("https://t.me/c/1234567890/55", id("1234567890")),
        ("1234567890", Reference::Number("1234567890".to_owned())),
        ("-1001234567890", id("1234567890")),
        ("-4123", id("chat4123")),
        ("-1001234567", id("chat1001234567")),
        ("chat4123", id("chat4123")),
        ("channel1234567890", id("1234567890")),
        ("user77", id("user77")),
        ("chat", words("chat")),
        ("Синие Новости", words("синие новости")),
        ("channel", words("channel")),
        ("https://example.org/blue", words("https://example.org/blue")),
        ("t.me/blue_news/12,@red_news", words("t.me/blue_news/12,@red_news")),
        ("https://t.me/c/1234567890/5,Red News", words("https://t.me/c/1234567890/5,red news")),
        ("-", words("-")),
        ("", words("")),
    ] {
        assert_eq!(Reference::read(text), expected, "{text}");
    }
}
