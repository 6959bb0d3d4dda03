//! What is listed may be listed in any order, and what only has commas in it is no list: of each pair it was written down
//! before whether both tell the same.

use super::order::wrong_contraries;
use super::pairs::wrong;
use super::{groups, similarity};

#[test]
fn what_commas_part_may_stand_in_any_order() {
    let pairs = [
        (
            "Взрывы слышны: Киев, Харьков, Одесса, Днепр, Сумы. Работает ПВО, оставайтесь в укрытиях",
            "Взрывы слышны: Одесса, Харьков, Киев, Днепр, Сумы. Работает ПВО, оставайтесь в укрытиях",
        ),
        (
            "Взрывы слышны в новых городах этой страны: Киев, Харьков, Одесса",
            "Взрывы слышны в новых городах этой страны: Одесса, Харьков и Киев",
        ),
        (
            "Тривога: Київ, Харків, Одеса, Дніпро, Суми. Працює ППО, залишайтесь в укриттях зараз",
            "Тривога: Одеса, Харків, Київ, Дніпро та Суми. Працює ППО, залишайтесь в укриттях зараз",
        ),
        (
            "Read in the new issue of our weekly paper: new taxes, bad roads, schools",
            "Read in the new issue of our weekly paper: schools, bad roads, new taxes",
        ),
        (
            "Alarm in diesen Städten des Landes seit heute früh: Kiew, Odessa, Lwiw",
            "Alarm in diesen Städten des Landes seit heute früh: Lwiw, Odessa und Kiew",
        ),
        (
            "Alarma desde la mañana en estas ciudades del este: Kiev, Odesa, Leópolis",
            "Alarma desde la mañana en estas ciudades del este: Leópolis, Odesa y Kiev",
        ),
        (
            "دوت صفارات الإنذار في حيفا، عكا، نهاريا، صفد بعد إطلاق صواريخ من الشمال",
            "دوت صفارات الإنذار في نهاريا، عكا، حيفا، صفد بعد إطلاق صواريخ من الشمال",
        ),
        (
            "آژیر خطر امروز صبح در این شهرها به صدا درآمد: حیفا، عکا، نهاریا",
            "آژیر خطر امروز صبح در این شهرها به صدا درآمد: نهاریا، عکا، حیفا",
        ),
        (
            "The new taxes are laid on goods from Russia, from China, from Iran this year",
            "The new taxes are laid on goods from Iran, from China and from Russia this year",
        ),
        (
            "دوت صفارات الإنذار اليوم في سفارات هذه الدول: روسيا، الصين، إيران",
            "دوت صفارات الإنذار اليوم في سفارات هذه الدول: إيران، الصين، روسيا",
        ),
        (
            "昨晚在首都举行的大会上悬挂了这些城市的旗帜：基辅，莫斯科，华沙",
            "昨晚在首都举行的大会上悬挂了这些城市的旗帜：华沙，莫斯科，基辅",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn what_commas_or_and_part_otherwise_makes_another_claim() {
    let pairs = [
        (
            "Iran, not Israel, attacked the ship near the coast on the morning of the feast",
            "Israel, not Iran, attacked the ship near the coast on the morning of the feast",
        ),
        (
            "Kyiv, and not Moscow, attacked the ship near the coast on the morning of the feast",
            "Moscow, and not Kyiv, attacked the ship near the coast on the morning of the feast",
        ),
        (
            "Киев, а не Минск, начал новую атаку на корабль у берега моря этим утром",
            "Минск, а не Киев, начал новую атаку на корабль у берега моря этим утром",
        ),
        (
            "In Kyiv, schools are open, in Odesa, schools are closed until the end of the week, the mayors said",
            "In Odesa, schools are open, in Kyiv, schools are closed until the end of the week, the mayors said",
        ),
        (
            "Under Biden, inflation rose, under Trump, inflation stayed for years in the largest cities of the country",
            "Under Trump, inflation rose, under Biden, inflation stayed for years in the largest cities of the country",
        ),
        (
            "Against Ivanov, police, against Petrov, prosecutors opened a case this week in the city on the river",
            "Against Petrov, police, against Ivanov, prosecutors opened a case this week in the city on the river",
        ),
        (
            "В Сумах, школы открыты, в Полтаве, школы закрыты до конца этой недели по решению мэров",
            "В Полтаве, школы открыты, в Сумах, школы закрыты до конца этой недели по решению мэров",
        ),
        (
            "Kyiv burns, Moscow sleeps, said the man on the street of the old town",
            "Moscow burns, Kyiv sleeps, said the man on the street of the old town",
        ),
        (
            "Ivanov is alive and Petrov is dead, doctors of the city hospital said at night",
            "Petrov is alive and Ivanov is dead, doctors of the city hospital said at night",
        ),
        (
            "Trump praised Putin and criticised Zelensky at the rally in the city on the coast",
            "Trump praised Zelensky and criticised Putin at the rally in the city on the coast",
        ),
        (
            "The court freed Ivanov and jailed Petrov after the trial in the old capital city",
            "The court freed Petrov and jailed Ivanov after the trial in the old capital city",
        ),
        (
            "Комісія похвалила Україну та засудила Росію за нові закони про вибори цієї осені",
            "Комісія похвалила Росію та засудила Україну за нові закони про вибори цієї осені",
        ),
        (
            "Trains run from Kyiv, Lviv, Odesa to Warsaw, Berlin, Prague from this spring on again",
            "Trains run from Warsaw, Berlin, Prague to Kyiv, Lviv, Odesa from this spring on again",
        ),
        (
            "The new taxes are laid on goods from Russia, to China, from Iran this year",
            "The new taxes are laid on goods from China, to Russia, from Iran this year",
        ),
    ];
    assert_eq!(wrong_contraries(&pairs), Vec::<String>::new());
}

/// The points of one key form are one wording, whichever of them comes first.
#[test]
fn a_list_is_one_where_any_point_of_its_words_has_the_commas() {
    let bare = "Взрывы слышны в новых городах этой страны: Киев Харьков Одесса";
    let listed = "Взрывы слышны в новых городах этой страны: Киев, Харьков, Одесса";
    let other = "Взрывы слышны в новых городах этой страны: Одесса, Харьков, Киев";
    assert_eq!(similarity(bare, other), 0);
    assert_eq!(groups(&[bare, other], 550), Vec::<Vec<usize>>::new());
    assert_eq!(groups(&[bare, listed, other], 550), [vec![0, 1, 2]]);
    assert_eq!(groups(&[listed, bare, other], 550), [vec![0, 1, 2]]);
}
