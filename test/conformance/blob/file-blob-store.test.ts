import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileBlobStore } from '@berth/blob'
import { afterAll, describe, expect, test } from 'vitest'
import { blobStoreSuite } from './blob-store-suite.ts'
import { killedWriterSuite } from './killed-writer-suite.ts'

const root = mkdtempSync(join(tmpdir(), 'berth-blobs-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('files', () => blobStoreSuite(() => createFileBlobStore(root)))
describe('files, killed', () => killedWriterSuite(() => ({ kind: 'files', root: join(root, 'killed') })))

test('a full disk says so, and the upload can go on when there is room', async () => {
  const small = join(root, 'small')
  mkdirSync(small)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small])
  try {
    const store = createFileBlobStore(small)
    const writer = await store.create('upl_full')
    async function* tooMuch() {
      for (let i = 0; i < 8; i++) yield randomBytes(512 * 1024)
    }
    await expect(writer.append(tooMuch())).rejects.toMatchObject({ code: 'disk.full' })
    expect(writer.offset).toBe(0)
    async function* little() {
      yield Buffer.from('fits')
    }
    expect(await writer.append(little())).toBe(4)
    await writer.cancel()
  } finally {
    execFileSync('umount', [small])
  }
})
