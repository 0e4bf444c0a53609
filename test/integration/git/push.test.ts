import { rm } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { answerBuilds } from './answer-builds.ts'
import { type GitFixture, startGitService } from './git-fixture.ts'

let fixture: GitFixture
let token: string
let answering: { stop(): Promise<void> } | undefined
beforeAll(async () => {
  fixture = await startGitService()
  token = await fixture.tokenOf()
})
afterEach(async () => {
  await answering?.stop()
  answering = undefined
})
afterAll(() => fixture.close())

const refsOf = async (app: string) => {
  const rows = await fixture.db.gitRef.findMany({ where: { app: { name: app } } })
  return Object.fromEntries(rows.map(({ name, commit }) => [name, commit]))
}

test('a push builds, tells its output and the rollout, and ends with the address', async () => {
  answering = answerBuilds(fixture.db, () => ({ output: 'step 1\n\u001b[31mstep 2\u001b[0m\n' }))
  const clone = await fixture.clone({ Dockerfile: 'FROM scratch\n', 'bin/start': 'x' })
  const pushed = await clone.git('push', fixture.remote('web', token), 'main')
  expect(pushed.err).toContain('remote:        step 1')
  expect(pushed.err).toContain('remote:        step 2')
  expect(pushed.err).toContain('remote:        start: one instance')
  expect(pushed.err).toContain('http://web--acme.test')
  expect(pushed).toMatchObject({ code: 0 })
  const head = (await clone.git('rev-parse', 'HEAD')).out.trim()
  expect(await refsOf('web')).toEqual({ 'refs/heads/main': head })
  const build = await fixture.db.build.findFirstOrThrow({ include: { source: true } })
  expect(build.origin).toMatchObject({
    kind: 'git',
    commit: head,
    branch: 'main',
    subject: 'first',
    author: 'Ann',
  })
  const archive = await fixture.sources.stat(build.source?.digest ?? '')
  expect(archive?.size).toBeGreaterThan(1024)
})

test('what was pushed can be cloned and fetched, also shallow, and after the folder was lost', async () => {
  const clone = await fixture.clone()
  await rm(fixture.root, { recursive: true })
  const cloned = await clone.git('clone', '-q', fixture.remote('web', token), 'whole')
  expect(cloned).toMatchObject({ code: 0 })
  expect((await clone.git('-C', 'whole', 'ls-files')).out).toBe('Dockerfile\nbin/start\n')
  const shallow = await clone.git('clone', '-q', '--depth=1', fixture.remote('web', token), 'shallow')
  expect(shallow).toMatchObject({ code: 0 })
})

test('a build that fails rejects the push, with its line, and the ref stays', async () => {
  const clone = await fixture.clone()
  answering = answerBuilds(fixture.db, () => ({}))
  expect(await clone.git('push', fixture.remote('broken', token), 'main')).toMatchObject({ code: 0 })
  await answering.stop()
  const before = await refsOf('broken')
  answering = answerBuilds(fixture.db, () => ({
    failure: {
      kind: 'step',
      message: 'make: *** No targets',
      file: 'Dockerfile',
      line: 2,
      column: 5,
      text: 'RUN make',
      exitCode: 2,
    },
  }))
  await clone.commit({ Dockerfile: 'FROM x\nRUN make\n' })
  const pushed = await clone.git('push', fixture.remote('broken', token), 'main')
  expect(pushed.code).not.toBe(0)
  expect(pushed.err).toContain(
    '[remote rejected] main -> main (the build failed: Dockerfile:2: make: *** No targets)',
  )
  expect(pushed.err).toMatch(/remote: {2}! {7}RUN make\s*\nremote: {2}! {11}\^/)
  expect(await refsOf('broken')).toEqual(before)
  expect(await fixture.db.gitPack.count({ where: { app: { name: 'broken' } } })).toBe(1)
})

test('a rollout that fails keeps the push, and says so', async () => {
  const clone = await fixture.clone()
  answering = answerBuilds(fixture.db, () => ({ deploy: 'failed' }))
  const pushed = await clone.git('push', fixture.remote('crashing', token), 'main')
  expect(pushed).toMatchObject({ code: 0 })
  expect(pushed.err).toContain('built and stored, but not deployed: it ended with code 1')
  expect(pushed.err).toContain('Error: no such module')
  expect(Object.keys(await refsOf('crashing'))).toEqual(['refs/heads/main'])
})

test('only the deploy branch builds: others, tags, forced pushes and deletes are stored', async () => {
  answering = answerBuilds(fixture.db, () => ({}))
  const clone = await fixture.clone()
  const remote = fixture.remote('refs', token)
  const feature = await clone.git('push', remote, 'main:refs/heads/feature', 'main:refs/heads/older')
  expect(feature.err).toContain('stored and not deployed: feature, older')
  expect(feature.err).toContain('git push <remote> feature:main')
  expect(await fixture.db.build.count({ where: { app: { name: 'refs' } } })).toBe(0)
  await clone.git('tag', '-a', 'v1', '-m', 'one')
  expect(await clone.git('push', remote, 'main', 'v1', 'main:refs/heads/other')).toMatchObject({ code: 0 })
  expect(await fixture.db.build.count({ where: { app: { name: 'refs' } } })).toBe(1)
  await clone.git('commit', '--amend', '-q', '-m', 'changed')
  expect((await clone.git('push', remote, 'main:other')).code).not.toBe(0)
  expect(await clone.git('push', '-f', remote, 'main:other', 'main')).toMatchObject({ code: 0 })
  expect(await clone.git('push', remote, ':feature', ':older', ':v1')).toMatchObject({ code: 0 })
  const gone = await clone.git('push', remote, ':main')
  expect(gone.err).toContain('this branch is what is deployed')
  expect(Object.keys(await refsOf('refs')).toSorted()).toEqual(['refs/heads/main', 'refs/heads/other'])
})

test('a first push of one branch is deployed, whatever its name', async () => {
  answering = answerBuilds(fixture.db, () => ({}))
  const clone = await fixture.clone()
  const pushed = await clone.git('push', fixture.remote('topical', token), 'main:topic')
  expect(pushed).toMatchObject({ code: 0 })
  expect(pushed.err).toContain('(topic)')
  expect(await fixture.db.app.findFirstOrThrow({ where: { name: 'topical' } })).toMatchObject({
    deployBranch: 'topic',
  })
})

test('master is the deploy branch of an app that is pushed to as master', async () => {
  answering = answerBuilds(fixture.db, () => ({}))
  const clone = await fixture.clone()
  const pushed = await clone.git('push', fixture.remote('old-way', token), 'main:master')
  expect(pushed.err).toContain('(master)')
  expect(await fixture.db.app.findFirstOrThrow({ where: { name: 'old-way' } })).toMatchObject({
    deployBranch: 'master',
  })
})
