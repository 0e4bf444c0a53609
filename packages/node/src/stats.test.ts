import { expect, test } from 'vitest'
import { newMemory } from './memory.ts'
import { createStatsReader } from './stats.ts'
import { specOf } from './spec.fixture.ts'

const memory = newMemory(specOf({}))

function readerOf() {
  const kernel = { cpuUsageUsec: 100, memoryBytes: 5, pids: 1, rxBytes: 7, txBytes: 9, isThere: true }
  let now = 0
  let wholeReads = 0
  const stats = createStatsReader({
    runtime: {
      usage: async () => {
        wholeReads++
        const { cpuUsageUsec, memoryBytes, pids, isThere } = kernel
        return isThere ? { cpuUsageUsec, memoryBytes, pids } : undefined
      },
      processorUsec: async () => (kernel.isThere ? kernel.cpuUsageUsec : undefined),
    },
    network: { traffic: async () => ({ rxBytes: kernel.rxBytes, txBytes: kernel.txBytes }) },
    clock: { now: () => new Date(now) },
  })
  return {
    kernel,
    sample: async (at: number) => {
      now = at
      return (await stats.read([memory]))[0]
    },
    wholeReads: () => wholeReads,
    rests: () => stats.rests(memory),
  }
}

test('one that rests is sampled without being read whole, until it works again', async () => {
  const { kernel, sample, wholeReads, rests } = readerOf()
  const first = await sample(0)
  expect(rests()).toBe(false)
  expect(await sample(2000)).toEqual({ ...first, at: new Date(2000).toISOString() })
  expect([wholeReads(), rests()]).toEqual([1, true])
  Object.assign(kernel, { cpuUsageUsec: 101, memoryBytes: 6, rxBytes: 8 })
  expect(await sample(4000)).toMatchObject({ cpuUsageUsec: 101, memoryBytes: 6, rxBytes: 8 })
  expect(rests()).toBe(false)
})

test('after a minute it is read whole all the same', async () => {
  const { kernel, sample } = readerOf()
  await sample(0)
  kernel.memoryBytes = 3
  expect(await sample(59_000)).toMatchObject({ memoryBytes: 5 })
  expect(await sample(60_000)).toMatchObject({ memoryBytes: 3 })
})

test('one that ended has no sample', async () => {
  const { kernel, sample } = readerOf()
  await sample(0)
  kernel.isThere = false
  expect(await sample(2000)).toBeUndefined()
})
