import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerBuilds } from './answer-builds.ts'
import { type Clone, type GitFixture, startGitService } from './git-fixture.ts'

const MIB = 1024 ** 2

let fixture: GitFixture
let token: string
let answering: { stop(): Promise<void> }
beforeAll(async () => {
  fixture = await startGitService({ limits: { repositoryBytes: 3 * MIB, sourceBytes: 64 * MIB } })
  token = await fixture.tokenOf()
  answering = answerBuilds(fixture.db, () => ({}))
})
afterAll(async () => {
  await answering.stop()
  await fixture.close()
})

const ask = (address: string, init: RequestInit = {}) =>
  fetch(`${fixture.url}${address}`, {
    ...init,
    headers: { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` },
  })
/** nothing of a refused push is left in the folder of repositories */
const leftovers = async () => {
  const apps = existsSync(fixture.root) ? await readdir(fixture.root) : []
  const all = await Promise.all(apps.map((app) => readdir(path.join(fixture.root, app, 'objects'))))
  return all.flat().filter((name) => name.startsWith('incoming-'))
}

test.each([
  '/git/acme/web$(touch%20x).git/info/refs?service=git-receive-pack',
  "/git/acme/web';id;'.git/info/refs?service=git-receive-pack",
  '/git/acme/..%2f..%2fetc.git/info/refs?service=git-receive-pack',
  '/git/acme/web.git/objects/info/packs',
  '/git/acme/web.git/HEAD',
  '/git/acme/web.git/config',
  '/git/acme/WEB.git/info/refs?service=git-receive-pack',
  '/git/acme/-web.git/info/refs?service=git-receive-pack',
  '/git//web.git/info/refs?service=git-receive-pack',
])('%s is no repository', async (address) => {
  expect((await ask(address)).status).toBe(404)
})

test('the dumb protocol and other services are refused in words', async () => {
  const dumb = await ask('/git/acme/web.git/info/refs')
  expect([dumb.status, await dumb.text()]).toEqual([400, expect.stringContaining('too old')])
  expect((await ask('/git/acme/web.git/info/refs?service=git-upload-archive')).status).toBe(400)
  expect((await ask('/git/acme/web.git/git-receive-pack')).status).toBe(400)
})

test('nobody without a proof, with a wrong one, or of another tenant', async () => {
  const address = `${fixture.url}/git/acme/web.git/info/refs?service=git-receive-pack`
  const anonymous = await fetch(address)
  expect(anonymous.status).toBe(401)
  expect(anonymous.headers.get('www-authenticate')).toMatch(/^Basic realm="/)
  expect((await fetch(address, { headers: { authorization: 'Basic eDp5' } })).status).toBe(401)
  const clone = await fixture.clone()
  const foreign = await clone.git('push', `http://x:${token}@${fixture.host}/git/rival/web.git`, 'main')
  expect(foreign.err).toContain('there is no tenant "rival" that you are in')
  const reader = await fixture.tokenOf(['app:read'])
  expect((await clone.git('push', fixture.remote('web', reader), 'main')).err).toContain('app:deploy')
})

test('a token of one app pushes to that app, and makes no other', async () => {
  const clone = await fixture.clone()
  expect(await clone.git('push', fixture.remote('mine', token), 'main:side')).toMatchObject({ code: 0 })
  const own = await fixture.tokenOf(['app:read', 'app:deploy'], { kind: 'dpl', app: 'mine' })
  expect(await clone.git('push', fixture.remote('mine', own), 'main:side2')).toMatchObject({ code: 0 })
  expect((await clone.git('push', fixture.remote('other', own), 'main')).err).toContain(
    'reaches another app only',
  )
  expect(await fixture.db.app.count({ where: { name: 'other' } })).toBe(0)
  const { id } = await fixture.db.token.findFirstOrThrow({ where: { kind: 'dpl' } })
  await fixture.db.token.update({ where: { id }, data: { revokedAt: new Date() } })
  expect((await clone.git('push', fixture.remote('mine', own), 'main:side3')).code).not.toBe(0)
})

test('a push that is too large is refused with its size, and nothing of it stays', async () => {
  const clone = await fixture.clone()
  await writeFile(path.join(clone.folder, 'huge'), randomBytes(8 * MIB))
  await clone.commit({})
  const pushed = await clone.git('push', fixture.remote('huge', token), 'main')
  expect(pushed.code).not.toBe(0)
  expect(pushed.err).toContain('this push is larger than 3 MiB')
  expect(await fixture.db.gitPack.count({ where: { app: { name: 'huge' } } })).toBe(0)
  expect(await leftovers()).toEqual([])
})

const rawPush = async (clone: Clone, app: string, commit: string) =>
  clone.git('push', fixture.remote(app, token), `${commit}:refs/heads/main`)
const write = async (clone: Clone, kind: string, content: string | Buffer) => {
  await writeFile(path.join(clone.folder, '.git/raw'), content)
  return (await clone.git('hash-object', '--literally', '-t', kind, '-w', '.git/raw')).out.trim()
}
const treeOf = (mode: string, name: string, id: string) =>
  Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')])
const commitOf = (tree: string) =>
  `tree ${tree}\nauthor A <a@b.c> 1 +0000\ncommitter A <a@b.c> 1 +0000\n\nx\n`

test.each(['..', '.git', '.GIT', 'a/b'])('a tree with an entry %j is refused', async (name) => {
  const clone = await fixture.clone()
  const blob = await write(clone, 'blob', 'x')
  const tree = await write(clone, 'tree', treeOf('100644', name, blob))
  const pushed = await rawPush(clone, 'hostile', await write(clone, 'commit', commitOf(tree)))
  expect(pushed.code).not.toBe(0)
  expect(pushed.err).toContain('the objects were refused')
  expect(await fixture.db.gitRef.count({ where: { app: { name: 'hostile' } } })).toBe(0)
  expect(await leftovers()).toEqual([])
})

test('a branch that is no commit, or whose history is missing, is refused', async () => {
  const clone = await fixture.clone()
  const blob = await write(clone, 'blob', 'x')
  expect((await rawPush(clone, 'hostile', blob)).code).not.toBe(0)
  await clone.commit({ a: '2' })
  await clone.git('clone', '-q', '--depth=1', `file://${clone.folder}`, 'shallow')
  const shallow = await clone.git(
    '-C',
    'shallow',
    'push',
    fixture.remote('hostile', token),
    'HEAD:refs/heads/main',
  )
  expect(shallow.err).toMatch(/git fetch --unshallow|shallow update not allowed/)
  expect(shallow.code).not.toBe(0)
})

test('a link out of the tree is stored as the link that it is, and followed by nobody', async () => {
  const clone = await fixture.clone()
  await symlink('/etc/passwd', path.join(clone.folder, 'passwd'))
  await clone.commit({})
  expect(await clone.git('push', fixture.remote('links', token), 'main')).toMatchObject({ code: 0 })
  const build = await fixture.db.build.findFirstOrThrow({
    where: { app: { name: 'links' } },
    include: { source: true },
  })
  const archive: Buffer[] = []
  for await (const chunk of await fixture.sources.read(build.source?.digest ?? '')) archive.push(chunk)
  expect(Buffer.concat(archive).toString('latin1')).toContain('/etc/passwd')
  expect(Buffer.concat(archive).toString('latin1')).not.toContain('root:x:0:0')
})

test('what is no push at all is answered, and harms nothing', async () => {
  for (const body of ['', '0000', 'hello', 'ffff', '0004', `0060${'x'.repeat(92)}`]) {
    const answer = await ask('/git/acme/hostile.git/git-receive-pack', { method: 'POST', body })
    expect([200, 400]).toContain(answer.status)
  }
  const refs = ['refs/heads/../../x', 'refs/heads/a b', 'HEAD', 'refs/heads/x.lock', 'refs/for/main']
  for (const name of refs) {
    const line = `${'0'.repeat(40)} ${'a'.repeat(40)} ${name}\0report-status`
    const length = (Buffer.byteLength(line) + 4).toString(16).padStart(4, '0')
    const answer = await ask('/git/acme/hostile.git/git-receive-pack', {
      method: 'POST',
      body: `${length}${line}0000`,
    })
    expect(await answer.text(), name).toContain('ng ')
  }
  expect(await leftovers()).toEqual([])
})
