-- When its owner took a leave back. A department's leaves are walked from the latest one on, those of one status too.
ALTER TABLE leaves
  ADD COLUMN cancelled_at DATETIME(6) NULL,
  ADD KEY ix_leaves_status (status, id);
