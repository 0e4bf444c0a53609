import { expect, test } from 'vitest'
import { describeNote } from './describe-note.ts'
import { pullNote } from './pull-note.ts'

const MIB = 1024 * 1024

test('a deploy tells how far the image of its hindmost instance is', () => {
  const ahead = { bytes: 40 * MIB, total: 48 * MIB, layers: 5, layersDone: 4 }
  const behind = { bytes: 12 * MIB, total: 48 * MIB, layers: 5, layersDone: 2 }
  const note = pullNote([{ pull: ahead }, { pull: null }, { pull: behind }])
  expect(note).toEqual({ kind: 'pulls', ...behind })
  expect(note && describeNote(note)).toBe('12 MiB of 48 MiB, 2 of 5 layers')
})

test('before the manifest was read there is nothing to tell', () => {
  expect(pullNote([{ pull: null }, { pull: { bytes: 0, total: 0, layers: 0, layersDone: 0 } }])).toBeNull()
})
