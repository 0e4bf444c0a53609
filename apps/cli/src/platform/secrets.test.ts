import { mkdir, mkdtempDisposable, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ensureSecrets } from './secrets.ts'
import { PLATFORM_USERS, type UserIds } from './users.ts'

const id = process.getuid?.() ?? 0
const users = {
  gid: process.getgid?.() ?? 0,
  uid: Object.fromEntries(PLATFORM_USERS.map((user) => [user, id])) as UserIds['uid'],
}

async function dataFolder() {
  const folder = await mkdtempDisposable(path.join(tmpdir(), 'berth-'))
  const dir = folder.path
  return {
    paths: { dir, secrets: path.join(dir, 'secrets'), adminFile: path.join(dir, 'admin.json') },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

test('secrets are made once', async () => {
  await using data = await dataFolder()
  const { paths } = data
  await ensureSecrets(paths, users)
  const key = await readFile(path.join(paths.secrets, 'master.key'), 'utf8')
  await ensureSecrets(paths, users)
  expect(await readFile(path.join(paths.secrets, 'master.key'), 'utf8')).toBe(key)
})

test('secrets that cannot be read are not made again', async () => {
  await using data = await dataFolder()
  const { paths } = data
  await writeFile(paths.secrets, 'no folder')
  await expect(ensureSecrets(paths, users)).rejects.toThrow('ENOTDIR')
  expect(await readFile(paths.secrets, 'utf8')).toBe('no folder')
})

test.each(['admin.json', 'postgres/18'])(
  'secrets that are gone are not made again where there is %s',
  async (trace) => {
    await using data = await dataFolder()
    const { paths } = data
    await ensureSecrets(paths, users)
    await mkdir(path.join(paths.dir, trace), { recursive: true })
    await rename(paths.secrets, `${paths.secrets}.away`)
    await expect(ensureSecrets(paths, users)).rejects.toThrow(`${paths.secrets} is missing`)
    expect(await readdir(paths.dir)).not.toContain('secrets')
  },
)
