-- What somebody has decided is a list of its own.
CREATE TABLE approval_deciders (
  decider_id  INTEGER NOT NULL,
  approval_id INTEGER NOT NULL,
  PRIMARY KEY (decider_id, approval_id)
) STRICT, WITHOUT ROWID;
