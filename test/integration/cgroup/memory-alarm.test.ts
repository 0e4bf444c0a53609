import { readdir, readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import type { CountEvents } from '../../../packages/runtime/src/cgroup/group-watch.ts'
import { createMemoryEvents } from '../../../packages/runtime/src/cgroup/memory-events.ts'
import { eventually } from '../../support/eventually.ts'
import { INIT } from '../runtime/support/test-runtime.ts'
import { layout, openTestGroup, type TestGroup, version } from './support/test-group.ts'

const EATER = 'exec dd if=/dev/zero of=/dev/null bs=64M count=1'
const boxes: TestGroup[] = []
const opened: CountEvents[] = []

afterEach(async () => {
  for (const events of opened.splice(0)) events.close()
  for (const box of boxes.splice(0)) await box.close()
})

test('of many groups the one that ran out of memory is told, also after who watches them was killed', async () => {
  const events = createMemoryEvents({ layout, init: INIT })
  opened.push(events)
  const told: string[] = []
  for (const name of ['full', 'other']) {
    const box = await openTestGroup({ memory: { limit: 16 * 1024 ** 2 } }, `/${name}`)
    boxes.push(box)
    await events.watch(box.group, () => told.push(name)).ready
  }
  await boxes[0]?.run(EATER)
  await eventually(() => told.includes('full'), { what: 'word of the first' })
  if (version('memory') === 1) {
    for (const pid of await watchers()) process.kill(pid, 'SIGKILL')
  }
  await eventually(
    async () => {
      await boxes[1]?.run(EATER)
      return told.includes('other')
    },
    { what: 'word of the second' },
  )
  expect(told.filter((name) => name === 'full')).toHaveLength(1)
})

/** Those of this process. */
async function watchers(): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') // it has ended
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '') // it has ended
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return line.includes('watch-memory') && parent === process.pid ? [pid] : []
    }),
  )
  return found.flat()
}
