-- Keys are deleted when they are a month old.
ALTER TABLE request_keys ADD KEY ix_request_keys_age (created_at, caller_id, request_key);
