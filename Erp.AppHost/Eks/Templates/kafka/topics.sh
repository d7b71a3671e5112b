#!/usr/bin/env bash
# Makes each topic named on the command line (NAME or NAME,SETTING=VALUE,...), if it is missing, gives it its settings, and fails when one has
# not the copies that it should have: a topic that somebody made before stays as it was made. Runs in Kafka's image.
set -euo pipefail

options=(--bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS")
[[ -n "${CLIENT_PROPERTIES:-}" ]] && options+=(--command-config "$CLIENT_PROPERTIES")

kafka() {
  "${KAFKA_HOME:-/opt/kafka}/bin/kafka-$1.sh" "${options[@]}" "${@:2}"
}

for topic in "$@"; do
  kafka topics --create --if-not-exists --topic "${topic%%,*}" --partitions "$PARTITIONS" --replication-factor "$REPLICATION_FACTOR"
done

described="$(kafka topics --describe)"
wrong=0
for topic in "$@"; do
  [[ "$described" =~ Topic:\ ${topic%%,*}$'\t'[^$'\n']*ReplicationFactor:\ ([0-9]+) ]] && copies="${BASH_REMATCH[1]}" || copies=0
  ((copies == REPLICATION_FACTOR)) && continue
  echo "${topic%%,*} has $copies copies in place of $REPLICATION_FACTOR: reassign its partitions (docs/runbook.md, A topic with too few copies)"
  wrong=1
done
((wrong == 0)) || exit 1

# Only now: more copies in sync than there are would refuse every write.
for topic in "$@"; do
  name="${topic%%,*}"
  kafka configs --alter --entity-type topics --entity-name "$name" --add-config "min.insync.replicas=$MIN_INSYNC_REPLICAS${topic#"$name"}"
done
