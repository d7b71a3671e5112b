-- When it was given up, and the trace of what caused it; of those from before, when they were made.
ALTER TABLE dead_messages
  ADD COLUMN dead_at DATETIME(3) NULL,
  ADD COLUMN trace_parent VARCHAR(100) NULL;
UPDATE dead_messages SET dead_at = created_at;
ALTER TABLE dead_messages MODIFY COLUMN dead_at DATETIME(3) NOT NULL;
