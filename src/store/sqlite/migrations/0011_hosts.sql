-- What hosts have had: until when they are to be left alone, and their requests on the day that ends at day_ends.
CREATE TABLE hosts (
    host          TEXT    NOT NULL PRIMARY KEY,
    rests_until   INTEGER,
    day_ends      INTEGER NOT NULL,
    requests      INTEGER NOT NULL,
    -- The later of both moments: after it the row says nothing any more.
    counts_until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX hosts_by_end ON hosts (counts_until);
