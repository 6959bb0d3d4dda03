//! Words of which another one makes another claim: opposites, months, countries, days of the week; and letters that are
//! written for each other.

use super::{form, groups, similarity};
use crate::extract::similarity::{METHOD, measure};

#[test]
fn letters_that_are_written_for_each_other_are_one() {
    for (one, other) in [
        ("Ещё один порт", "еще один порт"),
        ("Yeni liman AÇILDI İstanbul", "yeni liman açıldı istanbul"),
        ("أَكَّدَ الوزيرُ أنّ المدينة", "اكد الوزير ان المدينه"),
        ("یک بندر جدید", "يك بندر جديد"),
        ("على", "علي"),
        ("ＰＯＲＴ opens", "port opens"),
        ("за́мок", "замок"),
        ("שָׁלוֹם", "שלום"),
    ] {
        assert_eq!(form(one), form(other), "{one} / {other}");
    }
    // A mark that makes another letter.
    for (one, other) in [("порт мій", "порт мии"), ("año nuevo", "ano nuevo"), ("für", "fur")]
    {
        assert_ne!(form(one), form(other), "{one} / {other}");
    }
}

/// Each pair has a word or two changed of eight or more, and is of two groups.
#[test]
fn opposites_and_other_months_are_other_claims() {
    for (one, other) in [
        (
            "oil exports of the country rose by 5% this year",
            "oil exports of the country fell by 5% this year",
        ),
        (
            "oil exports of the country went up by 5% this year",
            "oil exports of the country went down by 5% this year",
        ),
        (
            "the council supports the bill on the new port tax",
            "the council opposes the bill on the new port tax",
        ),
        (
            "das gericht hat den früheren minister der stadt freigesprochen",
            "das gericht hat den früheren minister der stadt verurteilt",
        ),
        (
            "le tribunal a acquitté cet ancien ministre de la marine",
            "le tribunal a condamné cet ancien ministre de la marine",
        ),
        (
            "el tribunal absolvió al antiguo ministro por los sobornos del puerto",
            "el tribunal condenó al antiguo ministro por los sobornos del puerto",
        ),
        (
            "суд виправдав колишнього міністра у справі про великі хабарі",
            "суд засудив колишнього міністра у справі про великі хабарі",
        ),
        (
            "sąd uniewinnił byłego ministra w sprawie łapówek za nowy port",
            "sąd skazał byłego ministra w sprawie łapówek za nowy port",
        ),
        (
            "المحكمة برأت الوزير السابق اليوم في قضية أموال الميناء القديم",
            "المحكمة أدانت الوزير السابق اليوم في قضية أموال الميناء القديم",
        ),
        (
            "the team won the first match against the other hosts",
            "the team lost the first match against the other hosts",
        ),
        (
            "he spoke with the press before the meeting of the council",
            "he spoke with the press after the meeting of the council",
        ),
        (
            "the firm employs more than 500 people in the old port",
            "the firm employs less than 500 people in the old port",
        ),
        (
            "imports of steel from the region grew last year again",
            "exports of steel from the region grew last year again",
        ),
        (
            "police arrested the leader of the movement this very morning",
            "police released the leader of the movement this very morning",
        ),
        (
            "the summit of the states opens in the town in july",
            "the summit of the states opens in the town in june",
        ),
        (
            "the summit of the states opens in the town on 5 may",
            "the summit of the states opens in the town on 5 june",
        ),
        (
            "экспорт нефти из страны вырос в этом году ещё сильнее",
            "экспорт нефти из страны упал в этом году ещё сильнее",
        ),
        (
            "экспорт зерна через порты региона растёт второй месяц подряд",
            "импорт зерна через порты региона растёт второй месяц подряд",
        ),
        (
            "президент говорил с прессой до заседания совета в столице",
            "президент говорил с прессой после заседания совета в столице",
        ),
        (
            "вывозить зерно через порты региона без разрешения можно",
            "вывозить зерно через порты региона без разрешения нельзя",
        ),
        ("ارتفعت صادرات النفط في الربع الأول من هذا العام", "انخفضت صادرات النفط في الربع الأول من هذا العام"),
        (
            "die exporte des landes sind in diesem jahr stark gestiegen",
            "die exporte des landes sind in diesem jahr stark gefallen",
        ),
        (
            "las exportaciones del país subieron en el primer trimestre del año",
            "las exportaciones del país bajaron en el primer trimestre del año",
        ),
        (
            "les ventes du pays ont augmenté au premier trimestre de l'année",
            "les ventes du pays ont diminué au premier trimestre de l'année",
        ),
        (
            "le gouvernement a interdit hier l’importation de blé dans toutes les villes du pays",
            "le gouvernement a interdit hier l’exportation de blé dans toutes les villes du pays",
        ),
        (
            "le train est arrivé hier soir à l'ouest de la ville avec deux heures de retard",
            "le train est arrivé hier soir à l'est de la ville avec deux heures de retard",
        ),
        ("今年第一季度该国石油产量比去年同期增加并继续", "今年第一季度该国石油产量比去年同期减少并继续"),
        ("外交部长今天在首都表示同意会见大使并讨论问题", "外交部长今天在首都表示不同意会见大使并讨论问题"),
    ] {
        assert_eq!(similarity(one, other), 0, "{one} / {other}");
    }
}

#[test]
fn other_words_for_the_same_claim_are_the_same() {
    for (one, other) in [
        (
            "une importation de blé est arrivée hier dans le port du sud du pays",
            "l'importation de blé est arrivée hier dans le port du sud du pays",
        ),
        (
            "oil exports of the country rose by 5% this year",
            "oil exports of the country grew by 5% this year",
        ),
        (
            "the council supports the bill on the new port tax",
            "the council supported the bill on a new port tax",
        ),
        (
            "поставки нефти из страны выросли в этом году ещё сильнее",
            "поставки нефти из страны увеличились в этом году еще сильнее",
        ),
        // A month's name that is another word there, and the future.
        ("the port may take in ships of all flags again", "the port might take in ships of all flags again"),
        ("外交部长今天在首都会见大使并讨论未来问题及合作", "外交部长今天在首都会见大使并讨论将来问题及合作"),
    ] {
        assert!(similarity(one, other) > 500, "{one} / {other}: {}", similarity(one, other));
    }
}

#[test]
fn another_country_or_day_of_the_week_is_another_claim() {
    for (one, other) in [
        (
            "on this day Russia and Zambia became friends of the port",
            "on this day Russia and Congo became friends of the port",
        ),
        (
            "Germany's minister comes to the town for talks tomorrow",
            "France’s minister comes to the town for talks tomorrow",
        ),
        (
            "le ministre est en visite dans le port d'Italie ce matin",
            "le ministre est en visite dans le port d'Espagne ce matin",
        ),
        (
            "the minister of Germany comes to the town for talks tomorrow",
            "the minister of France comes to the town for talks tomorrow",
        ),
        (
            "the German minister comes to the town for talks tomorrow",
            "the French minister comes to the town for talks tomorrow",
        ),
        (
            "the envoy of the United States comes to the town tomorrow",
            "the envoy of the United Kingdom comes to the town tomorrow",
        ),
        (
            "the envoy of South Sudan comes to the town for talks",
            "the envoy of the Sudan comes to the town for talks",
        ),
        (
            "the EU says again that it will not open the port",
            "NATO says again that it will not open the port",
        ),
        (
            "министр встретился в столице с послом Германии и говорил о порте",
            "министр встретился в столице с послом Франции и говорил о порте",
        ),
        (
            "الوزير التقى في العاصمة سفير ألمانيا وبحث معه التجارة",
            "الوزير التقى في العاصمة سفير فرنسا وبحث معه التجارة",
        ),
        (
            "الوزير التقى في العاصمة وفدا وبحث معه التجارة بألمانيا",
            "الوزير التقى في العاصمة وفدا وبحث معه التجارة بفرنسا",
        ),
        (
            "外交部长今天在首都会见了德国大使并讨论了双边贸易问题",
            "外交部长今天在首都会见了法国大使并讨论了双边贸易问题",
        ),
        (
            "外交部长今天在首都会见了阿尔巴尼亚大使并讨论了贸易问题",
            "外交部长今天在首都会见了阿尔及利亚大使并讨论了贸易问题",
        ),
        (
            "the port of the town opens on Monday as they said",
            "the port of the town opens on Tuesday as they said",
        ),
    ] {
        assert_eq!(similarity(one, other), 0, "{one} / {other}");
    }
}

#[test]
fn a_country_under_another_name_or_named_by_one_of_two_is_the_same_claim() {
    for (one, other) in [
        (
            "the US said again that it will not open the port",
            "the United States said again that it will not open the port",
        ),
        (
            "the U.S. said again that it will not open the port",
            "the US said again that it will not open the port",
        ),
        (
            "the minister of Germany comes to the town for talks tomorrow",
            "the German minister comes to the town for talks tomorrow",
        ),
        (
            "the Russian minister spoke with the press before the long talks",
            "the minister spoke with the press before the long talks",
        ),
        (
            "Russia and China will open the port this year again",
            "China and Russia will open the port this year again",
        ),
        ("the port of the town opens on Monday as they said", "the port of the town opens as they said"),
    ] {
        assert!(similarity(one, other) >= 550, "{one} / {other}: {}", similarity(one, other));
    }
}

/// More countries than wordings of one crowd are compared with each other.
#[test]
fn one_set_phrase_with_many_countries_has_a_group_for_each() {
    let countries = [
        "Albania", "Algeria", "Angola", "Austria", "Belgium", "Brazil", "Bulgaria", "Canada", "Chile",
        "Croatia", "Cuba", "Denmark", "Egypt", "Finland", "France", "Gambia", "Germany", "Ghana", "Greece",
        "Hungary", "India", "Iran", "Iraq", "Ireland", "Italy", "Japan", "Kenya", "Kuwait", "Laos", "Latvia",
        "Libya", "Mexico", "Zambia",
    ];
    let wordings = |country: &&str| {
        [
            format!("we congratulate the people of {country} on the day of their new port"),
            format!("we again congratulate the people of {country} on the day of their new port"),
        ]
    };
    let points: Vec<String> = countries.iter().flat_map(wordings).collect();
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    let expected: Vec<Vec<usize>> =
        (0..countries.len()).map(|country| vec![country * 2, country * 2 + 1]).collect();
    assert_eq!(groups(&points, 550), expected);
}

/// Such a wording is near to all of them.
#[test]
fn a_wording_that_names_no_country_brings_none_together() {
    let points = [
        "we congratulate the people of Zambia on the day of their new port",
        "we congratulate the people of Gambia on the day of their new port",
        "we congratulate the people on the day of their new port",
        "we congratulate the people of Kenya on the day of their new port",
        "again we congratulate the people of Zambia on the day of their new port",
        "again we congratulate the people of Gambia on the day of their new port",
    ];
    let groups = groups(&points, 550);
    let is_with =
        |one: usize, other: usize| groups.iter().any(|group| group.contains(&one) && group.contains(&other));
    for (one, other) in [(0, 1), (0, 3), (1, 3), (0, 5), (1, 4)] {
        assert!(!is_with(one, other), "{groups:?}");
    }
    assert!(is_with(0, 4) && is_with(1, 5), "{groups:?}");
}

#[test]
fn a_wording_that_names_two_countries_does_not_bring_together_those_that_name_one_each() {
    let points = [
        "the people of Zambia and of Kenya open the old port of the town today",
        "the people of Zambia and of Kenya open the old port of the town",
        "the people of Zambia open the old port of the town today",
        "the people of Kenya open the old port of the town today",
    ];
    let groups = groups(&points, 550);
    assert!(!groups.iter().any(|group| group.contains(&2) && group.contains(&3)), "{groups:?}");
    assert!(groups.iter().any(|group| group.contains(&0) && group.contains(&1)), "{groups:?}");
}

/// Groups made by other lists, of which the bundled dictionary of countries is one, are behind.
#[test]
fn other_lists_of_words_are_another_method() {
    assert_eq!(
        (METHOD, measure::fingerprint()),
        ("words and pairs 20", 1_068_409_155_567_297_374),
        "raise METHOD with this number"
    );
}
