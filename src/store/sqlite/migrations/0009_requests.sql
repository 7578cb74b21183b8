-- When a feed was last asked for, to the hour or so.
ALTER TABLE feeds ADD COLUMN asked_at INTEGER;
CREATE INDEX feeds_by_request ON feeds (asked_at) WHERE asked_at IS NOT NULL;
