import { expect, test } from 'vitest'
import { draftProcesses, onlyNamed } from './draft-processes.ts'

const WEB = { web: { replicas: 2 } }

test('a new process has one instance, and no check where it has no port', () => {
  expect(draftProcesses(WEB, { worker: { command: ['work'] } }, {})).toEqual({
    web: { replicas: 2 },
    worker: { command: ['work'], replicas: 1 },
  })
})

test('what is not given stays, and null is as usual again', () => {
  const base = { ...WEB, worker: { command: ['work'], replicas: 3, limits: { cpu: 1, memory: 64 } } }
  expect(draftProcesses(base, { worker: { limits: { cpu: 2 } } }, {})['worker']).toEqual({
    ...{ command: ['work'], replicas: 3, limits: { cpu: 2, memory: 64 } },
  })
  expect(draftProcesses(base, { worker: { command: null, limits: null } }, {})['worker']).toEqual({
    replicas: 3,
  })
})

test('a port is checked unless it was asked not to, with the times of the release', () => {
  const checked = draftProcesses(WEB, { api: { port: 9000 } }, { healthRetries: 5 })
  expect(checked['api']?.health).toEqual({ kind: 'tcp', port: 9000, timeoutMs: 30_000, retries: 5 })
  expect(draftProcesses(checked, { api: { port: 9001 } }, {})['api']?.health).toEqual({
    ...{ kind: 'tcp', port: 9001, timeoutMs: 30_000 },
  })
  const unchecked = draftProcesses(checked, { api: { health: { kind: 'none' } } }, {})
  expect(draftProcesses(unchecked, { api: { port: 9001 } }, {})['api']?.health).toEqual({ kind: 'none' })
})

test('a process is taken away by null, but for web', () => {
  expect(draftProcesses({ ...WEB, worker: { replicas: 1 } }, { worker: null }, {})).toEqual(WEB)
  expect(() => draftProcesses(WEB, { web: null }, {})).toThrow('"web" cannot be taken away')
  expect(() => draftProcesses(WEB, { worker: null }, {})).toThrow(
    'there is no process "worker" in this app, it has: web',
  )
})

test('a name is one, also where every object has something of that name', () => {
  expect(() => draftProcesses(WEB, { Work_er: { replicas: 1 } }, {})).toThrow(
    'process name "Work_er" is not valid',
  )
  const named = draftProcesses(WEB, { constructor: { replicas: 1 } }, {})
  expect(Object.keys(named)).toEqual(['web', 'constructor'])
  expect(() => draftProcesses(WEB, { constructor: null }, {})).toThrow('there is no process "constructor"')
})

test('there are at most twenty', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`worker-${i}`, { replicas: 0 }]))
  expect(() => draftProcesses(WEB, many, {})).toThrow('at most 20 processes')
})

test('of those that are all that there shall be, others are taken away, but for web', () => {
  const base = { ...WEB, worker: { replicas: 1 }, clock: { replicas: 1 } }
  expect(Object.keys(onlyNamed(base, { worker: {} }))).toEqual(['web', 'worker'])
})
