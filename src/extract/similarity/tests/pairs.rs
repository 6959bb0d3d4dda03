//! Pairs of sentences as channels write them, of which it was written down before what they should be.

use super::similarity;

/// Of these pairs those that are not as expected at the threshold that a load takes, with their similarities.
pub(super) fn wrong(are_one: bool, pairs: &[(&str, &str)]) -> Vec<String> {
    let of_pairs = pairs.iter().map(|(one, other)| (one, other, similarity(one, other)));
    let wrong = of_pairs.filter(|(.., similarity)| (*similarity >= 550) != are_one);
    wrong.map(|(one, other, similarity)| format!("{similarity}: {one} / {other}")).collect()
}

#[test]
fn who_is_for_and_who_is_against_make_two_claims() {
    let pairs = [
        (
            "the upper house voted for the new law on ports at its second reading",
            "the upper house voted against the new law on ports at its second reading",
        ),
        (
            "ministers were for the plan to sell the old harbour to a bank",
            "ministers were against the plan to sell the old harbour to a bank",
        ),
        (
            "the union is in favour of longer shifts in the docks of the capital",
            "the union is against longer shifts in the docks of the capital",
        ),
        (
            "thousands rallied for the reform in the centre of the old town today",
            "thousands rallied against the reform in the centre of the old town today",
        ),
        (
            "the members voted by 30 votes to 12 for the reform of the fleet",
            "the members voted by 30 votes to 12 against the reform of the fleet",
        ),
        (
            "депутаты проголосовали за закон о портах во втором чтении в среду",
            "депутаты проголосовали против закон о портах во втором чтении в среду",
        ),
        (
            "жители города выступили за строительство нового порта у самой реки",
            "жители города выступили против строительство нового порта у самой реки",
        ),
        (
            "депутати проголосували за новий закон про порти у другому читанні",
            "депутати проголосували проти новий закон про порти у другому читанні",
        ),
        (
            "die partei hat für das neue gesetz über die häfen gestimmt",
            "die partei hat gegen das neue gesetz über die häfen gestimmt",
        ),
        (
            "les députés ont voté pour la loi sur les ports en deuxième lecture",
            "les députés ont voté contre la loi sur les ports en deuxième lecture",
        ),
        (
            "los diputados votaron a favor de la ley de puertos en segunda lectura",
            "los diputados votaron en contra de la ley de puertos en segunda lectura",
        ),
        (
            "i deputati hanno votato per la legge sui porti in seconda lettura",
            "i deputati hanno votato contro la legge sui porti in seconda lettura",
        ),
        (
            "posłowie głosowali za nową ustawą o portach w drugim czytaniu",
            "posłowie głosowali przeciw nową ustawą o portach w drugim czytaniu",
        ),
        (
            "صوت أعضاء البرلمان لصالح القانون الجديد بشأن الموانئ في القراءة الثانية",
            "صوت أعضاء البرلمان ضد القانون الجديد بشأن الموانئ في القراءة الثانية",
        ),
        (
            "חברי הפרלמנט הצביעו בעד החוק החדש על הנמלים בקריאה ראשונה",
            "חברי הפרלמנט הצביעו נגד החוק החדש על הנמלים בקריאה ראשונה",
        ),
        (
            "सांसदों ने संसद में बंदरगाहों के नए कानून के पक्ष में मतदान किया",
            "सांसदों ने संसद में बंदरगाहों के नए कानून के खिलाफ में मतदान किया",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn what_is_done_against_somebody_is_done_to_them() {
    let pairs = [
        (
            "the council brought in new sanctions against several banks of the island",
            "the council brought in new sanctions on several banks of the island",
        ),
        (
            "the night strike against the fuel depot in the port caused a fire",
            "the night strike on the fuel depot in the port caused a fire",
        ),
        (
            "the team won its opening match against the hosts of the cup",
            "the team won its opening match over the hosts of the cup",
        ),
        (
            "the krona gained a little against the euro in early trading today",
            "the krona gained a little to the euro in early trading today",
        ),
        (
            "the mayor has promised a long war against graft in the town hall",
            "the mayor has promised a long war on graft in the town hall",
        ),
        (
            "new walls will protect the old harbour against floods from the sea",
            "new walls will protect the old harbour from floods from the sea",
        ),
        (
            "совет ввёл новые санкции против нескольких банков острова с этой недели",
            "совет ввёл новые санкции для нескольких банков острова с этой недели",
        ),
        (
            "мэр обещал горожанам долгую борьбу против взяток в городской управе",
            "мэр обещал горожанам долгую борьбу со взятками в городской управе",
        ),
        (
            "рада ввела нові санкції проти кількох банків острова цього тижня",
            "рада ввела нові санкції щодо кількох банків острова цього тижня",
        ),
        (
            "der rat hat neue sanktionen gegen mehrere banken der insel beschlossen",
            "der rat hat neue sanktionen für mehrere banken der insel beschlossen",
        ),
        (
            "le conseil a décidé de nouvelles sanctions contre des banques de l'île",
            "le conseil a décidé de nouvelles sanctions visant des banques de l'île",
        ),
        (
            "el consejo aprobó nuevas sanciones contra varios bancos de la isla",
            "el consejo aprobó nuevas sanciones a varios bancos de la isla",
        ),
        (
            "أعلن المجلس عقوبات جديدة ضد عدد من البنوك في الجزيرة اليوم",
            "أعلن المجلس عقوبات جديدة على عدد من البنوك في الجزيرة اليوم",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn a_day_or_country_that_only_one_tells_of_is_no_other_one() {
    let pairs = [
        (
            "the ministers of both states met on Monday to talk about their plans for the port",
            "the ministers of both states met to talk about its plans for the port",
        ),
        (
            "on Friday the court of the town heard a case about the sunken ship",
            "the court of the town heard the case about the sunken ship",
        ),
        (
            "the German firm will build a new quay in the port by next summer",
            "the firm will build its new quay in the port by next summer",
        ),
        (
            "the fleet of Norway will leave the harbour at dawn for the spring exercise",
            "the fleet will leave this harbour at dawn for the spring exercise",
        ),
        (
            "the minister of Kenya said on Tuesday that the old port would open again soon",
            "the minister of Kenya said that the port would soon open again",
        ),
        (
            "в понедельник суд города рассмотрел дело о затонувшем у порта судне",
            "суд города рассмотрел и дело о затонувшем у порта судне",
        ),
        (
            "норвежская компания построит новый причал в порту к лету будущего года",
            "компания построит свой новый причал в порту к лету будущего года",
        ),
        (
            "das gericht der stadt hat am montag über das gesunkene schiff im hafen beraten",
            "das gericht der stadt hat über dieses gesunkene schiff im hafen beraten",
        ),
        (
            "lundi le tribunal de la ville a jugé une affaire de navire coulé au port",
            "le tribunal de la ville a jugé cette affaire de navire coulé au port",
        ),
        (
            "el tribunal de la ciudad vio el lunes el caso del barco hundido en el puerto",
            "el tribunal de la ciudad vio este caso del barco hundido en el puerto",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn another_name_in_the_place_of_a_day_or_country_is_another_claim() {
    let pairs = [
        (
            "the envoy of Kenya came to the town hall for talks with the mayor",
            "the envoy of Atlantis came to the town hall for talks with the mayor",
        ),
        (
            "the court of the town will hear the case on Thursday at noon",
            "the court of the town will hear the case on Christmas at noon",
        ),
        (
            "Atlantis will send three ships to the island before the winter comes",
            "Norway will send three ships to the island before the winter comes",
        ),
        (
            "the ships that came into the port this week are from Norway",
            "the ships that came into the port this week are from Atlantis",
        ),
        (
            "посол Кении приехал в мэрию для переговоров о новом причале порта",
            "посол Атлантиды приехал в мэрию для переговоров о новом причале порта",
        ),
        (
            "суд города рассмотрит дело о затонувшем судне во вторник в полдень",
            "суд города рассмотрит дело о затонувшем судне в сочельник в полдень",
        ),
        (
            "la flota de Noruega saldrá del puerto al alba para los ejercicios",
            "la flota de Atlántida saldrá del puerto al alba para los ejercicios",
        ),
        // Two countries, two days, wherever they stand.
        (
            "talks with Norway on the gas field will go on next week in the capital",
            "talks with Sweden on the gas field will go on next week in the capital",
        ),
        (
            "Norway will hold talks on the gas field next week in the capital",
            "next week in the capital talks on the gas field with Sweden",
        ),
        (
            "суд города рассмотрит дело о затонувшем судне в понедельник днём",
            "суд города рассмотрит дело о затонувшем судне в четверг днём",
        ),
        (
            "посол Испании приехал в мэрию для переговоров о новом причале порта",
            "посол Италии приехал в мэрию для переговоров о новом причале порта",
        ),
        (
            "das gericht der stadt berät am dienstag über das gesunkene schiff",
            "das gericht der stadt berät am freitag über das gesunkene schiff",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn another_number_month_or_contrary_is_another_claim() {
    let pairs = [
        (
            "the airport of the island opens again in July once the runway is mended",
            "the airport of the island opens again in August once the runway is mended",
        ),
        (
            "the new ferry line will carry 40 cars a day from the spring on",
            "the new ferry line will carry 60 cars a day from the spring on",
        ),
        (
            "the council of the town has approved the budget for the coming year",
            "the council of the town has not approved the budget for the coming year",
        ),
        (
            "prices in the region rose to the level of ten years ago",
            "prices in the region fell to the level of ten years ago",
        ),
        (
            "the two sides resumed the talks about the border last week",
            "the two sides suspended the talks about the border last week",
        ),
        (
            "аэропорт острова снова откроют в июле после ремонта взлётной полосы",
            "аэропорт острова снова откроют в августе после ремонта взлётной полосы",
        ),
        (
            "совет города утвердил бюджет на будущий год без всяких поправок",
            "совет города не утвердил бюджет на будущий год без всяких поправок",
        ),
        (
            "ціни в області за рік зросли до рівня торішньої весни знову",
            "ціни в області за рік впали до рівня торішньої весни знову",
        ),
        (
            "der stadtrat hat den haushalt für das kommende jahr gebilligt",
            "der stadtrat hat den haushalt für das kommende jahr nicht gebilligt",
        ),
        (
            "le port sera fermé pendant 3 jours pour des travaux sur le quai",
            "le port sera fermé pendant 5 jours pour des travaux sur le quai",
        ),
        (
            "el aeropuerto de la isla abrirá de nuevo en julio tras las obras",
            "el aeropuerto de la isla abrirá de nuevo en agosto tras las obras",
        ),
        (
            "أعلنت البلدية أن المطار سيفتح من جديد في يوليو بعد الإصلاحات",
            "أعلنت البلدية أن المطار سيفتح من جديد في أغسطس بعد الإصلاحات",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn small_words_make_no_other_claim() {
    let pairs = [
        (
            "the council of the town has approved a budget for the coming year",
            "the council of the town approved the budget for the coming year",
        ),
        (
            "the mayor said that the bridge over the river would be closed for repairs",
            "the mayor said the bridge over the river will be closed for repairs",
        ),
        (
            "the talks about the border between both sides went on in the capital",
            "talks on the border between both sides went on in the capital",
        ),
        (
            "at least 12 people were hurt when a tram hit a bus in the old town",
            "12 people were hurt when a tram hit a bus in the old town",
        ),
        (
            "мэр сообщил, что мост через реку закроют на ремонт этой весной",
            "мэр сообщил: мост через реку закроют на ремонт уже этой весной",
        ),
        (
            "совет города утвердил бюджет на будущий год на своём заседании",
            "совет города утвердил бюджет на будущий год на заседании",
        ),
        (
            "мер повідомив, що міст через річку закриють на ремонт цієї весни",
            "мер повідомив: міст через річку закриють на ремонт вже цієї весни",
        ),
        (
            "die stadt hat die brücke über den fluss bis zum sommer gesperrt",
            "die stadt hat eine brücke über den fluss bis zum sommer gesperrt",
        ),
        (
            "au moins 12 personnes ont été hospitalisées après la collision de deux trams",
            "12 personnes ont été hospitalisées après la collision de deux trams",
        ),
        (
            "al menos 12 personas fueron hospitalizadas tras el choque de un tranvía",
            "unas 12 personas fueron hospitalizadas tras el choque de un tranvía",
        ),
        (
            "pelo menos 12 pessoas foram levadas ao hospital depois do choque de um elétrico",
            "12 pessoas foram levadas ao hospital depois do choque de um elétrico",
        ),
        (
            "belediye nehrin üzerindeki eski köprüyü bu yaz onarım için trafiğe kapatacak",
            "belediye nehrin üzerindeki eski köprüyü yazın onarım için trafiğe kapatacak",
        ),
        (
            "قال رئيس البلدية إن الجسر فوق النهر سيغلق للإصلاح هذا الربيع",
            "قال رئيس البلدية إن جسر النهر سيغلق للإصلاح هذا الربيع",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}
