import { rm } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { createLog } from '@berth/log'
import { createNetwork } from '@berth/network'
import { cleanInstance } from '@berth/runtime'
import { mountsBelow, removeMounts } from './bind-mount.ts'
import { type Paths, SHARED_RUN_DIR } from './paths.ts'

/** Takes everything that carries the instance's id off this machine: containers, networks, mounts, the run folder. The data stays. */
export async function removeInstance(paths: Paths): Promise<void> {
  await cleanInstance({ instance: paths.id, runDir: paths.run, idDir: path.join(SHARED_RUN_DIR, 'ids') })
  await networkOf(paths).reset()
  await removeMounts(paths.run)
  const left = await mountsBelow(paths.run)
  if (left.length > 0) {
    // removing files through a mount that is still there would remove the data
    throw new BerthError(
      'internal.unexpected',
      `${left.join(', ')} cannot be unmounted: unmount it and try again`,
    )
  }
  await rm(paths.run, { recursive: true, force: true })
}

function networkOf(paths: Paths) {
  return createNetwork({
    instance: paths.id,
    dir: path.join(paths.dir, 'agent/network'),
    runDir: paths.run,
    resolverDir: path.join(paths.run, 'resolver'),
    doorPorts: [0], // it opens nothing
    log: createLog({ name: 'network', file: path.join(paths.logs, 'up.log') }),
  })
}
