import { createTarReader, type TarEntry } from '@berth/image/tar'
import { expect, test } from 'vitest'
import { packFiles } from './pack-files.ts'

test('what is packed is read again as it was, folders first', async () => {
  const long = `${'a/'.repeat(60)}文件.txt`
  const packed = packFiles(
    new Map([
      ['Dockerfile', new Blob(['FROM x\n'])],
      [long, new Blob(['y'.repeat(513)])],
    ]),
  )
  const entries: TarEntry[] = []
  let bytes = 0
  const reader = createTarReader({
    entry: (entry) => entries.push(entry),
    data: (chunk) => {
      bytes += chunk.length
    },
    entryEnd: () => undefined,
  })
  reader.push(Buffer.from(await packed.arrayBuffer()))
  reader.finish()
  // names are byte strings
  const paths = entries.map(({ name }) => Buffer.from(name, 'latin1').toString())
  expect(paths).toHaveLength(62)
  expect(paths.slice(-2)).toEqual(['Dockerfile', long])
  expect(bytes).toBe(7 + 513)
})
