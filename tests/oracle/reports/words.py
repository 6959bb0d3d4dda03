"""Words and where they stand."""

import frame
from texts import fold


def is_of_word(sign):
    return sign.isalnum() or sign == "_"


def occurrences(folded, pattern):
    """Where a phrase stands as whole words, also where two overlap; * at an end lets longer words count."""
    phrase = fold(pattern.strip("*"))
    found, place = [], folded.find(phrase)
    while place >= 0:
        end = place + len(phrase)
        before = place > 0 and is_of_word(folded[place - 1]) and not pattern.startswith("*")
        after = end < len(folded) and is_of_word(folded[end]) and not pattern.endswith("*")
        if not before and not after:
            found.append((place, end))
        place = folded.find(phrase, place + 1)
    return found


def word_frequency(world, values):
    posts = frame.chosen(world, values, words=False)
    words = list(dict.fromkeys(fold(word) for word in values.get("words", [])))
    rows = []
    for period, near in frame.periods(posts, values.by).items():
        inside = [post for post in posts if frame.period_of(post.day, values.by) == period]
        part = []
        for word in words:
            times = [len(occurrences(fold(post.text), word)) for post in inside]
            here = sum(count > 0 for count in times)
            part.append(
                {
                    "period": period,
                    "word": word,
                    "posts": here,
                    "total": sum(times),
                    "share": frame.percent(here, len(inside)),
                    "all_posts": len(inside),
                    "partial": frame.partial(world, values, period, values.by, near),
                }
            )
        rows += sorted(part, key=lambda row: (-row["posts"], -row["total"], row["word"]))
    return rows


def keyword_in_context(world, values):
    rows = []
    for post in frame.newest_first(frame.chosen(world, values, words=False)):
        plain = " ".join(post.text.split())
        for start, end in occurrences(fold(post.text), values.given["words"]):
            start, end, after = original_place(plain, start, end)
            width = values.get("width", 40)
            row = {
                "date": post.day,
                "channel": frame.label(world, post.channel),
                "left": plain[max(0, start - width) : start],
                "word": plain[start:end],
                "right": plain[end : end + width],
                "link": post.link,
            }
            rows.append((after, row))
    if values.get("order", "date") == "right":
        rows.sort(key=lambda pair: pair[0])
    return frame.top([row for _, row in rows], values.get("top", 0))


def original_place(plain, start, end):
    """The place of a hit in the text as published; whole words where folding changes the length of one."""
    place, folded_place, began, ended = 0, 0, None, None
    for word in plain.split(" "):
        folded = fold(word)
        same = len(folded) == len(word)
        if began is None and start < folded_place + len(folded) + 1:
            began = place + (start - folded_place if same else 0)
        if ended is None and end <= folded_place + len(folded):
            ended = place + (end - folded_place if same else len(word))
        place += len(word) + 1
        folded_place += len(folded) + 1
    return began, ended, fold(plain)[end:].lstrip()
