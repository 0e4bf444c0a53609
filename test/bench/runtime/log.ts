import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { supervisorsOf, type TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { type Figure, percentile, timed } from '../figure.ts'

const FLOOD = new URL('../../fixtures/flood/flood.c', import.meta.url).pathname
const BYTES = 1_000_000_000
const MIB = 1024 * 1024

/** 10 million lines through a supervisor into its rotated log, and what the supervisor holds afterwards. */
export async function measureLog(box: TestRuntime): Promise<readonly Figure[]> {
  execFileSync('cc', ['-O2', '-static', '-o', join(box.layer, 'bin/flood'), FLOOD])
  const times: number[] = []
  for (let round = 0; round < 3; round++) times.push(await timed(() => flood(box)))
  const { id } = await box.start(['sh', '-c', 'flood 10000000; exec sleep 1000'], { log: LOG })
  const [supervisor = 0] = await supervisorsOf(box.options.instance)
  const rollup = await readFile(`/proc/${supervisor}/smaps_rollup`, 'utf8')
  await box.runtime.remove(id)
  return [
    {
      name: 'log: 1 GB in 10 million lines, p50 of 3',
      value: BYTES / 1000 / percentile(times, 50),
      unit: 'MB/s',
    },
    {
      name: "log: a supervisor's private memory",
      value: Number(/^Private_Dirty:\s+(\d+)/m.exec(rollup)?.[1]),
      unit: 'KiB',
    },
  ]
}

const LOG = { maxBytes: 10 * MIB, maxSegments: 4 }

async function flood(box: TestRuntime): Promise<void> {
  const limits = { cpu: 2, memory: 64 * MIB, pids: 64, disk: 1024 * MIB }
  const { id } = await box.start(['flood', String(BYTES)], { log: LOG, limits })
  await box.ended(id)
  await box.runtime.remove(id)
}
