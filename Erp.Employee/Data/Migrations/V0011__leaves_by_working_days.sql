-- Which part of its one day a leave takes, how many of its days lie in the year after that of start_date, and the
-- approval that granted it. Leaves from before are of whole days and keep their number; all of it counts for the year
-- in which they start.
ALTER TABLE leaves
  ADD COLUMN part           VARCHAR(10)   NOT NULL DEFAULT 'FULL',
  ADD COLUMN days_next_year DECIMAL(4, 1) NOT NULL DEFAULT 0,
  ADD COLUMN approval_id    BIGINT        NULL,
  ADD UNIQUE KEY uq_leaves_approval (approval_id),
  ADD KEY ix_leaves_taken (employee_id, status, start_date, end_date, part, days, days_next_year),
  DROP KEY ix_leaves_overlap;
