/**
 * Holds the door's listening sockets, which it inherits, and keeps a HAProxy on them. HAProxy's own master ends
 * together with a worker that was killed (2.6 forgets `no-exit-on-failure` when it goes into its wait mode), so the
 * sockets need a holder that neither dies with HAProxy nor with the launcher; a shell is the smallest one there is.
 * Visitors wait in the sockets' backlog meanwhile. Arguments: the command to run.
 */
export const HOLD_SCRIPT = `#!/bin/sh
while :; do
  "$@"
  sleep 0.1
done
`
