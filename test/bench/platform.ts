import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { runBerth, startPlatform, type TestPlatform } from '../support/platform.ts'
import type { Figure } from './figure.ts'
import { treePss } from './memory.ts'

const SETTLE_MS = 20_000

/** Start with a new data folder, start with a known one, and what the idle platform takes of the memory. */
export async function benchPlatform(): Promise<Figure[]> {
  const coldStart = Date.now()
  const platform = await startPlatform()
  const cold = Date.now() - coldStart
  try {
    await platform.run(['down', '--data', platform.dir])
    const warmStart = Date.now()
    const again = await runBerth(['up', '--detach', '--data', platform.dir])
    const warm = Date.now() - warmStart
    if (again.code !== 0) throw new Error(again.stderr)
    await sleep(SETTLE_MS)
    return [
      { name: 'start with a new data folder', value: cold / 1000, unit: 's' },
      { name: 'start with a known data folder', value: warm / 1000, unit: 's' },
      ...(await memory(platform)),
    ]
  } finally {
    await platform.stop()
  }
}

async function memory(platform: TestPlatform): Promise<Figure[]> {
  const processes = await platform.json<{ name: string; pid: number | null }[]>([
    'status',
    '--data',
    platform.dir,
  ])
  const { id } = JSON.parse(await readFile(`${platform.dir}/instance.json`, 'utf8'))
  const state = JSON.parse(await readFile(`/run/berth/${id}/state.json`, 'utf8'))
  const figures: Figure[] = []
  for (const { name, pid } of processes) {
    const value = pid === null ? 0 : await treePss([pid])
    figures.push({ name: `idle memory of ${name} (PSS)`, value, unit: 'MiB' })
  }
  const pids = processes.flatMap(({ pid }) => pid ?? [])
  const all = await treePss([state.up.pid, ...pids])
  const rest = all - figures.reduce((sum, { value }) => sum + value, 0)
  return [
    ...figures,
    { name: 'idle memory of up (PSS)', value: rest, unit: 'MiB' },
    { name: 'idle memory of all processes (PSS)', value: all, unit: 'MiB' },
  ]
}
