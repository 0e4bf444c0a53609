import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ensureSecrets } from './secrets.ts'
import { PLATFORM_USERS, type UserIds } from './users.ts'

const id = process.getuid?.() ?? 0
const users = {
  gid: process.getgid?.() ?? 0,
  uid: Object.fromEntries(PLATFORM_USERS.map((user) => [user, id])) as UserIds['uid'],
}

async function dataFolder() {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return { dir, secrets: path.join(dir, 'secrets'), adminFile: path.join(dir, 'admin.json') }
}

test('secrets are made once', async () => {
  const paths = await dataFolder()
  await ensureSecrets(paths, users)
  const key = await readFile(path.join(paths.secrets, 'master.key'), 'utf8')
  await ensureSecrets(paths, users)
  expect(await readFile(path.join(paths.secrets, 'master.key'), 'utf8')).toBe(key)
})

test('secrets that cannot be read are not made again', async () => {
  const paths = await dataFolder()
  await writeFile(paths.secrets, 'no folder')
  await expect(ensureSecrets(paths, users)).rejects.toThrow('ENOTDIR')
  expect(await readFile(paths.secrets, 'utf8')).toBe('no folder')
})

test.each(['admin.json', 'postgres/18'])(
  'secrets that are gone are not made again where there is %s',
  async (trace) => {
    const paths = await dataFolder()
    await ensureSecrets(paths, users)
    await mkdir(path.join(paths.dir, trace), { recursive: true })
    await rename(paths.secrets, `${paths.secrets}.away`)
    await expect(ensureSecrets(paths, users)).rejects.toThrow(`${paths.secrets} is missing`)
    expect(await readdir(paths.dir)).not.toContain('secrets')
  },
)
