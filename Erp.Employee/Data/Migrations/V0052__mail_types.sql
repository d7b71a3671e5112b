-- The types of notifications that somebody asked for by mail, with commas in between; none when null.
ALTER TABLE employees ADD COLUMN mail_types VARCHAR(500) NULL;
