//! Claims in languages whose lists are in `further.rs`, and words that mean one thing in one language and another in the
//! next; of each pair it was written down before what it should be.

use super::pairs::wrong;

#[test]
fn a_negation_makes_another_claim_in_every_language() {
    let pairs = [
        (
            "وزیر گفت که بندر در بهار آینده برای مردم باز نمی‌شود دیگر",
            "وزیر گفت که بندر در بهار آینده برای مردم باز می‌شود دیگر",
        ),
        (
            "השר אמר היום למועצה כי הנמל לא ייפתח באביב הבא לציבור",
            "השר אמר היום למועצה כי הנמל כן ייפתח באביב הבא לציבור",
        ),
        (
            "Bakan bugün konseyde limanın baharda halka açılmayacağını bir kez daha söyledi",
            "Bakan bugün konseyde limanın baharda halka açılacağını bir kez daha söyledi",
        ),
        ("मंत्री ने आज परिषद में कहा कि बंदरगाह वसंत में नहीं खुलेगा", "मंत्री ने आज परिषद में कहा कि बंदरगाह वसंत में जरूर खुलेगा"),
        ("大臣は今日議会で港は来年の春に開かないと述べた", "大臣は今日議会で港は来年の春に開くと述べた"),
        (
            "장관은 오늘 의회에서 항구가 내년 봄에 시민들에게 열리지 않는다고 말했다",
            "장관은 오늘 의회에서 항구가 내년 봄에 시민들에게 열린다고 말했다",
        ),
        ("รัฐมนตรีกล่าวในสภาวันนี้ว่าท่าเรือจะไม่เปิดในฤดูใบไม้ผลิหน้า", "รัฐมนตรีกล่าวในสภาวันนี้ว่าท่าเรือจะเปิดในฤดูใบไม้ผลิหน้า"),
        (
            "Ο υπουργός είπε στο συμβούλιο ότι το λιμάνι δεν θα ανοίξει την άνοιξη",
            "Ο υπουργός είπε στο συμβούλιο ότι το λιμάνι θα ανοίξει την άνοιξη",
        ),
        (
            "Նախարարն այսօր խորհրդում ասաց, որ նավահանգիստը գարնանը չի բացվի մարդկանց համար",
            "Նախարարն այսօր խորհրդում ասաց, որ նավահանգիստը գարնանը կբացվի մարդկանց համար",
        ),
        (
            "მინისტრმა დღეს საბჭოს უთხრა, რომ პორტი გაზაფხულზე ხალხისთვის არ გაიხსნება",
            "მინისტრმა დღეს საბჭოს უთხრა, რომ პორტი გაზაფხულზე ხალხისთვის გაიხსნება",
        ),
        (
            "Bakan bugün konseyde limanın baharda halka açılmadığını bir kez daha söyledi",
            "Bakan bugün konseyde limanın baharda halka açıldığını bir kez daha söyledi",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn another_number_day_or_contrary_makes_another_claim_in_every_language() {
    let pairs = [
        (
            "Ο υπουργός είπε ότι το λιμάνι έχει πέντε νέους γερανούς από χθες",
            "Ο υπουργός είπε ότι το λιμάνι έχει δέκα νέους γερανούς από χθες",
        ),
        ("मंत्री ने कहा कि बंदरगाह को पाँच नए जहाज मिलेंगे इस साल", "मंत्री ने कहा कि बंदरगाह को दस नए जहाज मिलेंगे इस साल"),
        (
            "장관은 항구에 새로운 크레인 다섯 대가 올해 봄에 들어온다고 말했다",
            "장관은 항구에 새로운 크레인 열 대가 올해 봄에 들어온다고 말했다",
        ),
        (
            "השר אמר כי הנמל יקבל השנה חמישה עגורנים חדשים מן הצפון",
            "השר אמר כי הנמל יקבל השנה עשרה עגורנים חדשים מן הצפון",
        ),
        (
            "השר יגיע לעיר ביום שני לשיחות על הנמל עם ראש העיר",
            "השר יגיע לעיר ביום שלישי לשיחות על הנמל עם ראש העיר",
        ),
        (
            "Ο υπουργός θα έρθει στην πόλη τη Δευτέρα για συνομιλίες για το λιμάνι",
            "Ο υπουργός θα έρθει στην πόλη την Τρίτη για συνομιλίες για το λιμάνι",
        ),
        (
            "मंत्री सोमवार को शहर में बंदरगाह पर बातचीत के लिए आएंगे",
            "मंत्री मंगलवार को शहर में बंदरगाह पर बातचीत के लिए आएंगे",
        ),
        (
            "장관은 월요일에 항구 문제를 논의하기 위해 도시에 도착할 예정이라고 말했다",
            "장관은 화요일에 항구 문제를 논의하기 위해 도시에 도착할 예정이라고 말했다",
        ),
        (
            "大臣は月曜日に港の問題を議論するため市に到着する",
            "大臣は火曜日に港の問題を議論するため市に到着する",
        ),
        ("部长将于周一抵达该市讨论港口问题并会见市长", "部长将于周五抵达该市讨论港口问题并会见市长"),
        (
            "O ministro chega à cidade na segunda-feira para falar sobre o porto",
            "O ministro chega à cidade na terça-feira para falar sobre o porto",
        ),
        ("วันนี้รัฐมนตรีกล่าวว่าจะเดินทางมาถึงเมืองในวันจันทร์เพื่อหารือ", "วันนี้รัฐมนตรีกล่าวว่าจะเดินทางมาถึงเมืองในวันศุกร์เพื่อหารือ"),
        ("मंत्री ने आज संसद में कहा कि वे कानून का समर्थन करते हैं", "मंत्री ने आज संसद में कहा कि वे कानून का विरोध करते हैं"),
        (
            "장관은 오늘 의회에서 새 항구 법안을 지지한다고 다시 한번 말했다",
            "장관은 오늘 의회에서 새 항구 법안을 반대한다고 다시 한번 말했다",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn a_country_is_told_apart_in_its_other_cases() {
    let pairs = [(
        "Bakan bugün başkentte Almanya'nın büyükelçisi ile görüştü ve limanı konuştu",
        "Bakan bugün başkentte Fransa'nın büyükelçisi ile görüştü ve limanı konuştu",
    )];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn who_does_it_to_whom_makes_another_claim() {
    let pairs = [
        (
            "Russia accused Ukraine of a new attack on the port this morning",
            "Ukraine accused Russia of a new attack on the port this morning",
        ),
        (
            "Россия обвинила Украину в новой атаке на порт сегодня рано утром",
            "Украина обвинила Россию в новой атаке на порт сегодня рано утром",
        ),
        (
            "中国外交部长今天批评美国在南海的新军事行动并要求停止",
            "美国外交部长今天批评中国在南海的新军事行动并要求停止",
        ),
        (
            "Izrael zaatakował dziś w nocy port Iranu i lotnisko nad morzem",
            "Iran zaatakował dziś w nocy port Izraela i lotnisko nad morzem",
        ),
        (
            "Rosja oskarżyła Ukrainę o nowy atak na port dziś rano",
            "Ukraina oskarżyła Rosję o nowy atak na port dziś rano",
        ),
        (
            "Ізраїль атакував сьогодні вночі порт Ірану та летовище над морем",
            "Іран атакував сьогодні вночі порт Ізраїлю та летовище над морем",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn who_is_told_of_together_stands_in_any_order() {
    let pairs = [
        (
            "The ministers of Russia and the US met in the capital to talk about the port",
            "The ministers of the US and Russia met in the capital to talk about the port",
        ),
        (
            "Министры России, Ирана и Китая встретились в столице и говорили о порте",
            "Министры Китая, России и Ирана встретились в столице и говорили о порте",
        ),
        (
            "中国和美国的外交部长今天在首都会见并讨论了双边贸易问题",
            "美国和中国的外交部长今天在首都会见并讨论了双边贸易问题",
        ),
        (
            "La Russie et l'Ukraine ont signé un accord sur le port et les céréales",
            "L'Ukraine et la Russie ont signé un accord sur le port et les céréales",
        ),
        (
            "بحثت روسيا وإيران بناء ميناء جديد على البحر مع عدد من الشركات",
            "بحثت إيران وروسيا بناء ميناء جديد على البحر مع عدد من الشركات",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn who_is_told_of_again_makes_no_other_order() {
    let pairs = [(
        "Russia: the ministers of the US and Russia met in the capital to talk about the port",
        "The ministers of the US and Russia met in the capital to talk about the port",
    )];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn what_is_done_against_somebody_may_be_told_behind() {
    let pairs = [
        (
            "Gegen die Bank hat die EU am Morgen neue Sanktionen verhängt",
            "Gegen diese Bank hat die EU am Morgen wieder neue Sanktionen verhängt",
        ),
        (
            "Gegen die Bank des Landes hat der Rat am Morgen neue Sanktionen beschlossen",
            "Der Bank des Landes hat der Rat am Morgen neue Sanktionen beschlossen",
        ),
        (
            "Avrupa Birliği bugün bankaya karşı yeni yaptırımlar uygulama kararı aldı",
            "Avrupa Birliği bugün bankaya yönelik yeni yaptırımlar uygulama kararı aldı",
        ),
        (
            "Ordu gece boyunca örgüte karşı geniş çaplı bir operasyon başlattı dedi",
            "Ordu gece boyunca örgüte yönelik geniş çaplı bir operasyon başlattı dedi",
        ),
        ("सरकार ने आज बैंक के खिलाफ नए प्रतिबंध लगाने का फैसला किया", "सरकार ने आज बैंक पर नए प्रतिबंध लगाने का फैसला किया"),
        (
            "آمریکا علیه ایران تحریم‌های جدید نفتی وضع کرد و هشدار داد",
            "آمریکا بر ایران تحریم‌های جدید نفتی وضع کرد و هشدار داد",
        ),
        (
            "Против банка весной ввели новые и ещё более жёсткие санкции, сказал министр",
            "На банк весной ввели новые и ещё более жёсткие санкции, сказал министр",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn who_is_against_makes_another_claim_wherever_it_stands() {
    let pairs = [
        (
            "Die Regierung des Landes ist gegen das neue Gesetz über den Hafen der Stadt",
            "Die Regierung des Landes ist für das neue Gesetz über den Hafen der Stadt",
        ),
        (
            "Gegen das Gesetz stimmte am Morgen die Mehrheit des Rates der Stadt",
            "Für das Gesetz stimmte am Morgen die Mehrheit des Rates der Stadt",
        ),
        (
            "Bakan bugün yaptığı açıklamada yeni yasaya karşı olduğunu yeniden söyledi",
            "Bakan bugün yaptığı açıklamada yeni yasaya destek olduğunu yeniden söyledi",
        ),
        ("मंत्री ने आज कहा कि वे नए बंदरगाह कानून के खिलाफ हैं", "मंत्री ने आज कहा कि वे नए बंदरगाह कानून के साथ हैं"),
        (
            "Gegen die neuen Sanktionen des Rates sprach sich am Abend die Regierung aus",
            "Für die neuen Sanktionen des Rates sprach sich am Abend die Regierung aus",
        ),
        (
            "نمایندگان مجلس امروز علیه قانون جدید بنادر کشور رأی دادند و رفتند",
            "نمایندگان مجلس امروز به قانون جدید بنادر کشور رأی دادند و رفتند",
        ),
        (
            "Bakan, yaptırımlara karşı olduklarını ve limanın açık kalacağını bir kez daha söyledi",
            "Bakan, yaptırımlara destek olduklarını ve limanın açık kalacağını bir kez daha söyledi",
        ),
        (
            "Депутаты против закона о новых санкциях для банков острова, сказал министр",
            "Депутаты за закон о новых санкциях для банков острова, сказал министр",
        ),
        (
            "Οι βουλευτές ψήφισαν υπέρ του νέου νόμου για τα λιμάνια της χώρας",
            "Οι βουλευτές ψήφισαν εναντίον του νέου νόμου για τα λιμάνια της χώρας",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn the_article_un_is_not_the_united_nations() {
    let pairs = [
        (
            "Le ministre a signé un accord sur le port avec la ville hier soir",
            "Le ministre a signé cet accord sur le port avec la ville hier soir",
        ),
        (
            "El ministro firmó un acuerdo sobre el puerto con la ciudad ayer por la tarde",
            "El ministro firmó el acuerdo sobre el puerto con la ciudad ayer por la tarde",
        ),
        (
            "Il ministro ha firmato un accordo sul porto con la città ieri sera",
            "Il ministro ha firmato nuovo accordo sul porto con la città ieri sera",
        ),
        (
            "Ministrul a semnat un acord despre port cu orașul ieri seara",
            "Ministrul a semnat acel acord despre port cu orașul ieri seara",
        ),
    ];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn the_united_nations_are_told_apart_from_others() {
    let pairs = [
        (
            "The US told the council again that the port will open next spring",
            "The UN told the council again that the port will open next spring",
        ),
        (
            "Die UN warnt die Stadt vor dem Bau des neuen Hafens im Süden",
            "Die NATO warnt die Stadt vor dem Bau des neuen Hafens im Süden",
        ),
    ];
    assert_eq!(wrong(false, &pairs), Vec::<String>::new());
}

#[test]
fn who_insists_in_arabic_is_no_egypt() {
    let pairs = [(
        "الرئيس قال اليوم إنه مصر على فتح الميناء أمام كل السفن",
        "الرئيس قال اليوم إنه عازم على فتح الميناء أمام كل السفن",
    )];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}

#[test]
fn what_is_on_somebody_in_arabic_is_against_nobody() {
    let pairs = [(
        "أعلن الوزير أن الميناء الجديد سوف يفتح أبوابه وأن الإشراف عليه للمدينة",
        "أعلن الوزير أن الميناء الجديد سوف يفتح أبوابه وأن الإشراف للمدينة",
    )];
    assert_eq!(wrong(true, &pairs), Vec::<String>::new());
}
