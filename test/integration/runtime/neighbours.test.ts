import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { raiseSettings } from '../../../packages/network/src/host-settings.ts'
import { eventually } from '../../support/eventually.ts'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

const run = promisify(execFile)
const MIB = 1024 * 1024
const LIMITS = { cpu: 1, memory: 64 * MIB, pids: 64, disk: 1024 * MIB }
/** more than a container is given of anything */
const ALL = 200_000
/** what any program may need */
const SOME = 8

let box: TestRuntime
beforeAll(async () => {
  await raiseSettings()
  box = await openTestRuntime()
  await run('ip', ['-n', box.options.instance, 'link', 'set', 'lo', 'up'])
  const source = new URL('support/hog.c', import.meta.url).pathname
  await run('cc', ['-static', '-O1', '-Wall', '-Wextra', '-Werror', '-o', join(box.layer, 'bin/hog'), source])
})
afterAll(() => box.close())

/** Ranges of ids as the node gives them: each app has its own. */
const idsOf = (number: number) => ({ start: 2 ** 30 + (16_100 + number) * 65_536, size: 65_536 })

test.each(['terminal', 'watcher', 'queue', 'context', 'datagram', 'timer', 'semaphore', 'segment'])(
  'who takes every %s that it gets leaves its neighbour enough of them',
  async (thing) => {
    const { id } = await box.start(['hog', thing, String(ALL), 'hold'], { limits: LIMITS, ids: idsOf(0) })
    await eventually(async () => (await box.output(id)) !== '' || (await hasEnded(id)))
    const taken = (await hasEnded(id)) ? 'killed' : Number(await box.output(id))
    const { output } = await box.script(`hog ${thing} ${SOME}`, { limits: LIMITS, ids: idsOf(1) })
    await box.runtime.remove(id)
    expect({ thing, taken, left: output }).toEqual({ thing, taken, left: String(SOME) })
    expect(taken).not.toBe(ALL)
  },
)

async function hasEnded(id: string): Promise<boolean> {
  return (await box.runtime.get(id))?.state === 'ended'
}
