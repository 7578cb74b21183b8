-- What is known of feeds that are forgotten is found from their items.
CREATE INDEX aliases_by_item ON aliases (item);
CREATE INDEX archived_items_by_item ON archived_items (item);
-- The one that nobody has asked for for longest comes first.
CREATE INDEX feeds_by_use ON feeds (site, max(coalesce(asked_at, 0), coalesce(checked_at, 0)));
