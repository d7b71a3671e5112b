-- What somebody may read without having a part in it is a list of its own.
CREATE TABLE approval_readers (
  reader_id   INTEGER NOT NULL,
  approval_id INTEGER NOT NULL,
  PRIMARY KEY (reader_id, approval_id)
) STRICT, WITHOUT ROWID;
