//! Inputs in another encoding than UTF-8: their words, hashtags and names would all be lost.

use crate::environment::Environment;

/// Cyrillic letters as code page 1251 has them.
fn in_1251(text: &str) -> Vec<u8> {
    let byte = |letter: char| match u32::from(letter) {
        code @ 0..0x80 => u8::try_from(code).unwrap(),
        code => u8::try_from(code - 0x410 + 0xC0).unwrap(),
    };
    text.chars().map(byte).collect()
}

const TABLE: &str = "id;date;channel;text\n1;2025-03-01;Вестник;Порт открыт #порт\n2;2025-03-02;Вестник;Туман\n\
                     3;2025-03-03;Вестник;Fog\n";

fn posts(environment: &Environment) -> String {
    environment.run(&["sql", "SELECT channel, text FROM v_posts ORDER BY post_id", "-f", "csv"]).success()
}

#[test]
fn a_table_of_another_encoding_is_refused_and_its_mended_copy_counts_once() {
    let environment = Environment::new();
    environment.write("a.csv", in_1251(TABLE));
    let refused = environment.run(&["load", "a.csv"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""), "{refused}");
    assert_eq!(
        refused.stderr,
        "error: 'a.csv' is not UTF-8: 3 records have other bytes, the first at line 2\n  \
         save it as UTF-8 first: as 'CSV UTF-8' in a spreadsheet program, or by iconv -f ENCODING -t UTF-8; if it is \
         UTF-8 that was damaged, iconv -f UTF-8 -t UTF-8 -c leaves out what is no character\n"
    );
    assert_eq!(environment.files(), ["a.csv"]);
    // What else is named is loaded.
    environment.write("b.csv", TABLE);
    let loaded = environment.run(&["load", "a.csv", "b.csv"]);
    assert_eq!(loaded.code, 1, "{loaded}");
    assert_eq!(
        posts(&environment),
        "channel,text\r\nВестник,Порт открыт #порт\r\nВестник,Туман\r\nВестник,Fog\r\n"
    );
    let tags = environment.run(&["run", "top-hashtags", "--from", "a.csv"]);
    assert!(tags.code == 1 && tags.stderr.contains("'a.csv' is not UTF-8"), "{tags}");
}

#[test]
fn an_export_of_another_encoding_is_refused() {
    let environment = Environment::new();
    let row = |id: u32| {
        format!(
            "{{\"id\":{id},\"type\":\"message\",\"date\":\"2025-03-01T10:00:0{id}\",\"text\":\"Порт {id}\"}}"
        )
    };
    let rows: Vec<String> = (1..=4).map(row).collect();
    let export = format!(
        "{{\"name\":\"Gazette\",\"type\":\"public_channel\",\"id\":9,\"messages\":[{}]}}",
        rows.join(",")
    );
    environment.write("result.json", in_1251(&export));
    let refused = environment.run(&["load", "result.json"]);
    assert_eq!(refused.code, 1, "{refused}");
    assert!(
        refused
            .stderr
            .starts_with("error: 'result.json' is not UTF-8: 4 records have other bytes, the first at byte "),
        "{refused}"
    );
    environment.write("result.json", &export);
    assert_eq!(environment.run(&["load", "result.json"]).code, 0);
    assert_eq!(
        posts(&environment),
        "channel,text\r\nGazette,Порт 1\r\nGazette,Порт 2\r\nGazette,Порт 3\r\nGazette,Порт 4\r\n"
    );
}

#[test]
fn damaged_letters_among_whole_ones_are_told_and_read() {
    let environment = Environment::new();
    // Texts that were cut in the middle of their last letter.
    let mut table = b"id,date,text\n".to_vec();
    for id in 1..=4_u8 {
        table.extend(format!("{id},2025-03-0{id},Порт \u{43e}").bytes());
        table.pop();
        table.push(b'\n');
    }
    environment.write("a.csv", table);
    let loaded = environment.run(&["load", "a.csv", "--channel", "Gazette"]);
    assert_eq!(loaded.code, 0, "{loaded}");
    assert!(
        loaded.stderr.contains(
            "warning: 'a.csv': 4 records have bytes that are no text in UTF-8, the first at line 2; they are read as U+FFFD"
        ),
        "{loaded}"
    );
    let count = environment.run(&[
        "sql",
        "SELECT count(*) AS n FROM posts WHERE text = 'Порт \u{FFFD}'",
        "-f",
        "csv",
    ]);
    assert_eq!(count.success(), "n\r\n4\r\n");
}

#[test]
fn texts_that_had_lost_their_letters_before_are_told_of() {
    let table = |texts: [&str; 3]| {
        let row = |(at, text): (usize, &str)| format!("{at};2024-03-0{};Gazette;{text}\n", at + 1);
        let rows: String = texts.into_iter().enumerate().map(row).collect();
        format!("id;date;channel;text\n{rows}")
    };
    for (texts, first) in [
        // Saved in an encoding that has no such letters.
        (["???? ?????? ? ?????", "Fog", "Calm"], Some("???? ?????? ?")),
        // UTF-8 that was taken for Windows-1251, saved as UTF-8.
        (["Fog", "РџРѕСЂС‚ РѕС‚РєСЂС‹С‚ #РїРѕСЂС‚", "Calm"], Some("РџРѕСЂС‚ РѕС‚РєСЂС‹С‚ #РїРѕСЂС‚")),
        // Windows-1251 that was taken for Windows-1252.
        (["Fog", "Ïîðò îòêðûò äëÿ êîðàáëåé", "Calm"], Some("Ïîðò îòêðûò äëÿ")),
        // Texts of which each is too short to tell.
        (["Ïîðò îòêðûò", "äëÿ êîðàáëåé", "Fog"], Some("Ïîðò îòêðûò")),
        (["Çà", "Fog", "Calm"], None),
        // What a spreadsheet shows where it took a text for a formula.
        (["Fog", "#NAME?", "Calm"], Some("#NAME?")),
        (["Порт открыт #порт", "Is it so??", "???"], None),
        (["#name", "#NAME? That is mine", "Calm"], None),
    ] {
        let environment = Environment::new();
        environment.write("a.csv", table(texts));
        let loaded = environment.run(&["load", "a.csv"]);
        assert_eq!(loaded.code, 0, "{loaded}");
        let told = first.map(|first| {
            format!(
                "warning: 'a.csv': texts such as '{first}' have lost their letters, or have others in their place (to have \
                 them: save as UTF-8 where they are whole; then chancery forget CHANNEL, and load that)\n"
            )
        });
        assert_eq!(loaded.stderr, told.unwrap_or_default());
        let from = environment.run(&["run", "top-hashtags", "--from", "a.csv"]);
        assert_eq!(from.stderr.contains("have lost their letters"), first.is_some(), "{from}");
    }
}
