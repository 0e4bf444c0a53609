import { eventually } from './eventually.ts'
import type { TestPlatform } from './platform.ts'

type Process = { readonly name: string; readonly pid: number | null; readonly state: string }

export type MortalProcess = {
  /** by SIGKILL, at once */
  kill(): void
  /** waits until another process has its place */
  back(): Promise<void>
}

/** A process of a platform as it runs now. */
export async function mortalProcess(
  platform: TestPlatform,
  name: 'agent' | 'control',
): Promise<MortalProcess> {
  const pidOf = async () => {
    const all = await platform.json<Process[]>(['status', '--data', platform.dir])
    return all.find((process) => process.name === name && process.state === 'running')?.pid ?? null
  }
  const before = await pidOf()
  if (before === null) throw new Error(`${name} is not running`)
  const isBack = async () => {
    const pid = await pidOf()
    return pid !== null && pid !== before
  }
  return {
    kill: () => void process.kill(before, 'SIGKILL'),
    back: () => eventually(isBack, { withinMs: 100_000, what: `another ${name}` }),
  }
}

/** One after the other: each is back before the next one dies. */
export async function killOneByOne(
  platform: TestPlatform,
  names: readonly ('agent' | 'control')[],
): Promise<void> {
  for (const name of names) {
    const mortal = await mortalProcess(platform, name)
    mortal.kill()
    await mortal.back()
  }
}
