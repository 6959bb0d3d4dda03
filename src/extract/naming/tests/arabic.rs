//! Names in Arabic letters.

use super::{alias_file, bundled_codes, found_with, named_with};

#[test]
fn names_in_arabic_count_with_what_is_written_together_with_them() {
    for (text, expected) in [
        ("ألمانيا وألمانيا وبألمانيا ولألمانيا لألمانيا كألمانيا", "DE@1 DE@9 DE@18 DE@28 DE@38 DE@47"),
        ("السعودية والسعودية للسعودية وللسعودية بالسعودية", "SA@1 SA@10 SA@20 SA@29 SA@39"),
        ("المانيا وامريكا واسرائيل وايران", "DE@1 US@9 IL@17 IR@26"),
        ("والولايات المتحدة وللولايات المتحدة", "US@1 US@19"),
        // Latin America, a diameter, Jordan's capital.
        ("أمريكا اللاتينية وأمريكا الجنوبية", ""),
        ("بقطر خمسة أمتار", ""),
        ("وصل إلى عمان", ""),
        ("سلطنة عمان وقطر ومصر وبمصر", "OM@1 QA@12 EG@17 EG@22"),
        // Persian has no such prefixes.
        ("ایران و آمریکا و امریکا", "IR@1 US@9 US@18"),
    ] {
        assert_eq!(bundled_codes(text), expected, "{text}");
    }
}

#[test]
fn names_of_the_user_in_arabic_letters_do_too_unless_they_are_exact() {
    let header = "kind,name,alias,rule\n";
    let aliases = format!("{header}person,Basim,باسم,\nperson,Nadim,نديم,exact\nperson,Kamran,کامران,\n");
    assert_eq!(
        named_with(&aliases, "باسم وباسم لباسم، نديم ونديم، کامران وکامران", &[]),
        "Basim=باسم@1 Basim=وباسم@6 Basim=لباسم@12 Nadim=نديم@19 Kamran=کامران@31"
    );
}

#[test]
fn arabic_wishes_measures_and_first_names_are_no_countries() {
    let found = |text: &str| -> Vec<String> {
        found_with(alias_file::bundled().unwrap(), text, &[])
            .iter()
            .map(|naming| naming.who.label.clone())
            .collect()
    };
    for text in [
        "أعاده الله عليكم باليمن والبركات",
        "بالخير واليمن والبركات",
        "وقطر الدائرة",
        "سلمى وهند ومريم",
        "كوبا من القهوة وكوبا من الشاي",
        "شربت كوبا من العصير وكوبا من الحليب",
        "هو مصر على موقفه، وإنه مصر على الرحيل، لأنه مصر على ذلك، وهو مصر على العودة",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
    assert_eq!(found("تفوقت مصر على السعودية"), ["Egypt", "Saudi Arabia"]);
    assert_eq!(found("السعودية وقطر واليمن والهند"), ["Saudi Arabia", "Qatar", "Yemen", "India"]);
}
