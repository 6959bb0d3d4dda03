#!/usr/bin/env python3
"""Makes countries.csv, organisations.csv and capitals.csv from the lists in source/ and from Unicode CLDR.

    npm pack cldr-localenames-full@48.2.0 && tar xf cldr-localenames-full-48.2.0.tgz
    pip install pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
    python3 data/entities/make.py package

Run by hand, never in a build; `python3 data/entities/check.py` afterwards. The format of the files is told in
README.md beside this file.
"""
import csv, json, re, sys, unicodedata
from importlib.metadata import version
from pathlib import Path

import pymorphy3

HERE = Path(__file__).parent
SOURCE = HERE / "source"
CLDR_VERSION, MORPHOLOGY = "48.2.0", {"pymorphy3": "2.0.6", "pymorphy3-dicts-ru": "2.4.417150.4580142"}
# The nominative of these languages is better than nothing; English and Russian are done in full.
OTHER_LANGUAGES = "uk be kk fr de es pt it pl tr ar fa zh".split()
CASELESS = {"ar", "fa", "zh"}
# Chinese in traditional letters, as Taiwan and Hong Kong name the countries.
TRADITIONAL = ["zh-Hant", "zh-Hant-HK"]
NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
# Their names in other languages are saints, seasons and compass points: too many false finds for places nobody names.
ENGLISH_AND_RUSSIAN_ONLY = set(
    "AC AQ AS AX BL BQ BV CC CK CP CQ CX DG EA GG GS HM IC IM IO JE KY MF MP MS NF NU PM PN RE SH SJ SX TA TC TF TK "
    "TT UM VG VI WF YT".split())
SHOWN = {
    "CD": "DR Congo", "CG": "Republic of the Congo", "HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "Palestine",
    "BQ": "Caribbean Netherlands", "CC": "Cocos Islands", "CI": "Côte d'Ivoire", "GS": "South Georgia and the South Sandwich Islands",
    "VC": "Saint Vincent and the Grenadines", "VA": "Vatican", "FM": "Micronesia",
}
# Of these one also says "anti-" and "pro-" in one word.
FOR_OR_AGAINST = {"RU", "UA", "US", "CN", "IL", "IR", "GB", "DE", "FR", "PL", "BY", "TR", "GE", "AM", "PS", "SY", "RS"}
# Chekhov is no Czechs, Polyakov no Poles: these forms only in lower case, besides those that the morphology knows.
SURNAMES = {"немцев", "шведов", "голландцев"}
# Pots for coffee, the city of Turku, and what a Bulgarian has said.
NOT_PEOPLE = {"турка", "турку", "турке", "казах"}
# A language is no country: "the Russian language", "русский язык".
LANGUAGES_OF = set("AM AZ BG BY CN CZ DE DK ES FI FR GE GR HU IT JP KG KZ NL NO PL PT RO RS RU SE TJ TM TR UA UZ VN".split())
ADJECTIVE = "ий ого ому им ом ая ой ую ою ое ие их ими о".split()

morph = pymorphy3.MorphAnalyzer()


def words_of(name):
    return {line for line in (SOURCE / name).read_text("utf8").split("\n") if line and not line.startswith("#")}


COMMON_ENGLISH = words_of("common-english.txt")
COMMON_RUSSIAN = words_of("common-russian.txt")
DROPPED = {tuple(line.split("|", 1)) for line in words_of("dropped.txt")}


# --- Russian forms -------------------------------------------------------------------------------------------------

def with_endings(forms):
    """`Росси|я|и|ю` of the forms of one word: what they share, then what each adds."""
    forms = list(dict.fromkeys(forms))
    if len(forms) == 1:
        return forms[0]
    shared = 0
    while all(len(f) > shared for f in forms) and len({f[shared] for f in forms}) == 1:
        shared += 1
    return forms[0][:shared] + "".join("|" + f[shared:] for f in forms)


def like(word, forms):
    """The forms, which are in lower case, with the capitals of the word."""
    def one(form):
        return "".join(w if i < len(word) and f == w.lower() else f for i, (f, w) in enumerate(zip(form, word.ljust(len(form)))))
    return [word] + [one(f) for f in forms]


def by_ending(word):
    """Singular forms of a name that the morphology does not know."""
    low = word.lower()
    if low.endswith("ия"):
        stem, ends = word[:-1], "я и ю ей ею"
    elif low.endswith("уа") or low[-1] in "оуеэиыю":
        return [word]
    elif low.endswith("а"):
        stem, ends = word[:-1], "а " + ("и" if low[-2] in "гкхжшчщ" else "ы") + " е у ой ою"
    elif low.endswith("я"):
        stem, ends = word[:-1], "я и е ю ей ею"
    elif low.endswith("й"):
        stem, ends = word[:-1], "й я ю ем е"
    elif low.endswith("ь"):
        stem, ends = word[:-1], "ь я ю ем е"
    else:
        return [word] + [word + e for e in ("а", "у", "ом", "е")]
    return [stem + e for e in ends.split()]


def adjective_parse(word):
    last = word.lower().rsplit("-", 1)[-1]
    found = [p for p in morph.parse(last) if p.tag.POS in ("ADJF", "PRTF")]
    return next((p for p in found if p.tag.case == "nomn"), None) if last[-2:] in ("ий", "ый", "ой", "ая", "яя", "ое", "ее", "ые", "ие") else None


def adjective_forms(word):
    parse = adjective_parse(word)
    before = word[:len(word) - len(word.rsplit("-", 1)[-1])].lower()
    kind = ("POS", "number", "tense", "voice") + (("gender",) if parse.tag.number == "sing" else ())
    same = [f.word for f in parse.lexeme if all(getattr(f.tag, k) == getattr(parse.tag, k) for k in kind) and "Supr" not in f.tag]
    return like(word, [before + f for f in same])


def noun_forms(word, every_number=False):
    low = word.lower()
    if word.isupper():
        return [word]
    parses = [p for p in morph.parse(low) if p.tag.POS == "NOUN" and p.tag.case == "nomn" and p.is_known and "Abbr" not in p.tag]
    # A name before a common noun: Чад the country, not the children.
    parses.sort(key=lambda p: ("Geox" not in p.tag, "Name" in p.tag or "Surn" in p.tag))
    if not parses:
        return people_by_ending(word) if every_number else by_ending(word)
    parse = parses[0]
    if "Fixd" in parse.tag:
        return [word]
    forms = [f.word for f in parse.lexeme if (every_number or f.tag.number == parse.tag.number) and f.tag.case != "voct"
             and not {"V-be", "V-ie", "V-bi"} & f.tag.grammemes]
    return like(word, forms)


def people_by_ending(word):
    if word.endswith("ец"):
        stem = word[:-2]
        stem += "й" if stem[-1] in "аеиоуыэюя" else ""
        return [word] + [stem + e for e in "ца цу цем це цы цев цам цами цах".split()]
    if word.endswith("ка"):
        stem = word[:-1]
        genitive = {"й": stem[:-2] + "ек", "ш": stem[:-1] + "ек", "ч": stem[:-1] + "ек"}.get(stem[-2], stem[:-1] + "ок")
        return [stem + e for e in "а и е у ой ою ам ами ах".split()] + [genitive]
    if word[-1] not in "аеиоуыэюяь":
        return [word] + [word + e for e in "а у ом е ы и ов ам ами ах".split()]
    raise SystemExit(f"no forms are known of {word}")


def inflected(phrase, joined=False):
    """Endings for the first noun of a phrase and the adjectives before it, and for every word marked `*`."""
    if phrase.startswith("="):
        return phrase[1:]
    out, open_ = [], True
    words = phrase.split(" ")
    for i, word in enumerate(words):
        marked = word.endswith("*")
        word = word.rstrip("*")
        if joined and word == "и" and i == 1 + next((n for n, w in enumerate(words) if not adjective_parse(w)), 99):
            open_ = True
            out.append(word)
        elif not (open_ or marked) or not word[0].isalpha():
            out.append(word)
        elif adjective_parse(word) and not any(p.tag.POS == "NOUN" and "Geox" in p.tag and p.is_known for p in morph.parse(word.lower())) \
                and (i + 1 < len(words)) and not word.lower().endswith("ние"):
            out.append(with_endings(adjective_forms(word)))
        else:
            out.append(with_endings(noun_forms(word)))
            open_ = False
    return " ".join(out)


def every_word_inflected(phrase):
    """Endings of both numbers and every gender for the words up to the first noun, and for later ones with a capital."""
    if phrase.startswith("="):
        return phrase[1:]
    out, noun = [], False
    for word in phrase.split(" "):
        if word.startswith("=") or noun and word[0].islower():
            out.append(word.lstrip("="))
        elif word[-2:] in ("ий", "ый", "ой", "ая", "ое", "ие", "ые") and adjective_parse(word):
            lexeme = [f.word for f in adjective_parse(word).lexeme if f.tag.POS == "ADJF" and "Supr" not in f.tag]
            before = word[:len(word) - len(word.rsplit("-", 1)[-1])].lower()
            out.append(with_endings(like(word, [before + f for f in lexeme])))
        else:
            out.append(with_endings(noun_forms(word, every_number=word[0].islower())))
            noun = True
    return " ".join(out)


def adjective(word):
    """All forms of `-ский`, and the `-ско` of `российско-китайский`."""
    stem = word.removesuffix("ий")
    return stem + "".join("|" + e for e in ADJECTIVE)


def expand(alias):
    """Every spelling of an alias with listed endings."""
    texts = [""]
    for word in alias.split(" "):
        stem, *ends = word.split("|")
        texts = [f"{t} {stem}{e}" if t else stem + e for t in texts for e in (ends or [""])]
    return texts


# --- rules ---------------------------------------------------------------------------------------------------------

def common_russian(form):
    """Whether the form in lower case is a word that is no place, surname or abbreviation."""
    if form.lower() in COMMON_RUSSIAN:
        return True
    known = [p for p in morph.parse(form.lower()) if p.is_known]
    names = ("Geox", "Surn", "Patr", "Orgn", "Abbr", "Trad")
    return any(not any(n in p.tag for n in names) for p in known)


def rule_of(alias, mark):
    """What the file says of the case; empty where the spelling tells it already."""
    letters = [c for c in alias if c.isalpha()]
    capitals = all(c.isupper() for c in letters)
    derived = "fold" if all(not c.isupper() for c in letters) else "exact" if capitals and len(letters) <= 6 else "capital"
    if mark:
        rule = {"!": "exact", "~": "fold", "^": "capital"}[mark]
    elif derived != "capital" or alias.endswith("-"):
        rule = derived
    elif alias.lower() in COMMON_ENGLISH:
        rule = "capital"
    elif " " in alias or "-" in alias:
        rule = "fold"
    else:
        forms = expand(alias)
        common = any(f.lower() in COMMON_ENGLISH for f in forms) or min(map(len, forms)) < 4 or any(map(common_russian, forms))
        rule = "capital" if common else "fold"
    return "" if rule == derived else rule


def marked(item):
    return (item[:-1], item[-1]) if item[-1] in "!~^" else (item, "")


def plain(text):
    """Without marks above letters: Türkiye is also written Turkiye."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def english_spellings(name):
    """The ways in which one English name is written."""
    names = [name]
    for old, new in (("&", "and"), ("St. ", "St "), ("St. ", "Saint "), ("Saint ", "St. "), ("Saint ", "St "), ("U.S. ", "US "), ("’", "'"), ("'", "’")):
        names += [n.replace(old, new) for n in names if old in n]
    names += [plain(n) for n in names]
    return list(dict.fromkeys(names))


class Table:
    def __init__(self, kind):
        self.kind, self.rows = kind, {}

    def add(self, name, code, alias, language, mark="", rule=None):
        rule = rule_of(alias, mark) if rule is None else rule
        if not mark and (code, expand(alias)[0]) in DROPPED:
            return
        # Two spellings that differ in case only are one, and the wider rule is kept.
        exact = rule == "exact" or rule == "" and len(re.sub(r"\W", "", alias)) <= 6 and alias.isupper()
        key = (name, alias if exact else alias.lower())
        if not exact:
            self.rows.pop((name, alias.upper()), None)
        elif (name, alias.lower()) in self.rows:
            return
        order = {"exact": 0, "": 1, "capital": 1, "fold": 2, "never": 3}
        if key in self.rows and order[self.rows[key][5]] >= order[rule]:
            return
        self.rows[key] = (self.kind, name, code, alias, language, rule)

    def write(self, path):
        with open(path, "w", encoding="utf8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow("kind name code alias language rule".split())
            out.writerows(self.rows.values())


# --- sources -------------------------------------------------------------------------------------------------------

def read(name, fields):
    for line in (SOURCE / name).read_text("utf8").split("\n"):
        if line and not line.startswith("#"):
            found = line.split("|")
            assert len(found) == fields, line
            yield [found[0]] + [[i for i in f.split(";") if i] for f in found[1:]]


def cldr(package, language):
    data = json.loads((package / "main" / language / "territories.json").read_text("utf8"))
    names = {}
    for key, name in data["main"][language]["localeDisplayNames"]["territories"].items():
        if len(key.split("-")[0]) == 2 and key.split("-")[0] not in NO_COUNTRIES:
            names.setdefault(key.split("-")[0], []).append(name)
    return names


def shown_name(code, cldr_name):
    return SHOWN.get(code) or cldr_name.replace("&", "and").replace("St. ", "Saint ").replace("’", "'")


def russian_cldr(name):
    """CLDR's short forms in full."""
    for short, full in (("о-ва", "острова"), ("о-в", "остров"), ("Св.", "Святой"), ("Соединенные", "Соединённые")):
        name = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, name)
    return name.replace("— Новая Гвинея", "— Новая* Гвинея*").replace("’", "'")


def language_of(phrase):
    return "en" if phrase[0] < "\u0400" else "ar" if phrase[0] < "\u0700" else "zh"


def both_apostrophes(text):
    return dict.fromkeys([text, text.replace("'", "’")])


def countries(package):
    english, russian = cldr(package, "en"), cldr(package, "ru")
    more = {code: rest for code, *rest in read("countries.txt", 6)}
    never = {code: phrases for code, phrases in read("never.txt", 2)}
    elsewhere = list(read("elsewhere.txt", 3))
    by_hand = {(code, language, marked(alias)[0]) for code, (language,), names in elsewhere for alias in names}
    assert set(more) <= set(english), set(more) - set(english)
    table, shown = Table("country"), {}
    others = {language: cldr(package, language) for language in OTHER_LANGUAGES}
    for tradition in TRADITIONAL:
        for code, found in cldr(package, tradition).items():
            others["zh"][code] = list(dict.fromkeys(others["zh"].get(code, []) + found))
    for code in sorted(english):
        people, names, adjectives, nouns, russian_names = more.get(code, [[]] * 5)
        name = shown[code] = shown_name(code, english[code][0])
        for alias in [name] + [n for n in english[code] if "(" not in n] + names + people:
            alias, mark = marked(alias)
            for spelling in english_spellings(alias):
                table.add(name, code, spelling, "en", mark)
        # "Congo" and "Того" are left to the lists: two countries have the one, everybody the other.
        for alias in [russian_cldr(n) for n in russian[code] if "(" not in n] + russian_names:
            alias, mark = marked(alias)
            for spelling in both_apostrophes(inflected(alias, joined=True)):
                table.add(name, code, spelling, "ru", mark)
        for alias in adjectives:
            alias, mark = marked(alias)
            if alias.startswith("="):
                table.add(name, code, alias[1:], "ru", mark)
                continue
            table.add(name, code, adjective(alias), "ru", mark)
            if code in FOR_OR_AGAINST:
                table.add(name, code, adjective("анти" + alias), "ru", mark)
                table.add(name, code, adjective("про" + alias), "ru", mark)
        for alias in nouns:
            alias, mark = marked(alias)
            forms = [alias[1:]] if alias.startswith("=") else noun_forms(alias, every_number=True)
            surnames = [f for f in forms if f in SURNAMES or any("Surn" in p.tag and p.is_known for p in morph.parse(f))]
            table.add(name, code, with_endings([f for f in forms if f not in surnames and f not in NOT_PEOPLE]), "ru", mark)
            for form in dict.fromkeys(surnames):
                table.add(name, code, form, "ru", "!")
        if code not in ENGLISH_AND_RUSSIAN_ONLY:
            for language, found in others.items():
                known = {e.lower() for r in table.rows.values() if r[1] == name for e in expand(r[3])}
                for alias in found.get(code, []):
                    alias = alias.replace("ʼ", "'").replace("’", "'")
                    if re.search(r"[(（,،–]| - ", alias) or alias.lower() in known:
                        continue
                    if language in ("uk", "be", "kk") and " " not in alias and common_russian(alias):
                        continue
                    if alias.lower() in COMMON_ENGLISH:
                        continue
                    for spelling in dict.fromkeys([*both_apostrophes(alias), alias.replace("هٔ", "ه")]):
                        if (code, language, spelling) in by_hand:
                            continue
                        table.add(name, code, spelling, language, rule="fold" if language in CASELESS else None if " " in alias else "")
        for _, (language,), names in (row for row in elsewhere if row[0] == code):
            for alias in names:
                alias, mark = marked(alias)
                rule = "fold" if language in CASELESS else ""
                table.add(name, code, alias, language, rule="exact" if mark == "!" else rule)
        if code in LANGUAGES_OF:
            tongue = marked(people[0])[0].lower()
            for phrase in ("language", "languages", "speaker", "speakers", "subtitles"):
                table.add(name, code, f"{tongue} {phrase}", "en", rule="never")
            for phrase in ("language", "speaking"):
                table.add(name, code, f"{tongue}-{phrase}", "en", rule="never")
            for alias in (a for a in adjectives if not a.startswith("=")):
                table.add(name, code, every_word_inflected(f"{alias} язык"), "ru", rule="never")
        for phrase in never.get(code, []):
            for spelling in both_apostrophes(phrase):
                table.add(name, code, spelling, language_of(phrase), rule="never")
        for phrase in never.get("=" + code, []):
            table.add(name, code, every_word_inflected(phrase), "ru", rule="never")
    table.write(HERE / "countries.csv")
    return shown


def joined_otherwise(alias):
    """A Persian name as it is, with a space for the zero-width non-joiner, and without it."""
    return dict.fromkeys([alias, alias.replace("\u200c", " "), alias.replace("\u200c", "")])


def add_elsewhere(table, name, code, alias, language):
    """A row of a list of names in other languages, in which endings are written out."""
    alias, mark = (alias[:-1], "-") if alias[-1] == "-" else marked(alias)
    if mark == "-":
        rule = "never"
    elif language in CASELESS:
        rule = "exact" if mark == "!" else "fold"
    else:
        rule = rule_of(alias, mark) if mark or " " in alias else ""
    for spelling in joined_otherwise(alias):
        table.add(name, code, spelling, language, rule=rule)


def organisations():
    table, shown, elsewhere = Table("organisation"), {}, {}
    for line in (SOURCE / "organisations-elsewhere.txt").read_text("utf8").split("\n"):
        if line and not line.startswith("#"):
            code, language, names = line.split("|", 2)
            elsewhere.setdefault(code, []).append((language, names.split(";")))
    for line in (SOURCE / "organisations.txt").read_text("utf8").split("\n"):
        if not line or line.startswith("#"):
            continue
        code, name, english, russian = line.split("|")
        shown[code] = name
        marks = {m[0]: m[1] for m in map(marked, filter(None, english.split(";")))}
        for alias in [name] * (name not in marks) + list(marks):
            for spelling in english_spellings(alias):
                table.add(name, code, spelling, "en", marks.get(alias, ""))
        for alias in filter(None, russian.split(";")):
            alias, mark = marked(alias)
            if alias.endswith("ский") and " " not in alias and not alias.startswith("="):
                endings = adjective(alias)
            elif alias[0].islower() and " " not in alias and not alias.startswith("="):
                endings = with_endings(noun_forms(alias, every_number=True))
            else:
                endings = inflected(alias)
            table.add(name, code, endings, "ru", mark)
        for language, names in elsewhere.pop(code, []):
            for alias in names:
                add_elsewhere(table, name, code, alias, language)
    assert not elsewhere, elsewhere
    table.write(HERE / "organisations.csv")
    return shown


def capitals(countries_shown, organisations_shown):
    tables = {"country": Table("country"), "organisation": Table("organisation")}
    for code, english, russian in read("capitals.txt", 3):
        kind, code = ("organisation", code[1:]) if code.startswith("@") else ("country", code)
        name = (organisations_shown if kind == "organisation" else countries_shown)[code]
        for alias in english:
            for spelling in english_spellings(alias):
                tables[kind].add(name, code, spelling, "en", "^")
        for alias in russian:
            tables[kind].add(name, code, inflected(alias), "ru", "^")
    tables["country"].rows |= tables["organisation"].rows
    tables["country"].write(HERE / "capitals.csv")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    package = Path(sys.argv[1])
    found = json.loads((package / "package.json").read_text("utf8"))["version"]
    assert found == CLDR_VERSION, f"CLDR {CLDR_VERSION} is needed, this is {found}"
    for name, wanted in MORPHOLOGY.items():
        assert version(name) == wanted, f"{name} {wanted} is needed, this is {version(name)}"
    capitals(countries(package), organisations())


if __name__ == "__main__":
    main()
