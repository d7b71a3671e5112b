-- What is searched for and stays as it is, or changes seldom, has columns of its own: an index on what is in a document
-- is written anew with each change of the document.
ALTER TABLE approvals ADD COLUMN created_at INTEGER;
ALTER TABLE approvals ADD COLUMN updated_at INTEGER;
ALTER TABLE approvals ADD COLUMN stuck      INTEGER NOT NULL DEFAULT 0;

DROP INDEX approvals_by_creation;
DROP INDEX approvals_by_update;
DROP INDEX approvals_stuck;
CREATE INDEX approvals_by_creation ON approvals (created_at, id);
CREATE INDEX approvals_by_update   ON approvals (updated_at, id);
CREATE INDEX approvals_stuck       ON approvals (id) WHERE stuck = 1;
