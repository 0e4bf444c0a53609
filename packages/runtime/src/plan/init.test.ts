import { expect, test } from 'vitest'
import { limitsWithInit, pidsWithoutInit, rlimitsWithInit } from './init.ts'

const limits = { cpu: 1, memory: 1024, pids: 1, disk: 0 }
const rlimits = { RLIMIT_NPROC: 5, RLIMIT_NOFILE: 77 }

test('process 1 takes none of the processes that a container may have, and is not counted', () => {
  expect(limitsWithInit({ limits })).toEqual({ ...limits, pids: 2 })
  expect(rlimitsWithInit({ limits, rlimits })).toEqual({ RLIMIT_NPROC: 6, RLIMIT_NOFILE: 77 })
  expect([0, 1, 2].map((pids) => pidsWithoutInit({ limits }, pids))).toEqual([0, 0, 1])
})

test('without it the limits are given as they are', () => {
  const request = { limits, rlimits, init: false }
  expect(limitsWithInit(request)).toEqual(limits)
  expect(rlimitsWithInit(request)).toEqual(rlimits)
  expect(pidsWithoutInit(request, 2)).toBe(2)
})

test('other limits that are asked for get the same room', () => {
  expect(limitsWithInit({ limits }, { ...limits, pids: 9 }).pids).toBe(10)
})
