//! Who does it and to whom: of each pair it was written down before whether both tell the same.

use proptest::prelude::*;

use super::pairs::wrong;
use super::similarity;
use crate::extract::folded_text::folded_text;
use crate::extract::similarity::Wording;

/// Of these pairs those that are one group, and those that nothing but their order keeps from being one cannot be told by.
pub(super) fn wrong_contraries(pairs: &[(&str, &str)]) -> Vec<String> {
    for (one, other) in pairs {
        let [wording, other_wording] = [one, other].map(|text| Wording::of(&folded_text(text)));
        let closeness = wording.closeness(&other_wording);
        assert!(closeness >= 550, "{closeness}: {one} / {other} would not be one group anyway");
    }
    wrong(false, pairs)
}

#[test]
fn names_that_change_places_make_another_claim() {
    let pairs = [
        (
            "Kyiv struck Moscow at night with ten new drones from the north",
            "Moscow struck Kyiv at night with ten new drones from the north",
        ),
        (
            "Last night the Kyiv army struck the Moscow region with drones from the north",
            "Last night the Moscow region struck the Kyiv army with drones from the north",
        ),
        (
            "Kyiv's drones hit Moscow at night for the first time since the spring",
            "Moscow's drones hit Kyiv at night for the first time since the spring",
        ),
        (
            "Ten ships with grain sailed from Odesa to Istanbul in the first week of spring",
            "Ten ships with grain sailed from Istanbul to Odesa in the first week of spring",
        ),
        (
            "A new attack on Moscow by Kyiv was the first one since the spring",
            "A new attack on Kyiv by Moscow was the first one since the spring",
        ),
        (
            "The fleet of Russia and the army of Russia struck the port of Ukraine at night",
            "The fleet of Ukraine and the army of Ukraine struck the port of Russia at night",
        ),
        (
            "Kiev a frappé Moscou dans la nuit avec des drones venus du nord",
            "Moscou a frappé Kiev dans la nuit avec des drones venus du nord",
        ),
        (
            "Kiev atacó Moscú anoche con nuevas armas que llegaron desde el norte",
            "Moscú atacó Kiev anoche con nuevas armas que llegaron desde el norte",
        ),
        (
            "Kiev atacou Moscovo esta noite com novas armas que chegaram do norte",
            "Moscovo atacou Kiev esta noite com novas armas que chegaram do norte",
        ),
        (
            "Kiev ha colpito Mosca nella notte con nuove armi arrivate dal nord",
            "Mosca ha colpito Kiev nella notte con nuove armi arrivate dal nord",
        ),
        (
            "Kiev bestookte Moskou vannacht met nieuwe wapens die uit het noorden kwamen",
            "Moskou bestookte Kiev vannacht met nieuwe wapens die uit het noorden kwamen",
        ),
        (
            "Kiew beschoss Moskau in der Nacht mit neuen Waffen aus dem hohen Norden",
            "Moskau beschoss Kiew in der Nacht mit neuen Waffen aus dem hohen Norden",
        ),
        (
            "Kiev attackerade Moskva under natten med nya vapen som kom från norr",
            "Moskva attackerade Kiev under natten med nya vapen som kom från norr",
        ),
        (
            "Nga tấn công Kiev đêm qua bằng vũ khí mới từ phía bắc",
            "Kiev tấn công Nga đêm qua bằng vũ khí mới từ phía bắc",
        ),
        (
            "كييف تقصف موسكو الليلة الماضية بأسلحة جديدة من الشمال للمرة الأولى",
            "موسكو تقصف كييف الليلة الماضية بأسلحة جديدة من الشمال للمرة الأولى",
        ),
        (
            "اتهمت روسيا أوكرانيا بشن هجوم جديد على الميناء فجر اليوم بطائرات مسيرة",
            "اتهمت أوكرانيا روسيا بشن هجوم جديد على الميناء فجر اليوم بطائرات مسيرة",
        ),
        (
            "روسیه اوکراین را به حمله جدید به بندر در بامداد امروز متهم کرد",
            "اوکراین روسیه را به حمله جدید به بندر در بامداد امروز متهم کرد",
        ),
        (
            "רוסיה האשימה את אוקראינה בתקיפה חדשה על הנמל הבוקר לפנות בוקר",
            "אוקראינה האשימה את רוסיה בתקיפה חדשה על הנמל הבוקר לפנות בוקר",
        ),
        ("रूस ने यूक्रेन पर आज सुबह नए हथियारों से बड़ा हमला किया", "यूक्रेन ने रूस पर आज सुबह नए हथियारों से बड़ा हमला किया"),
        ("基辅昨晚用新武器袭击莫斯科的机场和附近的港口", "莫斯科昨晚用新武器袭击基辅的机场和附近的港口"),
        (
            "เคียฟโจมตีมอสโกเมื่อคืนนี้ด้วยอาวุธใหม่จากทางเหนือเป็นครั้งแรก",
            "มอสโกโจมตีเคียฟเมื่อคืนนี้ด้วยอาวุธใหม่จากทางเหนือเป็นครั้งแรก",
        ),
    ];
    assert_eq!(wrong_contraries(&pairs), Vec::<String>::new());
}

/// In languages whose nouns have cases a contrary claim has other forms, in this order or the other one.
#[test]
fn names_that_change_cases_make_another_claim() {
    let pairs = [
        (
            "Киев обстрелял Москву сегодня ночью из новых орудий с севера страны вместе с союзниками",
            "Москва обстреляла Киев сегодня ночью из новых орудий с севера страны вместе с союзниками",
        ),
        (
            "Киев обстрелял Минск сегодня ночью из новых орудий с севера страны",
            "Минск обстрелял Киев сегодня ночью из новых орудий с севера страны",
        ),
        (
            "Москва обвинила Варшаву в новой атаке на порт сегодня рано утром у моря",
            "Москву обвинила Варшава в новой атаке на порт сегодня рано утром у моря",
        ),
        (
            "Київ обстріляв Москву сьогодні вночі з нових гармат на півночі країни разом із союзниками",
            "Москва обстріляла Київ сьогодні вночі з нових гармат на півночі країни разом із союзниками",
        ),
        (
            "Kijów ostrzelał Moskwę dziś w nocy z nowych dział na dalekiej północy kraju razem z innymi",
            "Moskwa ostrzelała Kijów dziś w nocy z nowych dział na dalekiej północy kraju razem z innymi",
        ),
        (
            "Kyjev zasáhl Moskvu dnes v noci novými zbraněmi ze severu země spolu se svými spojenci",
            "Moskva zasáhla Kyjev dnes v noci novými zbraněmi ze severu země spolu se svými spojenci",
        ),
        (
            "Η Μόσχα χτύπησε το Κίεβο τη νύχτα με νέα όπλα που ήρθαν",
            "Το Κίεβο χτύπησε τη Μόσχα τη νύχτα με νέα όπλα που ήρθαν",
        ),
        (
            "Kiev Moskova'yı dün gece ülkenin uzak bölgelerinden gelen yeni silahlarla yeniden ağır biçimde vurdu",
            "Moskova Kiev'i dün gece ülkenin uzak bölgelerinden gelen yeni silahlarla yeniden ağır biçimde vurdu",
        ),
    ];
    assert_eq!(wrong_contraries(&pairs), Vec::<String>::new());
}

#[test]
fn names_that_keep_their_cases_and_prepositions_may_stand_anywhere() {
    let pairs = [
        (
            "Киев обстрелял Москву сегодня ночью из новых орудий с севера страны",
            "Москву обстрелял Киев сегодня ночью из новых орудий с севера страны",
        ),
        (
            "Київ обстріляв Москву сьогодні вночі з нових гармат на півночі країни",
            "Москву обстріляв Київ сьогодні вночі з нових гармат на півночі країни",
        ),
        (
            "Kijów ostrzelał Moskwę dziś w nocy z nowych dział na północy kraju",
            "Moskwę ostrzelał Kijów dziś w nocy z nowych dział na północy kraju",
        ),
        (
            "Kyjev zasáhl Moskvu dnes v noci novými zbraněmi ze severu země",
            "Moskvu zasáhl Kyjev dnes v noci novými zbraněmi ze severu země",
        ),
        (
            "Το Κίεβο χτύπησε η Μόσχα τη νύχτα με νέα όπλα που ήρθαν",
            "Η Μόσχα χτύπησε το Κίεβο τη νύχτα με νέα όπλα που ήρθαν",
        ),
        (
            "קייב תקפה את מוסקבה הלילה בנשק חדש שהגיע מן המערב הרחוק",
            "את מוסקבה תקפה קייב הלילה בנשק חדש שהגיע מן המערב הרחוק",
        ),
        ("रूस ने यूक्रेन पर आज सुबह नए हथियारों से बड़ा हमला किया", "यूक्रेन पर रूस ने आज सुबह नए हथियारों से बड़ा हमला किया"),
        (
            "A new attack on Moscow by Kyiv was the first one since the spring",
            "A new attack by Kyiv on Moscow was the first one since the spring",
        ),
        (
            "Ten ships with grain sailed from Odesa to Istanbul in the first week of spring",
            "Ten ships with grain sailed to Istanbul from Odesa in the first week of spring",
        ),
        (
            "The minister said on the island that the harbour will open to all ships",
            "On the island the minister said that the harbour will open to all ships",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn what_merely_moved_makes_no_other_claim() {
    let pairs = [
        (
            "Yesterday Kyiv struck Moscow with ten new drones from the far north",
            "Kyiv struck Moscow with ten new drones from the far north yesterday",
        ),
        (
            "With ten new drones Kyiv struck Moscow last night for the first time",
            "Kyiv struck Moscow last night for the first time with ten new drones",
        ),
        (
            "Вчера Киев обстрелял Москву из новых орудий с севера этой страны",
            "Киев вчера обстрелял Москву из новых орудий с севера этой страны",
        ),
        (
            "Министр сегодня сообщил о новом порте и большом флоте для торговли зерном",
            "Сообщил сегодня министр о новом порте и большом флоте для торговли зерном",
        ),
        (
            "Gestern beschoss Kiew Moskau mit neuen Waffen aus dem hohen Norden der Insel",
            "Kiew beschoss Moskau gestern mit neuen Waffen aus dem hohen Norden der Insel",
        ),
        (
            "Hier Kiev a frappé Moscou avec de nouveaux drones venus du grand nord",
            "Kiev a frappé Moscou hier avec de nouveaux drones venus du grand nord",
        ),
        ("昨晚基辅用新武器袭击莫斯科的机场和附近的港口", "基辅昨晚用新武器袭击莫斯科的机场和附近的港口"),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn a_list_may_stand_in_any_order() {
    let pairs = [
        (
            "The flags of Russia, China and India hang in the great hall of the port",
            "The flags of India, Russia and China hang in the great hall of the port",
        ),
        (
            "The flags of Moscow, Kyiv and Minsk hang in the great hall of the port",
            "The flags of Minsk, Kyiv and Moscow hang in the great hall of the port",
        ),
        (
            "The port takes in grain, timber and coal from all ships of the island",
            "The port takes in coal, timber and grain from all ships of the island",
        ),
        (
            "В зале порта висят флаги Москвы, Киева и Минска уже целую весну",
            "В зале порта висят флаги Минска, Киева и Москвы уже целую весну",
        ),
        (
            "Les drapeaux de Moscou, Kiev et Minsk sont dans la grande salle du port",
            "Les drapeaux de Minsk, Kiev et Moscou sont dans la grande salle du port",
        ),
        (
            "莫斯科、基辅和明斯克的旗帜从春天起挂在港口的大厅里",
            "明斯克、基辅和莫斯科的旗帜从春天起挂在港口的大厅里",
        ),
        (
            "رفعت أعلام روسيا والصين والهند في القاعة الكبرى بالميناء منذ الصباح",
            "رفعت أعلام الهند والصين وروسيا في القاعة الكبرى بالميناء منذ الصباح",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn to_whom_it_is_done_may_be_told_first() {
    let pairs = [
        (
            "Russia was hit by Ukraine with ten new drones from the north last night",
            "Ukraine hit Russia with ten new drones from the north last night",
        ),
        (
            "Moscow was hit by Kyiv with ten new drones from the north last night",
            "Kyiv hit Moscow with ten new drones from the north last night",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
    let pairs = [
        (
            "Russia was hit by Ukraine with ten new drones from the north last night",
            "Russia hit Ukraine with ten new drones from the north last night",
        ),
        (
            "Moscow was hit by Kyiv with ten new drones from the north last night",
            "Moscow hit Kyiv with ten new drones from the north last night",
        ),
    ];
    assert_eq!(wrong_contraries(&pairs), Vec::<String>::new());
}

proptest! {
    #[test]
    fn the_order_of_two_is_that_of_the_other_two(
        one in proptest::collection::vec(0_usize..40, 8..16),
        moves in proptest::collection::vec((0_usize..16, 0_usize..16), 0..6),
    ) {
        const WORDS: [&str; 40] = [
            "Russia", "China", "Kyiv", "Moscow", "Россия", "России", "Китай", "Китаем", "Москву", "Москва", "struck", "talks",
            "with", "of", "from", "to", "and", "by", "was", "met", "the", "held", "переговоры", "с", "обстрелял", "обстреляла",
            "روسيا", "والصين", "الصين", "מוסקבה", "את", "को", "ने", "today", "Monday", "minister", "Moskvu", "Moskva", "že", "中国对俄罗斯",
        ];
        let mut other = one.clone();
        for (from, to) in moves {
            let (from, to) = (from % one.len(), to % one.len());
            other.swap(from, to);
        }
        let text = |words: &[usize]| words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
        let (one, other) = (text(&one), text(&other));
        prop_assert_eq!(similarity(&one, &other), similarity(&other, &one));
        prop_assert_eq!(similarity(&one, &one), 1000);
    }
}
