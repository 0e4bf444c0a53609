#!/bin/sh
# the first process of a container gets only the signals that it asks for
trap 'exit 0' TERM INT
httpd -f -v -p "${PORT:-8080}" -h /srv/www &
wait
