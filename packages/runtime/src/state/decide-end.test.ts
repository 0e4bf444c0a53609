import { expect, test } from 'vitest'
import { decideEnd, type EndFacts } from './decide-end.ts'
import { parseEnded, parseStarted } from './process-records.ts'
import { signalNumber } from './signal-number.ts'

const FACTS: EndFacts = {
  ended: { kind: 'exited', code: 0, signal: 0, at: new Date(0) },
  stop: undefined,
  oomKills: 0,
  memoryLimit: 64,
  rebooted: false,
}
const killed = { kind: 'exited', code: -1, signal: 9, at: new Date(0) } as const

test('every end has its reason', () => {
  expect(decideEnd(FACTS)).toEqual({ kind: 'exit', code: 0 })
  expect(decideEnd({ ...FACTS, ended: killed })).toEqual({ kind: 'signal', signal: 'SIGKILL' })
  expect(decideEnd({ ...FACTS, ended: killed, oomKills: 1 })).toEqual({ kind: 'oom', limit: 64 })
  expect(decideEnd({ ...FACTS, ended: undefined })).toEqual({ kind: 'supervisor-killed' })
  expect(decideEnd({ ...FACTS, ended: undefined, rebooted: true })).toEqual({ kind: 'host-reboot' })
})

test('a process that outlived the death of a child for memory was not ended by it', () => {
  expect(decideEnd({ ...FACTS, oomKills: 1 })).toEqual({ kind: 'exit', code: 0 })
})

test('a stop that was asked for explains the signal', () => {
  const stop = { by: 'ann', forced: true }
  expect(decideEnd({ ...FACTS, ended: killed, stop })).toEqual({
    kind: 'stopped',
    by: 'ann',
    code: null,
    forced: true,
  })
})

test('records are read strictly: half of one is none', () => {
  expect(parseStarted('12 345\n')).toEqual({ pid: 12, startTime: 345n })
  expect(parseStarted('12 34')).toBeUndefined()
  expect(parseEnded('exited 0 9 1700000000000000000\n')).toMatchObject({ signal: 9 })
  expect(parseEnded('exited 0')).toBeUndefined()
})

test('signals are read as images write them', () => {
  expect(['SIGTERM', 'term', '15', 'SIGRTMIN+3'].map(signalNumber)).toEqual([15, 15, 15, 37])
  expect(() => signalNumber('SIGNOTHING')).toThrow('is not a signal')
  expect(() => signalNumber('0')).toThrow('is not a signal')
})
