import { expect, test } from 'vitest'
import { type ActiveBuild, judgeWait } from './judge-wait.ts'

const at = (minute: number, change: Partial<ActiveBuild> = {}): ActiveBuild => ({
  ...{ id: `bld_${minute}`, nodeId: null, createdAt: new Date(minute * 60_000), cancelReason: null },
  ...change,
})

test('a build waits for another one that runs, or for a node, behind those that came before it', () => {
  expect(judgeWait('bld_3', [at(1, { nodeId: 'nod_a' }), at(2), at(3), at(4)])).toEqual({
    ...{ for: 'own', ahead: 1 },
  })
  expect(judgeWait('bld_3', [at(3)])).toEqual({ for: 'node', ahead: 0 })
})

test('one whose turn came meanwhile is not its own hindrance, and one that is being ended does not run', () => {
  expect(judgeWait('bld_3', [at(3, { nodeId: 'nod_a' })])).toBeNull()
  expect(judgeWait('bld_3', [])).toBeNull()
  const ending = at(1, { nodeId: 'nod_a', cancelReason: 'superseded' })
  expect(judgeWait('bld_3', [ending, at(3)])).toEqual({ for: 'ending', ahead: 0 })
})
