import { expect, test } from 'vitest'
import { parseProcessWish } from './process-wish.ts'

test('only what is given is asked for', () => {
  expect(parseProcessWish('worker', [], { port: 3000, healthPath: '/healthz', memory: 64 })).toEqual({
    ...{ port: 3000, health: { kind: 'http', path: '/healthz' }, limits: { memory: 64 } },
  })
  expect(parseProcessWish('worker', ['node', 'work.js'], {})).toEqual({ command: ['node', 'work.js'] })
  expect(parseProcessWish('worker', [], { command: 'node $FILE', health: false })).toEqual({
    ...{ command: ['/bin/sh', '-c', 'node $FILE'], health: { kind: 'none' } },
  })
})

test('what is as usual again is said so', () => {
  expect(parseProcessWish('worker', [], { command: '', limits: false, health: true })).toEqual({
    ...{ command: null, limits: null, health: { kind: 'port' } },
  })
})

test('nothing, and two things at once, are refused', () => {
  expect(() => parseProcessWish('worker', [], {})).toThrow('say what is to be set of worker: --port')
  expect(() => parseProcessWish('worker', ['a'], { command: 'b' })).toThrow('not both')
  expect(() => parseProcessWish('worker', [], { memory: 1, limits: false })).toThrow('say limits, or')
})
