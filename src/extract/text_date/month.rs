//! The words of dates: months, the word for today, and what may stand between the two.

use std::{collections::HashMap, sync::LazyLock};

use crate::extract::{character, fold::fold};

/// The longest word that is looked at, in characters.
const WORD_LIMIT: usize = 24;

/// Bytes of the word at the beginning of `text`: letters and marks, at most 24.
pub(super) fn word_length(text: &str) -> usize {
    text.chars()
        .take(WORD_LIMIT)
        .take_while(|c| {
            character::is_alphabetic(*c) || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
        })
        .map(char::len_utf8)
        .sum()
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether `text` begins in a script that joins a number to the word before it.
pub(super) fn is_written_without_spaces(text: &str) -> bool {
    text.starts_with(|c: char| is_han(c) || super::digit(c).is_some())
}

/// Whether the name of a month is the first word: then a number before it is a day and no list marker.
pub(in crate::extract) fn begins_with_month(text: &str) -> bool {
    month(text).is_some()
}

/// The month whose name stands at the beginning of `text`, and its bytes there.
pub(super) fn month(text: &str) -> Option<(i8, usize)> {
    let length = word_length(text);
    let word = text.get(..length).filter(|word| !word.is_empty())?;
    let after = text.get(length..).unwrap_or_default();
    if after.starts_with(character::is_alphabetic) {
        return None;
    }
    let (month, length) = two_words(text, word).or_else(|| Some((find(word)?, length)))?;
    // Arabic often gives both names: `نيسان/أبريل`.
    let second = text.get(length..).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default();
    let second = second.get(..word_length(second)).unwrap_or_default();
    let is_repeated = find(second) == Some(month);
    Some((month, if is_repeated { length + 1 + second.len() } else { length }))
}

fn find(word: &str) -> Option<i8> {
    static NAMES: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
        MONTHS
            .iter()
            .zip(1..)
            .flat_map(|(names, month)| names.split(' ').map(move |name| (name, month)))
            .collect()
    });
    NAMES.get(plain(word).as_str()).copied()
}

/// The word whatever its case, and however its marks are written; without the dot that is left of the Turkish `İ`.
pub(super) fn plain(word: &str) -> String {
    fold(word).replace('\u{307}', "")
}

/// The Levantine months of two words.
fn two_words(text: &str, first: &str) -> Option<(i8, usize)> {
    if first != "كانون" && first != "تشرين" {
        return None;
    }
    let rest = text.get(first.len()..)?.strip_prefix(' ')?;
    let second = rest.get(..word_length(rest))?;
    let month = match (first, second) {
        ("كانون", "الثاني") => 1,
        ("كانون", "الأول" | "الاول") => 12,
        ("تشرين", "الأول" | "الاول") => 10,
        ("تشرين", "الثاني") => 11,
        _ => return None,
    };
    Some((month, first.len() + 1 + second.len()))
}

/// Whether `word` is one of `words`, which spaces separate.
pub(super) fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// January to December in English, Russian, Ukrainian, Spanish, Portuguese, French, German, Italian,
/// Turkish, Arabic (of the Gulf and Egypt, the Levant, the Maghreb) and Persian.
const MONTHS: [&str; 12] = [
    "january jan января янв січня enero janeiro janvier januar jänner gennaio ocak يناير جانفي ژانویه",
    "february feb февраля фев февр лютого febrero fevereiro février fevrier februar feber febbraio \
     şubat فبراير شباط فيفري فوریه",
    "march mar марта мар березня marzo março marco mars märz mart مارس آذار اذار",
    "april apr апреля апр квітня abril avril aprile nisan أبريل ابريل إبريل نيسان أفريل افريل آوریل",
    "may мая травня mayo maio mai maggio mayıs mayis مايو أيار ايار ماي مه می",
    "june jun июня июн червня junio junho juin juni giugno haziran يونيو يونيه حزيران جوان ژوئن",
    "july jul июля июл липня julio julho juillet juli luglio temmuz يوليو يوليه تموز جويلية ژوئیه جولای",
    "august aug августа авг серпня agosto août aout ağustos أغسطس اغسطس آب أوت اوت آگوست",
    "september sept sep сентября сент сен вересня septiembre setiembre setembro septembre settembre \
     eylül سبتمبر أيلول ايلول سپتامبر",
    "october oct октября окт жовтня octubre outubro octobre oktober ottobre ekim أكتوبر اكتوبر اکتبر",
    "november nov ноября нояб листопада noviembre novembro novembre kasım kasim نوفمبر نوامبر",
    "december dec декабря дек грудня diciembre dezembro décembre decembre dezember dez dicembre aralık \
     aralik ديسمبر دسامبر",
];

/// The word for today, as it begins a line or a sentence.
pub(super) const TODAY: &str = "Today TODAY today Сегодня СЕГОДНЯ сегодня Сьогодні СЬОГОДНІ сьогодні Hoy HOY Aujourd'hui \
    Aujourd’hui AUJOURD'HUI AUJOURD’HUI Heute HEUTE Hoje HOJE Oggi OGGI Bugün BUGÜN اليوم امروز 今天 今日";

/// Words that may stand between today and its date: prepositions, articles, days of the week or their parts.
pub(super) const CONNECTORS: &str = "on the is ist es der el día dia le am den dem em o il é è это يوم الموافق هو 是 monday tuesday wednesday thursday \
    friday saturday sunday понедельник вторник среда среду четверг пятница пятницу суббота субботу \
    воскресенье в понеділок вівторок середа середу четвер п ятниця ятницю пʼятниця пʼятницю субота суботу неділя неділю у \
    lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag segunda terça quarta quinta sexta feira \
    lunedì martedì mercoledì giovedì venerdì sabato domenica الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت \
    الأحد شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه یک دو سه چهار پنج جمعه pazartesi salı sali çarşamba perşembe cuma \
    cumartesi pazar 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日";

/// Small words in the names of places.
pub(super) const PARTICLES: &str =
    "de del la las los el le les du des of the upon am an der do da dos das di al г м на обл пос";
