WITH sightings AS (
    SELECT post_id, load_id, seen_at, views, forwards, replies, reactions, views_unit
    FROM post_observations
    WHERE coalesce(views, forwards, replies, reactions) IS NOT NULL
    UNION ALL
    SELECT post_id, p.last_load_id, coalesce(p.last_seen_at, l.as_of), NULL, NULL, NULL, r.reactions, NULL
    FROM (SELECT post_id, sum(count)::BIGINT AS reactions FROM reactions GROUP BY post_id) AS r
    JOIN posts AS p USING (post_id)
    JOIN loads AS l ON l.load_id = p.last_load_id
    WHERE NOT EXISTS (SELECT 1 FROM post_observations AS o WHERE o.post_id = r.post_id)
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(p.url, c.link_base || p.external_id) AS link, o.seen_at, o.views, o.forwards, o.replies, o.reactions, o.views_unit,
       CASE WHEN o.seen_at IS NOT NULL
            THEN o.views - lag(o.views) OVER (PARTITION BY o.post_id, o.views IS NULL OR o.seen_at IS NULL
                                              ORDER BY o.seen_at, l.format_rank, o.views, o.load_id) END AS views_change,
       p.posted_on AS date, p.post_id AS post, o.load_id AS load
FROM sightings AS o
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
JOIN loads AS l ON l.load_id = o.load_id
ORDER BY p.posted_on DESC NULLS LAST, p.posted_at DESC, p.post_id DESC, o.seen_at NULLS FIRST, l.format_rank, o.views, o.load_id
