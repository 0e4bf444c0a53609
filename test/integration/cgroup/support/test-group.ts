import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBase32 } from '@berth/core'
import type { LinuxResources } from '@berth/oci'
import { createHostGroups } from '../../../../packages/runtime/src/cgroup/host-groups.ts'
import { type Controller, homeOf, readCgroupLayout } from '../../../../packages/runtime/src/cgroup/layout.ts'
import { controllerFolder } from '../../../../packages/runtime/src/cgroup/paths.ts'
import { INIT } from '../../runtime/support/test-runtime.ts'

export const layout = readCgroupLayout()
export type TestGroup = Awaited<ReturnType<typeof openTestGroup>>

export function has(controller: Controller): boolean {
  return homeOf(layout, controller) !== undefined
}

export const version = (controller: Controller) => homeOf(layout, controller)?.version

/** A group of its own below one that goes with it; `close` leaves nothing behind. */
export async function openTestGroup(resources: LinuxResources = {}, below = '') {
  const warnings: string[] = []
  const groups = createHostGroups({ init: INIT, warn: (line) => warnings.push(line) })
  const parent = `/berth-test-${randomBase32(6)}`
  const group = `${parent}${below}/box`
  const entry = await groups.create(group, resources)
  const children: ChildProcess[] = []

  return {
    groups,
    group,
    parent,
    warnings,
    read: async (controller: Controller, name: string) =>
      (await readFile(join(controllerFolder(layout, controller, group), name), 'utf8')).trim(),

    /** A shell within the group that runs `script` once it is in; resolves with the process. */
    async run(script: string): Promise<ChildProcess> {
      const child = spawn('sh', ['-c', `read go; ${script}`], { stdio: ['pipe', 'pipe', 'pipe'] })
      await once(child, 'spawn')
      const procs = entry.tasks.map((file) => join(file, '../cgroup.procs'))
      for (const file of [...procs, ...(entry.bornIn ? [join(entry.bornIn, 'cgroup.procs')] : [])]) {
        writeFileSync(file, String(child.pid))
      }
      child.stdin.end('go\n')
      children.push(child)
      return child
    },

    async close(): Promise<void> {
      await groups.remove(parent)
    },
  }
}
