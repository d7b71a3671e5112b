-- Every beginning of a name from each of its words on, in lower case: a search is one look-up, in the order of ids.
CREATE TABLE IF NOT EXISTS employee_name_prefixes (
  prefix      VARCHAR(100) NOT NULL,
  employee_id BIGINT       NOT NULL,
  PRIMARY KEY (prefix, employee_id),
  KEY ix_employee_name_prefixes_employee (employee_id),
  CONSTRAINT fk_employee_name_prefixes_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The name whose prefixes are stored; the service sees to those whose are not.
ALTER TABLE employees
  ADD COLUMN indexed_name VARCHAR(100) NULL,
  ADD KEY ix_employees_role (active, role, id);
