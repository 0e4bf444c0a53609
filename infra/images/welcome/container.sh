#!/bin/sh
# the 22nd field is when process 1 started, in hundredths of a second since the machine did
started=$(cut -d' ' -f22 /proc/1/stat)
now=$(cut -d. -f1 /proc/uptime)
echo 'Content-Type: application/json'
echo 'Cache-Control: no-store'
echo
printf '{"host":"%s","time":"%s","uptime":%s}\n' \
  "$(hostname)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$((now - started / 100))"
