#!/usr/bin/env bash
# Readiness of a broker: it has joined the cluster, and every replica that it keeps is in sync. Runs in Kafka's image.
#
# Pods are made one after the other, each once its predecessor is ready, and a quorum needs a majority of them. So a pod before the one
# that completes the majority is ready as soon as its controller listens, while no majority answers and DNS says that a later pod is not
# there: that one is made only after this one is ready. Where the others are there, or DNS does not answer, a broker without a majority
# is cut off and not ready.
#
# To ask Kafka starts a JVM. That is done until the answer was yes once since the broker's start, so that a rolling update waits for
# replicas to catch up, and every five minutes from then on; in between it is enough that a majority answers.
set -uo pipefail
export LC_ALL=C

IFS=, read -ra voters <<<"$KAFKA_CONTROLLER_QUORUM_VOTERS"
majority=$((${#voters[@]} / 2 + 1))
# When Kafka last said yes, and the start of the broker that it said so of.
in_sync="${TMPDIR:-/tmp}/in-sync"

not_ready() {
  rm -f "$in_sync"
  echo "$1"
  exit 1
}

# 0: somebody listens there. 2: DNS says, in the words of glibc or musl, that there is no such name. 1: anything else.
listens() {
  local said
  said="$(timeout 2 bash -c "exec 3<>/dev/tcp/${1%:*}/${1##*:}" 2>&1)" && return 0
  [[ "$said" == *"Name or service not known"* || "$said" == *"Name does not resolve"* ]] && return 2
  return 1
}

reachable=1
missing=0
for voter in "${voters[@]}"; do
  ((reachable < majority)) || break
  [[ "${voter%%@*}" == "$KAFKA_NODE_ID" ]] && continue
  listens "${voter#*@}"
  case $? in
    0) reachable=$((reachable + 1)) ;;
    2) ((${voter%%@*} > KAFKA_NODE_ID)) && missing=1 ;;
  esac
done
if ((reachable < majority)); then
  ((missing && KAFKA_NODE_ID + 1 < majority)) || not_ready "no majority of the voters answers"
  own="${voters[$KAFKA_NODE_ID]#*@}"
  listens "localhost:${own##*:}" || not_ready "the controller does not listen yet"
  rm -f "$in_sync"
  echo "waiting for the pods that make a quorum"
  exit 0
fi

broker="${KAFKA_ADVERTISED_LISTENERS#*://}"
listens "localhost:${broker##*:}" || not_ready "the broker has not joined yet"

# The start of the container's first process, in ticks since the node's.
read -r process 2>/dev/null <"/proc/${BROKER_PID:-1}/stat" && read -ra fields <<<"${process##*) }" && started="${fields[19]}"
if [[ -n "${started:-}" && -r "$in_sync" ]] && read -r of at <"$in_sync" && [[ "$of" == "$started" ]] && ((EPOCHSECONDS - at < 300)); then
  exit 0
fi

options=(--bootstrap-server "$broker")
[[ -n "${CLIENT_PROPERTIES:-}" ]] && options+=(--command-config "$CLIENT_PROPERTIES")
# A JVM that lives a second wants no second compiler and no threads for collecting garbage.
export KAFKA_HEAP_OPTS=-Xmx64m KAFKA_JVM_PERFORMANCE_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
behind="$(timeout 12 "${KAFKA_HOME:-/opt/kafka}/bin/kafka-topics.sh" "${options[@]}" --describe --under-replicated-partitions)" ||
  not_ready "the broker does not answer"

# A partition without a leader waits for a broker that is not up; this one can do nothing about it and must not hold that one back.
while read -r line; do
  [[ "$line" =~ Leader:\ ([^[:space:]]+).*Replicas:\ ([0-9,]+).*Isr:\ ?([0-9,]*) ]] || continue
  [[ "${BASH_REMATCH[1]}" != none && ",${BASH_REMATCH[2]}," == *",$KAFKA_NODE_ID,"* && ",${BASH_REMATCH[3]}," != *",$KAFKA_NODE_ID,"* ]] &&
    not_ready "catching up: $line"
done <<<"$behind"
echo "${started:-} $EPOCHSECONDS" >"$in_sync"
exit 0
