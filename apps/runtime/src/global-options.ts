/** The options that stand before the name of a command. */
export const GLOBAL_OPTIONS = {
  root: 'text',
  log: 'text',
  'log-format': 'text',
  'log-level': 'text',
  'systemd-cgroup': 'flag',
  'cgroup-manager': 'text',
  debug: 'flag',
  version: ['flag', 'v'],
  help: ['flag', 'h'],
} as const
