WITH channel_posts AS (SELECT channel_id, count(*) AS posts FROM posts GROUP BY ALL),
counts AS (
    SELECT p.channel_id, u.entity_id, count(DISTINCT u.post_id) AS posts
    FROM mentions AS u
    JOIN posts AS p USING (post_id)
    JOIN entities AS e USING (entity_id)
    WHERE e.kind <> 'number'
    GROUP BY ALL
),
compared AS (
    SELECT n.channel_id, n.entity_id, n.posts, w.posts AS all_posts, sum(n.posts) OVER (PARTITION BY n.entity_id) - n.posts AS other_posts,
           (SELECT count(*) FROM posts) - w.posts AS all_other_posts
    FROM counts AS n
    JOIN channel_posts AS w USING (channel_id)
),
measured AS (
    SELECT *, (posts + 0.5) * (all_other_posts - other_posts + 0.5) / ((all_posts - posts + 0.5) * (other_posts + 0.5)) AS odds
    FROM compared
),
judged AS (
    SELECT *, CASE WHEN all_other_posts > 0
                    AND sign(posts * all_other_posts - other_posts * all_posts) * (odds - 1) >= 0 THEN round(odds, 3) END AS odds_ratio
    FROM measured
)
SELECT coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(e.label, e.name) AS name, e.kind, m.posts, round(100.0 * m.posts / all_posts, 2) AS share,
       round(100.0 * other_posts / nullif(all_other_posts, 0), 2) AS share_all, odds_ratio, all_posts, other_posts, all_other_posts
FROM judged AS m
JOIN entities AS e USING (entity_id)
JOIN channels AS c USING (channel_id)
QUALIFY row_number() OVER (PARTITION BY m.channel_id ORDER BY m.posts DESC, odds_ratio DESC NULLS LAST, e.name, e.kind) <= 20
ORDER BY channel, m.channel_id, odds_ratio DESC NULLS LAST, m.posts DESC, e.name, e.kind
