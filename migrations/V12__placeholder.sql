-- Placeholder, so that the numbers have no gap on this branch. Dropped when it is merged.

PRAGMA user_version = 12;
