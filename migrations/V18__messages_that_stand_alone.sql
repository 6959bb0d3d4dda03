-- Which messages are known to stand alone, whatever looks like an album of them, and which message of an album has its text.

ALTER TABLE posts ADD COLUMN is_alone /* 1 when an input says that its message, which has media, is no part of an album; 0 when none does */ INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN text_no /* of an album with text whose messages the input tells one by one: the id of the one that has the text */ INTEGER;
ALTER TABLE post_evidence ADD COLUMN is_alone /* as in posts */ INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post_evidence ADD COLUMN text_no /* as in posts */ INTEGER;

PRAGMA user_version = 18;
