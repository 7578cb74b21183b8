-- Every moment is in milliseconds since 1970, UTC.

CREATE TABLE feeds (
    number          INTEGER PRIMARY KEY,
    site            TEXT    NOT NULL,
    path            TEXT    NOT NULL,
    -- The title under which its items are filed.
    section         TEXT,
    changed_at      INTEGER,
    checked_at      INTEGER,
    succeeded_at    INTEGER,
    next_check      INTEGER,
    failing_since   INTEGER,
    failures        INTEGER NOT NULL,
    outcome         TEXT    NOT NULL,
    detail          TEXT,
    entry_count     INTEGER NOT NULL,
    etag            TEXT,
    last_modified   TEXT,
    validators_url  TEXT,
    UNIQUE (site, path)
) STRICT;

CREATE TABLE items (
    number                 INTEGER PRIMARY KEY,
    id                     TEXT    NOT NULL UNIQUE,
    site                   TEXT    NOT NULL,
    url                    TEXT,
    published              INTEGER NOT NULL,
    updated                INTEGER NOT NULL,
    first_seen             INTEGER NOT NULL,
    content_hash           TEXT    NOT NULL,
    article_checked_at     INTEGER,
    article_etag           TEXT,
    article_last_modified  TEXT,
    article_failures       INTEGER NOT NULL,
    article_fetched        INTEGER NOT NULL,
    listing_hash           TEXT,
    -- The item as JSON; nothing once no feed holds it: the row is a tombstone then.
    item                   TEXT
) STRICT;

-- Leads from what a listing shows to the item it means. Tombstones keep theirs.
CREATE TABLE aliases (
    site   TEXT    NOT NULL,
    alias  TEXT    NOT NULL,
    item   INTEGER NOT NULL REFERENCES items (number),
    PRIMARY KEY (site, alias)
) STRICT, WITHOUT ROWID;

-- Which feed holds which item.
CREATE TABLE memberships (
    feed          INTEGER NOT NULL REFERENCES feeds (number),
    item          INTEGER NOT NULL REFERENCES items (number),
    -- Copied from the item, so that the newest of a feed are read off the index.
    published     INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    first_listed  INTEGER NOT NULL,
    last_listed   INTEGER NOT NULL,
    PRIMARY KEY (feed, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberships_by_age ON memberships (feed, published DESC, last_listed DESC, position);
CREATE INDEX memberships_by_item ON memberships (item, first_listed, feed);

CREATE TRIGGER membership_follows_publication
AFTER UPDATE OF published ON items WHEN new.published <> old.published
BEGIN
    UPDATE memberships SET published = new.published WHERE item = new.number;
END;
