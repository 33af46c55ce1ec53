#!/bin/sh
# One night: load, then leave the metrics for node_exporter. Ends with the code of the load (jixiao --help lists the codes; 1 means that some
# documents were refused, all else is loaded).
#
#   nightly.sh /srv/jixiao/inbox --manifest /srv/jixiao/manifest.csv
#
# JIXIAO_PROMETHEUS: where the metrics go, such as /var/lib/node_exporter/textfile/jixiao.prom; unset: nowhere.
set -u
jixiao load "$@" --log json
code=$?
if [ -n "${JIXIAO_PROMETHEUS:-}" ]; then
    jixiao status --prometheus "$JIXIAO_PROMETHEUS" || true
fi
exit "$code"
