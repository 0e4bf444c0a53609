import type { WantedVolume } from '@berth/protocol'
import { describe, expect, test } from 'vitest'
import { planVolumes } from './plan-volumes.ts'
import type { FoundVolume } from './volume-folders.ts'

const wanted = (change: Partial<WantedVolume> = {}): WantedVolume => ({
  ...{ id: 'vol_a', bytes: 10, made: true, gone: false, snapshots: [], restore: null },
  ...change,
})
const found = (snapshots: string[] = [], live: FoundVolume['live'] = { usedBytes: 1, limitBytes: 10 }) => ({
  ...{ id: 'vol_a', live, snapshots: snapshots.map((id) => ({ id, bytes: 1 })) },
})
const restore = { task: 'vtk_1', from: 'snp_1', keep: 'snp_2' }

function plan(one: WantedVolume | null, here: FoundVolume | null, restored: string[] = []): string[] {
  const steps = planVolumes({
    ...{ wanted: one ? [one] : [], found: here ? [here] : [], restored: new Set(restored) },
  })
  return steps.map((step) => ('snapshot' in step ? `${step.kind} ${step.snapshot}` : step.kind))
}

describe('a volume', () => {
  test('is made when it is new, and never when it was there before', () => {
    expect(plan(wanted({ made: false }), null)).toEqual(['make'])
    expect(plan(wanted(), null)).toEqual(['lost'])
    expect(plan(wanted(), found([], null))).toEqual(['lost'])
    expect(plan(wanted(), found())).toEqual([])
  })

  test('that is a copy is made of the other one, and is its own from then on', () => {
    const copy = {
      id: 'vol_a',
      bytes: 10,
      made: false,
      gone: false,
      snapshots: [],
      restore: null,
      from: 'vol_b',
    }
    const steps = (here: FoundVolume[]) =>
      planVolumes({ wanted: [copy], found: here, restored: new Set<string>() })
    expect(steps([])).toEqual([{ kind: 'make', id: 'vol_a', bytes: 10, from: 'vol_b' }])
    expect(steps([found()])).toEqual([])
  })

  test('is left alone when nobody speaks of it, and goes when it is told to', () => {
    expect(plan(null, found())).toEqual([])
    expect(plan(wanted({ gone: true }), found())).toEqual(['remove'])
    expect(plan(wanted({ gone: true }), found(['snp_1'], null))).toEqual(['remove'])
    expect(plan(wanted({ gone: true }), null)).toEqual([])
  })

  test('takes another limit', () => {
    expect(plan(wanted({ bytes: 20 }), found())).toEqual(['limit'])
  })

  test('keeps the snapshots that are wanted, and those that nobody speaks of', () => {
    const snapshots = [
      { id: 'snp_1', gone: false },
      { id: 'snp_2', gone: true },
    ]
    expect(plan(wanted({ snapshots }), found(['snp_2', 'snp_3']))).toEqual([
      'snapshot snp_1',
      'remove-snapshot snp_2',
    ])
    expect(plan(wanted({ snapshots }), found(['snp_1']))).toEqual([])
  })
})

describe('a restore', () => {
  const snapshots = ['snp_1', 'snp_2'].map((id) => ({ id, gone: false }))

  test('keeps the state before by itself, and is done once', () => {
    expect(plan(wanted({ snapshots, restore }), found(['snp_1']))).toEqual(['restore'])
    expect(plan(wanted({ snapshots, restore }), found(['snp_1', 'snp_2']), ['vtk_1'])).toEqual([])
  })

  test('that was cut off goes on, where the volume is away', () => {
    expect(plan(wanted({ snapshots, restore }), found(['snp_1', 'snp_2'], null))).toEqual(['restore'])
  })
})
