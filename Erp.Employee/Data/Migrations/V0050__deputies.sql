-- Who decides for this employee from one day to another of the company's calendar, both included: together or not at
-- all.
ALTER TABLE employees
  ADD COLUMN deputy_id BIGINT NULL,
  ADD COLUMN deputy_from DATE NULL,
  ADD COLUMN deputy_until DATE NULL;
