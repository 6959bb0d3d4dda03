-- Days, weeks, months, quarters and years of the data that begin so, the latest first
-- @param begin text : the beginning
WITH ends (first, last) AS (SELECT (SELECT min(posted_on) FROM posts), (SELECT max(posted_on) FROM posts))
SELECT value FROM (
    SELECT DISTINCT CASE
        WHEN :begin GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-*' THEN c.day
        WHEN :begin GLOB '[0-9][0-9][0-9][0-9]-[Ww]*' THEN c.week
        WHEN :begin GLOB '[0-9][0-9][0-9][0-9]-[Qq]*' THEN c.quarter
        ELSE c.month
    END AS value
    FROM ends AS e CROSS JOIN calendar AS c
    WHERE c.day BETWEEN e.first AND e.last
)
WHERE substr(value, 1, length(:begin)) = upper(:begin)
ORDER BY value DESC
LIMIT 50
