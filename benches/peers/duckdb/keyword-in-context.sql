-- The place of each hit: the lengths of the pieces before it, and of the hits among them. A piece ends and begins with no
-- letter where the hit is a whole word.
WITH pieces AS (
    SELECT post_id, regexp_replace(text, '\s+', ' ', 'g') AS text, string_split(lowered, getvariable('words')) AS parts
    FROM posts
    WHERE contains(lowered, getvariable('words'))
),
hits AS (
    SELECT post_id, text, unnest(list_filter(range(1, len(parts)), lambda k: ((k = 1 AND parts[1] = '' OR regexp_matches(parts[k], '[^\p{L}\p{M}\p{N}_]$'))
                                 AND (k = len(parts) - 1 AND parts[k + 1] = '' OR regexp_matches(parts[k + 1], '^[^\p{L}\p{M}\p{N}_]'))))) AS k, parts FROM pieces
),
places AS (
    SELECT post_id, text,
           (list_sum(list_transform(parts[1:k], lambda x: length(x))) + (k - 1) * length(getvariable('words')) + 1)::BIGINT AS place
    FROM hits
)
SELECT p.posted_on AS date, coalesce('@' || c.handle, c.name, c.external_id) AS channel,
       substring(h.text, greatest(place - 40, 1), least(place - 1, 40)) AS "left",
       substring(h.text, place, length(getvariable('words'))) AS word,
       substring(h.text, place + length(getvariable('words')), 40) AS "right",
       coalesce(p.url, c.link_base || p.external_id) AS link
FROM places AS h
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
ORDER BY p.posted_on DESC NULLS LAST, p.posted_at DESC, p.post_id DESC, place
