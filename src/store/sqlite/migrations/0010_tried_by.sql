-- A hash of the definition by which the feed was tried last: one that was corrected since is tried again.
ALTER TABLE feeds ADD COLUMN tried_by TEXT;
