-- Enough draws for the first twenty posts of a store without gaps.
WITH sides AS (SELECT CAST(2 ** greatest(2, floor(log2(max(post_id)) / 2) + 1) AS BIGINT) AS side FROM posts),
r0 AS (SELECT draw, side, draw // side AS a, draw % side AS b FROM range(4736) AS d(draw), sides),
r1 AS (SELECT draw, side, b AS a, (a + (b + 123473596) * (b + 123473596) % 2147483647 * (b + 123473596) % 2147483647) % side AS b FROM r0),
r2 AS (SELECT draw, side, b AS a, (a + (b + 362484340) * (b + 362484340) % 2147483647 * (b + 362484340) % 2147483647) % side AS b FROM r1),
r3 AS (SELECT draw, side, b AS a, (a + (b + 521358250) * (b + 521358250) % 2147483647 * (b + 521358250) % 2147483647) % side AS b FROM r2),
r4 AS (SELECT draw, side, b AS a, (a + (b + 88714496) * (b + 88714496) % 2147483647 * (b + 88714496) % 2147483647) % side AS b FROM r3),
r5 AS (SELECT draw, side, b AS a, (a + (b + 80211046) * (b + 80211046) % 2147483647 * (b + 80211046) % 2147483647) % side AS b FROM r4),
r6 AS (SELECT draw, side, b AS a, (a + (b + 1826114786) * (b + 1826114786) % 2147483647 * (b + 1826114786) % 2147483647) % side AS b FROM r5),
drawn AS (
    SELECT p.post_id, r.draw
    FROM r6 AS r
    JOIN posts AS p ON p.post_id = r.a * r.side + r.b
    ORDER BY r.draw
    LIMIT 20
)
SELECT p.post_id AS post, p.posted_on AS date, coalesce('@' || c.handle, c.name, c.external_id) AS channel, p.text, coalesce(p.url, c.link_base || p.external_id) AS link
FROM drawn
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
ORDER BY draw
