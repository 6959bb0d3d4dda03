#!/usr/bin/env python3
"""Checks countries.csv, organisations.csv and capitals.csv, and shows what they find in texts.

    python3 data/entities/check.py                 the rows: format, rules, an alias of two entities, counts
    python3 data/entities/check.py --find FILE…    what a plain matcher finds in these texts, with what stands around it
    python3 data/entities/check.py --marked FILE   what it finds that the marks of posts.txt have not, and the reverse
"""
import csv, re, sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
RULES = {"", "fold", "capital", "exact", "never"}


def expand(alias):
    texts = [""]
    for word in alias.split(" "):
        stem, *ends = word.split("|")
        texts = [f"{t} {stem}{e}" if t else stem + e for t in texts for e in (ends or [""])]
    return texts


def rule_of(alias, rule):
    """The rule, derived from the spelling where the file has none."""
    if rule:
        return rule
    letters = [c for c in alias if c.isalpha()]
    if not any(c.isupper() for c in letters):
        return "fold"
    return "exact" if all(c.isupper() for c in letters) and len(letters) <= 6 else "capital"


def fold(text):
    return text.casefold().replace("ё", "е")


def rows(name):
    with open(HERE / name, encoding="utf8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == "kind name code alias language rule".split(), reader.fieldnames
        yield from reader


def check():
    faults = []
    owners = defaultdict(set)   # folded spelling -> (entity, the spelling if it is exact, never or not)
    names = {}
    for file in ("countries.csv", "organisations.csv", "capitals.csv"):
        counts, seen = Counter(), set()
        for line, row in enumerate(rows(file), 2):
            where = f"{file}:{line}: {row['alias']}"
            alias, rule = row["alias"], rule_of(row["alias"], row["rule"])
            if row["rule"] not in RULES:
                faults.append(f"{where}: no such rule: {row['rule']}")
            if not row["name"] or not alias or alias != alias.strip() or "  " in alias or row["kind"] not in ("country", "organisation"):
                faults.append(f"{where}: a field is empty or has blanks around it")
            if row["kind"] == "country" and not re.fullmatch("[A-Z]{2}", row["code"]):
                faults.append(f"{where}: no code of a country: {row['code']}")
            if names.setdefault((row["kind"], row["code"]), row["name"]) != row["name"]:
                faults.append(f"{where}: {row['code']} has two names")
            if any(w.startswith("|") for w in alias.split(" ")):
                faults.append(f"{where}: a word without a stem")
            counts["rows"] += 1
            counts[row["kind"]] += 1
            counts["language " + (row["language"] or "any")] += 1
            counts["rule " + rule] += 1
            for text in expand(alias):
                counts["spellings"] += 1
                key = (row["kind"], row["name"], text if rule == "exact" else fold(text), rule == "never")
                if len(alias.split("|")) == 1 and key in seen:
                    faults.append(f"{where}: {text} stands twice")
                seen.add(key)
                owners[fold(text)].add((row["kind"], row["name"], text if rule == "exact" else "", rule == "never"))
        print(f"{file}: " + ", ".join(f"{n} {k}" for k, n in sorted(counts.items())))
    for text, found in sorted(owners.items()):
        for a in found:
            for b in found:
                if a[:2] < b[:2] and a[3] == b[3] == False and (not a[2] or not b[2] or a[2] == b[2]):
                    faults.append(f"{text}: {a[1]} and {b[1]}")
                if a[:2] == b[:2] and a[3] and not b[3]:
                    faults.append(f"{text}: {a[1]}, and never {b[1]}")
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


class Matcher:
    """Leftmost, longest, with word boundaries; no match in links, code or handles."""
    HIDDEN = re.compile(r"https?://\S+|\bwww\.\S+|\b(?:t\.me|[\w-]+\.(?:com|org|ru|net|int|info|gov|рф))(?:/\S*)?|@\w+|```.*?```|`[^`\n]+`|\S+@\S+", re.S)

    def __init__(self, files=("countries.csv", "organisations.csv")):
        self.by_text = defaultdict(list)
        for file in files:
            for row in rows(file):
                rule = rule_of(row["alias"], row["rule"])
                for text in expand(row["alias"]):
                    self.by_text[fold(text)].append((row["kind"], row["name"], text, rule))
        self.longest = max(map(len, self.by_text))

    @staticmethod
    def allowed(rule, written, alias):
        if rule == "exact":
            return written == alias
        if rule == "capital" or rule == "never":
            return all(not a.isupper() or not w.islower() for w, a in zip(written, alias))
        return True

    def find(self, text):
        hidden = [False] * (len(text) + 1)
        for match in self.HIDDEN.finditer(text):
            hidden[match.start():match.end()] = [True] * (match.end() - match.start())
        folded = "".join(fold(c) if len(fold(c)) == 1 else c for c in text).replace("\u00a0", " ").replace("\n", " ")
        at, out = 0, []
        word = lambda i: 0 <= i < len(text) and (text[i].isalnum() or text[i] == "_")
        while at < len(text):
            if hidden[at] or not word(at) or word(at - 1):
                at += 1
                continue
            for end in range(min(len(text), at + self.longest), at, -1):
                if word(end) and text[end - 1] != "-" and word(end - 1):
                    continue
                fits = [f for f in self.by_text.get(folded[at:end], []) if self.allowed(f[3], text[at:end], f[2])]
                if fits:
                    if not any(f[3] == "never" for f in fits):
                        out.append((at, end, fits[0][0], fits[0][1]))
                    at = end
                    break
            else:
                at += 1
        return out


def find(files):
    matcher = Matcher()
    for file in files:
        text = Path(file).read_text("utf8")
        for start, end, kind, name in matcher.find(text):
            around = text[max(0, start - 30):start] + "[" + text[start:end] + "]" + text[end:end + 30]
            print(f"{kind[:3]} {name}: {around!r}")


MARK = re.compile(r"\[\[(\w+):([^|\]]+)\||\]\]")


def unmarked(text):
    """The text without its marks, and the marks as (start, end, kind, name); a mark may stand in another."""
    plain, marks, open_, last = "", [], [], 0
    for match in MARK.finditer(text):
        plain += text[last:match.start()]
        last = match.end()
        if match[1]:
            open_.append((len(plain), match[1], match[2]))
        else:
            start, kind, name = open_.pop()
            marks.append((start, len(plain), kind, name))
    assert not open_, text
    return plain + text[last:], marks


def posts(path):
    """Each post of the file: its number and its text with marks."""
    body = Path(path).read_text("utf8")
    for part in re.split(r"(?m)^=== ", body)[1:]:
        head, _, text = part.partition("\n")
        yield head, text.rstrip("\n")


def compare(path):
    matcher, totals, known = Matcher(), Counter(), set()
    for file in ("countries.csv", "organisations.csv"):
        known |= {(r["kind"], r["name"]) for r in rows(file)}
    for head, text in posts(path):
        plain, marks = unmarked(text)
        assert "[[" not in plain and "]]" not in plain, (head, plain)
        for m in marks:
            if m[2] != "person" and m[2:] not in known:
                print(f"{head}: not in the dictionary: {m[2]}:{m[3]}")
        flags = [m for m in marks if "\U0001F1E6" <= plain[m[0]] <= "\U0001F1FF"]
        want = {m for m in marks if m[2] != "person" and m not in flags}
        got = set(matcher.find(plain))
        totals["persons"] += sum(m[2] == "person" for m in marks)
        totals["flags"] += len(flags)
        totals["others"] += len(want)
        totals["agree"] += len(want & got)
        for start, end, kind, name in sorted(want ^ got):
            say = "missed" if (start, end, kind, name) in want else "false "
            print(f"{head}: {say} {kind}:{name} {plain[start:end]!r} in {plain[max(0, start - 25):end + 25]!r}")
    print(dict(totals))


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            sys.exit(check())
        case ["--find", *files]:
            find(files)
        case ["--marked", path]:
            compare(path)
        case _:
            raise SystemExit(__doc__)
