import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { LinuxResources } from '@berth/oci'
import { isMissing, readOrEmpty } from './files.ts'
import { type CgroupLayout, homeOf } from './layout.ts'
import { controllerFolder } from './paths.ts'
import { compileResources } from './resources/compile-resources.ts'
import { FRESH, type Present, type ResourceSetting } from './resources/setting.ts'

/** Compiles and writes. Errors: runtime.unsupported, runtime.start_failed with the file and what the kernel said. */
export async function writeResources({
  layout,
  group,
  resources,
  present,
  warn,
}: {
  layout: CgroupLayout
  group: string
  resources: LinuxResources
  present: Present
  warn: (line: string) => void
}): Promise<void> {
  const { settings, warnings } = compileResources(layout, resources, present)
  for (const warning of warnings) warn(warning)
  for (const setting of settings) await write(controllerFolder(layout, setting.controller, group), setting)
}

async function write(folder: string, setting: ResourceSetting): Promise<void> {
  try {
    // without creating it: on a file system that is no cgroup nothing may appear
    await writeFile(join(folder, setting.name), setting.value, { flag: 'r+' })
  } catch (error) {
    if (isMissing(error) && setting.otherwise) {
      return write(folder, { controller: setting.controller, ...setting.otherwise })
    }
    if (isMissing(error) && setting.optional) return
    throw refusal(error, setting)
  }
}

function refusal(error: unknown, { name, value }: ResourceSetting): BerthError {
  if (isMissing(error)) {
    return new BerthError(
      'runtime.unsupported',
      `this kernel has no ${name}, which linux.resources asks for`,
      {
        details: { file: name },
        cause: error,
      },
    )
  }
  const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new BerthError('runtime.start_failed', `the kernel refuses "${value}" for ${name}: ${why}`, {
    details: { file: name, value },
    cause: error,
  })
}

/** What the order of the next writes depends on. */
export async function readPresent(layout: CgroupLayout, group: string): Promise<Present> {
  const memory = homeOf(layout, 'memory')
  const cpu = homeOf(layout, 'cpu')
  const read = async (home: typeof memory, name: string) =>
    home ? (await readOrEmpty(join(home.mount, group, name))).trim() : ''
  const used = await read(memory, memory?.version === 2 ? 'memory.current' : 'memory.usage_in_bytes')
  return {
    memsw: BigInt((await read(memory, 'memory.memsw.limit_in_bytes')) || FRESH.memsw),
    memoryUsed: BigInt(used || 0),
    quota: (await read(cpu, 'cpu.max')).split(' ')[0] || FRESH.quota,
  }
}
