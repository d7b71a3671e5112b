-- Lines of approvers that somebody keeps under names, to choose them again: the ids in their order, with commas in
-- between.
CREATE TABLE IF NOT EXISTS approver_lines (
  employee_id  BIGINT       NOT NULL,
  name         VARCHAR(50)  NOT NULL,
  approver_ids VARCHAR(400) NOT NULL,
  PRIMARY KEY (employee_id, name),
  CONSTRAINT fk_approver_lines_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
