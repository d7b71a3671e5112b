-- The balance is the sum of delta. What caused an entry (kind and source) can cause it once only.
CREATE TABLE IF NOT EXISTS leave_ledger (
  id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  employee_id   BIGINT        NOT NULL,
  delta         DECIMAL(6, 1) NOT NULL,
  kind          VARCHAR(20)   NOT NULL,
  source        VARCHAR(100)  NOT NULL,
  balance_after DECIMAL(7, 1) NOT NULL,
  reason        VARCHAR(500)  NULL,
  actor_id      BIGINT        NULL,
  created_at    DATETIME(6)   NOT NULL,
  UNIQUE KEY uq_leave_ledger_source (kind, source),
  KEY ix_leave_ledger_employee (employee_id, kind, delta),
  CONSTRAINT fk_leave_ledger_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
