SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(p.url, c.link_base || p.external_id) AS link, o.seen_at, o.views, o.forwards, o.replies, o.reactions, o.views_unit,
       CASE WHEN o.seen_at IS NOT NULL
            THEN o.views - lag(o.views) OVER (PARTITION BY o.post_id, o.views IS NULL OR o.seen_at IS NULL
                                              ORDER BY o.seen_at, l.format_rank, o.views, o.load_id) END AS views_change,
       p.posted_on AS date, p.post_id AS post, o.load_id AS load
FROM post_observations AS o
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
JOIN loads AS l ON l.load_id = o.load_id
WHERE coalesce(o.views, o.forwards, o.replies, o.reactions) IS NOT NULL
ORDER BY p.posted_on DESC NULLS LAST, p.posted_at DESC, p.post_id DESC, o.seen_at NULLS FIRST, l.format_rank, o.views, o.load_id
