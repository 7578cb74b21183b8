-- Pages of the archives of feeds (RFC 5005 §4). A page is written once and never changed; the oldest of a feed are dropped.
CREATE TABLE archive_pages (
    feed       INTEGER NOT NULL REFERENCES feeds (number),
    page       INTEGER NOT NULL,
    closed_at  INTEGER NOT NULL,
    -- The feed with the page's items, as they were when it was closed: JSON in gzip.
    document   BLOB    NOT NULL,
    PRIMARY KEY (feed, page)
) STRICT;

-- Which item stands in which page, also when the feed itself does not hold it any more.
CREATE TABLE archived_items (
    feed  INTEGER NOT NULL REFERENCES feeds (number),
    item  INTEGER NOT NULL REFERENCES items (number),
    page  INTEGER NOT NULL,
    PRIMARY KEY (feed, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX archived_items_by_page ON archived_items (feed, page);
