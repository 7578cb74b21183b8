-- What readers saw of the feed last, so that the moment of its last change survives a restart.
ALTER TABLE feeds ADD COLUMN content_hash TEXT;
