//! A group has no two points that tell the contrary of each other, though both say nearly the same as a third one.

use super::{groups, similarity};

/// The places of two points are in one group.
fn are_together(points: &[&str], one: usize, other: usize) -> bool {
    groups(points, 550).iter().any(|group| group.contains(&one) && group.contains(&other))
}

#[test]
fn a_wording_near_to_both_of_two_contraries_does_not_bring_them_together() {
    for points in [
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
        [
            "Moscow was struck at night with ten new drones from the north",
            "Kyiv struck Moscow at night with ten new drones from the north",
            "Moscow struck Kyiv at night with ten new drones from the north",
        ],
        [
            "Spain and Italy played in the first match of the tournament on the island",
            "Spain beat Italy in the first match of the tournament on the island",
            "Italy beat Spain in the first match of the tournament on the island",
        ],
    ] {
        let [third, one, other] = points;
        assert!(similarity(third, one) >= 550 && similarity(third, other) >= 550);
        assert_eq!(similarity(one, other), 0);
        assert!(!are_together(&points, 1, 2), "{points:?}");
        // Whichever comes first, and however often each is said.
        let often = [third, third, other, one, one];
        assert!(!are_together(&often, 2, 3), "{points:?}");
        assert!(are_together(&often, 0, 3), "{points:?}");
    }
}

/// More wordings than are compared with each other, of which most have other names.
#[test]
fn a_crowd_of_wordings_brings_no_contraries_together() {
    let name = |number: usize| -> String {
        let letter = |at: u32| char::from(b'a' + (number / 26_usize.pow(at) % 26) as u8);
        format!("q{}{}{}", letter(0), letter(1), letter(2))
    };
    let won = |one: usize, other: usize| {
        format!("{} beat {} in the match of the round at the big stadium of the town", name(one), name(other))
    };
    let mut points: Vec<String> = (0..200).map(|number| won(2 * number, 2 * number + 1)).collect();
    points.extend((0..200).map(|number| won(2 * number + 1, 2 * number)));
    let points: Vec<&str> = points.iter().map(String::as_str).collect();
    let groups = groups(&points, 550);
    for group in &groups {
        assert!(!group.iter().any(|place| group.contains(&(place + 200))), "{group:?}");
    }
    assert!(groups.iter().map(Vec::len).max() >= Some(200), "{groups:?}");
}
