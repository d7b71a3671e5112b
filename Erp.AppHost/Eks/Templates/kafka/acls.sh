#!/usr/bin/env bash
# Gives the rights named on the command line, each as the arguments of one call of kafka-acls. What is there already stays as it is. Runs
# in Kafka's image, as somebody who may do everything.
set -euo pipefail

for rights in "$@"; do
  read -ra arguments <<<"$rights"
  "${KAFKA_HOME:-/opt/kafka}/bin/kafka-acls.sh" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" --command-config "$CLIENT_PROPERTIES" \
    --add "${arguments[@]}"
done
