-- Text is compared byte by byte; e-mail addresses are stored in lower case, so that the unique key holds whatever their case.
CREATE TABLE IF NOT EXISTS employees (
  id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name             VARCHAR(100) NOT NULL,
  email            VARCHAR(254) NOT NULL,
  department       VARCHAR(100) NOT NULL,
  position         VARCHAR(100) NOT NULL,
  role             VARCHAR(10)  NOT NULL,
  active           TINYINT(1)   NOT NULL DEFAULT 1,
  attendance_count INT          NOT NULL DEFAULT 0,
  version          INT          NOT NULL DEFAULT 1,
  created_at       DATETIME(6)  NOT NULL,
  deactivated_at   DATETIME(6)  NULL,
  UNIQUE KEY uq_employees_email (email),
  KEY ix_employees_active (active, id),
  KEY ix_employees_department (active, department, id),
  KEY ix_employees_position (active, position, id),
  KEY ix_employees_department_position (active, department, position, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
