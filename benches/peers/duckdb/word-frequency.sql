WITH covered AS (SELECT min(posted_on) AS first_on, max(posted_on) AS last_on FROM posts),
periods AS (
    SELECT m::DATE AS month, (m < first_on OR last_day(m) > last_on)::INT AS partial
    FROM covered, generate_series(date_trunc('month', first_on), last_on, INTERVAL 1 MONTH) AS s(m)
    UNION ALL
    SELECT DISTINCT NULL::DATE, NULL::INT FROM posts WHERE posted_on IS NULL
),
all_posts AS (SELECT date_trunc('month', posted_on)::DATE AS month, count(*) AS posts FROM posts GROUP BY ALL),
pieces AS (
    SELECT date_trunc('month', posted_on)::DATE AS month, string_split(lowered, getvariable('words')) AS parts
    FROM posts
    WHERE contains(lowered, getvariable('words'))
),
-- A piece ends and begins with no letter where the word between two of them is a whole one.
found AS (SELECT month, len(list_filter(range(1, len(parts)), lambda k: ((k = 1 AND parts[1] = '' OR regexp_matches(parts[k], '[^\p{L}\p{M}\p{N}_]$'))
                                 AND (k = len(parts) - 1 AND parts[k + 1] = '' OR regexp_matches(parts[k + 1], '^[^\p{L}\p{M}\p{N}_]'))))) AS times FROM pieces),
counts AS (SELECT month, count(*) AS posts, sum(times) AS total FROM found WHERE times > 0 GROUP BY ALL)
SELECT coalesce(strftime(a.month, '%Y-%m'), 'undated') AS period, getvariable('words') AS word, coalesce(n.posts, 0) AS posts, coalesce(n.total, 0) AS total,
       round(100.0 * coalesce(n.posts, 0) / nullif(coalesce(w.posts, 0), 0), 2) AS share, coalesce(w.posts, 0) AS all_posts, a.partial
FROM periods AS a
LEFT JOIN all_posts AS w ON w.month IS NOT DISTINCT FROM a.month
LEFT JOIN counts AS n ON n.month IS NOT DISTINCT FROM a.month
ORDER BY period
