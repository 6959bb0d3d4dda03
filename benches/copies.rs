//! Invented talking points, and copies of them that are edited in known ways.

/// What was done to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copied {
    Original,
    Verbatim,
    /// Case, punctuation, emoji, an address at the end.
    Noise,
    /// So many per cent of its words, at least one, are other words.
    Edited(usize),
    /// The second half before the first.
    Reordered,
    /// So many per cent of its words at the end are missing.
    Cut(usize),
    /// So many per cent of other words put in.
    Inserted(usize),
    /// Another statement: one number is another one.
    OtherNumber,
    /// Another statement: half of its words are the same.
    HalfTheSame,
}

impl Copied {
    pub(crate) const KINDS: [Self; 12] = [
        Self::Verbatim,
        Self::Noise,
        Self::Edited(10),
        Self::Edited(20),
        Self::Edited(30),
        Self::Reordered,
        Self::Cut(20),
        Self::Cut(40),
        Self::Inserted(10),
        Self::Inserted(30),
        Self::OtherNumber,
        Self::HalfTheSame,
    ];

    pub(crate) fn name(self) -> String {
        match self {
            Self::Original => "original".to_owned(),
            Self::Verbatim => "verbatim".to_owned(),
            Self::Noise => "case, punctuation, emoji, an address".to_owned(),
            Self::Edited(percent) => format!("{percent} % of the words changed"),
            Self::Reordered => "halves changed over".to_owned(),
            Self::Cut(percent) => format!("last {percent} % cut"),
            Self::Inserted(percent) => format!("{percent} % words put in"),
            Self::OtherNumber => "another number".to_owned(),
            Self::HalfTheSame => "half of the words the same".to_owned(),
        }
    }

    pub(crate) fn is_another_statement(self) -> bool {
        matches!(self, Self::OtherNumber | Self::HalfTheSame)
    }
}

const VOCABULARY: usize = 60_000;

/// Makes points up. Words are as often as in real text: the n-th in one of n.
pub(crate) struct Invention {
    state: u64,
    words: Vec<String>,
    /// Up to which share of all words the n-th reaches.
    reach: Vec<f64>,
}

impl Invention {
    pub(crate) fn new(seed: u64) -> Self {
        let mut made = Self { state: seed, words: Vec::new(), reach: Vec::new() };
        let mut sum = 0.0;
        for rank in 0..VOCABULARY {
            // Frequent words are short.
            let length = 1 + (rank as f64 + 1.0).log10() as usize;
            let word: String = (0..length)
                .map(|_| {
                    let consonant = b"bcdfghklmnprstvz"[made.below(16)] as char;
                    let vowel = b"aeiou"[made.below(5)] as char;
                    format!("{consonant}{vowel}")
                })
                .collect();
            made.words.push(format!("{word}{}", if rank % 7 == 0 { "s" } else { "" }));
            sum += 1.0 / (rank as f64 + 2.7);
            made.reach.push(sum);
        }
        made.reach.iter_mut().for_each(|reach| *reach /= sum);
        made
    }

    fn next(&mut self) -> u64 {
        // splitmix64
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn word(&mut self) -> String {
        let at = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = self.reach.partition_point(|reach| *reach < at).min(VOCABULARY - 1);
        self.words[rank].clone()
    }

    /// A statement of 8 to 24 words; every third has a number.
    pub(crate) fn statement(&mut self) -> Vec<String> {
        let length = 8 + self.below(9) + self.below(9);
        let mut words: Vec<String> = (0..length).map(|_| self.word()).collect();
        if self.below(3) == 0 {
            let at = self.below(length);
            words[at] = (2 + self.below(98)).to_string();
        }
        words
    }

    pub(crate) fn copy(&mut self, original: &[String], kind: Copied) -> String {
        let mut words = original.to_vec();
        let share = |percent: usize| (original.len() * percent).div_ceil(100).max(1);
        match kind {
            Copied::Original | Copied::Verbatim => {}
            Copied::Noise => {
                let text = words.join(", ");
                return format!(
                    "\u{2757} {} \u{2014} https://example.org/{}",
                    text.to_uppercase(),
                    self.below(1000)
                );
            }
            Copied::Edited(percent) => self.change(&mut words, share(percent)),
            Copied::HalfTheSame => self.change(&mut words, share(50)),
            Copied::Reordered => {
                let middle = words.len() / 2;
                words.rotate_left(middle);
            }
            Copied::Cut(percent) => words.truncate(original.len() - share(percent)),
            Copied::Inserted(percent) => {
                for _ in 0..share(percent) {
                    let (at, word) = (self.below(words.len() + 1), self.word());
                    words.insert(at, word);
                }
            }
            Copied::OtherNumber => match words.iter().position(|word| word.parse::<usize>().is_ok()) {
                Some(at) => words[at] = (100 + self.below(900)).to_string(),
                None => words[0] = (100 + self.below(900)).to_string(),
            },
        }
        words.join(" ")
    }

    /// Changes `count` different words that are no numbers.
    fn change(&mut self, words: &mut [String], count: usize) {
        let mut places: Vec<usize> =
            (0..words.len()).filter(|at| words[*at].parse::<usize>().is_err()).collect();
        for _ in 0..count.min(places.len()) {
            let at = self.below(places.len());
            let place = places.swap_remove(at);
            let before = words[place].clone();
            while words[place] == before {
                words[place] = self.word();
            }
        }
    }
}
