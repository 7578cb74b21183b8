-- What a listing page calls itself: the title of a feed that no definition names.
ALTER TABLE feeds ADD COLUMN title TEXT;
