import { basename } from 'node:path'

/** Made to be process 1, and some of them refuse to be anything else; `init` is that of s6-overlay and of systemd. */
const INITS: ReadonlySet<string> = new Set([
  ...['init', 'systemd', 'tini', 'tini-static', 'dumb-init', 'docker-init', 'catatonit'],
  ...['s6-svscan', 's6-overlay-suexec', 'runsvdir', 'my_init'],
])

/** Whether process 1 is to be ours: as the app says, or else unless its program is an init by name. */
export function wantsInit(asked: boolean | undefined, [program = '']: readonly string[]): boolean {
  return asked ?? !INITS.has(basename(program))
}
