-- What a caller's Idempotency-Key made, written in the same transaction: the unique key is the rule.
CREATE TABLE IF NOT EXISTS request_keys (
  caller_id   BIGINT      NOT NULL,
  request_key VARCHAR(64) NOT NULL,
  body_hash   BINARY(32)  NOT NULL,
  created_id  BIGINT      NOT NULL,
  created_at  DATETIME(6) NOT NULL,
  PRIMARY KEY (caller_id, request_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
