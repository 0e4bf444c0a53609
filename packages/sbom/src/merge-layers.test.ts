import { expect, test } from 'vitest'
import type { LayerFindings } from './layer-findings.ts'
import { mergeLayers } from './merge-layers.ts'

const has = (path: string, name: string): LayerFindings => ({
  found: { [path]: { kind: 'packages', packages: [{ type: 'npm', name, version: '1' }] } },
  removed: [],
  cleared: [],
})
const names = (...layers: LayerFindings[]) => mergeLayers(layers).packages.map(({ name }) => name)

test('a higher layer replaces a file, and says each package once, in order', () => {
  expect(names(has('a', 'old'), has('a', 'new'))).toEqual(['new'])
  expect(names(has('b', 'z'), has('a', 'a'), has('c', 'a'))).toEqual(['a', 'z'])
})

test('whiteouts take files and folders away, opaque folders what was in them, and only from below', () => {
  const nothing = { found: {}, removed: [], cleared: [] }
  expect(names(has('app/x/p', 'a'), { ...nothing, removed: ['app/x/p'] })).toEqual([])
  expect(names(has('app/x/p', 'a'), { ...nothing, removed: ['app'] })).toEqual([])
  expect(names(has('app/x/p', 'a'), { ...nothing, removed: ['ap', 'app/x/other'] })).toEqual(['a'])
  expect(names(has('app/x/p', 'a'), { ...has('app/x/p', 'b'), cleared: ['app/x/'] })).toEqual(['b'])
  expect(names(has('p', 'a'), { ...nothing, cleared: [''] })).toEqual([])
})
