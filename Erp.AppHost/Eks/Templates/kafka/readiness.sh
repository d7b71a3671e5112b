#!/usr/bin/env bash
# Readiness of a broker: it has joined the cluster, and every replica that it keeps is in sync. Runs in Kafka's image.
#
# Pods start one after the other, each once its predecessor is ready, and a quorum needs a majority of them. So the pods before the
# one that completes the majority are ready as soon as their controller listens, as long as no majority can be reached; they
# would otherwise wait for pods that are only made after they are ready. Every other pod, and these too once the others are there,
# has to pass the whole check, so that a rolling update waits for replicas to catch up.
set -uo pipefail

IFS=, read -ra voters <<<"$KAFKA_CONTROLLER_QUORUM_VOTERS"
majority=$((${#voters[@]} / 2 + 1))

listens() {
  timeout 2 bash -c "exec 3<>/dev/tcp/${1%:*}/${1##*:}" 2>/dev/null
}

own="${voters[$KAFKA_NODE_ID]#*@}"
listens "localhost:${own##*:}" || { echo "the controller does not listen yet"; exit 1; }

reachable=1
for voter in "${voters[@]}"; do
  [[ "${voter%%@*}" != "$KAFKA_NODE_ID" ]] && listens "${voter#*@}" && reachable=$((reachable + 1))
done
if ((reachable < majority && KAFKA_NODE_ID + 1 < majority)); then
  echo "waiting for the pods that make a quorum"
  exit 0
fi

broker="${KAFKA_ADVERTISED_LISTENERS#*://}"
listens "localhost:${broker##*:}" || { echo "the broker has not joined yet"; exit 1; }

options=(--bootstrap-server "$broker")
[[ -n "${CLIENT_PROPERTIES:-}" ]] && options+=(--command-config "$CLIENT_PROPERTIES")
behind="$(KAFKA_HEAP_OPTS=-Xmx64m "${KAFKA_HOME:-/opt/kafka}/bin/kafka-topics.sh" "${options[@]}" --describe --under-replicated-partitions)" ||
  { echo "the broker does not answer"; exit 1; }

# A partition without a leader waits for a broker that is not up; this one can do nothing about it and must not hold that one back.
while read -r line; do
  [[ "$line" =~ Leader:\ ([^[:space:]]+).*Replicas:\ ([0-9,]+).*Isr:\ ?([0-9,]*) ]] || continue
  [[ "${BASH_REMATCH[1]}" != none && ",${BASH_REMATCH[2]}," == *",$KAFKA_NODE_ID,"* && ",${BASH_REMATCH[3]}," != *",$KAFKA_NODE_ID,"* ]] &&
    { echo "catching up: $line"; exit 1; }
done <<<"$behind"
exit 0
