CREATE TABLE IF NOT EXISTS quests (
  id          BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title       VARCHAR(200)  NOT NULL,
  description VARCHAR(4000) NOT NULL,
  reward_days DECIMAL(3, 1) NOT NULL,
  department  VARCHAR(100)  NOT NULL,
  created_by  BIGINT        NULL,
  deleted     TINYINT(1)    NOT NULL DEFAULT 0,
  created_at  DATETIME(6)   NOT NULL,
  deleted_at  DATETIME(6)   NULL,
  KEY ix_quests_open (deleted, id),
  KEY ix_quests_department (deleted, department, id),
  KEY ix_quests_creator (created_by, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row per quest and employee: the unique key is the rule.
CREATE TABLE IF NOT EXISTS quest_progress (
  id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  quest_id     BIGINT       NOT NULL,
  employee_id  BIGINT       NOT NULL,
  status       VARCHAR(20)  NOT NULL,
  reason       VARCHAR(500) NULL,
  decided_by   BIGINT       NULL,
  accepted_at  DATETIME(6)  NOT NULL,
  completed_at DATETIME(6)  NULL,
  decided_at   DATETIME(6)  NULL,
  claimed_at   DATETIME(6)  NULL,
  UNIQUE KEY uq_quest_progress (quest_id, employee_id),
  KEY ix_quest_progress_employee (employee_id, id),
  KEY ix_quest_progress_quest (quest_id, id),
  KEY ix_quest_progress_status (quest_id, status, id),
  CONSTRAINT fk_quest_progress_quest FOREIGN KEY (quest_id) REFERENCES quests (id),
  CONSTRAINT fk_quest_progress_employee FOREIGN KEY (employee_id) REFERENCES employees (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
