-- Which messages are of one album, though no input has all of them, and which inputs no longer tell what is gone.

ALTER TABLE posts ADD COLUMN album_no /* the number that the messages of its album have in common, where an input tells it */ INTEGER;
ALTER TABLE load_ranges ADD COLUMN is_partly_forgotten /* 1 when a post of it was forgotten since, so that of posts that came later it does not tell whether they are gone; else 0 */ INTEGER NOT NULL DEFAULT 0;

-- Of a complete input of an earlier store that is no longer whole something was forgotten, in whichever of its channels.
UPDATE load_ranges SET is_partly_forgotten = 1
WHERE is_complete AND load_id IN (SELECT load_id FROM loads WHERE NOT is_whole);

PRAGMA user_version = 19;
