-- One row per request; doc is the whole of it, the columns beside it are what is searched for.
CREATE TABLE IF NOT EXISTS approvals (
  id               INTEGER PRIMARY KEY,
  version          INTEGER NOT NULL,
  requester_id     INTEGER NOT NULL,
  status           TEXT    NOT NULL,
  type             TEXT    NOT NULL,
  pending_approver INTEGER,
  pending_epoch    TEXT,
  deducting        INTEGER NOT NULL,
  outbox_due       INTEGER,
  lease_until      INTEGER NOT NULL DEFAULT 0,
  idempotency_key  TEXT,
  body_hash        TEXT,
  doc              TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX IF NOT EXISTS approvals_by_key       ON approvals (requester_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS approvals_by_requester        ON approvals (requester_id, id);
CREATE INDEX IF NOT EXISTS approvals_by_status           ON approvals (status, id);
CREATE INDEX IF NOT EXISTS approvals_by_type             ON approvals (type, id);
CREATE INDEX IF NOT EXISTS approvals_by_pending_approver ON approvals (pending_approver, id) WHERE pending_approver IS NOT NULL;
CREATE INDEX IF NOT EXISTS approvals_pending             ON approvals (id, pending_epoch) WHERE pending_approver IS NOT NULL;
CREATE INDEX IF NOT EXISTS approvals_by_update           ON approvals (json_extract(doc, '$.updatedAt'), id);
CREATE INDEX IF NOT EXISTS approvals_deducting           ON approvals (id) WHERE deducting = 1;
CREATE INDEX IF NOT EXISTS approvals_due                 ON approvals (outbox_due, lease_until) WHERE outbox_due IS NOT NULL;

CREATE TABLE IF NOT EXISTS approval_approvers (
  approver_id INTEGER NOT NULL,
  approval_id INTEGER NOT NULL,
  PRIMARY KEY (approver_id, approval_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS approval_sequence (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  last INTEGER NOT NULL
) STRICT;
INSERT INTO approval_sequence VALUES (1, 0) ON CONFLICT DO NOTHING;
