"""The reports, counted in plain code from the documents alone: one function a query, named like it."""

from reports import forwards, hashtags, mentions, overview, points, posts, words

MODULES = {
    overview: "overview posts-per-period channel-summary field-coverage posting-rhythm load-history data-gaps",
    hashtags: "top-hashtags hashtag-frequency hashtag-pairs hashtag-by-channel hashtag-first-seen hashtag-spellings "
    "hashtag-ranks hashtag-bursts",
    mentions: "mention-by-channel mention-frequency mention-pairs mention-with-hashtag share-of-voice top-mentions "
    "unresolved-names",
    forwards: "forward-network forward-sources top-links copypasta coordinated-posts",
    posts: "posts sample-posts top-posts period-compare reach-over-time points-per-post message-pull-through "
    "edits-and-deletions",
    points: "talking-points top-points point-mentions point-spread point-novelty message-discipline point-first-movers "
    "point-alignment",
    words: "keyword-in-context word-frequency",
}

ALL = {
    query: getattr(module, query.replace("-", "_")) for module, queries in MODULES.items() for query in queries.split()
}
