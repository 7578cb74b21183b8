-- Since when a feed ends as it does, and the address of a listing that is gone for good.
ALTER TABLE feeds ADD COLUMN outcome_since INTEGER;
ALTER TABLE feeds ADD COLUMN stopped_url TEXT;
-- What the page was like at its last good refreshes, and in which way it is held back now. Both as JSON.
ALTER TABLE feeds ADD COLUMN shapes TEXT;
ALTER TABLE feeds ADD COLUMN drift TEXT;
-- Whether operators were told that the feed is broken.
ALTER TABLE feeds ADD COLUMN told_broken INTEGER NOT NULL DEFAULT 0;

-- How refreshes ended: one row for each feed, day and outcome, so that weeks of them stay small.
CREATE TABLE refreshes (
    feed      INTEGER NOT NULL REFERENCES feeds (number),
    -- Days since 1970, UTC.
    day       INTEGER NOT NULL,
    outcome   TEXT    NOT NULL,
    times     INTEGER NOT NULL,
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    -- Entries of the page at the last of them, and new items at all of them.
    entries   INTEGER NOT NULL,
    new_items INTEGER NOT NULL,
    -- What was said of the last of them.
    detail    TEXT,
    PRIMARY KEY (feed, day, outcome)
) STRICT, WITHOUT ROWID;

-- What operators are told. A row outlives its feed.
CREATE TABLE events (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    site         TEXT    NOT NULL,
    path         TEXT    NOT NULL,
    happened_at  INTEGER NOT NULL,
    -- Whether the feed broke; else it mended.
    broke        INTEGER NOT NULL,
    outcome      TEXT    NOT NULL,
    detail       TEXT
) STRICT;
