//! Who is against something, and what is done against somebody.

/// Said of a claim and of a deed, which is told before it.
pub(super) const AGAINST: &str =
    "against против проти gegen contre contra contro przeciw przeciwko ضد נגד εναντίον";

/// Likewise; the deed is told before it or behind it.
pub(super) const AGAINST_ON_EITHER_SIDE: &str = "علیه";

/// Likewise; what is before it is what somebody is against, and the deed is told behind it.
pub(super) const AGAINST_BEFORE_DEEDS: &str = "karşı खिलाफ ख़िलाफ़ विरुद्ध";

/// What is done against somebody, and is said with another small word as well: sanctions on a bank, a war with somebody.
pub(super) const DEEDS: &str = "
    sanction||s|ed restriction||s measure||s tariff||s duty duties embargo||es blockade strike||s attack||s raid||s
    assault||s offensive||s operation||s war||s warfare fight||s|ing fought battle||s struggle||s aggression threat||s
    violence crime||s atrocity atrocities genocide charge||s|d lawsuit||s sued complaint||s allegation||s accusation||s
    investigation||s proceeding||s match||es game||s win||s won victory defeat||s|ed lost goal||s play||s|ed|ing race||s
    protect||s|ed|ing|ion defend||s|ed|ing defen|ce|se guard||s|ed|ing insur|e|ed|ance vaccin|e|es|ation|ated immun|e|ity
    dollar euro rouble ruble yen pound yuan lira krona currency discrimination hatred

    санкци|я|и|й|ю|ям|ями|ях ограничени|е|я|й|ю|ям|ями|ях мер|а|ы|у|ам|ами|ах пошлин|а|ы|у|ам|ами|ах эмбарго блокад|а|ы|у
    удар||а|у|ы|ов|ам|ами|ах атак|а|и|у|е налёт||а|ы операци|я|и|ю|й войн|а|ы|у|е|ой борьб|а|ы|у|е|ой битв|а|ы|у
    агресси|я|и|ю|ей угроз|а|ы|у насили|е|я преступлени|е|я|й|ям|ями|ях геноцид||а обвинени|е|я|й|ям иск||а|и|ов жалоб|а|ы|у
    расследовани|е|я матч||а|е|ей игр|а|ы|у|е побед|а|ы|у|е поражени|е|я гол||ы|ов защит|а|ы|у|е вакцин|а|ы|у прививк|а|и|у
    доллар||а|у евро рубл|ь|я|ю юан|ь|я лир|а|ы

    санкці|ї|й|ями|ям|ях обмежен|ня|ь заход|и|ів мит|о|а ембарго удар||у|и|ів атак|а|и|у війн|а|и|у|і боротьб|а|и|у|і
    операці|я|ї|ю агресі|я|ї|ю загроз|а|и|у насильств|о|а злочин||у|и|ів геноцид||у звинувачен|ня|ь позов||у|и скарг|а|и|у
    матч||у|і гр|а|и|у|і перемог|а|и|у|ти захист||у вакцин|а|и|у долар||а євро

    sanktion||en|iert beschränkung||en massnahme||n zoll zölle embargo angriff||e|en schlag schläge krieg||es kampf offensive
    operation||en aggression drohung||en gewalt verbrechen völkermord klage||n anklage vorwürfe ermittlungen spiel||e sieg
    siegte gewann gewonnen niederlage schutz schützen schützt impfung impfstoff dollar euro

    sanction||s|né restriction||s mesure||s droits embargo frappe||s attaque||s raid||s guerre||s lutte||s combat||s bataille
    offensive opération||s agression menace||s violence||s crime||s génocide accusation||s plainte||s enquête match||s victoire
    défaite but protection protéger protège défense vaccin||s dollar euro

    sanci|ón|ones restricci|ón|ones medida||s arancel||es embargo ataque||s bombardeo||s guerra||s lucha||s combate||s batalla
    ofensiva operaci|ón|ones agresi|ón|ones amenaza||s violencia crimen crímenes delito||s genocidio acusaci|ón|ones cargo||s
    demanda||s denuncia||s partido||s victoria derrota gol protección proteger protege defensa vacuna||s dólar euro
    sanç|ão|ões restriç|ão|ões tarifa||s luta||s violência crime||s genocídio acusaç|ão|ões jogo vitória vacina||s

    sanzion|e|i restrizioni misure dazi attacc|o|hi raid guerr|a|e lotta offensiva operazion|e|i aggressione minacc|ia|e violenza
    crimin|e|i reat|o|i genocidio accus|a|e partita vittoria sconfitta vaccin|o|i
    sankcj|e|i|a atak||i|u|ów wojn|a|y|ę walk|a|i|ę operacj|a|i|ę agresj|a|i|ę zbrodni|e|a przemoc mecz||u

    عقوبات العقوبات هجوم هجمات الهجوم الهجمات ضربة ضربات غارة غارات الحرب حرب عدوان العدوان عملية عمليات جرائم الجرائم
    العنف عنف شكوى دعوى اتهامات مباراة المباراة مكافحة حملة تهديدات
    تحریم تحریمها تحریمهای حمله حملات جنگ تجاوز عملیات جنایات خشونت
    κυρώσε|ις|ων επίθεσ|η|ης επιθέσε|ις|ων πόλεμ|ος|ο|ου μέτρα αγών|ας|α
    סנקציות תקיפה תקיפות התקפה מתקפה מלחמה המלחמה מאבק מבצע פשעים אלימות

    yaptırım||ı|lar|ları|lara operasyon||u|lar|ları|a saldırı||sı|lar|ları|ya savaş||ı|a mücadele||si|ye dava||sı|lar|ları
    soruşturma||sı suç||lar|ları şiddet||i ambargo||su önlem||ler|leri tedbir||ler|leri maç||ı|ta galibiyet||i zafer||i koruma||k|sı aşı||sı
    harekat||ı
    प्रतिबंध||ों हमला हमले हमलों युद्ध जंग कार्रवाई अभियान मुकदमा मुकदमे हिंसा अपराध||ों लड़ाई मैच जीत टीका टीके आरोप||ों शिकायत जांच
";

/// What is for something or against it, whatever else is told.
pub(super) const VOTES: &str = "
    vot|e|es|ed|er|ers|ing ballot||s rall|y|ies|ied|ying protest||s|ed|ing|er|ers demonstrat|e|es|ed|ing|ion|ions|ors spoke
    speak||s|ing argu|e|es|ed|ing campaign||s|ed|ing petition||s referendum poll||s|ed

    голосова|л|ла|ло|ли|ть|ние|ния проголосова|л|ла|ло|ли|ть|в|вших голос||а|ов выступ|ил|ила|ило|или|ить|ят|ит|ает|ают|ал|али
    высказа|лся|лась|лось|лись митинг||а|е|и протест||а|е|ы|ов референдум||а|е петици|я|и|ю
    голосува|в|ла|ло|ли|ти|ння проголосува|в|ла|ло|ли виступи|в|ла|ло|ли виступа|є|ють мітинг||у|и протест||у|и

    رأی رای اعتراض تظاهرات oy||u|lar|ları|lama|laması|ladı protesto||su gösteri||si|ler miting||i मतदान वोट प्रदर्शन
    sprach||en spricht ausgesprochen wandte wehrt wehrte stimm|t|te|ten|en gestimmt votier|t|te|ten abstimmung demonstr|iert|ierte|ierten|ation|ationen protest||e|iert|ierten
    vot|e|er|ent|é|ait manifest|é|ation|ations|ants protest|ation|é référendum vot|ó|aron|ar|an|a|ado|ación voto manifestaci|ón|ones
    protesta||s referéndum votou votaram votação votat|o|a|i votano głosowa|ł|ła|li|ły|ć|nie zagłosowa|ł|ła|li|ły
    صوت صوتت صوتوا التصويت تصويت احتجاج احتجاجات مظاهرة مظاهرات تظاهر تظاهروا הצביע הצביעה הצביעו הפגנה הפגנות
";

/// What makes `against` a stand close before it.
pub(super) const ARE: &str = "
    is are was were be been being im not remain||s|ed come||s came stand||s stood turn||s|ed был||а|о|и будет будут категорически
    резко не був була були ist sind waren est sont était étaient es son está están era eran é são foi è sono jest są
";

/// What makes a claim of an `against` that the deeds follow, right behind it.
pub(super) const ARE_BEHIND: &str = "
    olduğu||nu olduklarını olan olanlar çıktı||lar çıkıyor||lar çıktığını çıkan dir है हैं था थे थी थीं हो
";
