import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { answerBuilds } from './answer-builds.ts'
import { type GitFixture, startGitService } from './git-fixture.ts'

let fixture: GitFixture
let token: string
beforeAll(async () => {
  fixture = await startGitService()
  token = await fixture.tokenOf()
})
afterAll(() => fixture.close())

const headOf = async (app: string) =>
  (await fixture.db.gitRef.findFirst({ where: { app: { name: app }, name: 'refs/heads/main' } }))?.commit

test('two people push at once: one goes first, the other is told to fetch, and nothing is built twice', async () => {
  const waits = Promise.withResolvers<void>()
  const answering = answerBuilds(fixture.db, async () => {
    await waits.promise
    return {}
  })
  const [ann, bob] = [await fixture.clone({ a: 'ann' }), await fixture.clone({ b: 'bob' })]
  const other = await fixture.tokenOf(['app:read', 'app:deploy'], { kind: 'svc' })
  const first = ann.git('push', fixture.remote('busy', token), 'main')
  await eventually(async () => (await fixture.db.build.count({ where: { app: { name: 'busy' } } })) === 1)
  const heard = (said: string) => said.includes('waiting until its build') && waits.resolve()
  const second = bob.hear(heard, 'push', fixture.remote('busy', other), 'main')
  const both = await Promise.all([first, second])
  await answering.stop()
  expect(both[0]).toMatchObject({ code: 0 })
  expect(both[1].code).not.toBe(0)
  expect(both[1].err).toContain('waiting until its build')
  expect(both[1].err).toContain('git fetch first')
  expect(await headOf('busy')).toBe((await ann.git('rev-parse', 'HEAD')).out.trim())
  expect(await fixture.db.build.count({ where: { app: { name: 'busy' } } })).toBe(1)
})

test('who lost the right to push while another push was built is refused when it is their turn', async () => {
  const waits = Promise.withResolvers<void>()
  const answering = answerBuilds(fixture.db, async () => {
    await waits.promise
    return { failure: { kind: 'step', message: 'it does not compile' } } // so that the ref stays
  })
  const ann = await fixture.clone()
  const bob = await fixture.clone({ b: 'bob' })
  const lost = await fixture.tokenOf(['app:read', 'app:deploy'], { kind: 'svc' })
  const first = ann.git('push', fixture.remote('left', token), 'main')
  const built = () => fixture.db.build.count({ where: { app: { name: 'left' } } })
  await eventually(async () => (await built()) === 1)
  const heard = (said: string) => {
    if (!said.includes('waiting until its build')) return
    void fixture.db.token.deleteMany({ where: { kind: 'svc' } }).then(() => waits.resolve())
  }
  const second = bob.hear(heard, 'push', '-f', fixture.remote('left', lost), 'main')
  expect([(await first).code, (await second).code]).toEqual([1, 1])
  expect((await second).err).not.toContain('it does not compile')
  await answering.stop()
  expect(await built()).toBe(1)
})

test('a push that goes on from one that is being built ends that build, and takes its place', async () => {
  let answered = 0
  const answering = answerBuilds(fixture.db, async ({ id }) => {
    answered += 1
    const canceled = async () =>
      (await fixture.db.build.findUniqueOrThrow({ where: { id } })).cancelReason !== null
    if (answered === 1) await eventually(canceled, { what: 'the end of the first build', withinMs: 60_000 })
    return {}
  })
  const clone = await fixture.clone()
  const first = clone.git('push', fixture.remote('fixed', token), 'main')
  const begun = { app: { name: 'fixed' }, buildId: { not: null } }
  await eventually(async () => (await fixture.db.gitPush.count({ where: begun })) === 1)
  await clone.commit({ fix: '1' })
  const second = await clone.git('push', fixture.remote('fixed', token), 'main')
  await answering.stop()
  expect((await first).code).not.toBe(0)
  expect((await first).err).toMatch(/owner@acme.test pushed [0-9a-f]{10} meanwhile, which takes its place/)
  expect(second).toMatchObject({ code: 0 })
  expect(await headOf('fixed')).toBe((await clone.git('rev-parse', 'HEAD')).out.trim())
})

test('a push whose process is gone is ended by another one, as its build ended', async () => {
  const clone = await fixture.clone()
  const pushing = clone.git('push', fixture.remote('killed', token), 'main')
  await eventually(async () => (await fixture.db.build.count({ where: { app: { name: 'killed' } } })) === 1)
  const build = await fixture.db.build.findFirstOrThrow({ where: { app: { name: 'killed' } } })
  await fixture.db.build.update({
    where: { id: build.id },
    data: { state: 'succeeded', endedAt: new Date() },
  })
  await fixture.service.settle()
  await fixture.service.settle()
  expect(await headOf('killed')).toBe((await clone.git('rev-parse', 'HEAD')).out.trim())
  await fixture.db.build.update({ where: { id: build.id }, data: { state: 'failed' } })
  await pushing
})

test('a push whose process was killed before there was a build is rejected, and its place is free', async () => {
  const clone = await fixture.clone()
  const app = await fixture.db.app.findFirstOrThrow({ where: { name: 'killed' } })
  const old = await headOf('killed')
  const long = new Date(Date.now() - 120_000)
  const lost = await fixture.db.gitPush.create({
    data: {
      ...{ id: 'psh_lost', appId: app.id, holds: app.id, commit: 'c'.repeat(40), createdBy: 'x' },
      refs: [{ name: 'refs/heads/main', old, new: 'c'.repeat(40) }],
      ...{ createdAt: long, aliveAt: long },
    },
  })
  await fixture.service.settle()
  expect(await fixture.db.gitPush.findUniqueOrThrow({ where: { id: lost.id } })).toMatchObject({
    ...{ state: 'rejected', holds: null, reason: expect.stringContaining('push again') },
  })
  expect(await headOf('killed')).toBe(old)
  expect(await clone.git('ls-remote', fixture.remote('killed', token))).toMatchObject({ code: 0 })
})

test('many packs become one, and all that they held is there', async () => {
  const clone = await fixture.clone()
  const pushes = 3
  for (let i = 0; i < pushes; i += 1) {
    await clone.commit({ file: String(i) })
    const pushed = await clone.git('push', '-q', fixture.remote('many', token), 'main:side', 'main:rest')
    expect(pushed).toMatchObject({ code: 0 })
  }
  const packs = () => fixture.db.gitPack.count({ where: { app: { name: 'many' } } })
  expect(await packs()).toBe(pushes)
  await fixture.service.tidy({ packs: 2 })
  expect(await packs()).toBe(1)
  const copied = await clone.git('clone', '-q', '-b', 'side', fixture.remote('many', token), 'copy')
  expect(copied).toMatchObject({ code: 0 })
  expect((await clone.git('-C', 'copy', 'rev-list', '--count', 'HEAD')).out.trim()).toBe('4')
})
