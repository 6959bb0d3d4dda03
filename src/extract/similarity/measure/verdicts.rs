//! Words that acquit somebody at court, and say something else anywhere else: an Italian who is `assolto` is free, but a
//! task that is, is done; a Romanian bill that is `achitat` is paid; what is `frei` in German is open or costs nothing.

use super::super::wording::{IS_NUMBER, IS_SUBJECT};
use super::{Known, Word, Words};

/// Such words, and what tells whether they acquit.
pub(super) struct Verdict {
    /// Forms of one word or words that say the same; the first, which may be of another list, stands for all.
    pub(super) words: &'static str,
    /// Only where one of these is, too.
    with: &'static str,
    /// Not where one of these is.
    without: &'static str,
    /// Not near one of these: what is done or paid.
    not_near: &'static str,
    /// Not right behind one of these.
    not_behind: &'static str,
    /// Not right before one of these.
    not_before: &'static str,
}

pub(super) const VERDICTS: [Verdict; 7] = [
    Verdict {
        words: "assolt|o|a|i|e assolv|e|ono|ere assols|e|ero assoluzion|e|i prosciolt|o|a|i|e prosciogli|e|ere proscioglimento
            scagionat|o|a|i|e scagiona||no",
        with: "tribunale corte giudic|e|i giuria process|o|i cassazione gup imputat|o|a|i|e pm procura sentenza",
        without: "",
        not_near: "compit|o|i dover|e|i incaric|o|hi funzion|e|i obblig|o|hi",
        not_behind: "",
        not_before: "",
    },
    Verdict {
        words: "achit|at|ată|ați|ate|ă|area|are|ării achitați",
        with: "instanț|a|ă|ei|e tribunal||ul|ului|ele curtea curții judecători|i|a|ei|le judecător||ul|ului judecătoare||a
            judecătorilor magistrați||i proces||ul|ului dosar||ul|ului procuror||ul|ii",
        without: "",
        not_near: "factur|a|ă|i|ile amen|da|dă|zi|zile tax|a|ă|e|ele datori|a|e|i|ile sum|a|ă|e|ele impozit||ul|e|ele preț||ul
            not|a|ă rat|a|ă|e|ele avans||ul chiri|a|e|i|ile cost||ul|uri|urile contravaloare||a despăgubiri||le
            salari|ul|i|ile credit||ul|e|ele cheltuieli||le cauțiun|e|ea|i daun|e|ele penalități||le banii
            onorari|u|ul|i|ile",
        not_behind: "",
        not_before: "",
    },
    Verdict {
        words: "acquitté relaxé||e|s|es relax|e|ent|er",
        with: "tribunal cour juge||s justice procès prévenu||e|s appel magistrat||s",
        without: "",
        not_near: "",
        not_behind: "très plus bien tout assez si",
        not_before: "",
    },
    Verdict {
        words: "freigesprochen frei",
        with: "spricht sprach sprachen sprechen gesprochen",
        without: "eintritt zutritt zugang",
        not_near: "",
        not_behind: "über für von mit zu um so sehr ganz völlig wieder ist sind war waren bleibt bleiben",
        not_before: "",
    },
    // Without its mark the verb is written as what goes by land is.
    Verdict {
        words: "برأت برأ براءة البراءة ببراءة بالبراءة براءته ببراءته يبرئ تبرئ تبرئه وتبرئ برئ برئت",
        with: "محكمة المحكمة القضاء قضاء القاضي قاض قاضي القضاة حكم الحكم حكمت تهمة تهم التهم قضية",
        without: "اختراع اختراعات وبحرا بحرا وجوا جوا",
        not_near: "",
        not_behind: "",
        not_before: "الى إلى عبر في",
    },
    Verdict {
        words: "оправдал оправдани|е|я|ю|ем",
        with: "суд||а|у|ом|е судь|я|и|ю апелляци|я|и|ю кассаци|я|и|ю приговор||а",
        without: "",
        not_near: "",
        not_behind: "",
        not_before: "",
    },
    Verdict {
        words: "acquit clear||s|ed|ing",
        with: "charges wrongdoing trial",
        without: "",
        not_near: "",
        not_behind: "",
        not_before: "",
    },
];

/// So many words on either side are near.
const NEAR: usize = 3;

/// The same as the words of wordings.
#[derive(Default)]
pub(super) struct Verdicts(Vec<Lists>);

struct Lists {
    words: Words,
    with: Words,
    without: Words,
    not_near: Words,
    not_behind: Words,
    not_before: Words,
}

impl Verdicts {
    pub(super) fn of(known: &Known) -> Self {
        let lists = VERDICTS.iter().map(|verdict| Lists {
            words: known.stand_ins(verdict.words),
            with: known.stand_ins(verdict.with),
            without: known.stand_ins(verdict.without),
            not_near: known.stand_ins(verdict.not_near),
            not_behind: known.stand_ins(verdict.not_behind),
            not_before: known.stand_ins(verdict.not_before),
        });
        Self(lists.collect())
    }

    /// Whether the word at `place` is one of them, and acquits.
    pub(super) fn acquits(&self, words: &[Word], place: usize) -> bool {
        let has = |list: &Words, words: &[Word]| {
            words.iter().any(|word| list.contains(&(word & !(IS_NUMBER | IS_SUBJECT))))
        };
        let near = &words[place.saturating_sub(NEAR)..words.len().min(place + 1 + NEAR)];
        let before = &words[place.saturating_sub(1)..place];
        let behind = &words[place + 1..words.len().min(place + 2)];
        self.0.iter().filter(|lists| lists.words.contains(&words[place])).any(|lists| {
            has(&lists.with, words)
                && !has(&lists.without, words)
                && !has(&lists.not_near, near)
                && !has(&lists.not_behind, before)
                && !has(&lists.not_before, behind)
        })
    }

    /// What the lists say, for the fingerprint.
    #[cfg(test)]
    pub(super) fn lists(&self) -> impl Iterator<Item = (&'static str, &Words)> {
        self.0.iter().flat_map(|lists| {
            [
                ("verdict", &lists.words),
                ("verdict with", &lists.with),
                ("verdict without", &lists.without),
                ("verdict not near", &lists.not_near),
                ("verdict not behind", &lists.not_behind),
                ("verdict not before", &lists.not_before),
            ]
        })
    }
}
