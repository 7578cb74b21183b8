-- Items of the same date keep the order of their first listing, however a site reorders its cards.
DROP INDEX memberships_by_age;
CREATE INDEX memberships_by_age ON memberships (feed, published DESC, first_listed DESC, position);
