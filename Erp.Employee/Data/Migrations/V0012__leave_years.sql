-- The leave year that an entry counts for. What was booked before there were leave years is one balance of each
-- employee, in which no year is told from another. No year may take it away: all of it counts for the year of the
-- company's calendar in which this runs, so every balance is the same right before and after it, and all of it can be
-- spent until that year ends. Then it goes over like any other year's, Leave:CarryOverDays of it (ADR 0023).
-- The default is for replicas of the version before, which may still book during a roll-out.
ALTER TABLE leave_ledger
  ADD COLUMN year INT NOT NULL DEFAULT ${companyYear},
  ADD KEY ix_leave_ledger_year (employee_id, year, kind, delta),
  ADD KEY ix_leave_ledger_entries (employee_id, id),
  DROP KEY ix_leave_ledger_employee;
