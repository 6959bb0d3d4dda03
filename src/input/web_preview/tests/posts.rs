//! What is told of single posts besides their text and media.

use super::*;
use crate::model::{Author, Forward, Reaction, Reply};

/// The only post with these views, and this meta before its date.
fn with_footer(views: &str, meta: &str) -> Post {
    only_post(&block(7, "", &words("a"), views, meta))
}

fn reaction(kind: &str, name: &str, count: i64) -> Reaction {
    Reaction { kind: kind.to_owned(), name: name.to_owned(), count }
}

#[test]
fn views_are_told_with_their_precision() {
    let views = |text: &str| {
        let post = with_footer(&format!(r#"<span class="tgme_widget_message_views">{text}</span>"#), "");
        (post.views, post.views_unit)
    };
    assert_eq!(views("2"), (Some(2), None));
    assert_eq!(views("1.2K"), (Some(1_200), Some(100)));
    assert_eq!(views("436.6K"), (Some(436_600), Some(100)));
    assert_eq!(views("5.74M"), (Some(5_740_000), Some(10_000)));
    assert_eq!(views("\n      12K\n    "), (Some(12_000), Some(1_000)));
    assert_eq!(views("many"), (None, None));
    let poll = r#"<span class="tgme_widget_message_voters">90</span><span class="copyonly"> voters</span><span class="tgme_widget_message_views">7</span>"#;
    assert_eq!(with_footer(poll, "").views, Some(7), "not the voters");
    assert_eq!(with_footer("", "").views, None);
}

#[test]
fn an_edited_post_says_so_beside_its_date() {
    assert!(with_footer("", "edited &nbsp;").is_edited);
    let signed = r#"<span class="tgme_widget_message_from_author" dir="auto">Mira Tal</span>,&nbsp;"#;
    let post = with_footer("", &format!("{signed}edited &nbsp;"));
    assert!(post.is_edited);
    assert_eq!(post.author, Some(Author { external_id: None, name: Some("Mira Tal".to_owned()) }));
    let post = with_footer("", &signed.replace("Mira Tal", "edited by hand"));
    assert!(!post.is_edited, "a signature is none of Telegram's words");
    assert_eq!(post.author.unwrap().name.as_deref(), Some("edited by hand"));
    assert_eq!(post.edited, Moment::Unknown, "the page does not say when");
}

#[test]
fn the_date_is_that_of_the_link_and_no_duration() {
    let video = r#"<a class="tgme_widget_message_video_player js-message_video_player" href="https://t.me/valdoria/7"><time class="message_video_duration js-message_video_duration" datetime="2001-01-01T00:00:00+00:00">0:52</time></a>"#;
    assert_eq!(only_post(&post(7, video)).posted, Moment::Instant(1_748_772_007));
}

#[test]
fn a_post_whose_date_is_missing_or_unreadable_is_still_one() {
    let time = r#"<time datetime="2025-06-01T10:00:07+00:00" class="time">10:00</time>"#;
    let without = only_post(&post(7, &words("a")).replace(time, ""));
    assert_eq!((without.posted, without.posted_raw), (Moment::Unknown, None));
    let odd = only_post(&post(7, &words("a")).replace("2025-06-01T10:00:07+00:00", "yesterday"));
    assert_eq!((odd.posted, odd.posted_raw.as_deref()), (Moment::Unknown, Some("yesterday")));
    let local = only_post(&post(7, &words("a")).replace("2025-06-01T10:00:07+00:00", "2025-06-01T10:00:07"));
    assert_eq!(local.posted, Moment::Local(jiff::civil::date(2025, 6, 1).at(10, 0, 7, 0)));
}

#[test]
fn a_forward_tells_the_source_and_its_post() {
    let forwarded = |inner: &str| {
        let html = format!(
            r#"<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{inner}</div>"#
        );
        let post = only_post(&post(7, &(html + &words("a"))));
        assert_eq!(post.text, "a");
        post.forward.unwrap()
    };
    let name = |name: &str| Some(name.to_owned());
    let channel = forwarded(
        r#"<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/river_watch/193490"><span dir="auto">River &amp; Lake <i class="emoji"><b>🌊</b></i></span></a> (<span class="tgme_widget_message_forwarded_from_author" dir="auto">Ena Ross</span>)"#,
    );
    assert_eq!(
        channel,
        Forward {
            channel: Channel {
                platform: "telegram".to_owned(),
                handle: name("river_watch"),
                name: name("River & Lake 🌊"),
                link_base: name("https://t.me/river_watch/"),
                ..Channel::default()
            },
            external_id: name("193490"),
            posted: Moment::Unknown,
        }
    );
    let private = forwarded(
        r#"<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/c/1500000009/12"><span dir="auto">Inner Circle</span></a>"#,
    );
    assert_eq!(private.channel.external_id, name("1500000009"));
    assert_eq!(private.channel.handle, None);
    assert_eq!(private.external_id, name("12"));
    let person = forwarded(
        r#"<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/ena_ross"><span dir="auto">Ena Ross</span></a>"#,
    );
    assert_eq!(
        (person.channel.handle, person.channel.link_base, person.external_id),
        (name("ena_ross"), None, None)
    );
    let hidden =
        forwarded(r#"<span class="tgme_widget_message_forwarded_from_name" dir="auto">Somebody</span>"#);
    assert_eq!((hidden.channel.name, hidden.channel.handle), (name("Somebody"), None));
    assert_eq!(forwarded("Deleted Account").channel.name, name("Deleted Account"));
}

#[test]
fn a_reply_tells_the_answered_post_and_its_preview_is_no_text() {
    // The stray quote is Telegram's.
    let reply = |href: &str| {
        format!(
            r#"<a class="tgme_widget_message_reply user-color-default" href="{href}" "><i class="tgme_widget_message_reply_thumb"></i>
<div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">Other Name</span></div>
<div class="tgme_widget_message_text js-message_reply_text" dir="auto">The answered words #old</div></a>"#
        )
    };
    let own = only_post(&post(7, &(reply("https://t.me/Valdoria/5") + &words("Yes."))));
    assert_eq!(own.text, "Yes.");
    assert_eq!(own.reply, Some(Reply { external_id: "5".to_owned(), channel: None }));
    assert_eq!(own.author, None, "the name in the preview is another one's");
    let other = only_post(&post(7, &(reply("https://t.me/river_watch/8?single") + &words("Yes."))));
    let other = other.reply.unwrap();
    assert_eq!(
        (other.external_id.as_str(), other.channel.unwrap().handle.as_deref()),
        ("8", Some("river_watch"))
    );
    let by_id = only_post(&post(7, &(reply("https://t.me/c/1500000001/5") + &words("Yes."))));
    assert_eq!(by_id.reply.unwrap().channel, None, "its own id");
    let meta = reply("https://t.me/valdoria/5")
        .replace("tgme_widget_message_text js-", "tgme_widget_message_metatext js-");
    assert_eq!(only_post(&post(7, &meta)).text, "");
    let nowhere = only_post(&post(7, &(reply("") + &words("Yes."))));
    assert_eq!((nowhere.reply, nowhere.text.as_str()), (None, "Yes."));
}

#[test]
fn a_bot_is_named_without_its_sign() {
    let bot = r#"<div class="tgme_widget_message_author accent_color">via <a class="tgme_widget_message_via_bot" href="https://t.me/chart_bot">@chart_bot</a></div>"#;
    assert_eq!(only_post(&post(7, &(bot.to_owned() + &words("a")))).via_bot.as_deref(), Some("chart_bot"));
}

#[test]
fn in_a_group_the_sender_stands_beside_the_groups_name() {
    let sender = r#"<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_author_name" href="https://t.me/ena_ross"><span dir="auto">Ena Ross</span></a>&nbsp;in&nbsp;</div>"#;
    let post = only_post(&post(7, &(sender.to_owned() + &words("a"))));
    assert_eq!(post.author.unwrap().name.as_deref(), Some("Ena Ross"));
}

#[test]
fn where_the_owner_is_another_account_it_is_the_author() {
    let owner = r#"<a class="tgme_widget_message_owner_name" href="https://t.me/valdoria">"#;
    let html = post(7, &words("a"))
        .replace(owner, r#"<a class="tgme_widget_message_owner_name" href="https://t.me/mira_tal">"#);
    let records = records(html.replace("Bureau of Valdoria", "Mira Tal"));
    assert_eq!(given(&records)[0].author.as_ref().unwrap().name.as_deref(), Some("Mira Tal"));
    assert_eq!(channels(&records)[0].name, None);
}

#[test]
fn reactions_are_told_by_emoji_id_or_star() {
    let reactions = |inner: &str| {
        let html =
            format!(r#"<div class="tgme_widget_message_reactions js-message_reactions">{inner}</div>"#);
        only_post(&post(7, &(words("a") + &html))).reactions
    };
    let all = r#"<span class="tgme_reaction tgme_reaction_paid"><i class="icon icon-telegram-stars"></i>5.8K</span><span class="tgme_reaction"><i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/E29DA4.png')"><b>❤</b></i>190</span><span class="tgme_reaction"><tg-emoji emoji-id="5373223594484587136"></tg-emoji>46.5K</span><span class="tgme_reaction"><i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F9881.png')"><b></b></i>42</span>"#;
    let expected = [
        reaction("paid", "", 5_800),
        reaction("emoji", "❤", 190),
        reaction("custom_emoji", "5373223594484587136", 46_500),
        reaction("emoji", "😁", 42),
    ];
    assert_eq!(reactions(all), Some(expected.to_vec()));
    let indented = "\n <span class=\"tgme_reaction\">\n  <i class=\"emoji\">\n   <b>\n    👍\n   </b>\n  </i>\n  1.2K\n </span>\n";
    assert_eq!(reactions(indented), Some(vec![reaction("emoji", "👍", 1_200)]));
    assert_eq!(reactions(""), Some(Vec::new()));
    let odd = r#"<span class="tgme_reaction"><i class="emoji"><b>👍</b></i></span><span class="tgme_reaction">7</span><span class="tgme_reaction"><i class="emoji"><b>👍</b></i>-1</span><span class="tgme_reaction"><i class="emoji"><b>👍</b></i>0</span>"#;
    assert_eq!(reactions(odd), Some(Vec::new()), "no count, no name, no count");
    let twice = r#"<span class="tgme_reaction"><i class="emoji"><b>👍</b></i>1</span><span class="tgme_reaction"><i class="emoji"><b>👍</b></i>2</span>"#;
    assert_eq!(reactions(twice), Some(vec![reaction("emoji", "👍", 3)]));
}

#[test]
fn service_rows_are_events_in_telegram_desktops_words() {
    let author = r#"<a class="tgme_widget_message_author_name" href="https://t.me/valdoria"><span dir="auto">Bureau pinned «x»</span></a>"#;
    let strong =
        |words: &str| format!(r#"«<span class="tgme_widget_service_strong_text" dir="auto">{words}</span>»"#);
    let event = |text: &str| {
        let records = records(page(&service(7, text)));
        assert_eq!(given(&records).len(), 0);
        let [event] = events(&records)[..] else { panic!("{records:?}") };
        assert_eq!(event.external_id.as_deref(), Some("7"));
        assert_eq!(event.happened, Moment::Instant(1_748_772_007));
        (event.action.clone(), event.detail.clone(), event.actor.clone().and_then(|actor| actor.name))
    };
    let told = |action: &str, detail: Option<&str>| (action.to_owned(), detail.map(str::to_owned), None);
    assert_eq!(event("Channel created\n   "), told("create_channel", None));
    assert_eq!(event("Channel photo updated"), told("edit_group_photo", None));
    assert_eq!(event("Channel photo removed"), told("delete_group_photo", None));
    let renamed = format!("Channel name was changed to {}", strong("River Bureau"));
    assert_eq!(event(&renamed), told("edit_group_title", Some("River Bureau")));
    assert_eq!(
        event("Channel name was changed to «River Bureau»"),
        told("edit_group_title", Some("River Bureau"))
    );
    assert_eq!(
        event(&format!("{author} pinned {}", strong("Water is low"))),
        ("pin_message".to_owned(), Some("Water is low".to_owned()), Some("Bureau pinned «x»".to_owned()))
    );
    assert_eq!(event(&format!("{author} pinned a photo")).1.as_deref(), Some("a photo"));
    assert_eq!(
        event("Live stream finished (1 hour)"),
        told("service", Some("Live stream finished (1 hour)"))
    );
}

#[test]
fn an_embedded_service_row_is_an_event_of_which_nothing_is_told() {
    let notice = r#"<div class="message_media_not_supported_wrap"><div class="message_media_not_supported"><div class="message_media_not_supported_label">Service message</div></div></div>"#;
    let records = records(post(7, notice));
    assert_eq!(brief(&records), "[valdoria] 7:service");
    assert_eq!(events(&records)[0].detail, None);
}
