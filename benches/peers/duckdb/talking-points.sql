SELECT p.posted_on AS date, coalesce('@' || c.handle, c.name, c.external_id) AS channel, coalesce(s.label, s.name) AS speaker, t.kind, t.text AS point, coalesce(p.url, c.link_base || p.external_id) AS link
FROM talking_points AS t
JOIN posts AS p USING (post_id)
JOIN channels AS c USING (channel_id)
LEFT JOIN entities AS s ON s.entity_id = p.speaker_id
ORDER BY p.posted_on DESC NULLS LAST, p.posted_at DESC, p.post_id DESC, t.position
