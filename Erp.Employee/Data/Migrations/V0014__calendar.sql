-- A secret for calendar programs, which send no bearer token: one a person, of which only the hash is kept. Who is away
-- is looked up by the last day.
CREATE TABLE IF NOT EXISTS calendar_tokens (
  employee_id BIGINT      NOT NULL PRIMARY KEY,
  token_hash  BINARY(32)  NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  UNIQUE KEY uq_calendar_tokens_hash (token_hash),
  CONSTRAINT fk_calendar_tokens_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

ALTER TABLE leaves ADD KEY ix_leaves_away (status, end_date, start_date, employee_id, part);
