import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'

export type Process = { readonly name: string; readonly pid: number | null; readonly state: string }

export function processesOf(platform: TestPlatform): Promise<Process[]> {
  return platform.json<Process[]>(['status', '--data', platform.dir])
}

/** SIGKILL for a process of the platform; there again when another one has its place. */
export async function killProcess(platform: TestPlatform, name: string): Promise<void> {
  const pidOf = async () =>
    (await processesOf(platform)).find((process) => process.name === name)?.pid ?? null
  const before = await pidOf()
  if (before === null) throw new Error(`${name} is not running`)
  process.kill(before, 'SIGKILL')
  const isBack = async () => {
    const pid = await pidOf()
    return pid !== null && pid !== before
  }
  await eventually(isBack, { withinMs: 100_000, what: `another ${name}` })
}
