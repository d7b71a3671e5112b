-- Titles are found by the beginnings of their words, requests by the day on which they were made.
CREATE TABLE approval_terms (
  term        TEXT    NOT NULL,
  approval_id INTEGER NOT NULL,
  PRIMARY KEY (term, approval_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX approvals_by_creation ON approvals (json_extract(doc, '$.createdAt'), id);

-- Who is on the line of a request can change.
CREATE INDEX approval_approvers_of ON approval_approvers (approval_id);

-- Steps whose approver has left wait for HR.
CREATE INDEX approvals_stuck ON approvals (id) WHERE json_extract(doc, '$.stuck') = 1;
