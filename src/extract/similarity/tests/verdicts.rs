//! Who is acquitted is not convicted; and what is said with the same words of something else is no verdict.

use super::similarity;

/// One acquits, the other convicts. A sentence, and two that differ in what stands in the place of `{}`.
const CONTRARY: &str = r#"
Il tribunale ha {} l'ex ministro Bruni nel processo sulle tangenti del porto vecchio | assolto | condannato
I giudici {} il sindaco di Lisora nel processo sui rifiuti del nuovo porto | assolvono | condannano
{} in appello il direttore della banca dopo quattro anni di processo a Lisora | Assolto | Condannato
La corte d'appello conferma {} del generale nel processo sulla strage della stazione | l'assoluzione | la condanna
Il giudice ha {} i tre dirigenti della fabbrica chiusa dopo il crollo del tetto | prosciolto | condannato
La giuria ha {} il capitano della nave affondata vicino all'isola a marzo | scagionato | condannato
O tribunal {} o antigo ministro Pires no caso dos contratos do novo porto | absolveu | condenou
A juíza {} o presidente da câmara no processo dos resíduos do porto velho | absolve | condena
Foi {} o diretor do banco depois de quatro anos de processo em Valdora | absolvido | condenado
O Supremo manteve a {} do general no caso da explosão na estação de Valdora | absolvição | condenação
O júri {} o capitão do navio que afundou perto da ilha em março | inocentou | condenou
As três diretoras da fábrica fechada foram {} pela juíza de Valdora na terça | absolvidas | condenadas
Instanța l-a {} pe fostul ministru Popa în dosarul mitei de la noul port | achitat | condamnat
Judecătorii i-au {} pe cei trei directori ai fabricii închise după accident | achitat | condamnat
Fostul primar a fost {} de tribunal în dosarul gropii de gunoi a orașului | achitat | condamnat
Curtea de apel a menținut {} generalului în dosarul exploziei din gară | achitarea | condamnarea
Tribunalul {} un fost senator acuzat că a luat mită pentru contracte noi | achită | condamnă
Cele trei directoare ale fabricii au fost {} definitiv de judecătorii din capitală | achitate | condamnate
Eski bakan yeni liman ihalesi davasında rüşvet suçlamasından dün {} | beraat etti | mahkum oldu
Mahkeme üç fabrika müdürü hakkında açılan davada bugün {} kararı verdi | beraat | mahkumiyet
İstinaf mahkemesi eski generalin gar patlaması davasındaki {} bu sabah onadı | beraatini | mahkumiyetini
Liman davasında yargılanan kaptanın {} karar verildi, aile adliyede gözyaşı döktü | beraatine | mahkumiyetine
Liman davasında yargılanan kaptanın {} karar verildi, aile adliyede gözyaşı döktü | beraatına | tutukluluğuna
Yargıç eski belediye başkanını çöplük davasında yeterli delil {} ettirdi | görmeyip beraat | görüp mahkum
Le tribunal a {} l'ancien ministre Bruel dans l'affaire des marchés du nouveau port | relaxé | condamné
Les juges {} les trois directeurs de l'usine fermée après l'accident mortel | relaxent | condamnent
{} en appel, le maire de Valdor quitte le palais avec ses proches | Relaxé | Condamné
La cour confirme la {} du général dans l'affaire de la gare de Valdor | relaxe | condamnation
La militante a été {} par le tribunal pour son action contre le barrage | relaxée | condamnée
Das Gericht {} | spricht den alten Minister im Hafenprozess frei | verurteilt den alten Minister im Hafenprozess
Richter {} | sprachen drei Leiter der Fabrik nach dem Unfall frei | verurteilten drei Leiter der Fabrik nach dem Unfall
Landgericht {} | sprach den General nach vier langen Jahren frei | verurteilte den General nach vier langen Jahren
Das Landgericht hat den General im Prozess um den alten Bahnhof {} | freigesprochen | verurteilt
Das Landgericht hat den General im Prozess um den alten Bahnhof {} | frei gesprochen | verurteilt
Gericht hebt {} des Bürgermeisters im Streit um die Deponie am Fluss auf | Freispruch | Verurteilung
{} Kapitän verlässt nach vier Jahren Prozess das Gericht der alten Stadt | Freigesprochener | Verurteilter
Die Kammer entscheidet am Abend, den Kapitän des gesunkenen Schiffes {} | freizusprechen | zu verurteilen
{} الرشوة في قضية الميناء الجديد | برأ القضاء الوزير السابق من تهمة | أدان القضاء الوزير السابق بتهمة
القاضي {} ثلاثة مديرين للمصنع المغلق في قضية الحريق الكبير | برأ | أدان
المحكمة {} الجنرال السابق في قضية انفجار المحطة القديمة بالعاصمة | تبرئ | تدين
محكمة الاستئناف تؤيد {} رئيس البلدية في قضية النفايات بالمدينة القديمة | تبرئة | إدانة
صدر حكم {} القبطان في قضية غرق السفينة قرب الجزيرة الصغيرة | ببراءة | بإدانة
المحكمة {} الوزير السابق اليوم في قضية أموال الميناء القديم | برأت | أدانت
حكم القاضي {} للمدير السابق للمصنع في قضية الحريق الكبير بالمدينة | بالبراءة | بالإدانة
دادگاه وزیر پیشین را در پرونده رشوه بندر جدید {} کرد | تبرئه | محکوم
مدیر سابق کارخانه از اتهام آتش سوزی در دادگاه تجدید نظر {} شد | تبرئه | محکوم
El tribunal {} al antiguo ministro por los sobornos del nuevo puerto | absuelve | condena
El tribunal {} al antiguo ministro por los sobornos del nuevo puerto | absolvió | condenó
La Audiencia confirma la {} del general por la explosión de la estación | absolución | condena
Los jueces {} a los tres directores de la fábrica cerrada tras el accidente | absuelven | condenan
El jurado decidió {} al capitán del barco hundido cerca de la isla en marzo | absolver | condenar
Суд вынес бывшему министру {} приговор по делу о взятках в новом порту | оправдательный | обвинительный
Вчера суд {} бывшего министра по делу о взятках в новом порту | оправдал | осудил
Апелляция отменила {} бывшего мэра по делу о городской свалке у реки | оправдание | осуждение
Суд виніс колишньому міністру {} вирок у справі про хабарі в новому порту | виправдувальний | обвинувальний
Вчора суд {} колишнього міністра у справі про великі хабарі в порту | виправдав | засудив
The court {} the former minister of taking bribes for the new port | acquitted | convicted
The appeal court upheld the {} of the general over the blast at the station | acquittal | conviction
The court {} the former minister of taking bribes for the new port | exonerated | convicted
The judge {} the former governor in the trial over the missing grain funds | cleared | convicted
Суд визнав колишнього міністра {} у справі про хабарі за новий порт | невинуватим | винуватим
Суд визнав колишнього міністра {} у справі про хабарі за новий порт | невинним | винним
La cour d'appel a {} l'ancien ministre Bruel dans l'affaire des marchés du port | innocenté | condamné
The jury {} the captain of all charges over the ship lost near the island | cleared | convicted
The jury found the captain {} over the ship lost near the island | not guilty | guilty
De rechtbank heeft de oud-minister {} in de zaak van de nieuwe haven | vrijgesproken | veroordeeld
Het hof bevestigt de {} van de generaal in de zaak van het station | vrijspraak | veroordeling
Sąd {} wczoraj byłego ministra w sprawie łapówek za nowy port | uniewinnił | skazał
Το δικαστήριο {} τον πρώην υπουργό για τις δωροδοκίες στο νέο λιμάνι | αθώωσε | καταδίκασε
Fostul ministru a fost {} de tribunal în dosarul mitei de un milion de euro | achitat | condamnat
Tribunalul l-a {} pe omul de afaceri acuzat că nu a plătit taxe timp de zece ani | achitat | condamnat
Das Gericht {} | spricht den Fahrer nach dem Unfall auf der Straße frei | verurteilt den Fahrer nach dem Unfall auf der Straße
Il tribunale ha {} il medico accusato di aver violato i suoi obblighi di cura | assolto | condannato
The former minister was {} of wrongdoing by the court over the new port | cleared | convicted
{} الرشوة في قضية الميناء الجديد اليوم | برئ الوزير السابق من تهمة | أدين الوزير السابق بتهمة
"#;

/// Likewise; both say the same.
const RESTATED: &str = r#"
{} Il tribunale ha assolto l'ex ministro Bruni nel processo sulle tangenti del porto vecchio |  | Ieri
Il tribunale {} l'ex ministro Bruni nel processo sulle tangenti del porto vecchio | ha assolto | assolve
Il tribunale ha {} l'ex ministro Bruni nel processo sulle tangenti del porto vecchio | assolto | prosciolto
Il giudice ha {} i tre dirigenti della fabbrica chiusa dopo il crollo del tetto | prosciolto | assolto
Il ministro ha {} il suo compito con grande impegno durante la crisi del porto | assolto | svolto
La sindaca ha {} ieri al suo dovere davanti a tutta la città in festa | assolto | adempiuto
{} tribunal absolveu o antigo ministro Pires no caso dos contratos do novo porto | O | Ontem o
O tribunal {} o antigo ministro Pires no caso dos contratos do novo porto | absolveu | absolve
O tribunal {} o antigo ministro Pires no caso dos contratos do novo porto | absolveu | inocentou
Foi {} o diretor do banco depois de quatro anos de processo em Valdora | absolvido | inocentado
O presidente {} o ataque contra o navio no porto durante a noite de hoje | condenou | repudiou
{} l-a achitat pe fostul ministru Popa în dosarul mitei de la noul port | Instanța | Astăzi instanța
Primăria a {} toate facturile restante pentru lucrările la podul cel nou | achitat | plătit
Firma a {} amenda stabilită de tribunal pentru poluarea râului din vale | achitat | plătit
Președintele a {} atacul asupra navei din port în timpul nopții trecute | condamnat | denunțat
Curtea de Conturi spune că orașul a {} datoria pentru podul cel nou | achitat | plătit
{} beraat etti | Eski bakan liman davasında rüşvet suçlamasından dün | Dün eski bakan liman davasında rüşvet suçlamasından
Mahkeme üç fabrika müdürü hakkında açılan davada bugün beraat kararı {} | verdi | açıkladı
{} tribunal a relaxé l'ancien ministre Bruel dans l'affaire des marchés du nouveau port | Le | Hier le
Le tribunal a {} l'ancien ministre Bruel dans l'affaire des marchés du nouveau port | relaxé | acquitté
Le président a {} l'attaque contre le navire dans le port pendant la nuit | condamné | dénoncé
Les vacanciers reviennent {} après deux semaines sur les longues plages de la côte | relaxés | détendus
Le ministre paraissait {} hier soir devant les caméras de la chaîne publique | relaxé | serein
La joueuse est {} sur le court avant sa première finale du tournoi | relaxée | détendue
Das Gericht {} den früheren Minister im Prozess um den neuen Hafen frei | spricht | sprach
{} frei | Das Gericht spricht den alten Minister im Hafenprozess | Im Hafenprozess spricht das Gericht den alten Minister
Der Eintritt ins neue Museum am Hafen ist am Sonntag für alle {} | frei | kostenlos
Der Kanzler {} den Angriff auf das Schiff im Hafen der alten Stadt | verurteilt | kritisiert
Der Minister spricht am Sonntag im Hafen, der Eintritt ist für alle {} | frei | kostenlos
Die Ministerin spricht im alten Rathaus der Stadt über {} verkäufliche Mittel gegen Schmerzen | frei | rezeptfrei
{} الوزير السابق من تهمة الرشوة في قضية الميناء الجديد | برأ القضاء | القضاء برأ
{} الوزير الهجوم على السفينة في الميناء القديم خلال الليل الماضي | أدان | استنكر
وصلت المساعدات {} إلى المدينة القديمة بعد رحلة طويلة عبر الجبال | برا | بالشاحنات
{} براءة اختراع لمحرك جديد يعمل بالماء في المختبر | حصلت الشركة على | نالت الشركة
نقل القاضي المتهم {} إلى المدينة القديمة بعد رحلة طويلة عبر الجبال | برا | بالسيارة
{} دادگاه وزیر پیشین را در پرونده رشوه بندر جدید تبرئه کرد |  | دیروز
وزیر خارجه {} محکوم کرد | حمله به کشتی در بندر قدیمی را دیشب | دیشب حمله به کشتی در بندر قدیمی را
El tribunal {} al antiguo ministro por los sobornos del nuevo puerto | absuelve | absolvió
El presidente {} el ataque contra el barco en el puerto durante la noche | condena | repudia
Новый тренер {} оправдал ожидания болельщиков в первом же матче сезона на выезде |  | полностью
{} отменила оправдание бывшего мэра по делу о городской свалке у реки | Апелляция | Сегодня апелляция
Министр нашёл этому {} в письме к коллегам из соседней страны на севере | оправдание | объяснение
Вчора {} суд виправдав колишнього міністра у справі про великі хабарі в порту |  | районний
{} The court acquitted the former minister of taking bribes for the new port |  | On Monday
Workers {} the snow from all streets near the court before the match | cleared | swept
{} de oud-minister vrijgesproken in de zaak van de nieuwe haven | De rechtbank heeft | Gisteren heeft de rechtbank
{} δικαστήριο αθώωσε τον πρώην υπουργό για τις δωροδοκίες στο νέο λιμάνι | Το | Χθες το
Police {} the jury room after the alarm in the old court on Monday | cleared | emptied
The man in charge {} the road to the court before the storm came | cleared | swept
L'avocat a {} la caution que le tribunal avait fixée pour le capitaine | payé | versé
Le chanteur, très {}, lance un appel au calme après la longue nuit du procès | relaxé | détendu
Primarul a {} ieri cauțiunea pe care tribunalul din capitală a stabilit-o | achitat | plătit
Der Richter erklärt, der Zugang zum Hafen {} für alle Schiffe frei | bleibe | ist
Amenda a fost {} ieri de firma cu care tribunalul s-a ocupat în toamnă | achitată | plătită
Il compito è stato {} bene, dice il presidente della corte dei conti | assolto | svolto
"#;

fn pairs(list: &str) -> impl Iterator<Item = (String, String)> {
    list.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut parts = line.split(" | ").map(str::trim);
        let (sentence, one, other) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        (sentence.replace("{}", one), sentence.replace("{}", other))
    })
}

#[test]
fn an_acquittal_is_another_claim_than_a_conviction() {
    for (one, other) in pairs(CONTRARY) {
        assert_eq!(similarity(&one, &other), 0, "{one} / {other}");
    }
}

#[test]
fn words_that_acquit_part_nothing_that_says_the_same() {
    for (one, other) in pairs(RESTATED) {
        assert!(similarity(&one, &other) >= 550, "{one} / {other}: {}", similarity(&one, &other));
    }
}
