import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cloneIsReadable } from './readable-clone.ts'

let clone: string

beforeEach(async () => {
  const above = await mkdtemp(path.join(tmpdir(), 'berth-clone-')) // mode 700, as any of mkdtemp
  clone = path.join(above, 'berth')
  for (const file of ['package.json', 'prisma/schema.prisma', 'node_modules/zod/package.json']) {
    await mkdir(path.join(clone, path.dirname(file)), { recursive: true })
    await writeFile(path.join(clone, file), '{}')
  }
  for (const open of ['', 'prisma', 'node_modules', 'node_modules/zod'])
    await chmod(path.join(clone, open), 0o755)
})
afterEach(() => rm(path.dirname(clone), { recursive: true, force: true }))

test('a clone below a folder of mode 700 is fine', async () => {
  await cloneIsReadable(clone)
})

test.each([
  ['', 0o700],
  ['package.json', 0o600],
  ['node_modules', 0o700],
])(
  'a clone whose "%s" is closed to others is refused, with the command that opens it',
  async (name, mode) => {
    await chmod(path.join(clone, name), mode)
    await expect(cloneIsReadable(clone)).rejects.toThrow(
      `${path.join(clone, name)} cannot be read by the users that the platform runs as: chmod -R go+rX ${clone}`,
    )
  },
)
