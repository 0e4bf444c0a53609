import { expect, test } from 'vitest'
import { addQuotas, admit, subtractQuota, usageOf } from './quota.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3
const quota = { cpu: 4, memory: 2 * GIB, containers: 20, pids: 1024, disk: 20 * GIB }
const nothing = { cpu: 0, memory: 0, containers: 0, pids: 0, disk: 0 }

test('the refusal says what is asked, what is left, and what to do', () => {
  const others = { ...nothing, memory: 2 * GIB - 128 * MIB }
  const asked = { cpu: 0.5, memory: 512 * MIB, containers: 1, pids: 512, disk: GIB }
  expect(() => admit({ quota, others, before: nothing, asked })).toThrow(
    'not enough memory left: this asks for 512 MiB, the tenant has 128 MiB of 2 GiB. Stop something, lower the limit, or ask the owner.',
  )
})

test.each([
  ['cpu', { cpu: 3.5 }, { cpu: 1 }, 'this asks for 1, the tenant has 0.5 of 4'],
  ['containers', { containers: 20 }, { containers: 1 }, 'this asks for 1, the tenant has 0 of 20'],
  ['pids', { pids: 1000 }, { pids: 512 }, 'this asks for 512, the tenant has 24 of 1024'],
  ['disk', { disk: 19 * GIB }, { disk: 2 * GIB }, 'this asks for 2 GiB, the tenant has 1 GiB of 20 GiB'],
])('%s', (_, others, asked, words) => {
  const ask = () =>
    admit({ quota, others: { ...nothing, ...others }, before: nothing, asked: { ...nothing, ...asked } })
  expect(ask).toThrow(words)
})

test('what fits exactly is let in', () => {
  admit({ quota, others: { ...nothing, cpu: 3.5 }, before: nothing, asked: { ...nothing, cpu: 0.5 } })
})

test('a tenant over its quota may come down', () => {
  const before = { ...nothing, memory: 3 * GIB }
  admit({ quota, others: nothing, before, asked: { ...nothing, memory: 2.5 * GIB } })
})

test('a stopped app holds its disk only', () => {
  const release = {
    processes: { web: { replicas: 2 }, worker: { replicas: 1 } },
    limits: { cpu: 0.1, memory: 64 * MIB, pids: 10, disk: GIB },
  }
  expect(usageOf({ desired: 'running', release })).toEqual({
    cpu: 0.3,
    memory: 192 * MIB,
    containers: 3,
    pids: 30,
    disk: 3 * GIB,
  })
  expect(usageOf({ desired: 'stopped', release })).toEqual({ ...nothing, disk: 3 * GIB })
  expect(usageOf({ desired: 'running', release: null })).toEqual(nothing)
})

test('tenths of cores add up', () => {
  const tenth = { ...nothing, cpu: 0.1 }
  expect(addQuotas([tenth, tenth, tenth]).cpu).toBe(0.3)
  expect(subtractQuota(quota, { ...nothing, cpu: 5 }).cpu).toBe(0)
})
