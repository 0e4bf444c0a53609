import { expect, test } from 'vitest'
import { mergeWishes } from './merge-wishes.ts'

const FILE = {
  wish: {
    port: 3000,
    processes: { web: { replicas: 2 }, worker: { command: ['w'] } },
    env: { A: 'file', B: 'file' },
  },
  defaults: { A: 'default', C: 'default', D: 'default' },
}

test('what was asked for goes before what the source says, and that before what its Dockerfile exposes', () => {
  expect(
    mergeWishes({
      ...{ port: 80, settings: FILE, known: ['D'] },
      ...{ asked: { cpu: 1, processes: { web: { replicas: 5 } } }, env: { B: 'asked' } },
    }),
  ).toEqual({
    ...{ port: 3000, cpu: 1 },
    processes: { web: { replicas: 5 }, worker: { command: ['w'] } },
    env: { A: 'file', B: 'asked', C: 'default' },
  })
})

test('an option that was asked for leaves alone what the file says of others', () => {
  const settings = { wish: { options: { drainMs: 60_000 } }, defaults: {} }
  const merge = (asked: object) =>
    mergeWishes({ port: null, settings, asked: { ...asked }, env: {}, known: [] })
  expect(merge({ options: { readOnly: true } })).toEqual({ options: { drainMs: 60_000, readOnly: true } })
  expect(merge({ options: { drainMs: 5000 } })).toEqual({ options: { drainMs: 5000 } })
})

test('a source that says nothing asks for nothing', () => {
  const settings = { wish: {}, defaults: {} }
  expect(mergeWishes({ port: null, settings, asked: {}, env: {}, known: [] })).toEqual({})
  expect(mergeWishes({ port: 80, settings, asked: { port: 81 }, env: {}, known: [] })).toEqual({ port: 81 })
})
