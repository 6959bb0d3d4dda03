//! A group has no two points that tell the contrary of each other, though both say nearly the same as a third one; and copies
//! of one text with mistakes, or a list in other orders, stay one group.

use super::{groups, similarity};

/// Whether the points in these two places are in one group.
fn are_together(points: &[&str], one: usize, other: usize) -> bool {
    groups(points, 550).iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// The first is near to both others, which are contrary: it says it of both, of one only, or of neither.
const BETWEEN_CONTRARIES: [[&str; 3]; 12] = [
    [
        "Kyiv and Moscow struck each other at night with ten new drones from the north",
        "Kyiv struck Moscow at night with ten new drones from the north",
        "Moscow struck Kyiv at night with ten new drones from the north",
    ],
    [
        "Russia and Ukraine struck each other at night with ten new drones from the north",
        "Russia struck Ukraine at night with ten new drones from the north",
        "Ukraine struck Russia at night with ten new drones from the north",
    ],
    // Only the others name the one who does it.
    [
        "Moscow was struck at night with ten new drones from the north",
        "Kyiv struck Moscow at night with ten new drones from the north",
        "Moscow struck Kyiv at night with ten new drones from the north",
    ],
    // Only they have the verb.
    [
        "Spain and Italy played in the first match of the tournament on the island",
        "Spain beat Italy in the first match of the tournament on the island",
        "Italy beat Spain in the first match of the tournament on the island",
    ],
    // Only they have the names.
    [
        "The company sued its rival over the old maps in the capital on the river at the end of winter",
        "Bolgar sued Tandem over the old maps in the capital on the river at the end of winter",
        "Tandem sued Bolgar over the old maps in the capital on the river at the end of winter",
    ],
    [
        "The court freed Ivanov in the capital on the river at the end of the long winter",
        "The court freed Ivanov and jailed Petrov in the capital on the river at the end of the long winter",
        "The court freed Petrov and jailed Ivanov in the capital on the river at the end of the long winter",
    ],
    // Two that take each other's preposition.
    [
        "Refugees fled from Odesa and from Mykolaiv in the cold weeks at the end of the winter",
        "Refugees fled from Odesa to Mykolaiv in the cold weeks at the end of the winter",
        "Refugees fled from Mykolaiv to Odesa in the cold weeks at the end of the winter",
    ],
    // Names and verb have other forms.
    [
        "Киев обстреляли сегодня ночью из новых орудий с севера страны, сообщили местные власти",
        "Киев обстрелял Москву сегодня ночью из новых орудий с севера страны, сообщили местные власти",
        "Москва обстреляла Киев сегодня ночью из новых орудий с севера страны, сообщили местные власти",
    ],
    [
        "Kiew und Moskau beschossen einander in der Nacht mit neuen Waffen aus dem hohen Norden",
        "Kiew beschoss Moskau in der Nacht mit neuen Waffen aus dem hohen Norden",
        "Moskau beschoss Kiew in der Nacht mit neuen Waffen aus dem hohen Norden",
    ],
    [
        "Kiev y Moscú se atacaron anoche con nuevas armas que llegaron desde el lejano norte",
        "Kiev atacó Moscú anoche con nuevas armas que llegaron desde el lejano norte",
        "Moscú atacó Kiev anoche con nuevas armas que llegaron desde el lejano norte",
    ],
    [
        "كييف وموسكو تقصفان الليلة الماضية بأسلحة جديدة من الشمال في المدينة القديمة",
        "كييف تقصف موسكو الليلة الماضية بأسلحة جديدة من الشمال في المدينة القديمة",
        "موسكو تقصف كييف الليلة الماضية بأسلحة جديدة من الشمال في المدينة القديمة",
    ],
    [
        "基辅和莫斯科昨晚用新武器袭击机场和附近的港口",
        "基辅昨晚用新武器袭击莫斯科的机场和附近的港口",
        "莫斯科昨晚用新武器袭击基辅的机场和附近的港口",
    ],
];

#[test]
fn a_wording_near_to_both_of_two_contraries_does_not_bring_them_together() {
    for points in BETWEEN_CONTRARIES {
        let [third, one, other] = points;
        assert!(similarity(third, one) >= 550 && similarity(third, other) >= 550, "{points:?}");
        assert_eq!(similarity(one, other), 0, "{points:?}");
        assert!(!are_together(&points, 1, 2), "{points:?}");
        // However often each is said: the third is then with one of them all the same.
        let often = [third, third, third, other, one];
        assert!(!are_together(&often, 3, 4), "{points:?}");
        assert!(are_together(&often, 0, 3) || are_together(&often, 0, 4), "{points:?}");
    }
}

/// Many wordings of both around one: those that are kept to be compared are few.
#[test]
fn a_crowd_of_wordings_brings_no_contraries_together() {
    let name = |number: usize| -> String {
        let letter = |at: u32| char::from(b'a' + (number / 26_usize.pow(at) % 26) as u8);
        format!("{}{}{}q", letter(0), letter(1), letter(2))
    };
    let won = |one: usize, other: usize| {
        format!("{} beat {} in the match of the round at the big stadium of the town", name(one), name(other))
    };
    let mut points: Vec<String> = (0..200).map(|number| won(2 * number, 2 * number + 1)).collect();
    points.extend((0..200).map(|number| won(2 * number + 1, 2 * number)));
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    let groups = groups(&points, 550);
    let are_together =
        |one: usize| groups.iter().any(|group| group.contains(&one) && group.contains(&(one + 200)));
    // A name may be taken for another word: of each a number is kept that some others have, too.
    let together = (0..200).filter(|one| are_together(*one)).count();
    assert!(together <= 4, "{together} of 200");
    assert!(groups.iter().map(Vec::len).max() > Some(100), "{groups:?}");
}

/// A mistake in a word that the text has twice leaves another one of the two in each of the copies.
#[test]
fn copies_with_mistakes_stay_one_group() {
    let text = "Germany and France warned Poland and Norway that the new taxes on steel from Germany would hurt France \
                and Poland as much as the old taxes of the council and of the president of the council did";
    let words: Vec<&str> = text.split(' ').collect();
    let mut points = vec![text.to_owned(); 3];
    for place in 0..words.len() {
        for mistake in [format!("x{}", words[place]), words[place].chars().rev().collect()] {
            let mut words = words.clone();
            words[place] = &mistake;
            points.push(words.join(" "));
        }
    }
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    let groups = groups(&points, 550);
    // A mistake in the name of a country is apart, as before: another word stands in its place.
    let is_whole = |place: usize| similarity(text, points[place]) >= 550;
    let near: Vec<usize> = (0..points.len()).filter(|place| is_whole(*place)).collect();
    assert!(near.len() > 50, "{near:?}");
    assert_eq!(
        groups.iter().filter(|group| group.contains(&0)).map(Vec::as_slice).next(),
        Some(near.as_slice())
    );
}

#[test]
fn lists_in_many_orders_stay_one_group() {
    let cities = [
        "Взрывы слышны в городах Киев, Харьков, Одесса, Львов и Сумы, работает ПВО, оставайтесь в укрытиях",
        "Взрывы слышны в городах Одесса, Сумы, Киев, Харьков и Львов, работает ПВО, оставайтесь в укрытиях",
        "Взрывы слышны в городах Львов, Одесса, Сумы, Киев и Харьков, работает ПВО, оставайтесь в укрытиях",
        "Взрывы слышны в городах Сумы, Львов, Харьков, Одесса и Киев, работает ПВО, оставайтесь в укрытиях",
    ];
    assert_eq!(groups(&cities, 550), [vec![0, 1, 2, 3]]);
}
