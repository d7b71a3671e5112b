-- Written in the transaction of the change that they tell of; deleted when the receiver has them.
CREATE TABLE IF NOT EXISTS outgoing_messages (
  id           BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  message_id   CHAR(36)      NOT NULL,
  topic        VARCHAR(100)  NOT NULL,
  message_key  VARCHAR(100)  NOT NULL,
  type         VARCHAR(100)  NOT NULL,
  payload      MEDIUMTEXT    NOT NULL,
  trace_parent VARCHAR(100)  NULL,
  created_at   DATETIME(6)   NOT NULL,
  leased_until DATETIME(6)   NULL,
  UNIQUE KEY uq_outgoing_messages_message (message_id),
  KEY ix_outgoing_messages_lease (message_key, leased_until)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What the receiver will never take, with its answer, for a person to look at.
CREATE TABLE IF NOT EXISTS dead_messages (
  id           BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  message_id   CHAR(36)      NOT NULL,
  topic        VARCHAR(100)  NOT NULL,
  message_key  VARCHAR(100)  NOT NULL,
  type         VARCHAR(100)  NOT NULL,
  payload      MEDIUMTEXT    NOT NULL,
  error        VARCHAR(1000) NOT NULL,
  created_at   DATETIME(6)   NOT NULL,
  UNIQUE KEY uq_dead_messages_message (message_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Relays of all replicas lock this one row while they choose what to lease.
CREATE TABLE IF NOT EXISTS relay_lock (id TINYINT NOT NULL PRIMARY KEY) ENGINE = InnoDB;
INSERT IGNORE INTO relay_lock (id) VALUES (1);
