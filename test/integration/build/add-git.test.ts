import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAddressFinder } from '@berth/outbound'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildWorld, openBuildWorld } from './support/build-world.ts'
import { GIT_HOST, type GitServer, startGitServer } from './support/git-server.ts'

let folder: string
let server: GitServer
let world: BuildWorld
let first: string
let url: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-add-git-'))
  server = await startGitServer(folder)
  first = await server.commit('app.git', { 'a.txt': 'first\n', 'docs/b.txt': 'below\n' })
  server.git('app.git', 'tag', 'v1')
  await server.commit('app.git', { 'a.txt': 'second\n' })
  url = `https://${GIT_HOST}:${server.port}/app.git`
  const resolve = async () => ['127.0.0.1']
  const locate = createAddressFinder({ allow: ['127.0.0.0/8'], resolve })
  world = await openBuildWorld({ git: { locate, gitCaFile: server.caFile } })
})

afterAll(async () => {
  await world?.close()
  server?.close()
  await rm(folder, { recursive: true, force: true })
})

const add = (what: string, more = '') => ({ Dockerfile: `FROM busybox\nADD ${what} /code/\n${more}` })

test('files of a branch, a tag or a commit are added as a checkout has them, and a folder alone when it is named', async () => {
  const look = 'RUN cat /code/a.txt > /seen; stat -c "%a %u:%g" /code/a.txt >> /seen; ls -A /code >> /seen\n'
  const seen = async (what: string) => world.file(await world.image(add(what, look)), 'seen')
  expect(await seen(url)).toBe('second\n644 0:0\na.txt\ndocs\n')
  expect(await seen(`${url}#v1`)).toBe('first\n644 0:0\na.txt\ndocs\n')
  expect(await seen(`${url}#${first}`)).toBe('first\n644 0:0\na.txt\ndocs\n')
  const below = await world.image(add(`${url}#main:docs`, 'RUN ls -A /code > /seen\n'))
  expect(await world.file(below, 'seen')).toBe('b.txt\n')
})

test('its history is there when it is asked for, and a checksum holds it to one commit', async () => {
  const kept = await world.image(add(`--keep-git-dir=true --checksum=${first} ${url}#v1`))
  expect(await world.file(kept, 'code/.git/HEAD')).toBe(`${first}\n`)
  const other = await world.build(add(`--checksum=${'0'.repeat(40)} ${url}#v1`))
  expect(other.report.failure).toMatchObject({ kind: 'step', line: 2 })
  expect(other.report.failure?.message).toContain(`came as commit ${first}`)
})

test('what did not change is in the cache, and a new commit is not', async () => {
  const source = add(`${url}#moving`)
  server.git('app.git', 'branch', '-f', 'moving', first)
  await world.image(source)
  expect((await world.build(source)).report).toMatchObject({ state: 'succeeded', ran: 0 })
  server.git('app.git', 'branch', '-f', 'moving', 'main')
  expect((await world.build(source)).report).toMatchObject({ state: 'succeeded', ran: 1 })
})

test('what is not there, is no https address or is not reached fails with its line and why', async () => {
  const cases: readonly [string, RegExp][] = [
    [`${url}#nowhere`, /no branch or tag nowhere: it has .*main.*v1/],
    [`${url}#main:nowhere`, /there is no folder nowhere/],
    [`https://${GIT_HOST}:${server.port}/missing.git`, /missing\.git|not found|no repository/i],
    ['git@git.test:app.git', /https address/],
    ['https://[::1]/app.git', /no address of a git repository/],
  ]
  for (const [what, why] of cases) {
    const { report } = await world.build(add(what))
    expect(report.failure, what).toMatchObject({ kind: 'step', line: 2 })
    expect(report.failure?.message, what).toMatch(why)
  }
})
