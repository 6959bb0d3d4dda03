//! What two do with each other, or one with the other: of each pair it was written down before whether both tell the same.

use super::order::wrong_contraries;
use super::pairs::wrong;

#[test]
fn what_two_do_with_each_other_is_one_claim_whoever_comes_first() {
    let pairs = [
        (
            "Moscow held talks with Beijing in the capital about the new port today",
            "Beijing held talks with Moscow in the capital about the new port today",
        ),
        (
            "Ankara signed a new agreement with Damascus on the port and the fleet today",
            "Damascus signed a new agreement with Ankara on the port and the fleet today",
        ),
        (
            "The relations of Ankara with Damascus will be as good as they once were",
            "The relations of Damascus with Ankara will be as good as they once were",
        ),
        (
            "Madrid met Milan in the great hall of the port for the first match",
            "Milan met Madrid in the great hall of the port for the first match",
        ),
        (
            "Moscou a tenu des entretiens avec Pékin sur le port et la flotte",
            "Pékin a tenu des entretiens avec Moscou sur le port et la flotte",
        ),
        (
            "Moskau führte Gespräche mit Peking über den Hafen und die Flotte der Stadt",
            "Peking führte Gespräche mit Moskau über den Hafen und die Flotte der Stadt",
        ),
        (
            "Turkey and Syria signed an agreement on the new port in the capital today",
            "Syria and Turkey signed an agreement on the new port in the capital today",
        ),
        (
            "The trade between Norway and Sweden is said to be as free as ever",
            "The trade between Sweden and Norway is said to be as free as ever",
        ),
        (
            "Kyiv has held long talks with Moscow about the grain in the port",
            "Moscow has held long talks with Kyiv about the grain in the port",
        ),
        (
            "Відносини Києва з Варшавою стали кращими після нової угоди про великий порт",
            "Відносини Варшави з Києвом стали кращими після нової угоди про великий порт",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

/// Talks are told of, but the two do not do the same.
#[test]
fn what_one_does_to_the_other_is_another_claim_though_they_talk() {
    let pairs = [
        (
            "Russia accused China of leaving the talks about the port in the capital",
            "China accused Russia of leaving the talks about the port in the capital",
        ),
        (
            "Russia broke off the talks with China about the port in the capital",
            "China broke off the talks with Russia about the port in the capital",
        ),
        (
            "Hours after the talks Russia hit China with a new wave of duties",
            "Hours after the talks China hit Russia with a new wave of duties",
        ),
        (
            "The trade from Norway to Sweden is said to be as free as ever",
            "The trade from Sweden to Norway is said to be as free as ever",
        ),
        (
            "Rusya dün Çin ile liman görüşmeleri kesti ve yeni bir yol arayacak dedi",
            "Çin dün Rusya ile liman görüşmeleri kesti ve yeni bir yol arayacak dedi",
        ),
        (
            "Russland hat Gespräche mit China über den Hafen und die Flotte der Stadt abgelehnt",
            "China hat Gespräche mit Russland über den Hafen und die Flotte der Stadt abgelehnt",
        ),
        (
            "Россия сорвала переговоры с Индией о новом порте в столице сегодня утром",
            "Индия сорвала переговоры с Россией о новом порте в столице сегодня утром",
        ),
        (
            "La Russie a rompu les entretiens avec la Chine sur le port et la flotte",
            "La Chine a rompu les entretiens avec la Russie sur le port et la flotte",
        ),
        (
            "رفضت روسيا محادثات مع الصين حول الميناء الجديد في العاصمة اليوم صباحا",
            "رفضت الصين محادثات مع روسيا حول الميناء الجديد في العاصمة اليوم صباحا",
        ),
    ];
    assert_eq!(wrong_contraries(&pairs), Vec::<String>::new());
}

/// At talks one may demand what the other refuses, and that is told behind, so talks and cases excuse no countries.
#[test]
fn countries_that_change_places_make_another_claim_though_they_talk() {
    let pairs = [
        (
            "Russia held talks with China in the capital about the new port today",
            "China held talks with Russia in the capital about the new port today",
        ),
        (
            "Turkey signed a new agreement with Syria on the port and the fleet today",
            "Syria signed a new agreement with Turkey on the port and the fleet today",
        ),
        (
            "The relations of Turkey with Syria will be as good as they once were",
            "The relations of Syria with Turkey will be as good as they once were",
        ),
        (
            "The trade of Norway with Sweden is said to be as free as ever",
            "The trade of Sweden with Norway is said to be as free as ever",
        ),
        (
            "Spain met Italy in the great hall of the port for the first match",
            "Italy met Spain in the great hall of the port for the first match",
        ),
        (
            "The foreign minister of Russia held talks with his counterpart from China about the port",
            "The foreign minister of China held talks with his counterpart from Russia about the port",
        ),
        (
            "Россия провела переговоры с Китаем о новом порте в столице сегодня утром",
            "Китай провёл переговоры с Россией о новом порте в столице сегодня утром",
        ),
        (
            "Переговоры России с Китаем о новом порте прошли сегодня утром в столице",
            "Переговоры Китая с Россией о новом порте прошли сегодня утром в столице",
        ),
        (
            "Президент России встретился с президентом Китая и говорил о новом порте",
            "Президент Китая встретился с президентом России и говорил о новом порте",
        ),
        (
            "Россия договорилась с Индией о новом порте и большом флоте для торговли",
            "Индия договорилась с Россией о новом порте и большом флоте для торговли",
        ),
        (
            "La Russie a tenu des entretiens avec la Chine sur le port et la flotte",
            "La Chine a tenu des entretiens avec la Russie sur le port et la flotte",
        ),
        (
            "Russland führte Gespräche mit China über den Hafen und die Flotte der Stadt",
            "China führte Gespräche mit Russland über den Hafen und die Flotte der Stadt",
        ),
        (
            "Rusia mantuvo conversaciones con China sobre el puerto y la flota de la isla",
            "China mantuvo conversaciones con Rusia sobre el puerto y la flota de la isla",
        ),
        (
            "La Russia ha avuto colloqui con la Cina sul porto e sulla flotta dell'isola",
            "La Cina ha avuto colloqui con la Russia sul porto e sulla flotta dell'isola",
        ),
        (
            "أجرت روسيا محادثات مع الصين حول الميناء الجديد في العاصمة اليوم صباحا",
            "أجرت الصين محادثات مع روسيا حول الميناء الجديد في العاصمة اليوم صباحا",
        ),
        (
            "بحثت روسيا مع الصين بناء ميناء جديد على البحر وعدد من الشركات",
            "بحثت الصين مع روسيا بناء ميناء جديد على البحر وعدد من الشركات",
        ),
        (
            "Президент Сирии на встрече с президентом Турции попросил его вывести войска из страны",
            "Президент Турции на встрече с президентом Сирии попросил его вывести войска из страны",
        ),
        (
            "At talks with China the foreign minister of Japan demanded the return of all the islands",
            "At talks with Japan the foreign minister of China demanded the return of all the islands",
        ),
        (
            "Germany agreed with Turkey to take back its migrants and pay for their camps",
            "Turkey agreed with Germany to take back its migrants and pay for their camps",
        ),
        (
            "China meets Japan tariffs with its own duties on all the steel of the year",
            "Japan meets China tariffs with its own duties on all the steel of the year",
        ),
        (
            "Безработица этой весной выше на Украине чем в России, считают в банке",
            "Безработица этой весной выше в России чем на Украине, считают в банке",
        ),
        (
            "Трамп похвалил Украину, а Россию назвал главной причиной всех бед этой весны",
            "Трамп похвалил Россию, а Украину назвал главной причиной всех бед этой весны",
        ),
    ];
    assert_eq!(wrong_contraries(&pairs), Vec::<String>::new());
}
