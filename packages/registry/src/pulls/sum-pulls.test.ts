import { expect, test } from 'vitest'
import { sumPulls } from './sum-pulls.ts'

test('pulls by tag and by digest add up for the manifest, and each row is named once, in order', () => {
  const [early, late] = [new Date(1000), new Date(2000)]
  const sums = sumPulls([
    { repositoryId: 'b', digest: 'sha256:1', tag: 'latest', count: 2, lastAt: late },
    { repositoryId: 'b', digest: 'sha256:1', tag: null, count: 3, lastAt: early },
    { repositoryId: 'a', digest: 'sha256:1', tag: null, count: 1, lastAt: early },
  ])
  expect([...sums.byRepository]).toEqual([
    ['a', { count: 1, lastAt: early }],
    ['b', { count: 5, lastAt: late }],
  ])
  expect(sums.byManifest.get('b sha256:1')).toEqual({ count: 5, lastAt: late })
  expect([...sums.byTag.keys()]).toEqual(['b latest'])
})
