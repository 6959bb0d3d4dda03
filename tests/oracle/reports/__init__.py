"""The reports, counted in plain code from the documents alone. One function a query, named like it."""

# A value that the documents leave open.
ANY = object()

from reports import hashtags, overview  # noqa: E402

ALL = {
    "overview": overview.overview,
    "posts-per-period": overview.posts_per_period,
    "channel-summary": overview.channel_summary,
    "field-coverage": overview.field_coverage,
    "posting-rhythm": overview.posting_rhythm,
    "top-hashtags": hashtags.top_hashtags,
    "hashtag-frequency": hashtags.hashtag_frequency,
    "hashtag-pairs": hashtags.hashtag_pairs,
    "hashtag-by-channel": hashtags.hashtag_by_channel,
    "hashtag-first-seen": hashtags.hashtag_first_seen,
    "hashtag-spellings": hashtags.hashtag_spellings,
    "hashtag-ranks": hashtags.hashtag_ranks,
}
