-- What people were told, as long as notification-service keeps it: from here it gets all of it again when it lost it.
-- Written with the message, in the transaction of the change that it tells of. What was refused for good is told to
-- nobody.
CREATE TABLE IF NOT EXISTS told_notifications (
  id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
  message_id  CHAR(36)    NOT NULL,
  employee_id BIGINT      NOT NULL,
  payload     MEDIUMTEXT  NOT NULL,
  told_at     DATETIME(3) NOT NULL,
  refused     TINYINT(1)  NOT NULL DEFAULT 0,
  UNIQUE KEY uq_told_notifications_message (message_id),
  KEY ix_told_notifications_employee (employee_id, told_at),
  KEY ix_told_notifications_age (told_at, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
