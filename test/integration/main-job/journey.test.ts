import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instances } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'
import { visit } from '../../support/visit.ts'

const APP = 'journey'
const VOLUME = 'journey-data'
const HOST = 'journey.example.test'

let platform: TestPlatform
let folder: string
let url: string
beforeAll(async () => {
  platform = await sharedPlatform()
  folder = await mkdtemp(path.join(tmpdir(), 'berth-journey-'))
  url = `http://${APP}--${platform.admin.tenant}.localhost:${platform.port}`
})
afterAll(async () => {
  await platform.run(['destroy', APP, '--yes'])
  await platform.run(['volumes', 'delete', VOLUME, '--yes']) // it may be deleted already
  await rm(folder, { recursive: true })
})

test('an app comes to be by its first push', async () => {
  await git('init', '-q', '-b', 'main')
  await commit(dockerfile('one'))
  const pushed = await push()
  expect(pushed).toMatchObject({ code: 0 })
  expect(pushed.said).toContain('release 1 serves at')
  expect(pushed.said).toContain(`${APP}--${platform.admin.tenant}`)
  expect((await visit(url)).body).toBe('one\n')
})

test('a push that breaks it says why, and changes nothing', async () => {
  await commit(`${dockerfile('broken')}RUN echo the compiler is unhappy >&2; exit 7\n`)
  const pushed = await push()
  expect(pushed.code).not.toBe(0)
  expect(pushed.said).toContain('the compiler is unhappy')
  expect(pushed.said).toContain('Dockerfile:5')
  expect((await visit(url)).body).toBe('one\n')
  const [build] = await platform.json<{ state: string }[]>(['builds', APP])
  expect(build).toMatchObject({ state: 'failed' })
})

test('the push that mends it serves', async () => {
  await commit(dockerfile('two'))
  expect(await push()).toMatchObject({ code: 0 })
  expect((await visit(url)).body).toBe('two\n')
})

test('it is scaled, and all instances run', async () => {
  expect(await platform.run(['scale', APP, 'web=3', '--wait'])).toMatchObject({ code: 0 })
  const running = async () => (await instances(platform, APP)).filter(({ state }) => state === 'running')
  await eventually(async () => (await running()).length === 3)
})

test('a host of its own leads to it', async () => {
  expect(await platform.run(['domains', APP, 'add', HOST, '--no-tls'])).toMatchObject({ code: 0 })
  await eventually(async () => (await visit(platform.url, { headers: { host: HOST } })).body === 'two\n')
})

test('a secret reaches the program, and no command shows it again', async () => {
  const set = await platform.run(['secrets', APP, 'set', 'API_KEY', '--wait'], { input: 'hush-hush' })
  expect(set).toMatchObject({ code: 0 })
  const shown = await platform.run(['exec', APP, '--', 'sh', '-c', 'echo ${#API_KEY}'])
  expect(shown.stdout).toBe('9\n')
  for (const command of [
    ['secrets', APP],
    ['env', APP],
    ['info', APP],
  ])
    expect((await platform.run([...command, '--json'])).stdout).not.toContain('hush-hush')
})

test('what is written to its volume is there in the next release', async () => {
  expect(await platform.run(['scale', APP, 'web=1', '--wait'])).toMatchObject({ code: 0 })
  const created = await platform.run(['volumes', 'create', VOLUME, '--size', '64M'])
  expect(created).toMatchObject({ code: 0 })
  expect(await platform.run(['volumes', 'attach', APP, VOLUME, '/data', '--wait'])).toMatchObject({ code: 0 })
  const wrote = await platform.run(['exec', APP, '--', 'sh', '-c', 'echo kept > /data/file'])
  expect(wrote).toMatchObject({ code: 0 })
  await commit(dockerfile('three'))
  expect(await push()).toMatchObject({ code: 0 })
  const read = await platform.run(['exec', APP, '--', 'cat', '/data/file'])
  expect(read.stdout).toBe('kept\n')
})

test('a command runs once, with its release and its code', async () => {
  const ran = await platform.run(['run', APP, '--', 'sh', '-c', 'cat /srv/index.html; exit 5'])
  expect(ran).toMatchObject({ code: 5, stdout: 'three\n' })
})

test('it goes back to an earlier release', async () => {
  expect(await platform.run(['rollback', APP, '1', '--wait'])).toMatchObject({ code: 0 })
  expect((await visit(url)).body).toBe('one\n')
})

test('it is put to sleep, and its next visitor wakes it', async () => {
  expect(await platform.run(['sleep', APP, 'now'])).toMatchObject({ code: 0 })
  await eventually(async () => (await instances(platform, APP)).every(({ state }) => state !== 'running'))
  expect(await visit(url, { timeoutMs: 60_000 })).toMatchObject({ status: 200, body: 'one\n' })
})

test('destroyed, it leaves no instance, address, host or repository; its volume stays until it is deleted', async () => {
  expect(await platform.run(['destroy', APP, '--yes'])).toMatchObject({ code: 0 })
  await eventually(async () => (await visit(url)).status === 404)
  const hosted = await visit(platform.url, { headers: { host: HOST } })
  expect(hosted.body).not.toContain('one')
  expect((await git('ls-remote', remote())).code).not.toBe(0)
  const volume = async () => {
    const all = await platform.json<{ name: string; deletedAt: string | null }[]>(['volumes'])
    return all.find(({ name }) => name === VOLUME)
  }
  expect(await volume()).toMatchObject({ deletedAt: null })
  expect(await platform.run(['volumes', 'delete', VOLUME, '--yes'])).toMatchObject({ code: 0 })
  expect(await volume()).toMatchObject({ deletedAt: expect.any(String) as unknown })
})

const dockerfile = (text: string) => `FROM busybox
RUN mkdir /srv && echo ${text} > /srv/index.html
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv"]
`

async function commit(text: string): Promise<void> {
  await writeFile(path.join(folder, 'Dockerfile'), text.replace('CMD', 'EXPOSE 8080\nCMD'))
  await git('add', '-A')
  await git('commit', '-q', '-m', 'a change')
}

function remote(): string {
  const { tenant, token } = platform.admin
  return `http://x:${token}@${new URL(platform.url).host}/git/${tenant}/${APP}.git`
}

function push() {
  return git('push', remote(), 'main')
}

/** The real git, with nothing of the machine's configuration. */
function git(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const person = { NAME: 'Ann', EMAIL: 'ann@acme.test' }
  const names = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ])
  const env = {
    ...{ PATH: '/usr/bin:/bin', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    ...Object.fromEntries(names),
  }
  return new Promise((resolve) => {
    execFile('git', args, { cwd: folder, env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255
      resolve({ code, said: out + err })
    })
  })
}
