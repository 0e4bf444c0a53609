import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { getSystemErrorMap } from 'node:util'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { BerthError } from '@berth/core'
import type { LinuxResources } from '@berth/oci'
import { type CgroupLayout, homeOf } from './layout.ts'
import { deviceAccess } from './resources/device-access.ts'
import { deviceProgram } from './resources/device-program.ts'
import { deviceWrites } from './resources/device-writes.ts'
import { refused } from './resources/setting.ts'

/** The devices of a group: by its files on v1, by a program in the kernel on v2. It is never left open. */
export async function setDevices({
  layout,
  group,
  init,
  rules,
}: {
  layout: CgroupLayout
  group: string
  init: string
  rules: LinuxResources['devices']
}): Promise<void> {
  const access = deviceAccess(rules)
  const home = homeOf(layout, 'devices')
  if (!home) throw refused('devices', 'this host cannot limit them')
  const folder = join(home.mount, group)
  if (home.version === 2) return attachFilter(init, folder, deviceProgram(access))
  const present = await readFile(join(folder, 'devices.list'), 'utf8')
  for (const { name, value } of deviceWrites(access, present)) await writeFile(join(folder, name), value)
}

/** native/device-filter.c; on failure it prints errno. */
async function attachFilter(init: string, folder: string, program: Uint8Array): Promise<void> {
  const child = spawn(init, ['device-filter', folder], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  child.stdin.end(program)
  const [said, [code]] = await Promise.all([text(child.stdout), ended])
  if (code === 0) return
  const [name] = getSystemErrorMap().get(-Number(said)) ?? [said.trim()]
  throw new BerthError('runtime.start_failed', `the kernel refuses the filter of devices: ${name}`, {
    details: { folder },
  })
}
