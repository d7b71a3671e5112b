-- When the row was last changed; unknown for changes from before this column.
ALTER TABLE employees ADD COLUMN changed_at DATETIME(6) NULL;
