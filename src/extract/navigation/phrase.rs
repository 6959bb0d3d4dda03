//! The phrases of navigation lines and headings, in the form in which lines are compared: folded, with single
//! spaces and without Arabic vowel signs. Separated by semicolons.

use std::sync::OnceLock;

/// Phrases of many languages.
pub(super) struct Phrases {
    written: &'static str,
    split: OnceLock<Vec<&'static str>>,
}

impl Phrases {
    const fn new(written: &'static str) -> Self {
        Self { written, split: OnceLock::new() }
    }

    /// The phrases one by one.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> {
        let split = self.split.get_or_init(|| {
            self.written.split([';', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty()).collect()
        });
        split.iter().copied()
    }

    /// What stands in `text` behind each of the phrases with which it begins.
    pub(super) fn rests_behind<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        // All have two bytes or more, and few begin with the same ones.
        let first = text.as_bytes().get(..2);
        let alike = self.iter().filter(move |phrase| phrase.as_bytes().get(..2) == first);
        alike.filter_map(|phrase| text.strip_prefix(phrase))
    }
}

/// Words before the numbers of the points that stand in another post.
pub(super) static RANGE_WORDS: Phrases = Phrases::new(
    "
    points; point; items; part; puntos; punto; parte; partie; punkte; punkt; teil; pontos; ponto
    maddeler; madde; bölüm
    пункты; пункт; тезисы; часть; пункти; тези; частина
    النقاط; نقاط; الجزء; نکات; بخش
    第
",
);

/// What may follow a phrase that is otherwise whole.
pub(super) static POINTERS: Phrases = Phrases::new(
    "
    here; below; on our website; via link; at the link; aquí; ici; hier; aqui; burada; buradan
    тут; здесь; по ссылке; на сайте; ниже; за посиланням
    هنا; اینجا
",
);

/// Phrases that can only lead elsewhere.
pub(super) static UNMISTAKABLE: Phrases = Phrases::new(
    "
    read in full; read the full; read full; read more at; full text; full transcript; full version
    full statement; full article; watch in full; watch the full; continue reading; to be continued
    leer completo; leer el texto completo; lea el texto completo; leer íntegramente; texto completo
    texto íntegro; seguir leyendo; lire en intégralité; lire l'intégralité; lire en entier
    lire le texte intégral; texte intégral; lire la suite; weiterlesen; vollständig lesen
    vollständiger text; vollständigen text lesen; zum volltext; volltext; ganzen text lesen
    ler na íntegra; leia na íntegra; ler o texto completo; leia o texto completo; texto integral
    continuar a ler; continue lendo; leggi tutto; testo completo; devamını oku; tamamını oku
    tam metin; metnin tamamı
    читать полностью; читайте полностью; читать далее; читайте далее; читать в полном; полный текст
    полная версия; полная стенограмма; смотреть полностью; продолжение следует; читати повністю
    читайте повністю; читати далі; читайте далі; повний текст; повна версія; далі буде
    اقرأ المزيد; اقرأ النص الكامل; اقرأ كاملا; للقراءة كاملا; لقراءة النص الكامل; النص الكامل
    متن کامل; ادامه مطلب; بیشتر بخوانید; ادامه را بخوانید
    阅读全文; 查看全文; 全文链接; 点击阅读; 閱讀全文; 查看更多; 阅读更多; 了解更多; 继续阅读
",
);

/// Phrases that lead elsewhere at the beginning of a short line.
pub(super) static USUAL: Phrases = Phrases::new(
    "
    read more; read here; read on; learn more; find out more; see more; more here
    details here; more information; more info; watch here; watch the video; watch live; listen here
    leer más; lea más; más información; ver más; más detalles; lire plus; en savoir plus
    plus d'informations; voir plus; mehr lesen; mehr erfahren; mehr dazu; mehr informationen
    weitere informationen; leia mais; ler mais; saiba mais; saber mais; mais informações; ver mais
    per saperne di più; leggi di più; daha fazla
    подробнее; узнать больше; узнайте больше; смотреть видео; детальніше
    докладніше; дізнатися більше; дізнайтеся більше
    للمزيد; المزيد من التفاصيل; المزيد من المعلومات; المزيد عن; لمعرفة المزيد; لمزيد من; للاطلاع على
    التفاصيل الكاملة; التفاصيل كاملة; اطلاعات بیشتر; جزئیات بیشتر; ادامه خبر; ادامه متن; ادامه گزارش
    更多; 详情; 全文
",
);

/// Words that lead elsewhere at the beginning of a short line, unless they are of something: `Продолжение в канале`, not
/// `Продолжение войны`.
pub(super) static REST: Phrases = Phrases::new(
    "
    subscribe to; more details; devamı; ayrıntılar; подробности; продолжение; подробиці; продовження; المزيد; التفاصيل; ادامه
",
);

/// What stands behind these words where they lead elsewhere.
pub(super) static PLACES: Phrases = Phrases::new(
    "
    at; in; on; here; below; via; about; can be found; için; haberde; linkte; burada; yorumda; sitede
    в; во; на; по; под; у; за; тут; здесь; ниже; нижче; далее; далі; скоро; следует; читайте; смотрите; дивіться
    في; على; عبر; هنا; در; اینجا
",
);

/// What tells, wherever it stands, that they do.
pub(super) static ADDRESSES: Phrases = Phrases::new(
    "
    ://; www.; t.me/; читайте; смотрите; на сайте; на нашем сайте; в канале; по ссылке; на сайті; за посиланням
",
);

/// Calls to come along, at the beginning of a short line whatever its marker, where what follows leads there, too.
pub(super) static CALLS: Phrases = Phrases::new(
    "
    subscribe to our; subscribe to us; subscribe to the channel; follow us; follow our channel; join our channel
    join our chat; join our telegram; join us on telegram
    suscríbete; suscríbase; suscríbanse; síguenos; síganos; únete a nuestro canal; únase a nuestro canal
    abonnez-vous; suivez-nous; rejoignez notre canal
    abonniert; abonnieren sie; abonniere uns; abonniere unseren kanal; folgt uns; folge uns; folgen sie uns
    inscreva-se; siga-nos; iscriviti; seguici; abone olun; bizi takip edin
    подписаться; подпишись; подпишитесь; подписывайся; подписывайтесь; підписатися; підписатись
    присоединяйтесь к нашему каналу; присоединяйся к нашему каналу; приєднуйтесь до нашого каналу
    приєднуйтеся до нашого каналу; приєднуйся до нашого каналу
    підпишись; підпишіться; підписуйся; підписуйтесь; підписуйтеся
    اشترك في قناتنا; اشتركوا في; تابعونا; تابعنا; انضم إلى قناتنا; انضموا إلى قناتنا; للاشتراك في القناة
    للاشتراك في قناتنا
    عضو شوید; ما را دنبال کنید; به کانال ما بپیوندید
    订阅; 关注我们
",
);

/// Words that tell where a call leads to, beside the [platforms](PLATFORMS).
pub(super) static CALL_PLACES: Phrases = Phrases::new(
    "
    channel; channels; chat; group; page; bot; newsletter; newsletters; feed; news; updates; site; blog; podcast
    x; max; account; accounts; profile; app; media; socials; here; now; below; more
    canal; canales; boletín; grupo; página; redes; cuenta; aquí; ahora; noticias; chaîne; chaînes; compte; groupe
    réseaux; infolettre; ici; maintenant; kanal; kanäle; kanälen; gruppe; seite; netzwerken; medien; nachrichten
    hier; jetzt; canais; agora; aqui; notícias; boletim; canale; canali; gruppo; pagina; qui; ora; social; notizie
    kanalımıza; burada; buradan; şimdi
    канал; канале; каналу; каналы; канала; чат; чате; группу; группе; бот; бота; рассылку; страницу; страницы
    паблик; сообщество; новости; обновления; здесь; тут; сейчас; ссылке; соцсетях; соцсети; тг; нас; телеграме
    телеграмме; дзене; ютубе; макс; каналі; канали; групу; розсилку; сторінку; спільноту; новини; зараз
    посиланням; соцмережах; телеграмі; ютубі
    قناتنا; القناة; قناة; قنواتنا; صفحتنا; صفحاتنا; مجموعتنا; حسابنا; حساباتنا; موقعنا; نشرتنا; النشرة; الرابط
    هنا; الآن; التلغرام; تليجرام; تليغرام; التليجرام; اليوتيوب; منصة; منصات
    کانال; گروه; صفحه; خبرنامه; اینجا; اکنون
    频道; 頻道; 我们; 我們; 电报; 電報; 群组; 群; 公众号; 公眾號; 账号; 新闻
",
);

/// Words that stand beside them.
pub(super) static CALL_WORDS: Phrases = Phrases::new(
    "
    us; our; the; to; on; in; at; via; for; and; also; official; social; link
    a; al; en; de; del; la; el; los; las; nuestro; nuestra; nuestros; nuestras; y; para; también; sociales; más
    à; au; aux; notre; nos; sur; le; les; et; pour; sociaux; auf; bei; im; unser; unseren; unserem; unsere
    unserer; den; dem; der; die; das; und; für; auch; sozialen; mehr; no; na; em; nosso; nossa; nossos; nossas
    ao; e; do; da; sociais; alla; il; su; sul; sulla; sui; nostro; nostra; nostri; anche; ve
    на; в; во; к; и; с; по; наш; нашу; нашем; нашему; нашего; наши; наших; этот; официальный; у; до; і; та; за
    й; нашої; нашій; наші; цей; офіційний
    في; على; إلى; عبر; و; الرسمية; الرسمي; در; به; ما; را; از; رسمی
    的; 本; 官方; 吧
",
);

/// Behind such a place they begin what the call is for: `Subscribe to our channel for news`.
pub(super) static CALL_ENDS: Phrases = Phrases::new(
    "
    for; and; para; y; pour; et; für; und; per; e; için; ve; чтобы; чтоб; и; щоб; і; та; للحصول; لمتابعة; لمعرفة; تا
",
);

/// Names of places on the net; a line of nothing else is a menu of links.
pub(super) static PLATFORMS: Phrases = Phrases::new(
    "
    telegram; телеграм; телеграмм; تلگرام; تيليجرام; تلغرام; vk; вк; вконтакте; youtube; ютуб; یوتیوب; يوتيوب
    instagram; инстаграм; інстаграм; اینستاگرام; انستغرام; facebook; фейсбук; فيسبوك; twitter; твиттер; твітер
    توییتر; تويتر; tiktok; тикток; тікток; whatsapp; واتساب; واتس; viber; вайбер; rutube; рутуб; дзен; threads
    linkedin; одноклассники; website; 微博; 微信; 抖音
",
);

/// Phrases that announce talking points, wherever they stand in a line that ends with a colon.
pub(super) static HEADINGS: Phrases = Phrases::new(
    "
    key talking points; main talking points; talking points; key points; main points; key takeaways
    main takeaways; key messages; key theses; main theses; key statements; main statements
    key quotes; key highlights; top points; puntos clave; puntos principales; ideas clave
    ideas principales; tesis principales; principales tesis; aspectos clave; mensajes clave
    points clés; points essentiels; points principaux; principaux points; thèses principales
    principales thèses; messages clés; kernpunkte; kernaussagen; kernthesen; kernbotschaften
    hauptpunkte; hauptthesen; wichtigste punkte; wichtigsten punkte; wichtigste aussagen
    wichtigsten aussagen; pontos-chave; pontos chave; pontos principais; principais pontos
    teses principais; principais teses; mensagens-chave; punti chiave; punti principali
    ana noktalar; önemli noktalar; temel noktalar; anahtar noktalar; ana başlıklar; önemli başlıklar
    öne çıkan başlıklar
    ключевые тезисы; основные тезисы; главные тезисы; ключевые моменты; основные моменты
    ключевые пункты; основные пункты; главные моменты; ключевые заявления; основные заявления
    главные заявления; ключові тези; основні тези; головні тези; ключові моменти; основні моменти
    ключові заяви; головні заяви
    النقاط الرئيسية; النقاط الرئيسة; النقاط الأساسية; أهم النقاط; اهم النقاط; أبرز النقاط
    ابرز النقاط; المحاور الرئيسية; أهم المحاور; أبرز المحاور; أهم ما جاء; أبرز ما جاء; أهم التصريحات
    أبرز التصريحات; نکات کلیدی; نکات مهم; نکات اصلی; مهمترین نکات; مهم ترین نکات; محورهای اصلی
    مهم ترین محورها; مهمترین محورها
    谈话要点; 讲话要点; 主要观点; 核心要点; 关键要点; 要点如下; 主要要点; 談話要點; 講話要點; 主要觀點
",
);

/// Words that announce talking points only when they and a colon are the whole line.
pub(super) static WHOLE_HEADINGS: Phrases = Phrases::new(
    "
    highlights; takeaways; theses; in brief; claves; tesis; l'essentiel; à retenir; das wichtigste
    thesen; destaques; teses; öne çıkanlar
    тезисы; главное; коротко; тези; головне
    أبرزها
    要点; 要點; 重点; 重點
",
);
