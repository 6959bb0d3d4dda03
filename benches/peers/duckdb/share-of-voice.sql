WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
all_posts AS (SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS posts FROM posts GROUP BY ALL),
kept AS (
    SELECT entity_id, coalesce(e.label, e.name) AS label, e.name AS key, e.kind
    FROM mentions
    JOIN entities AS e USING (entity_id)
    WHERE e.kind <> 'number'
    GROUP BY ALL
    ORDER BY count(DISTINCT post_id) DESC, count(*) DESC, e.name, e.kind
    LIMIT 20
),
counts AS (
    SELECT date_trunc('month', p.posted_on)::DATE AS month, u.entity_id, count(DISTINCT u.post_id) AS posts, count(*) AS uses,
           count(DISTINCT p.channel_id) AS channels
    FROM mentions AS u
    SEMI JOIN kept USING (entity_id)
    JOIN posts AS p USING (post_id)
    GROUP BY ALL
)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, k.label AS name, k.kind, coalesce(n.posts, 0) AS posts,
       coalesce(sum(n.posts) OVER (PARTITION BY a.month), 0) AS total,
       round(100.0 * coalesce(n.posts, 0) / sum(n.posts) OVER (PARTITION BY a.month), 2) AS share,
       coalesce(w.posts, 0) AS all_posts, a.partial
FROM periods AS a
CROSS JOIN kept AS k
LEFT JOIN all_posts AS w ON w.month IS NOT DISTINCT FROM a.month
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month AND n.entity_id = k.entity_id
ORDER BY period, posts DESC, k.key, k.kind
