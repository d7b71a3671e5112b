-- Steps that wait for long are reminded of, by whoever has the lease.
ALTER TABLE approvals ADD COLUMN pending_since INTEGER;
ALTER TABLE approvals ADD COLUMN reminded_on INTEGER NOT NULL DEFAULT 0;
CREATE INDEX approvals_to_remind ON approvals (pending_since, reminded_on) WHERE pending_since IS NOT NULL;

CREATE TABLE leases (
  name   TEXT    NOT NULL PRIMARY KEY,
  holder TEXT    NOT NULL,
  until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
