import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ownerOf, reclaim } from './reclaim.ts'

test('what an instance without a run folder had claimed is given back, and nothing else', async () => {
  const shared = await mkdtemp(path.join(tmpdir(), 'berth-reclaim-'))
  onTestFinished(() => rm(shared, { recursive: true }))
  for (const folder of ['ids', 'subnets', 'alive1']) await mkdir(path.join(shared, folder))
  await writeFile(path.join(shared, 'ids/1073741824'), 'alive1 ctr_a\n')
  await writeFile(path.join(shared, 'ids/1073807360'), 'gone01 ctr_b\n')
  await writeFile(path.join(shared, 'subnets/100.64.0.0-22'), 'alive1')
  await writeFile(path.join(shared, 'subnets/100.64.4.0-22'), 'gone01')

  await reclaim(shared)

  expect(await readdir(path.join(shared, 'ids'))).toEqual(['1073741824'])
  expect(await readdir(path.join(shared, 'subnets'))).toEqual(['100.64.0.0-22'])
})

test('nothing is claimed on a machine without a platform', async () => {
  await expect(reclaim('/nonexistent')).resolves.toBeUndefined()
})

test('a claim that is still empty belongs to somebody who is about to write it', () => {
  expect(ownerOf('')).toBeUndefined()
})
