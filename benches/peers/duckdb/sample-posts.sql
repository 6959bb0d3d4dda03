WITH a AS (SELECT post_id, (post_id + 16807 + 123456789) % 2147483647 AS x FROM posts),
b AS (
    SELECT post_id, ((x * x % 2147483647) * (x * x % 2147483647) % 2147483647 * x + 48271 + 521288629) % 2147483647 AS x FROM a
),
c AS (SELECT post_id, ((x * x % 2147483647) * (x * x % 2147483647) % 2147483647 * x + 362436069) % 2147483647 AS x FROM b),
drawn AS (
    SELECT post_id, (x * x % 2147483647) * (x * x % 2147483647) % 2147483647 * x % 2147483647 AS draw
    FROM c
    ORDER BY draw, post_id
    LIMIT 20
)
SELECT p.post_id AS post, p.posted_on AS date, coalesce('@' || c.handle, c.name, c.external_id) AS channel, p.text, coalesce(p.url, c.link_base || p.external_id) AS link
FROM drawn
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
ORDER BY draw, post_id
