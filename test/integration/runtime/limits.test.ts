import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openTestRuntime, type TestRuntime } from './support/test-runtime.ts'

const MIB = 1024 * 1024
const KERNEL_TELLS = existsSync('/sys/fs/cgroup/cgroup.controllers') // cgroup v2 alone
const limits = { cpu: 1, memory: 64 * MIB, pids: 32, disk: 1024 * MIB }

let box: TestRuntime
beforeAll(async () => {
  box = await openTestRuntime()
})
afterAll(() => box.close())

test('who uses more memory than allowed is killed, and the reason says so', async () => {
  const { record } = await box.script('exec tail /dev/zero', { limits })
  expect(record.end).toEqual({ kind: 'oom', limit: 64 * MIB })
})

test('a child that the kernel killed for memory is seen through its shell', async () => {
  const { record } = await box.script('tail /dev/zero; exit $?', { limits })
  expect(record.end).toEqual({ kind: 'oom', limit: 64 * MIB })
})

test('a fork bomb stays within its number of processes', async () => {
  const { id } = await box.start(['sh', '-c', '(while :; do sleep 1000 & done); sleep 1000'], { limits })
  const count = async () => (await box.runtime.usage(id))?.pids ?? 0
  await eventually(async () => (await count()) >= 30, { what: 'a full group' })
  expect(await count()).toBeLessThanOrEqual(32)
  expect((await box.runtime.get(id))?.state).toBe('running')
  await box.runtime.remove(id)
})

test('forks that the limit refuses are told, without being asked for where the kernel tells', async () => {
  const told = new Set<string>()
  const stop = box.runtime.onLimitHit((id) => told.add(id))
  const { id } = await box.start(['sh', '-c', '(while :; do sleep 1000 & done); sleep 1000'], { limits })
  await eventually(async () => {
    if (!KERNEL_TELLS) await box.runtime.usage(id)
    return told.has(id)
  })
  expect((await box.runtime.get(id))?.forksRefused).toBeGreaterThan(0)
  stop()
  await box.runtime.remove(id)
})

test('a busy loop gets the share of a processor that it was given', async () => {
  const { id } = await box.start(['sh', '-c', 'while :; do :; done'], { limits: { ...limits, cpu: 0.2 } })
  const from = (await box.runtime.usage(id))?.cpuUsageUsec ?? 0
  const before = performance.now()
  await delay(3000)
  const used = ((await box.runtime.usage(id))?.cpuUsageUsec ?? 0) - from
  const share = used / 1000 / (performance.now() - before)
  await box.runtime.remove(id)
  expect(share).toBeGreaterThan(0.02) // it runs; a busy machine gives it less than it may have
  expect(share).toBeLessThan(0.3)
})

test('a log keeps its newest segments within its size', async () => {
  const { output } = await box.script('seq 1 20000', { log: { maxBytes: 64 * 1024, maxSegments: 3 } })
  const lines = output.split('\n')
  expect(lines.at(-1)).toBe('20000')
  expect(lines.length).toBeGreaterThan(2000)
  expect(lines.length).toBeLessThan(12_000)
  const first = Number(lines[0])
  expect(lines).toEqual(Array.from({ length: lines.length }, (_, i) => String(first + i)))
})

test('open files are limited, and core files are not written', async () => {
  const { output } = await box.script('ulimit -n; ulimit -c')
  expect(output).toBe('1024\n0')
})
