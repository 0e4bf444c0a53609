import { expect, test } from 'vitest'
import { describeNote } from './describe-note.ts'
import { DEFAULT_LIMITS } from '@berth/core'
import { OVERCOMMIT, place } from './place.ts'
import { node } from './test-models.ts'

const limits = DEFAULT_LIMITS
const web = (count: number) => Array.from({ length: count }, (_, i) => ({ process: 'web', instance: i + 1 }))
const nodesOf = (result: ReturnType<typeof place>) =>
  result.kind === 'placed' ? result.placements.map(({ nodeId }) => nodeId) : describeNote(result.note)

test.each([
  ['nothing wanted needs no node', web(0), [], {}, []],
  ['the only node takes all', web(2), [node('nod_a')], {}, ['nod_a', 'nod_a']],
  ['instances are spread', web(3), [node('nod_a'), node('nod_b')], {}, ['nod_a', 'nod_b', 'nod_a']],
  ['what is there already counts', web(1), [node('nod_a'), node('nod_b')], { nod_a: 1 }, ['nod_b']],
  [
    'among equals the one with most memory left',
    web(1),
    [node('nod_a', { used: { cpu: 0, memory: 1024 ** 3 } }), node('nod_b')],
    {},
    ['nod_b'],
  ],
  [
    'a draining node takes nothing',
    web(1),
    [node('nod_a', { state: 'draining' }), node('nod_b')],
    {},
    ['nod_b'],
  ],
  ['no node at all', web(1), [], {}, 'no node has joined yet'],
  [
    'no node that is ready',
    web(1),
    [node('nod_a', { state: 'offline' }), node('nod_b', { state: 'draining' })],
    {},
    'no node is ready: a is offline, b is draining',
  ],
])('%s', (_, wanted, nodes, present, expected) => {
  const result = place({ wanted, limits: () => limits, nodes, present: new Map(Object.entries(present)) })
  expect(nodesOf(result)).toEqual(expected)
})

test('memory and cpu are overcommitted so far and no further', () => {
  const memory = (4 * 1024 ** 3 * OVERCOMMIT.memory) / limits.memory
  const fits = place({
    wanted: web(memory),
    limits: () => limits,
    nodes: [node('nod_a')],
    present: new Map(),
  })
  expect(fits.kind).toBe('placed')
  const tooMany = place({
    wanted: web(memory + 1),
    limits: () => limits,
    nodes: [node('nod_a')],
    present: new Map(),
  })
  expect(nodesOf(tooMany)).toBe('no node has room for 0.5 cpu and 512 MiB: stop something or add a node')
  const busy = node('nod_a', { used: { cpu: 2 * OVERCOMMIT.cpu, memory: 0 } })
  expect(place({ wanted: web(1), limits: () => limits, nodes: [busy], present: new Map() }).kind).toBe(
    'no-room',
  )
})
