//! The words that the rules know, in lower case.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::word::Word;

/// One or several of the lists below, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Kinds(u64);

impl Kinds {
    /// Every list that a word is in.
    pub(super) fn of(lower: &str) -> Self {
        KINDS.get(lower).copied().unwrap_or_default()
    }

    /// Whether a word is in one of the lists.
    pub(super) fn has(self, lower: &str) -> bool {
        Self::of(lower).meets(self)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The lists of each word, so that a word of a text is looked up once.
static KINDS: LazyLock<HashMap<&'static str, Kinds, RandomState>> = LazyLock::new(|| {
    let mut kinds: HashMap<&'static str, Kinds, RandomState> = HashMap::default();
    let mut add = |word, list: Kinds| kinds.entry(word).or_default().0 |= list.0;
    for (list, words) in LISTS {
        words.split_whitespace().for_each(|word| add(word, *list));
    }
    for place in places() {
        let first = place.split(' ').next().unwrap_or_default();
        add(first, PLACE_BEGINNINGS);
        if first == place {
            add(place, PLACES);
        }
    }
    kinds
});

/// Countries, parts of them and their adjectives, of one to five words, and what such a name begins with; true where it
/// is a whole name.
static PLACE_PHRASES: LazyLock<HashMap<&'static str, bool, RandomState>> = LazyLock::new(|| {
    let mut phrases: HashMap<&'static str, bool, RandomState> = HashMap::default();
    for place in places() {
        for (end, _) in place.match_indices(' ') {
            phrases.entry(&place[..end]).or_default();
        }
        phrases.insert(place, true);
    }
    phrases
});

fn places() -> impl Iterator<Item = &'static str> {
    include_str!("places.txt").lines()
}

/// Those of one word.
pub(super) const PLACES: Kinds = Kinds(1 << 30);
/// The first words of all of them.
pub(super) const PLACE_BEGINNINGS: Kinds = Kinds(1 << 31);

/// Whether these words in lower case are the whole name of a place; `None` where no name of a place begins so.
pub(super) fn whole_place(lower: &str) -> Option<bool> {
    PLACE_PHRASES.get(lower).copied()
}

macro_rules! lists {
    ($($(#[$about:meta])* $bit:literal $name:ident: $words:literal;)*) => {
        $($(#[$about])* pub(super) const $name: Kinds = Kinds(1 << $bit);)*
        const LISTS: &[(Kinds, &str)] = &[$(($name, $words)),*];
    };
}

lists! {
    /// Who holds an office; also in lower case.
    0 HEADS: "minister president premier chairman chairwoman chairperson co-chair secretary secretary-general chancellor
        ambassador ambassador-at-large spokesman spokeswoman spokesperson representative envoy director director-general
        governor governor-general senator ceo commissioner rapporteur vice-president president-elect ex-president
        vice-premier vice-chancellor vice-chairman commander-in-chief mayor monarch attorney fm pm coordinator aide chargé
        congressman congresswoman lawmaker sheikha ombudsman adviser advisor undersecretary under-secretary-general
        under-secretary prosecutor leader emir pope patriarch ex-minister ex-premier ex-chancellor ex-ambassador
        ex-senator ex-governor ex-mayor ex-chairman";
    /// Heads only with a capital: the word means other things.
    1 CAPITAL_HEADS: "speaker general king queen prince princess chair sultan colonel admiral marshal fm pm ceo consul
        metropolitan chargé pope emir director leader representative gen. col. adm. sen. gov.";
    /// Heads only before `of`.
    2 HEADS_OF: "head chief member sultan chair";
    /// Heads that several people hold.
    3 PLURAL_HEADS: "ministers presidents premiers chairmen ambassadors senators chancellors governors spokesmen kings
        representatives envoys generals fms pms secretaries directors leaders speakers commissioners";
    /// What stands before a head and belongs to the office.
    4 MODIFIERS: "deputy vice first second prime foreign defence defense finance interior acting former outgoing special
        permanent official state general executive supreme high assistant under chief crown trade energy health justice
        economy economic education culture agriculture transport environment labour labor development industry home
        internal external affairs security national press press-service senior managing interim caretaker honorary
        presidential vice-prime affairs information science sports sport tourism digital relations permanent attorney
        consul ministry department kremlin government white house army lieutenant major brigadier colonel federal
        government's european foreign-policy party opposition supreme plenipotentiary extraordinary shadow nuclear treasury
        commerce communications planning oil petroleum water resources natural mining climate emergency emergencies
        construction infrastructure immigration welfare social family women youth religious public chief deputy-prime
        vice-foreign personal military civil council election duma parliament parliamentary senate cabinet union federation
        lt. maj. brig. ex-prime ex-foreign ex-defence ex-defense ex-deputy ex-vice";
    /// What follows a head and belongs to it.
    5 AFTER_HEAD: "general designate elect";
    /// What follows any head and belongs to it.
    29 AFTER_ANY_HEAD: "extraordinary plenipotentiary designate general-designate emeritus counsellor counselor";
    /// Forms of address between an office and a name.
    6 HONORIFICS: "mr mrs ms dr prof h.e. sir hon he excellency comrade madame mme madam shri smt ayatollah cardinal samdech dato datuk seri г-н г-жа господин господина господину госпожа товарищ
        д-р";
    /// What links the parts of an office.
    7 CONNECTORS: "of for to on at and & the in with de";
    /// Words of offices and of what they are offices of: before a name they are no part of it.
    8 DOMAINS: "affairs foreign war trade defence defense state economy finance interior justice energy health education culture
        industry security council assembly general republic federation kingdom confederation union commission committee
        department ministry government parliament duma senate bank agency office organisation organization nations
        united league cooperation islamic democratic people's peoples socialist federal federative board directors
        director secretary secretariat secretary-general staff forces armed information press policy international
        external internal rights human relations development agriculture transport environment labour labor
        communications planning resources natural mineral science technology sports tourism digital social society
        institute university academy association alliance party movement court tribunal authority administration
        central national supreme high house commons lords representatives congress bundestag knesset majlis chamber
        commerce business industries emirates states treaty collective economic community center centre fund
        foundation corporation company group mission delegation embassy region territory district oblast province
        city municipality archdiocese army navy commonwealth services service division directorate bureau
        investigation intelligence emergency emergencies disarmament peace political mechanism settlement climate
        change refugees migration protection integration innovation infrastructure construction rosatom gazprom
        president minister prime minister's deputy chairman american european african asian arab eurasian atlantic
        north shanghai latin caribbean gulf southern northern eastern western world global middle east asia africa
        europe america pacific negotiations operations special process talks summit forum g20 g7 workers' workers
        church holy see orthodox";
    /// Domains that make the words beside them a country.
    9 POLITIES: "republic federation kingdom confederation emirate sultanate";
    /// Places and things that are named after a person or an office: no word of these stands in a name.
    10 THINGS: "hotel street avenue road square boulevard lane bridge palace park airport hospital university college school
        library museum theatre theater stadium house hall room building centre center tower island islands mountain
        river lake bay cape base port prize award medal cup trophy chair assembly debate council office offices
        election elections staff secretariat electric motors mills dynamics atomics counsel manager assistant
        committee commission cabinet bank fund foundation institute academy ship cruiser carrier class series line
        act law doctrine plan agreement protocol declaration charter formula club league party movement union lodge
        suite lounge store police area county humanitarian aid relief market inn resort cathedral church mosque cemetery memorial monument highway station
        terminal metro penguin salmon crab cobra kong lear james's day days week year years international conditions
        provisions data information tax budget public practitioner practice relativity contractor purpose knowledge radio kings
        audience strike anaesthesia motor delegation guard regiment army navy fleet division brigade brigades";
    /// Words that end a name: what a headline goes on with, and what is no name.
    11 ENDS: "a an the this that these those it its he she his her they their we our you your i my who what when where why how
        which and or but if as at by for from in into of off on onto over to up with without under about after before
        during between against amid upon via per than then there here not no is are was were be been being has have
        had will would shall should can could must might do does did said says say saying meets met meet meeting
        meetings attends attended attend visits visited visit holds held hold delivers delivered speaks spoke speaks
        addresses addressed address remarks statement statements interview interviews speech speeches comment comments
        commented briefing briefings article greetings message messages answers answered answer takes took arrives
        arrived signs signed calls called call receives received hosts hosted opens opened chairs chaired sends sent
        congratulates congratulated talks talk discusses discussed warns warned urges urged tells told announces
        announced confirms confirmed welcomes welcomed participates joins joined leaves travels departs returns
        thanks thanked vows slams condemns condemned rejects rejected denies denied hails praises expresses presents
        presented lays makes made gives gave conducts conducted greets gets wins won lost loses press conference
        session summit forum video photo photos full text read watch live today yesterday tomorrow tonight now also
        just only all both each every some many most more other another new main key joint working official state
        january february march july september october november december monday tuesday wednesday
        thursday friday saturday sunday feb apr aug sep sept oct nov dec western moscow kremlin kiev
        kyiv brussels washington beijing london paris berlin geneva vienna astana minsk
        fires fired drops dropped quits quit pauses paused backs backed blasts blasted blocks blocked boosts cancels
        cancelled claims claimed cuts demands demanded dismisses dismissed doubles eyes faces faced fears files filed
        fights finds forces forced freezes halts halted hints imposes imposed insists insisted kicks kills killed
        lands landed launches launched leads led lifts lifted mocks mulls names named nominates nominated offers
        offered orders ordered ousts ousted pardons pardoned picks picked plans planned pledges pledged postpones
        postponed promises promised proposes proposed pulls pulled pushes pushed puts raises raised reaches reached
        rebukes recalls recalled refuses refused releases released removes removed replaces replaced resigns resigned
        responds responded reveals revealed revokes revoked scraps scrapped seeks sees sets shares shared shows skips
        starts started stops stopped stresses stressed submits sues sued supports supported suspends suspended swears
        threatens threatened touts tries turns unveils unveiled uses used vetoes vetoed votes voted wants wanted
        withdraws withdrew approves approved arrested banned bans blames blamed charged elected endorses endorsed
        expels expelled impeached indicted injured congratulated spends spent
        ministre spraw obrony finansów zdrowia edukacji conjunto ejecutivo adjunto extraordinaria extraordinario";
    /// What headlines put behind a name, and what nobody is called: `President Bell Trial Begins`.
    35 AFTER_NAMES: "govt regime rival rivals ally allies aides loyalist loyalists supporter supporters critic critics opponent
        opponents challenger successor predecessor backers donors voters nominee nominees appointee appointees lawyer lawyers
        wife husband daughter daughters brothers sister sisters mother father parents widow girlfriend boyfriend bodyguard
        bodyguards
        team inner circle admin presidency era legacy agenda strategy vision reforms reform reshuffle bid push effort efforts
        role trip trips tour tours arrival return exit ouster absence reception dinner lunch banquet ceremony wedding
        birthday funeral coronation handshake greeting opening closing keynote podcast tweet tweets remark quotes joke jokes
        gaffe gaffes letter letters reply replies phone telephone memo memoir memoirs biography documentary interview
        proposal proposals pledge promise vow threat threats warning warnings order decree decrees directive pardon pardons
        approval rating ratings polls popularity landslide defeat victory surge primary caucus debates campaign
        campaigns rally rallies debate mansion residence jet plane helicopter motorcade convoy portrait statue mugshot selfie
        footage festival concert show project program programme initiative battalion channel newspaper magazine tournament
        marathon exercise exercises drills contest parade crisis scandal allegations accusations corruption bribery fraud lawsuit lawsuits trial trials verdict probe
        inquiry indictment ruling rulings crackdown purge arrest arrests raid raids attack attacks assassination murder
        death deaths illness surgery cancer diagnosis health concerns recovery ceasefire truce wars missile missiles
        drone drones strikes weapons sanctions tariff tariffs border visa crypto golf travel austerity
        falls dies survives considers weighs defends defies delays denounces escapes apologizes apologises appoints asks
        begins boycotts breaks brings casts celebrates concedes criticizes criticises declares declines ends enters explains
        fails flies gains grants honors honours ignores inspects invites issues laments lauds moves needs notes opposes
        outlines pays plays prepares reaffirms reiterates remains repeats reports retires rules runs secures signals stands
        stays struggles summons surprises teases testifies toasts tops trails undergoes vacations walks works writes hits
        looks goes comes keeps stuns rips rails lashes lambasts mourns hugs embraces shrugs sinks slips slides soars surges
        plunges plummets collapses faints trips stumbles clings sacks axes dissolves
        accused acquitted assassinated awarded booed cheered convicted detained exonerated fined greeted hailed
        heckled honored honoured hospitalized hospitalised impeached inaugurated jailed mocked poisoned pressured probed
        reelected re-elected sanctioned sentenced sidelined slammed sworn toppled wounded";
    /// Abbreviations that are no surname in capitals.
    12 ABBREVIATIONS: "un unsc unga unesco unicef osce opec brics nato asean apec eaeu csto cis sco eu us usa uk uae prc dprk
        iaea icc icj imf wto who fifa opcw aukus quad mercosur ecowas bbc cnn tass rt gazeta снг оон нато сша брикс шос
        одкб еаэс обсе мид смх сми рф ес кнр кндр оаэ юар тасс риа оик лаг магатэ озхо евразэс асеан g7 g20 video live
        breaking news covid tv fm pm ceo";
    /// Parts of names in lower case or with a capital that are counted as no word of it.
    13 PARTICLES: "van von der den de del della di da dos das du la le bin ibn bint ben al el ul ter ten zu af av y e ibn ould
        abu бин ибн бен аль эль ад аш ас де да ди дель дер фон ван ла ле дю дос кызы оглы угли улы абу бинт зайд";
    /// Peoples' adjectives that the endings do not tell.
    14 DEMONYMS: "french dutch greek czech swiss thai iraqi israeli pakistani bangladeshi qatari kuwaiti omani saudi emirati
        yemeni kazakh uzbek tajik turkmen kyrgyz slovak pole serb croat filipino british us uk uae dprk prc argentine cypriot somali nepali azeri lao afghan montenegrin kosovar";
    /// Countries that are also people's names.
    15 NAME_LIKE: "israel jordan chad georgia kenya india chile";
    /// Surnames that come first: Chinese, Korean, Vietnamese.
    16 FIRST_SURNAMES: "xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng
        xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu jiang cai jia ding wei xue ye yan pan
        du dai xia tian ren fan fang shi yao tan zou xiong jin qin lei hao long kong bai cui mao qiu gu hou shao meng
        wan duan qian yin kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn hong moon roh
        chung nguyen tran pham hoang phan vu vo dang bui ly to le си ли ван чжан лю чэнь ян чжао хуан чжоу ким пак чхве чон
        кан чо юн мун ма у хэ дин";
    /// Speech: a post with these is somebody's remarks.
    17 SPEECHES: "remarks statement statements interview speech speeches comment comments briefing article greetings message
        address answers answer reply replies opening closing introductory welcoming welcome excerpts lecture
        congratulations condolences op-ed column toast responses response press-conference presentation";
    /// Speech in Russian, nominative, and after из, в.
    18 SPEECHES_RU: "выступление выступления интервью комментарий комментария брифинг брифинга ответ ответы ответов слово слова
        статья статьи обращение обращения заявление заявления пресс-конференция пресс-конференции послание послания
        приветствие приветствия поздравление реплика лекция тезисы";
    /// What may stand between the speech and whose it is.
    19 SPEECH_LINKS: "и на вопрос вопросы сми ответы ответ ответов журналистов журналиста для телеканалу телеканала агентству
        газете журналу из вступительное заключительное слово приветственное the russian official our";
    /// Words on the way from `’s` to the speech that keep it a speech.
    20 SPEECH_ADJECTIVES: "opening closing introductory welcoming welcome written video brief key full exclusive answers and to
        joint concluding live new press special new year recent keynote short final acceptance traditional annual
        first news conference";
    /// What somebody is `by` at but not the speaker of.
    21 NOT_SPEECHES: "visit meeting trip call conversation talks working participation arrival";
    /// Words of Russian offices in lower case, in the cases in which they follow a head.
    22 DOMAINS_RU: "всея дома региона города района округа города думы дел делам иностранных внутренних внешних обороны финансов экономики юстиции энергетики торговли
        промышленности здравоохранения образования просвещения науки культуры транспорта связи
        сообщения хозяйства развития труда спорта природных ресурсов экологии туризма информации
        печати безопасности правительства парламента совета правления директоров комитета комиссии
        департамента отдела управления службы администрации государства республики федерации области
        края партии фракции палаты думы сената банка штаба фонда агентства организации союза миссии
        делегации внешнеполитического";
    /// Capitalised words of Russian offices: whatever stands before them is no name.
    23 CAPITAL_DOMAINS_RU: "госдепартамента госдепа минобороны минфина минюста минздрава минпросвещения минкультуры
        минэкономразвития минпромторга роскосмоса росатома ростеха роснефти газпрома сбербанка совбеза пентагона федерации республики королевства совета думы госдумы комиссии еврокомиссии департамента комитета
        ассамблеи союза евросоюза организации наций штатов эмиратов сената палаты кнессета бундестага
        конгресса парламента европарламента правительства кабинета министров министерства банка центробанка
        фонда агентства лиги государств содружества безопасности верховного области края кремля госсовета
        генштаба штаба сил собрания академии университета института государства церкви руси иностранных суда мосгордумы заксобрания горсовета облдумы госсобрания";
    /// Russian words that begin a sentence or end a name.
    24 NO_NAMES_RU: "в во на с со к ко о об по при из от до для за и а но не что как это он она они мы вы сегодня вчера
        завтра также после перед январь января февраля марта апреля мая июня июля августа сентября
        октября ноября декабря понедельник вторник среда среду четверг пятница пятницу суббота
        субботу воскресенье мид рф сша";
    /// Words of English sentences, and of those of other languages in Latin letters; none that stands in names.
    32 ENGLISH: "the of and to with from that this said says has have will was were are is for by on at not which after";
    33 OTHER_LANGUAGES: "los las en por con una para se su sus es que como más les des est dans une pour sur aux qui et par avec
        il che per non gli è ha sono nel alla alle dei os em um uma não ao são und ist nicht mit dem im zu für auf ein eine
        das het een niet voor op zijn dat w z na się że jest oraz przez nie v ve bir bu için ile dan yang dengan
        untuk ini itu și în cu pe este och att det som på för är og til av amb els je u iz sa će su";
    /// Articles that stand before an office in these.
    34 OTHER_ARTICLES: "el la los las le les il der die das dem des het een un une una del della";
    /// Organisations that stand before an office as a country does.
    27 ORGANISATIONS: "un eu nato osce sco csto brics asean iaea who imf wto unesco unicef ecowas opec eaeu cis fbi cia";
    /// Words that a headline writes small.
    28 SMALL: "a an the and or of in on at to for by with from as vs nor but via & и в на с о по";
    /// Months that are also people's names.
    26 MONTH_NAMES: "may april june august jan mar jun";
    /// What is named after the person behind it: no naming of the person.
    25 NAMED_AFTER: "имени им ул улица улице улицы улицу проспект проспекте проспекта площадь площади переулок бульвар
        бульваре named";
}

/// The heads of English offices.
pub(super) fn english_heads() -> impl Iterator<Item = &'static str> {
    let is_head = |list: &Kinds| list.meets(Kinds(HEADS.0 | CAPITAL_HEADS.0 | HEADS_OF.0 | PLURAL_HEADS.0));
    LISTS.iter().filter(move |(list, _)| is_head(list)).flat_map(|(_, words)| words.split_whitespace())
}

/// Whether a single capitalised word tells a people or a country as an adjective: Russian, Vietnamese.
pub(super) fn is_demonym(word: &Word<'_>) -> bool {
    const ENDINGS: [&str; 7] = ["ian", "ean", "ese", "ish", "can", "man", "yan"];
    word.is(DEMONYMS)
        || word.is(PLACES)
        || word.lower.len() > 5 && ENDINGS.iter().any(|ending| word.lower.ends_with(ending))
}
