//! Organisations by the names of the bundled dictionary in languages other than English and Russian.

use super::bundled_codes;

/// The codes of who is named, in order.
fn codes(text: &str) -> String {
    let found = bundled_codes(text);
    let codes = found.split(' ').filter_map(|naming| naming.split('@').next());
    codes.collect::<Vec<_>>().join(" ")
}

#[test]
fn organisations_are_found_in_the_languages_in_which_countries_are() {
    for (text, expected) in [
        ("El Consejo de Seguridad de la ONU y la Unión Europea", "UNSC EU"),
        ("La OMS, el FMI y el Banco Mundial en la ONU", "WHO IMF WB UN"),
        ("l’ONU, l'UE et la Ligue arabe", "UN EU LAS"),
        ("les Nations unies, l’Union africaine", "UN AU"),
        ("a União Europeia e a Cruz Vermelha; Nações Unidas", "EU UN"),
        ("l'Onu, la Ue e il Fondo monetario internazionale", "UN EU IMF"),
        ("der Europäischen Union, im UN-Sicherheitsrat, die Weltbank", "EU UNSC WB"),
        ("Rada Bezpieczeństwa ONZ i Unii Europejskiej", "UNSC EU"),
        ("Avrupa Birliği'nin, Birleşmiş Milletler’in ve DSÖ", "EU UN WHO"),
        ("Рада Безпеки ООН, Євросоюзу, ЄС і Світового банку", "UNSC EU EU WB"),
        ("у Північноатлантичному альянсі та ОБСЄ", "NATO OSCE"),
        ("قالت الأمم المتحدة وحلف الناتو والاتحاد الأوروبي", "UN NATO EU"),
        ("للأمم المتحدة ومنظمة الصحة العالمية", "UN WHO"),
        ("أوبك وأوبك+ وجامعة الدول العربية", "OPEC OPEC+ LAS"),
        ("سازمان ملل متحد، ناتو و اتحادیه اروپا", "UN NATO EU"),
        ("آژانس بین‌المللی انرژی اتمی و آژانس بین المللی انرژی اتمی", "IAEA IAEA"),
        ("联合国安理会、北约和欧盟，世卫组织", "UNSC NATO EU WHO"),
    ] {
        assert_eq!(codes(text), expected, "{text}");
    }
}

#[test]
fn words_in_which_such_a_name_stands_by_chance_name_none() {
    for text in [
        "un barco, une femme, oms, Ufo, fmi",
        "الاتحاد الأفريقي لكرة القدم",
        "الجامعة العربية المفتوحة",
        "استقبلهم بحماس وبكل حماس",
        "多部门联合国家统计局发布",
        "湖北约五百人参加",
        "中东盟友、世界银行业",
        "伊斯兰国家",
        "рада новинам, світовий чемпіонат",
    ] {
        assert_eq!(codes(text), "", "{text}");
    }
    for text in ["UN ACCORD A ÉTÉ SIGNÉ PAR LES PARTIES", "UN ATAQUE EN EL PUERTO", "C'EST UN PORT"] {
        assert_eq!(codes(text), "", "{text}");
    }
    for text in [
        "UN CHIEF WARNS OF HUNGER",
        "DIE UN FORDERT HILFE",
        "UN: HELP THE PORT OF LA PLATA",
        "Un port. UN helps",
    ] {
        assert_eq!(codes(text), "UN", "{text}");
    }
    for text in ["Mısır ekmeği pişti", "Mali durum iyi, Mali Müşavir", "patlamış mısır"] {
        assert_eq!(codes(text), "", "{text}");
    }
    assert_eq!(codes("Mısır ve Mali"), "EG ML");
    // A federation of football is no union of states.
    assert_eq!(codes("الاتحاد الأوروبي لكرة القدم"), "UEFA");
}
