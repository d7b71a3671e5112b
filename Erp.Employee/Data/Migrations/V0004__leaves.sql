CREATE TABLE IF NOT EXISTS leaves (
  id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  employee_id     BIGINT        NOT NULL,
  start_date      DATE          NOT NULL,
  end_date        DATE          NOT NULL,
  days            DECIMAL(4, 1) NOT NULL,
  reason          VARCHAR(500)  NOT NULL,
  status          VARCHAR(10)   NOT NULL,
  decided_by      BIGINT        NULL,
  decided_at      DATETIME(6)   NULL,
  decision_reason VARCHAR(500)  NULL,
  created_at      DATETIME(6)   NOT NULL,
  KEY ix_leaves_employee (employee_id, id),
  KEY ix_leaves_overlap (employee_id, status, start_date, end_date, days),
  CONSTRAINT fk_leaves_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
