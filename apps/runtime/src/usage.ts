/** What `--help` prints. */
export const USAGE = `An OCI runtime.

berth-runtime [--root DIR] [--log FILE] [--log-format text|json] [--debug]
              [--systemd-cgroup] [--cgroup-manager cgroupfs|systemd|disabled] COMMAND …

  create  [-b BUNDLE] [-f CONFIG] [--pid-file FILE] [--console-socket PATH] [--preserve-fds N] [--no-new-keyring] ID
  run     the same, and [-d] [--keep] ID
  start   ID
  exec    [-p FILE] [-t] [-u UID[:GID]] [--cwd DIR] [-e K=V]… [-c CAP]… [-d] [--pid-file FILE]
          [--console-socket PATH] [--preserve-fds N] [--apparmor P] [--process-label L] [--no-new-privs] ID [COMMAND …]
  kill    [-a] ID [SIGNAL]
  delete  [-f] ID
  state   ID
  list    [-q] [-f table|json]
  ps      [-f table|json] ID
  events  [--stats] [--interval SECONDS] ID
  pause   ID
  resume  ID
  update  [-r FILE|-] [--memory N] [--cpu-quota N] … ID
  spec    [-b BUNDLE] [--rootless]
  features
`
