use super::read_once;

const LONG: &str = "The ferry between Ostrava and the Isle of Dorn sails again from today";

#[track_caller]
fn once(text: &str, first: &str) {
    assert_eq!(read_once(text), first, "{text:?}");
}

#[track_caller]
fn kept(text: &str) {
    once(text, text);
}

#[test]
fn a_body_that_stands_twice_is_read_once() {
    once("Title\nbody one\nbody two\nbody one\nbody two", "Title\nbody one\nbody two");
    once("Title\nbody one\nbody two\nTitle\nbody one\nbody two", "Title\nbody one\nbody two");
    once("Заголовок\nпервая\nвторая\nпервая\nвторая", "Заголовок\nпервая\nвторая");
    once("عنوان\nالأول\nالثاني\nالأول\nالثاني", "عنوان\nالأول\nالثاني");
    once("T\n\na\n\nb\n\na\nb\n", "T\n\na\n\nb");
    once("T\na \nb\n a\nb", "T\na \nb");
}

#[test]
fn the_copy_may_lack_the_title_and_lines_with_a_sign() {
    once(
        "T\nKey points:\n🔵 a\n🔵 b\nRead on\n#Tag\nKey points:\nRead on\n#Tag",
        "T\nKey points:\n🔵 a\n🔵 b\nRead on\n#Tag",
    );
    once("T\nKey points:\n🔵 a\n🔵 b\nKey points:", "T\nKey points:\n🔵 a\n🔵 b");
    once("T\nprose\nmore\n1️⃣ a\n2️⃣ b\nprose\nmore", "T\nprose\nmore\n1️⃣ a\n2️⃣ b");
    once("T\n🔵 a\nend one\nend two\nend one\nend two", "T\n🔵 a\nend one\nend two");
}

#[test]
fn the_copy_may_lack_the_beginning_of_a_line() {
    once("T\n🔵 first\n🔵 second\nfirst\nsecond", "T\n🔵 first\n🔵 second");
    let text = format!("T\nVesna Dorn: {LONG}\nend\n{LONG}\nend");
    once(&text, &format!("T\nVesna Dorn: {LONG}\nend"));
}

#[test]
fn the_copy_may_lack_a_little_prose() {
    once(
        &format!("T\n{LONG}\nBold\n{LONG}!\nend\n{LONG}\n{LONG}!\nend"),
        &format!("T\n{LONG}\nBold\n{LONG}!\nend"),
    );
}

#[test]
fn a_refrain_inside_a_doubled_body_stays_in_it() {
    once("T\na\n<...>\nb\n<...>\nc\na\n<...>\nb\n<...>\nc", "T\na\n<...>\nb\n<...>\nc");
    once("T\na\nR\nb\nR\na\nR\nb\nR", "T\na\nR\nb\nR");
}

#[test]
fn a_body_of_one_line_may_stand_twice() {
    once("The ferry is back\nThe ferry is back", "The ferry is back");
    once(&format!("T\n{LONG}\n{LONG}"), &format!("T\n{LONG}"));
    once("T\n#Ferry #Isle\n#Ferry #Isle", "T\n#Ferry #Isle");
}

#[test]
fn a_line_that_merely_recurs_stays() {
    kept("first\nsecond\nthird\nfirst");
    kept(&format!("{LONG}\nsecond thought, and a long one it is, longer than a title\nthird\n{LONG}"));
    kept("T\nHurrah!\nHurrah!");
    kept("Ha\nHa\nHa");
    kept("Ha\nHa\nHa\nHa");
    kept("T\n🔵 a\nprose one\nprose two\n🔵 b\nprose one\nprose two");
    kept("#news\n🔵 a\n🔵 b\n#news");
    kept("T\n✅ a\nJoin us at @ferry\n✅ b\nJoin us at @ferry");
    kept("T\n🔵 a\nRead in full\n🔵 b\nRead in full");
    kept("a\nb");
    kept("one line");
    kept("");
}

#[test]
fn a_song_keeps_its_chorus() {
    kept("verse one\nchorus a\nchorus b\nverse two\nchorus a\nchorus b");
    kept("verse one\nverse two goes on for longer\nchorus a\nchorus b\nchorus a\nchorus b");
    kept("verse one\nchorus a\nchorus b\nverse two\nchorus a\nchorus b\nverse three");
}

#[test]
fn text_after_the_copy_keeps_all() {
    kept("T\na\nb\na\nb\nsomething new");
}

#[test]
fn blank_lines_at_the_ends_go_and_indentation_stays() {
    once("\n \n  a\n\nb \n\n", "  a\n\nb");
    once("\n\n", "");
}

#[test]
fn texts_of_refrains_cost_a_few_passes() {
    // A quadratic search of any of these would take hours.
    for unit in
        ["a\n", "a\nb\n", "a\n\n", "\n", "🔵 a\n", "a\nb\na\n", "0123456789012345678901234567890123456789\n"]
    {
        let text = unit.repeat(20_000_000 / unit.len());
        assert!(read_once(&text).len() <= text.len());
        let text = unit.repeat(60_000 / unit.lines().count());
        assert!(read_once(&text).len() <= text.len());
        assert!(read_once(&format!("x\n{text}y\n{text}z\n{text}")).len() <= 3 * text.len() + 6);
    }
}
