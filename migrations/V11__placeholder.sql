-- Nothing: it only keeps the place of a step that is made elsewhere at the same time, and is to be dropped for that one.

PRAGMA user_version = 11;
