import type { ProcessView } from '@berth/protocol'
import { expect, test } from 'vitest'
import { type ProcessText, processTexts, readProcesses } from './process-form.ts'

const usual = { port: null, health: { kind: 'none' }, limits: null } as const
const before: Record<string, ProcessView> = {
  web: { command: null, replicas: 1, ...usual },
  worker: { command: ['node', 'a b.js'], replicas: 0, ...usual },
}
const rows = processTexts(before)
const fresh: ProcessText = { key: '3', name: 'clock', command: 'tick -s 1', replicas: 1, isNew: true }
const changed = (name: string, change: Partial<ProcessText>) =>
  rows.map((row) => (row.name === name ? { ...row, ...change } : row))

test('processes without an instance are there too, and nothing changed asks for nothing', () => {
  expect(rows.map(({ name, command, replicas }) => `${name} ${command} ${replicas}`)).toEqual([
    ...['web  1', "worker node 'a b.js' 0"],
  ])
  expect(readProcesses(before, rows)).toEqual({ kind: 'none' })
})

test('counts alone scale', () => {
  expect(readProcesses(before, changed('worker', { replicas: 2 }))).toEqual({
    ...{ kind: 'scale', processes: { worker: 2 } },
  })
})

test('commands, new processes and those taken away are one change', () => {
  expect(readProcesses(before, [...changed('worker', { command: '' }), fresh])).toEqual({
    kind: 'change',
    processes: {
      ...{ web: { replicas: 1 }, worker: { command: null, replicas: 0 } },
      clock: { command: ['tick', '-s', '1'], replicas: 1 },
    },
  })
  expect(readProcesses(before, rows.slice(0, 1))).toEqual({
    ...{ kind: 'change', processes: { worker: null, web: { replicas: 1 } } },
  })
})

test('names that are none, or there twice, and open quotes are pointed at', () => {
  expect(readProcesses(before, [...rows, { ...fresh, name: 'W' }])).toEqual({ kind: 'bad', keys: ['3'] })
  expect(readProcesses(before, [...rows, { ...fresh, name: 'web' }])).toEqual({
    kind: 'bad',
    keys: ['web', '3'],
  })
  expect(readProcesses(before, changed('worker', { command: "it's" }))).toEqual({
    kind: 'bad',
    keys: ['worker'],
  })
})
