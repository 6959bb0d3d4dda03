//! Lines that are furniture of a post: those that lead elsewhere (`Read in full`), those that announce a
//! list (`Key talking points:`), and those of hashtags only.

use super::{
    fold::fold,
    line,
    marker::{Marker, MarkerKind, Shape},
    text_date,
};

/// Longer lines, in bytes, are prose.
const LENGTH_LIMIT: usize = 240;

/// Longer lines without a marker, in bytes, are prose: `More details emerged on Tuesday, when …`.
const ALONE_LIMIT: usize = 80;

/// Whether a line leads elsewhere; `body` is the line after its marker.
///
/// Behind a bullet or a number only a whole phrase is navigation, since `• Learn more languages` is a
/// point; behind a pointing emoji, or alone, a line that begins with such a phrase is.
pub(super) fn is_navigation(body: &str, marker: Option<Marker>) -> bool {
    if body.len() > LENGTH_LIMIT {
        return false;
    }
    let folded = words(body);
    let begins = |phrases: &[&str]| {
        phrases.iter().filter_map(|phrase| folded.strip_prefix(phrase)).any(is_at_boundary)
    };
    let is_whole = |phrases: &[&str]| {
        phrases.iter().filter_map(|phrase| folded.strip_prefix(phrase)).any(|rest| {
            let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
            rest.is_empty() || is_address(rest) || POINTERS.contains(&rest)
        })
    };
    match marker.map(|marker| marker.kind) {
        None if body.len() > ALONE_LIMIT => false,
        None => begins(PLAIN) || begins(OPEN) || is_range_of_points(&folded),
        Some(MarkerKind::Emoji | MarkerKind::Arrow | MarkerKind::Shape(Shape::Arrow | Shape::Pin)) => {
            begins(PLAIN) || begins(OPEN) || is_range_of_points(&folded)
        }
        Some(_) => is_whole(PLAIN) || is_whole(OPEN),
    }
}

/// Whether a line announces a list; `body` is the line after its marker.
pub(super) fn is_heading(body: &str, marker: Option<Marker>) -> bool {
    let marker_fits = matches!(marker.map(|m| m.kind), None | Some(MarkerKind::Emoji | MarkerKind::Shape(_)));
    if !marker_fits || body.len() > LENGTH_LIMIT {
        return false;
    }
    let folded = words(body);
    let is_phrase = |phrases: &[&str]| phrases.contains(&folded.as_str());
    let ends_with_colon = body
        .trim_end_matches(|c: char| {
            line::is_blank(c) || (!c.is_alphanumeric() && !matches!(c, ':' | '\u{ff1a}'))
        })
        .ends_with([':', '\u{ff1a}']);
    is_phrase(HEADINGS)
        || (ends_with_colon
            && (is_phrase(SHORT_HEADINGS) || HEADINGS.iter().any(|phrase| holds(&folded, phrase))))
}

/// Whether a line holds hashtags and nothing else that has letters.
pub(super) fn is_hashtags_only(words: &str) -> bool {
    let mut count = 0;
    for token in words.split(|c: char| line::is_blank(c) || matches!(c, ',' | '،' | '|' | ';' | '/')) {
        if !line::has_words(token) {
            continue;
        }
        let tag = token.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '_'));
        if !tag.starts_with('#') {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// The folded words of a line, without the signs at its ends and with single spaces.
fn words(body: &str) -> String {
    let trimmed = body.trim_matches(|c: char| !c.is_alphanumeric());
    let mut folded = String::with_capacity(trimmed.len());
    for word in fold(trimmed).split(line::is_blank).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().filter(|c| !is_arabic_vowel(*c)).map(|c| if c == '’' { '\'' } else { c }));
    }
    folded
}

/// Vowel signs and the lengthening stroke, which Arabic and Persian write or leave out at will.
fn is_arabic_vowel(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Whether a phrase may end before `rest`: no letter goes on, or the script does without spaces.
fn is_at_boundary(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric() || is_han(c))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether `phrase` stands in `text` as whole words.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + phrase.len()..).unwrap_or_default();
        before.is_none_or(|c| !c.is_alphanumeric() || is_han(c)) && is_at_boundary(after)
    })
}

/// A link or a handle and nothing else.
fn is_address(rest: &str) -> bool {
    !rest.contains(' ') && (rest.starts_with('@') || rest.contains("://") || rest.contains("t.me/"))
}

/// `points 1-7`, `пункты 8–15`, `第1-7点`.
fn is_range_of_points(folded: &str) -> bool {
    RANGE_WORDS.iter().filter_map(|word| folded.strip_prefix(word)).any(|rest| {
        let rest = rest.trim_end_matches(['点', '點', '条', '條', '部', '分']);
        rest.len() <= 24
            && rest.chars().any(|c| text_date::digit(c).is_some())
            && rest.chars().all(|c| {
                text_date::digit(c).is_some() || matches!(c, ' ' | '-' | '–' | '—' | '‑' | '№' | '/' | ',')
            })
    })
}

/// Words before the numbers of the points that stand in another post.
const RANGE_WORDS: &[&str] = &[
    "points",
    "point",
    "items",
    "part",
    "пункты",
    "пункт",
    "тезисы",
    "часть",
    "пункти",
    "тези",
    "частина",
    "puntos",
    "punto",
    "parte",
    "partie",
    "punkte",
    "punkt",
    "teil",
    "pontos",
    "ponto",
    "النقاط",
    "نقاط",
    "الجزء",
    "نکات",
    "بخش",
    "maddeler",
    "madde",
    "bölüm",
    "第",
];

/// What may follow a phrase that is otherwise whole.
const POINTERS: &[&str] = &[
    "here",
    "below",
    "on our website",
    "via link",
    "at the link",
    "тут",
    "здесь",
    "по ссылке",
    "на сайте",
    "ниже",
    "за посиланням",
    "aquí",
    "ici",
    "hier",
    "aqui",
    "هنا",
    "اینجا",
    "burada",
    "buradan",
];

/// Phrases that can only lead elsewhere.
const PLAIN: &[&str] = &[
    "read in full",
    "read the full",
    "read full",
    "read more at",
    "full text",
    "full transcript",
    "full version",
    "full statement",
    "full article",
    "watch in full",
    "watch the full",
    "continue reading",
    "to be continued",
    "читать полностью",
    "читайте полностью",
    "читать далее",
    "читайте далее",
    "читать в полном",
    "полный текст",
    "полная версия",
    "полная стенограмма",
    "смотреть полностью",
    "продолжение следует",
    "читати повністю",
    "читайте повністю",
    "читати далі",
    "читайте далі",
    "повний текст",
    "повна версія",
    "далі буде",
    "leer completo",
    "leer el texto completo",
    "lea el texto completo",
    "leer íntegramente",
    "texto completo",
    "texto íntegro",
    "seguir leyendo",
    "lire en intégralité",
    "lire l'intégralité",
    "lire en entier",
    "lire le texte intégral",
    "texte intégral",
    "lire la suite",
    "weiterlesen",
    "vollständig lesen",
    "vollständiger text",
    "vollständigen text lesen",
    "zum volltext",
    "volltext",
    "ganzen text lesen",
    "ler na íntegra",
    "leia na íntegra",
    "ler o texto completo",
    "leia o texto completo",
    "texto integral",
    "continuar a ler",
    "continue lendo",
    "leggi tutto",
    "testo completo",
    "اقرأ المزيد",
    "اقرأ النص الكامل",
    "اقرأ كاملا",
    "للقراءة كاملا",
    "لقراءة النص الكامل",
    "النص الكامل",
    "متن کامل",
    "ادامه مطلب",
    "بیشتر بخوانید",
    "ادامه را بخوانید",
    "devamını oku",
    "tamamını oku",
    "tam metin",
    "metnin tamamı",
    "阅读全文",
    "查看全文",
    "全文链接",
    "点击阅读",
    "閱讀全文",
    "查看更多",
    "阅读更多",
    "了解更多",
    "继续阅读",
];

/// Phrases that lead elsewhere when they are most of the line.
const OPEN: &[&str] = &[
    "read more",
    "read here",
    "read on",
    "learn more",
    "find out more",
    "see more",
    "more details",
    "more here",
    "details here",
    "more information",
    "more info",
    "watch here",
    "watch the video",
    "watch live",
    "listen here",
    "подробнее",
    "узнать больше",
    "узнайте больше",
    "подробности",
    "смотреть видео",
    "продолжение",
    "детальніше",
    "докладніше",
    "дізнатися більше",
    "дізнайтеся більше",
    "продовження",
    "leer más",
    "lea más",
    "más información",
    "ver más",
    "más detalles",
    "lire plus",
    "en savoir plus",
    "plus d'informations",
    "voir plus",
    "mehr lesen",
    "mehr erfahren",
    "mehr dazu",
    "mehr informationen",
    "weitere informationen",
    "leia mais",
    "ler mais",
    "saiba mais",
    "saber mais",
    "mais informações",
    "ver mais",
    "per saperne di più",
    "leggi di più",
    "للمزيد",
    "المزيد",
    "لمعرفة المزيد",
    "لمزيد من",
    "للاطلاع على",
    "التفاصيل",
    "اطلاعات بیشتر",
    "جزئیات بیشتر",
    "ادامه",
    "daha fazla",
    "devamı",
    "ayrıntılar",
    "更多",
    "详情",
    "全文",
];

/// Phrases that announce talking points, wherever they stand in a line that ends with a colon.
const HEADINGS: &[&str] = &[
    "key talking points",
    "main talking points",
    "talking points",
    "key points",
    "main points",
    "key takeaways",
    "main takeaways",
    "key messages",
    "key theses",
    "main theses",
    "key statements",
    "main statements",
    "key quotes",
    "key highlights",
    "top points",
    "ключевые тезисы",
    "основные тезисы",
    "главные тезисы",
    "ключевые моменты",
    "основные моменты",
    "ключевые пункты",
    "основные пункты",
    "главные моменты",
    "ключевые заявления",
    "основные заявления",
    "главные заявления",
    "ключові тези",
    "основні тези",
    "головні тези",
    "ключові моменти",
    "основні моменти",
    "ключові заяви",
    "головні заяви",
    "puntos clave",
    "puntos principales",
    "ideas clave",
    "ideas principales",
    "tesis principales",
    "principales tesis",
    "aspectos clave",
    "mensajes clave",
    "points clés",
    "points essentiels",
    "points principaux",
    "principaux points",
    "thèses principales",
    "principales thèses",
    "messages clés",
    "kernpunkte",
    "kernaussagen",
    "kernthesen",
    "kernbotschaften",
    "hauptpunkte",
    "hauptthesen",
    "wichtigste punkte",
    "wichtigsten punkte",
    "wichtigste aussagen",
    "wichtigsten aussagen",
    "pontos-chave",
    "pontos chave",
    "pontos principais",
    "principais pontos",
    "teses principais",
    "principais teses",
    "mensagens-chave",
    "punti chiave",
    "punti principali",
    "النقاط الرئيسية",
    "النقاط الرئيسة",
    "النقاط الأساسية",
    "أهم النقاط",
    "اهم النقاط",
    "أبرز النقاط",
    "ابرز النقاط",
    "المحاور الرئيسية",
    "أهم المحاور",
    "أبرز المحاور",
    "أهم ما جاء",
    "أبرز ما جاء",
    "أهم التصريحات",
    "أبرز التصريحات",
    "نکات کلیدی",
    "نکات مهم",
    "نکات اصلی",
    "مهمترین نکات",
    "مهم ترین نکات",
    "محورهای اصلی",
    "مهم ترین محورها",
    "مهمترین محورها",
    "ana noktalar",
    "önemli noktalar",
    "temel noktalar",
    "anahtar noktalar",
    "ana başlıklar",
    "önemli başlıklar",
    "öne çıkan başlıklar",
    "谈话要点",
    "讲话要点",
    "主要观点",
    "核心要点",
    "关键要点",
    "要点如下",
    "主要要点",
    "談話要點",
    "講話要點",
    "主要觀點",
];

/// Phrases that announce talking points only when they and a colon are the whole line.
const SHORT_HEADINGS: &[&str] = &[
    "highlights",
    "takeaways",
    "theses",
    "in brief",
    "тезисы",
    "главное",
    "коротко",
    "тези",
    "головне",
    "claves",
    "tesis",
    "l'essentiel",
    "à retenir",
    "das wichtigste",
    "thesen",
    "destaques",
    "teses",
    "أبرزها",
    "öne çıkanlar",
    "要点",
    "要點",
    "重点",
    "重點",
];

#[cfg(test)]
mod tests;
