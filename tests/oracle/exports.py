"""Writes a world as the files that it would come in: exports of Telegram Desktop, and lines of JSON."""

import csv
import hashlib
import io
import json

import world as worlds


def parts(content, marked):
    """The text of a message as Telegram Desktop writes it: a string, or one with parts that say what they are."""
    if not marked:
        hidden = [span for span in content.spans if span[2].kind == "text_link"]
    else:
        hidden = [span for span in content.spans if span[2].kind in ("text_link", "hashtag", "mention", "link")]
    if not hidden:
        return content.text
    out, done = [], 0
    for start, end, piece in hidden:
        if start > done:
            out.append(content.text[done:start])
        part = {"type": piece.kind, "text": content.text[start:end]}
        if piece.kind == "text_link":
            part["href"] = piece.address
        out.append(part)
        done = end
    out.append(content.text[done:])
    return out


def clock(channel, instant):
    zone = channel.wall_clock or "UTC"
    local = instant + worlds.offset(zone, instant)
    when = {"date": local.strftime("%Y-%m-%dT%H:%M:%S")}
    if channel.wall_clock is None:
        when["date_unixtime"] = str(int(instant.timestamp()))
    return when


def telegram(load, rng):
    channel = load.channel
    messages = []
    for number, instant in load.events:
        event = {"id": number, "type": "service", **clock(channel, instant), "action": "pin_message", "message_id": 1}
        messages.append({**event, "actor": channel.name, "actor_id": f"channel{channel.external_id}", "text": ""})
    for post in load.posts:
        message = {"id": post.number, "type": "message", **clock(channel, post.instant)}
        message |= {"from": channel.name, "from_id": f"channel{channel.external_id}"}
        if load.told_edit(post) is not None:
            edited = clock(channel, post.edited)
            message["edited"] = edited["date"]
            if "date_unixtime" in edited:
                message["edited_unixtime"] = edited["date_unixtime"]
        if post.is_forward:
            message["forwarded_from"] = post.origin and post.origin.name
            if post.origin and post.origin.external_id:
                message["forwarded_from_id"] = f"channel{post.origin.external_id}"
        if post.sightings[load]["reactions"]:
            counts = post.sightings[load]["reactions"]
            message["reactions"] = [{"type": "emoji", "count": counts[emoji], "emoji": emoji} for emoji in counts]
        content = load.told_content(post)
        if post.album > 1 or not content.text:
            message["photo"] = f"photos/photo_{post.number}.jpg"
        messages.append({**message, "text": parts(content, rng.random() < 0.7)})
        for other in range(1, post.album):
            number = post.number + other
            same = {key: message[key] for key in message if key not in ("reactions", "edited", "edited_unixtime")}
            messages.append({**same, "id": number, "photo": f"photos/photo_{number}.jpg", "text": ""})
    messages.sort(key=lambda message: message["id"])
    whole = {"name": channel.name, "type": "public_channel", "id": int(channel.external_id), "messages": messages}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def when(post):
    if post.instant is None:
        return None if post.day is None else post.day.isoformat()
    return post.instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(load):
    channel = load.channel
    for post in load.posts:
        line = {"id": str(post.number), "posted_at": when(post), "text": load.told_content(post).text}
        line["platform"] = "telegram"
        line |= {"channel": channel.name, "channel_id": channel.external_id, "channel_handle": channel.handle}
        if post.is_forward and post.origin is None:
            line["forwarded_from"] = True
        elif post.is_forward:
            line["forwarded_from"] = post.origin.name
            line["forwarded_from_id"] = post.origin.external_id
            if post.origin.post is not None:
                line["forwarded_post_id"] = str(post.origin.post.number)
                line["forwarded_at"] = post.origin.instant.strftime("%Y-%m-%dT%H:%M:%SZ")
        if load.told_edit(post) is not None:
            line["edited_at"] = post.edited.strftime("%Y-%m-%dT%H:%M:%SZ")
        seen = post.sightings[load]
        line |= {key: seen[key] for key in ("views", "forwards", "replies")}
        if seen["views_unit"]:
            line["views"] = f"{seen['views'] / 1000:.1f}K"
        if seen["reactions"]:
            line["reactions"] = seen["reactions"]
        yield line


def jsonl(load):
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(load))


def table(load):
    cells = {key: None for line in lines(load) for key in line}
    written = io.StringIO()
    writer = csv.DictWriter(written, cells, restval="", lineterminator="\n")
    writer.writeheader()
    for line in lines(load):
        if "reactions" in line:
            line["reactions"] = json.dumps(line["reactions"], ensure_ascii=False)
        if line.get("forwarded_from") is True:
            line["forwarded_from"] = "true"
        writer.writerow(line)
    return written.getvalue()


def write(world, folder):
    """Writes all inputs of a world; gives for each its file and the options to load it with."""
    inputs = []
    for load in sorted(world.loads, key=lambda load: load.number):
        path = folder / load.file
        form = load.channel.form
        text = telegram(load, world.rng) if form == "telegram-json" else table(load) if form == "csv" else jsonl(load)
        written = text.encode()
        path.write_bytes(written)
        load.sha256 = hashlib.sha256(written).hexdigest()
        options = ["--input-time-zone", load.channel.wall_clock] if load.channel.wall_clock else []
        inputs.append((path, options))
    return inputs
