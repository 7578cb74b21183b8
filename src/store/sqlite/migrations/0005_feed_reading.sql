-- How the listing was read last: when it came whole, by which rules, and whether by rules or by detection.
ALTER TABLE feeds ADD COLUMN read_at INTEGER;
ALTER TABLE feeds ADD COLUMN rules_hash TEXT;
ALTER TABLE feeds ADD COLUMN method TEXT;
