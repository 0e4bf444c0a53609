import type { Command } from 'commander'
import { UsageError } from './arguments/usage-error.ts'

/** What people type who know other tools, or read of what is planned, and what does it here. */
const INSTEAD: Readonly<Record<string, string>> = {
  push: 'berth git remote APP, then git push berth main; for images use docker, podman or skopeo; berth images shows what is there',
  pull: 'berth images inspect REF shows how',
  ls: 'berth apps lists the apps, berth ps their instances',
  list: 'berth apps lists the apps, berth ps their instances',
  rm: 'berth destroy APP removes an app',
  delete: 'berth destroy APP removes an app',
  kill: 'berth stop APP stops an app',
  shell: 'berth exec APP -it opens a shell',
  ssh: 'berth exec APP -it opens a shell',
  config: 'berth env APP lists and changes the environment, berth limits APP the limits',
  inspect: 'berth info APP shows an app, berth images inspect REF an image',
  version: 'berth --version',
}

/** Commands that there are not: each says what to use instead, and none is shown. */
export function addHints(program: Command): void {
  for (const [name, instead] of Object.entries(INSTEAD)) {
    program
      .command(`${name} [words...]`, { hidden: true })
      .allowUnknownOption()
      .action(() => {
        throw new UsageError(`there is no command "${name}": ${instead}`)
      })
  }
}
