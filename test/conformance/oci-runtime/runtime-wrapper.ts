import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const COMMAND = join(import.meta.dirname, '../../../apps/runtime/bin/berth-runtime')

export type RuntimeWrapper = {
  /** what a tool starts in place of runc */
  readonly command: string
  /** where its containers are */
  readonly root: string
  remove(): Promise<void>
}

/** The runtime with a root folder of its own: tools that cannot pass options do not meet the containers of others. */
export async function wrapRuntime(): Promise<RuntimeWrapper> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-runtime-'))
  const root = `/run/berth-runtime-test-${randomBytes(4).toString('hex')}`
  const command = join(folder, 'berth-runtime')
  await writeFile(command, `#!/bin/sh\nexec ${COMMAND} --root ${root} "$@"\n`, { mode: 0o755 })
  return {
    command,
    root,
    remove: async () => {
      await rm(folder, { recursive: true })
      await rm(root, { recursive: true, force: true })
    },
  }
}
