-- Each topic has relays of its own: they walk its messages in their order, and lease its keys.
ALTER TABLE outgoing_messages
  ADD KEY ix_outgoing_messages_topic (topic, id),
  ADD KEY ix_outgoing_messages_topic_lease (topic, message_key, leased_until),
  DROP KEY ix_outgoing_messages_lease;
