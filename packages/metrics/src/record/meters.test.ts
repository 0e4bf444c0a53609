import type { HostTraffic } from '@berth/core'
import { expect, test } from 'vitest'
import { statusesOf, timesOf } from '../counts.ts'
import { createDoorMeter } from './door-meter.ts'
import { createUseMeter } from './use-meter.ts'

const host = (app: string | null, answers: number, name = `${app}.test`): HostTraffic => ({
  ...{ host: name, app, open: 0, requests: answers, bytesIn: answers * 10, bytesOut: answers * 100 },
  statuses: [0, answers, 0, 0, 0],
  times: [answers, ...Array.from({ length: 13 }, () => 0)],
})
const answered = (counts: ReadonlyMap<string, readonly number[]> | undefined, app: string) =>
  counts && statusesOf(counts.get(app) ?? [])[1]

test('the first look counts nothing, and each later one what came since', () => {
  const meter = createDoorMeter()
  expect(meter.since([{ worker: '1', hosts: [host('a', 1000)] }])).toBeUndefined()
  const came = meter.since([{ worker: '1', hosts: [host('a', 1007), host('b', 3), host(null, 5)] }])
  expect(came?.get('a')).toEqual([70, 700, 0, 7, 0, 0, 0, 7, ...Array.from({ length: 13 }, () => 0)])
  expect(timesOf(came?.get('b') ?? [])[0]).toBe(3)
  expect([...(came?.keys() ?? [])]).toEqual(['a', 'b'])
})

test('a worker that took the place of another counts from zero, and what both still do is added', () => {
  const meter = createDoorMeter()
  meter.since([{ worker: '1', hosts: [host('a', 1000)] }])
  const both = meter.since([
    { worker: '2', hosts: [host('a', 4)] },
    { worker: '1', hosts: [host('a', 1001)] },
  ])
  expect(answered(both, 'a')).toBe(5)
  expect(answered(meter.since([{ worker: '2', hosts: [host('a', 6)] }]), 'a')).toBe(2)
})

test('counters that begin anew never give a negative or huge number', () => {
  const meter = createDoorMeter()
  meter.since([{ worker: '1', hosts: [host('a', 1000)] }])
  expect(answered(meter.since([{ worker: '1', hosts: [host('a', 3)] }]), 'a')).toBe(3)
})

test('two hosts of one app are one app', () => {
  const meter = createDoorMeter()
  meter.since([])
  const came = meter.since([{ worker: '1', hosts: [host('a', 1), host('a', 2, 'own.example')] }])
  expect(answered(came, 'a')).toBe(3)
})

const sample = (cpuUsageUsec: number, memoryBytes = 5, rxBytes = 0) => ({
  ...{ id: 'con_a', at: '2026-01-01T00:00:00Z', memoryLimit: 10, pids: 1, txBytes: 0 },
  ...{ cpuUsageUsec, memoryBytes, rxBytes },
})

test('what a container used is the growth of its counters, and the most memory that was seen', () => {
  const meter = createUseMeter()
  meter.add([sample(1_000_000)])
  meter.add([sample(1_500_000, 9, 100)])
  meter.add([sample(1_600_000, 7, 150)])
  expect(meter.take()).toEqual([{ container: 'con_a', cpu: 600_000, memory: 9, rx: 150, tx: 0 }])
  meter.add([sample(1_700_000, 7, 150)])
  expect(meter.take()).toEqual([{ container: 'con_a', cpu: 100_000, memory: 7, rx: 0, tx: 0 }])
  expect(meter.take()).toEqual([])
})

test('a container that was started again counts from zero, and a lie of its node stays within bounds', () => {
  const meter = createUseMeter()
  meter.add([sample(1_000_000)])
  meter.add([sample(400)])
  meter.add([sample(-5, Number.MAX_VALUE)])
  expect(meter.take()).toEqual([{ container: 'con_a', cpu: 400, memory: 2 ** 44, rx: 0, tx: 0 }])
})

test('a node that tells huge numbers, and often, stays below what sums of all nodes can hold', () => {
  const meter = createUseMeter()
  for (let i = 0; i < 100; i++) meter.add([sample(i % 2 === 0 ? 0 : Number.MAX_VALUE, 1, i * 2 ** 52)])
  const [use] = meter.take()
  const containers = 16_384n
  const steps = 60n
  for (const value of [use?.cpu, use?.rx]) {
    expect(value).toBe(2 ** 40)
    expect(BigInt(value ?? 0) * containers * steps).toBeLessThan(2n ** 63n)
  }
})
