-- work_date is the calendar day in the company's time zone; the times are UTC.
CREATE TABLE IF NOT EXISTS attendance (
  id             BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
  employee_id    BIGINT      NOT NULL,
  work_date      DATE        NOT NULL,
  check_in_at    DATETIME(6) NOT NULL,
  check_out_at   DATETIME(6) NULL,
  minutes_worked INT         NULL,
  recorded_by    BIGINT      NULL,
  UNIQUE KEY uq_attendance_day (employee_id, work_date),
  CONSTRAINT fk_attendance_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
