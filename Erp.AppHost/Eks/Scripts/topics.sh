#!/usr/bin/env bash
# Makes each topic named on the command line, if it is missing. Runs in Kafka's image.
set -euo pipefail

options=(--bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS")
[[ -n "${CLIENT_PROPERTIES:-}" ]] && options+=(--command-config "$CLIENT_PROPERTIES")

for topic in "$@"; do
  "${KAFKA_HOME:-/opt/kafka}/bin/kafka-topics.sh" "${options[@]}" --create --if-not-exists --topic "$topic" \
    --partitions "$PARTITIONS" --replication-factor "$REPLICATION_FACTOR" --config "min.insync.replicas=$MIN_INSYNC_REPLICAS"
done
