//! What tells who does something and to whom, where two names change places: what stands before a name, and what is said
//! of both alike.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Known, Word, small};

/// What a word is to the order of others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in super::super) struct Roles(u16);

/// Before a name, and of it: prepositions, and articles that tell a case. None that is an article in another language, such
/// as Spanish `a`.
const BEFORE: (u16, &str) = (
    1,
    "
    in on at to for from by with into onto over under against near after before between through via about without toward||s
    behind inside upon among
    в во на по за из от до с со к ко о об у для при под над через без между против перед после
    із з зі від про між проти біля
    auf zu zum zur vom für mit bei aus nach im gegen zwischen durch über unter vor
    à au aux en dans sur par pour avec contre chez vers entre sous depuis
    al con contra desde hacia hasta sobre ao aos em no na nos nas por pelo pela com
    alla ai nel nella dal dalla per su sul sulla tra fra
    op aan naar voor door bij uit tegen tussen
    w we ze od do przez dla przeciw przeciwko mezi v ve pro se proti ke u
    σε στον στην στο στη στις στους από για με κατά προς ο η οι τον την τη τους τις
    في من إلى على عن مع ضد بين نحو در از به بر با علیه את אל על עם נגד בין
    ở tại với cho từ đến
    ",
);

/// Behind a name, and of it.
const BEHIND: (u16, &str) = (2, "ने को पर से में نے را ile için");

/// What makes a name tell whose something is, and so nothing of who does it.
const OF: (u16, &str) =
    (4, "of de du des d del do da dos das di della dei degli delle dello van von του της των का की के של của");

/// What joins the second of two to the first, and what may stand beside the first.
const WITH: (u16, &str) = (
    8,
    "with между between с со між із з зі avec entre con com tra fra mit zwischen tussen ze se s between mezi σε με ο η οι
    مع بين با עם בין ile से ने نے với",
);

/// What two do with each other, or have in common.
const MUTUAL: (u16, &str) = (
    16,
    "
    talk||s|ed negotiat|ion|ions|e|ed|es|ing meeting||s summit||s dialogue dialog agreed agreement||s treat|y|ies pact||s deal||s
    accord||s memorandum contract||s trade turnover relation||s relationship||s ties cooperat|e|es|ed|ing|ion partnership||s
    alliance||s consultation||s discussion||s discussed border||s exchange||d|s drew friendship

    переговор||ы|ов|ам|ами|ах встреч|а|и|у|е|ей|ах встретил|ся|ась|ись|ось встреча|лся|лась|лись|ется|ются договорил|ся|ась|ись|ось
    договорённост|ь|и|ей соглашени|е|я|й|ю|ем|ях договор||а|у|ом|е|ы меморандум||а|у сотрудничеств|о|а|у|ом|е сотруднича|ет|ют
    отношени|я|й|ям|ями|ях товарооборот||а|е|у торговл|я|и|ю|е|ей диалог||а|у|ом консультаци|и|й|ям|ями|ях|ю саммит||а|е союз||а|у
    границ|а|ы|е|у обсуди|л|ла|ли|ло обсужда|ет|ют обмен||а|у обменя|лся|лась|лись|лось согласова|л|ла|ли бесед|а|ы|у|е
    побеседова|л|ла|ли поговори|л|ла|ли разговор||а|ы|е дружб|а|ы|у|е

    переговор|и|ів зустріч||і|чю зустрі|вся|лася|лися|чається домови|вся|лася|лися угод|а|и|у|ою|і договір договор|і|и
    співпрац|я|і|ю|ею відносин||и|ам|ами|ах стосунк|и|ів|ам|ами|ах торгівл|я|і|ю|ею діалог||у консультаці|ї|й саміт||у
    обговори|в|ла|ли обмін||у кордон||у|і дружб|і

    gespräch||e|en|s verhandlung||en verhandel|t|te|ten treffen traf trafen getroffen abkommen||s vertrag vereinbarung||en
    beziehung||en zusammenarbeit kooperation handel gipfel grenze partnerschaft
    entretien||s entretenu||e|s négociation||s pourparlers rencontre||s rencontré||e|s réunion||s sommet accord traité||s pacte
    coopération commerce échange||s frontière partenariat alliance
    conversaci|ón|ones negociaci|ón|ones reuni|ón|ones|ó|eron encuentro||s cumbre acuerdo||s tratado||s pacto cooperación
    relaci|ón|ones comercio diálogo frontera
    conversações negociaç|ão|ões reuni|ão|ões|u|ram encontro||s cúpula acordo||s cooperação relaç|ão|ões comércio fronteira
    colloqu|io|i negoziat|o|i trattativ|a|e incontr|o|i incontrat|o|i vertice accord|o|i trattat|o|i cooperazione relazion|e|i
    rapporti commercio dialogo confine
    gesprek||ken onderhandeling||en ontmoeting overleg akkoord verdrag samenwerking betrekkingen handel grens
    rozmow|y|ę|a|ach rozmów negocjacj|e|i|ach spotkani|e|a|u spotkał||a|o|y|y umow|a|y|ę porozumieni|e|a współprac|a|y|ę|ą relacj|e|i
    stosunk|i|ów handlu szczyt granic|a|y
    jednání rozhovor|y|ů setkání setkal||a|i|y dohod|a|y|u smlouv|a|y|u spolupráce vztah|y|ů obchod||u hranice
    görüşme||ler|si|leri görüş|tü|tüler müzakere||ler|leri anlaşma||sı|lar|yı zirve||si ilişki||ler|leri ticaret||i işbirliği sınır||ı
    συνομιλί|ες|ων διαπραγματεύσ|εις|εων συνάντησ|η|ης συναντήθηκ|ε|αν συμφων|ία|ίας|ησε|ησαν σχέσ|εις|εων συνεργασία|ς εμπόριο
    διάλογο|ς σύνορα

    محادثات المحادثات مباحثات المباحثات مفاوضات المفاوضات لقاء التقى التقت يلتقي تلتقي اجتماع اجتمع اجتمعت بحث بحثت يبحث تبحث
    اتفاق اتفاقا الاتفاق اتفاقية اتفق اتفقت علاقات العلاقات تعاون التعاون تجارة التجارة حوار قمة حدود الحدود شراكة معاهدة
    مذاکره مذاکرات دیدار گفتگو گفتگوی گفتگوهای توافق توافقنامه روابط همکاری تجارت نشست مرز
    שיחות פגישה נפגש נפגשה נפגשו הסכם הסכמים יחסים יחסי סחר גבול
    बातचीत वार्ता बैठक मुलाकात समझौता समझौते संबंध संबंधों व्यापार सहयोग सीमा
    đàm phán gặp gỡ hội thỏa thuận hợp tác quan hệ thương mại
    ",
);

/// As [`MUTUAL`], without a word for `with`; Dutch `met` is that word.
const MET: (u16, &str) = (
    32,
    "met meet||s border||s ontmoette التقى التقت يلتقي تلتقي gặp gỡ rencontre rencontré rencontrent incontra incontrato",
);

/// What may stand beside [`MUTUAL`] words and says nothing of who does it to whom.
const NEUTRAL: (u16, &str) = (
    64,
    "
    held hold holds holding had has have will signed sign signs conduct||s|ed|ing began begin begins started start starts new joint
    bilateral minist|er|ers|ry foreign president||s leader||s counterpart||s ambassador||s delegation||s official||s prime premier
    chancellor affairs officials an long

    провёл провел прове|ла|ло|ли|дёт|дет|дут провод|ит|ят|ил|ила|или ведёт ведет ведут вёл вел вели начал||а|о|и держит подписа|л|ла|ло|ли|ны|но
    подписыва|ет|ют заключи|л|ла|ло|ли нов|ое|ого|ые|ых|ыми двусторонн|ие|их|ей|яя|ее|юю министр||а|у|ом|е|ы|ов|ами глав|а|ы|е|у|ой|ами
    президент||а|у|ом|е|ы|ов|ами премьер||а|у|ом иностранных дел коллег|а|и|ой|у|е посол посл|а|у|ом делегаци|я|и|ей|ю лидер||а|у|ом|ы|ов|ами
    состоял|ся|ись|ась прош|ли|ла|ло|ёл

    провів підписа|в|ла|ли|но уклав укла|ла|ли міністр||а|у|ом|и|ів|ами закордонних справ президент|и|ів|ами голов|а|и|ою очільник||а|ом
    послом колег|а|ою нов|і|их двосторонн|і|іх

    hielt führte führt führten führen geführt unterzeichnete unterzeichnet unterzeichneten aussenminister minister
    präsident amtskollege||n botschafter neue neuen
    tenu a ont signé||e|s mené conclu ministre||s président||s premier étrangères homologue nouveaux nouvelles nouveau s est
    sont étrangers mantuvo mantuvieron sostuvo sostuvieron celebró celebraron firmó firmaron ministro||s canciller presidente||s
    homólogo nuevo||s nueva||s exteriores se ha han manteve realizou assinou hanno tenuto firmato avuto omologo esteri nuovi
    hield voerde tekende podpisał||a|y prowadzi przeprowadził||a prezydent podepsal||a|o vede ministr prezident
    imzaladı yaptı düzenledi bakanı cumhurbaşkanı είχε είχαν υπέγραψε υπέγραψαν υπουργός υπουργό πρόεδρος πρόεδρο νέες
    عقد عقدت اجرى اجرت وقع وقعت وقعتا وزير الخارجية خارجية رئيس الرئيس نظيره نظيرها سفير جديدة جديد امضا کرد برگزار وزیر خارجه رئیس جمهور
    קיים קיימה ניהל ניהלה חתם חתמה שר החוץ נשיא हस्ताक्षर विदेश मंत्री राष्ट्रपति प्रधानमंत्री नई नए cuộc đã có mới ký
    ",
);

/// When something is, which may be told anywhere.
const TIME: (u16, &str) = (
    128,
    "
    today yesterday tomorrow tonight now again later earlier recently morning evening night afternoon day week month year
    сегодня вчера завтра снова опять вновь недавно теперь утром вечером днём ночью весной летом осенью зимой
    сьогодні знову вранці ввечері вночі
    heute gestern morgen wieder abend morgens aujourd'hui hier demain matin soir hoy ayer mañana hoje ontem amanhã oggi ieri domani
    vandaag gisteren dziś dzisiaj wczoraj jutro dnes včera zítra bugün dün yarın σήμερα χθες αύριο
    اليوم امس غدا امروز دیروز فردا היום אתמול מחר आज कल hôm qua nay
    ",
);

/// What makes a verb tell what is done to somebody, and what stands before who does it.
const BE: (u16, &str) = (
    256,
    "was were been being is are be wurde wurden worden wird été sido fue fueron foi foram stato stata stati state werd werden",
);
const BY: (u16, &str) = (512, "by von vom par por pelo pela da dal dalla door");

/// Of languages in Latin letters whose nouns have cases, and of no others.
const OF_CASES: (u16, &str) = (
    1024,
    "v ve že jsou byl byla bylo podle nebo který w że jest oraz przy iz koji koja kako što nije sa aj ako alebo bol sú pri ir",
);

const AND: (u16, &str) = (2048, small::AND);

/// What is in the lists of [`small`], and what may stand between two names that one thing is told of.
const SMALL: u16 = 4096;
const JOINING: u16 = 8192;

const LISTS: [(u16, &str); 12] =
    [BEFORE, BEHIND, OF, WITH, MUTUAL, MET, NEUTRAL, TIME, BE, BY, OF_CASES, AND];

impl Roles {
    pub(in super::super) fn is_before(self) -> bool {
        self.has(BEFORE)
    }

    pub(in super::super) fn is_behind(self) -> bool {
        self.has(BEHIND)
    }

    pub(in super::super) fn is_of(self) -> bool {
        self.has(OF)
    }

    pub(in super::super) fn is_with(self) -> bool {
        self.has(WITH)
    }

    pub(in super::super) fn is_mutual(self) -> bool {
        self.has(MUTUAL) || self.has(MET)
    }

    pub(in super::super) fn is_met(self) -> bool {
        self.has(MET)
    }

    pub(in super::super) fn is_neutral(self) -> bool {
        self.has(NEUTRAL) || self.has(TIME)
    }

    pub(in super::super) fn is_time(self) -> bool {
        self.has(TIME)
    }

    pub(in super::super) fn is_be(self) -> bool {
        self.has(BE)
    }

    pub(in super::super) fn is_by(self) -> bool {
        self.has(BY)
    }

    pub(in super::super) fn is_small(self) -> bool {
        self.0 & SMALL != 0
    }

    pub(in super::super) fn is_joining(self) -> bool {
        self.0 & JOINING != 0
    }

    pub(in super::super) fn is_and(self) -> bool {
        self.has(AND)
    }

    pub(in super::super) fn is_of_cases(self) -> bool {
        self.has(OF_CASES)
    }

    fn has(self, list: (u16, &str)) -> bool {
        self.0 & list.0 != 0
    }
}

/// The roles of what is in a list, by what it stands for. They are asked for each word whenever two wordings are compared,
/// so a word, which is a hash already, stands in the place that its last bits name, or behind it.
#[derive(Default)]
pub(super) struct AllRoles {
    /// As many as a power of two, with room between them.
    places: Vec<(Word, Roles)>,
}

/// No word has these bits.
const NO_WORD: Word = Word::MAX;

impl AllRoles {
    /// Those of the lists; `known` has all else.
    pub(super) fn of(known: &Known) -> Self {
        let mut all: HashMap<Word, Roles, RandomState> = HashMap::default();
        let mut add = |word: Word, role: u16| all.entry(word).or_default().0 |= role;
        for (role, list) in LISTS {
            known.stand_ins(list).into_iter().for_each(|word| add(word, role));
        }
        known.small.iter().for_each(|word| add(*word, SMALL));
        known.and.iter().for_each(|word| add(*word, JOINING));
        let mut places = vec![(NO_WORD, Roles::default()); (2 * all.len()).next_power_of_two()];
        for (word, roles) in all {
            let mut place = word as usize & (places.len() - 1);
            while places[place].0 != NO_WORD {
                place = (place + 1) & (places.len() - 1);
            }
            places[place] = (word, roles);
        }
        Self { places }
    }

    pub(super) fn get(&self, word: Word) -> Roles {
        let last = self.places.len() - 1;
        let mut place = word as usize & last;
        loop {
            let (found, roles) = self.places[place];
            if found == word || found == NO_WORD {
                return roles;
            }
            place = (place + 1) & last;
        }
    }

    /// What the lists say, for the fingerprint.
    #[cfg(test)]
    pub(super) fn entries(&self) -> impl Iterator<Item = String> + '_ {
        let words = self.places.iter().filter(|(word, _)| *word != NO_WORD);
        words.map(|(word, roles)| format!("{word} {roles:?}"))
    }
}
