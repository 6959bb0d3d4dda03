//! The only definition of "the same word whatever its case": full Unicode case folding, then NFC.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

/// `text` with full Unicode case folding (C + F of `CaseFolding.txt`), then in Normalization Form C.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let folded = CaseMapper::new().fold_string(text);
    ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn every_script_folds() {
        for (text, folded) in [
            ("BRICS", "brics"),
            ("Россия", "россия"),
            ("Straße", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
            ("И\u{306}од", "йод"),
            ("İ", "i\u{307}"),
            ("ثلاثة", "ثلاثة"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
