//! Words, hashtags, markers and names: invented of syllables, drawn by Zipf's law as in real text.

use std::collections::HashSet;

use super::random::Random;

/// The languages of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Russian,
    Arabic,
}

impl Language {
    const ALL: [Self; 3] = [Self::English, Self::Russian, Self::Arabic];

    fn syllables(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "ra", "ment", "con", "ti", "on", "ver", "de", "lo", "pa", "ster", "in", "al", "ex", "bor",
                "wa", "ter", "ship", "ness", "land", "ri", "port", "ga", "hold", "mi", "ne", "su",
            ],
            Self::Russian => &[
                "ре", "ка", "по", "ста", "но", "ция", "при", "во", "да", "мир", "ный", "ско", "го", "пе",
                "ра", "лен", "ие", "об", "щест", "тов", "бе", "рег", "ми", "ни", "стр", "че",
            ],
            Self::Arabic => &[
                "ال", "نه", "ار", "مي", "ناء", "سلا", "م", "دو", "لة", "بح", "رية", "مجل", "س", "وز", "ير",
                "تعا", "ون", "كت", "اب", "مد", "ينة", "طر", "يق", "حكو", "مة", "شر",
            ],
        }
    }

    pub(super) fn key_points(self) -> &'static str {
        match self {
            Self::English => "Key talking points:",
            Self::Russian => "Ключевые тезисы:",
            Self::Arabic => "أهم النقاط:",
        }
    }

    pub(super) fn read_in_full(self) -> &'static str {
        match self {
            Self::English => "Read in full",
            Self::Russian => "Читать полностью",
            Self::Arabic => "اقرأ المزيد",
        }
    }
}

pub(super) const TITLE_EMOJI: [&str; 8] = ["🎙", "⚡️", "🌐", "📄", "🎉", "🔔", "⚓️", "🌊"];
pub(super) const REACTIONS: [&str; 5] = ["👍", "❤", "🔥", "👏", "🎉"];
pub(super) const HANDLES: [&str; 6] =
    ["valdoria_mfa", "valdoria_culture", "valdoria_consul", "RiverPorts", "marensk_harbour", "Tarnholt_News"];
/// Each list runs through its markers and then repeats the last one.
pub(super) const MARKERS: [&[&str]; 5] = [
    &["•"],
    &["🔵"],
    &["—"],
    &["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣"],
    &["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9."],
];

const WORDS_A_LANGUAGE: usize = 6000;
const HASHTAGS_A_LANGUAGE: [usize; 3] = [1800, 900, 300];
const SOURCES: usize = 300;

/// What the texts are made of.
pub(super) struct Vocabulary {
    words: [Vec<String>; 3],
    hashtags: [Vec<String>; 3],
    word_ranks: Ranks,
    hashtag_ranks: [Ranks; 3],
    source_ranks: Ranks,
}

impl Vocabulary {
    /// The words are the same whatever the seed of an export.
    pub(super) fn new() -> Self {
        let mut random = Random::new(0x56A1_D0B1);
        let words = Language::ALL.map(|language| {
            let mut taken = HashSet::new();
            std::iter::from_fn(|| Some(word(language, &mut random)))
                .filter(|word| taken.insert(word.clone()))
                .take(WORDS_A_LANGUAGE)
                .collect::<Vec<_>>()
        });
        let hashtags = Language::ALL.map(|language| {
            let mut taken = HashSet::new();
            let words: &[String] = &words[language as usize];
            std::iter::from_fn(|| {
                Some(capitalised(random.pick::<String>(words)) + &capitalised(random.pick::<String>(words)))
            })
            .filter(|tag| taken.insert(tag.to_lowercase()))
            .take(HASHTAGS_A_LANGUAGE[language as usize])
            .collect::<Vec<_>>()
        });
        Self {
            words,
            hashtags,
            word_ranks: Ranks::new(WORDS_A_LANGUAGE),
            hashtag_ranks: HASHTAGS_A_LANGUAGE.map(Ranks::new),
            source_ranks: Ranks::new(SOURCES),
        }
    }

    /// Adds a sentence of this many words.
    pub(super) fn push_sentence(
        &self,
        text: &mut String,
        language: Language,
        length: u64,
        random: &mut Random,
    ) {
        for index in 0..length {
            let word = &self.words[language as usize][self.word_ranks.draw(random)];
            if index == 0 {
                text.push_str(&capitalised(word));
            } else {
                text.push_str(if random.chance(7) { ", " } else { " " });
                text.push_str(word);
            }
        }
        text.push('.');
    }

    /// A hashtag with its `#`; one in eight is written in lower case.
    pub(super) fn hashtag(&self, language: Language, random: &mut Random) -> String {
        let tag = &self.hashtags[language as usize][self.hashtag_ranks[language as usize].draw(random)];
        if random.chance(12) { format!("#{}", tag.to_lowercase()) } else { format!("#{tag}") }
    }

    /// The name and the id of a channel that is forwarded from.
    pub(super) fn source(&self, random: &mut Random) -> (String, u64) {
        let rank = self.source_ranks.draw(random);
        let language = Language::ALL[rank % 3];
        (capitalised(&self.words[language as usize][rank]), 1_000_400_000 + rank as u64)
    }
}

fn word(language: Language, random: &mut Random) -> String {
    (0..=1 + random.zipf(3)).map(|_| *random.pick(language.syllables())).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Draws ranks by Zipf's law: rank k (from 1) with the weight 1 / k.
struct Ranks {
    /// The weights of all ranks up to each one, as whole numbers, so that all machines agree.
    sums: Vec<u64>,
}

impl Ranks {
    fn new(count: usize) -> Self {
        let mut sum = 0;
        let sums = (1..=count as u64).map(|rank| {
            sum += 1_000_000_000 / rank;
            sum
        });
        Self { sums: sums.collect() }
    }

    fn draw(&self, random: &mut Random) -> usize {
        let total = self.sums.last().copied().unwrap_or(1);
        let drawn = random.below(total);
        self.sums.partition_point(|sum| *sum <= drawn)
    }
}
