import { mkdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lookBelow } from './layer-view.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'layer-view-'))
})
afterEach(() => rm(dir, { recursive: true }))

test('what a layer has is found, and what it has not is not there', async () => {
  await writeFile(join(dir, 'file'), '')
  expect(await lookBelow([Buffer.from(dir)], 'file')).toEqual({ there: true, below: [] })
  expect(await lookBelow([Buffer.from(dir)], 'other')).toEqual({ there: false, below: [] })
})

test('a path that is too long for the kernel is not there, and breaks nothing off', async () => {
  const deep = join(dir, ...Array.from({ length: 19 }, () => 'd'.repeat(205)))
  mkdirSync(deep, { recursive: true })
  const name = 'n'.repeat(255)
  expect(deep.length + name.length).toBeGreaterThan(4096)
  expect(await lookBelow([Buffer.from(deep)], name)).toEqual({ there: false, below: [] })
})
