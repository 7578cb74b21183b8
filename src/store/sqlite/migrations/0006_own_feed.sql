-- The site's own feed of a listing, and when it was last looked for.
ALTER TABLE feeds ADD COLUMN feed_url TEXT;
ALTER TABLE feeds ADD COLUMN feed_sought_at INTEGER;
