import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBase32 } from '@berth/core'
import { expect, test } from 'vitest'
import { createCgroups } from '../../../packages/runtime/src/cgroup/cgroups.ts'
import { cgroupFolders, instanceGroup } from '../../../packages/runtime/src/cgroup/paths.ts'
import { layout } from './support/test-group.ts'

/** This machine as if it had only the controllers of v1; `undefined` where it has no freezer among them. */
const onlyV1 =
  layout.version === 1 && layout.mounts.freezer ? { ...layout, unified: null, controllers: [] } : undefined

test.runIf(onlyV1)(
  'without a tree of v2, the freezer of v1 stops a container, and it is killed all the same',
  async () => {
    if (!onlyV1) return
    const instance = randomBase32(6)
    const groups = createCgroups({ instance, layout: onlyV1 })
    try {
      for (const folder of cgroupFolders(onlyV1, instanceGroup(instance, 'con_one')))
        await mkdir(folder, { recursive: true })
      const child = spawn('sh', ['-c', 'while read line; do echo $line; done'], {
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      await once(child, 'spawn')
      for (const file of groups.entry('con_one').tasks) {
        writeFileSync(join(file, '../cgroup.procs'), String(child.pid))
      }
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk
      })
      await groups.freeze('con_one')
      expect(groups.isFrozen('con_one')).toBe(true)
      child.stdin.write('asked\n')
      expect(said).toBe('')
      const answered = once(child.stdout, 'data')
      await groups.thaw('con_one')
      await answered
      expect(groups.isFrozen('con_one')).toBe(false)
      await groups.freeze('con_one')
      const ended = once(child, 'exit')
      await groups.kill('con_one')
      expect(await ended).toEqual([null, 'SIGKILL'])
    } finally {
      await groups.removeAll()
    }
  },
)
