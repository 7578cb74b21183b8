-- A database of schema version 1 with a feed, an item and a tombstone. It stays as it is for ever: every later program has
-- to read it.

CREATE TABLE feeds (
    number          INTEGER PRIMARY KEY,
    site            TEXT    NOT NULL,
    path            TEXT    NOT NULL,
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
    item                   TEXT
) STRICT;
CREATE TABLE aliases (
    site   TEXT    NOT NULL,
    alias  TEXT    NOT NULL,
    item   INTEGER NOT NULL REFERENCES items (number),
    PRIMARY KEY (site, alias)
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships (
    feed          INTEGER NOT NULL REFERENCES feeds (number),
    item          INTEGER NOT NULL REFERENCES items (number),
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

INSERT INTO feeds VALUES (1, 'gazette', 'world', 'World', 1714550400000, 1714550400000, 1714550400000, 1714551300000, NULL,
    0, 'ok', NULL, 1, 'W/"5"', NULL, 'https://gazette.example/world');
INSERT INTO items VALUES (1, 'urn:feedmill:1111111111111111111111111111111111111111', 'gazette',
    'https://gazette.example/harbour', 1714548600000, 1714548600000, 1714550400000, 'c1', 1714550400000, '"h"', NULL, 0, 1,
    'l1', '{"id": "urn:feedmill:1111111111111111111111111111111111111111", "url": "https://gazette.example/harbour", "title": "The harbour opens again", "authors": ["A. Writer"], "source": null, "published": "2024-05-01T09:30:00+02:00", "updated": "2024-05-01T09:30:00+02:00", "date_source": "json_ld", "first_seen": "2024-05-01T08:00:00Z", "summary": "Ships may enter from Monday.", "content_html": "<p>Ships may enter from Monday.</p>", "content_text": "Ships may enter from Monday.", "image": {"url": "https://gazette.example/harbour.jpg", "width": 1200, "height": 800, "type": "image/jpeg"}, "embeds": [{"kind": "video", "url": "https://video.example/1"}], "sections": [], "tags": ["sea"], "language": "en"}');
INSERT INTO items VALUES (2, 'urn:feedmill:2222222222222222222222222222222222222222', 'gazette',
    'https://gazette.example/regatta', 1711929600000, 1711929600000, 1711929600000, 'c2', NULL, NULL, NULL, 0, 0, NULL,
    NULL);
INSERT INTO aliases VALUES ('gazette', 'url:https://gazette.example/harbour', 1);
INSERT INTO aliases VALUES ('gazette', 'post:41', 2);
INSERT INTO memberships VALUES (1, 1, 1714548600000, 0, 1714550400000, 1714550400000);

PRAGMA application_id = 1717921124;
PRAGMA user_version = 1;
