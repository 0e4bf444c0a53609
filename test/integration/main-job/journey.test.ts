import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox, instances, serveText } from '../../support/deploy.ts'
import { eventually } from '../../support/eventually.ts'
import { type GitFolder, gitFolder } from '../../support/git-folder.ts'
import { killOneByOne } from '../../support/mortal-process.ts'
import { inviteDeveloper } from '../../support/person.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { type PlatformDatabase, platformDatabase } from '../../support/platform-database.ts'
import { letYearPass, nothingMore, type Remains, remainsOf } from '../../support/remains.ts'
import { mortalPlatform } from '../../support/shared-platform.ts'
import { visit } from '../../support/visit.ts'
import { requestLoop } from '../platform/request-loop.ts'

const APP = 'journey'
const VOLUME = 'journey-data'
const HOST = 'journey.example.test'

type Person = GitFolder & { readonly token: string }

let platform: TestPlatform
let database: PlatformDatabase
let ann: Person
let bob: Person
let before: Remains
let url: string
beforeAll(async () => {
  platform = await mortalPlatform()
  database = await platformDatabase(platform)
  ann = { ...(await gitFolder('ann')), token: platform.admin.token }
  bob = { ...(await gitFolder('bob')), ...(await inviteDeveloper(platform, 'bob')) }
  await warmUp()
  before = await remainsOf(platform, database)
  url = `http://${APP}--${platform.admin.tenant}.localhost:${platform.port}`
})
afterAll(async () => {
  await platform?.run(['destroy', APP, '--yes']) // it is gone already, unless something failed
  await database?.close()
  await ann?.close()
  await bob?.close()
})

/** A network has ports ready once a container began there since its agent did: others kill that one before this begins. */
async function warmUp(): Promise<void> {
  await deployBusybox(platform, 'first', serveText('first'), ['--port', '8080'])
  expect(await platform.run(['destroy', 'first', '--yes'])).toMatchObject({ code: 0 })
  const still = { what: 'a machine that stands still', withinMs: 60_000, everyMs: 2_000 }
  let seen = ''
  await eventually(async () => {
    const last = seen
    seen = JSON.stringify(await remainsOf(platform, database))
    return seen === last
  }, still)
}

const DOCKERFILE = `FROM busybox
COPY site /srv/
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/srv"]
`
const site = (text: string) => ({ Dockerfile: DOCKERFILE, 'site/index.html': `${text}\n` })

function remote({ token }: Person): string {
  const { tenant } = platform.admin
  return `http://x:${token}@${new URL(platform.url).host}/git/${tenant}/${APP}.git`
}

function push(person: Person) {
  return person.git('push', remote(person), 'main')
}

test('an app comes to be by its first push', async () => {
  await ann.commit(site('one'))
  const pushed = await push(ann)
  expect(pushed).toMatchObject({ code: 0 })
  expect(pushed.said).toContain('release 1 serves at')
  expect(pushed.said).toContain(`${APP}--${platform.admin.tenant}`)
  expect((await visit(url)).body).toBe('one\n')
})

test('a push that breaks it says why, and changes nothing', async () => {
  await ann.commit({ Dockerfile: `${DOCKERFILE}RUN echo the compiler is unhappy >&2; exit 7\n` })
  const pushed = await push(ann)
  expect(pushed.code).not.toBe(0)
  expect(pushed.said).toContain('the compiler is unhappy')
  expect(pushed.said).toContain('Dockerfile:5')
  expect((await visit(url)).body).toBe('one\n')
  const [build] = await platform.json<{ state: string }[]>(['builds', APP])
  expect(build).toMatchObject({ state: 'failed' })
})

test('the push that mends it serves', async () => {
  await ann.commit(site('two'))
  expect(await push(ann)).toMatchObject({ code: 0 })
  expect((await visit(url)).body).toBe('two\n')
})

test('of two people who push at once one is told to fetch, and then both have their change', async () => {
  await bob.git('pull', '-q', remote(bob), 'main')
  await ann.commit({ 'site/ann': 'of ann\n' })
  await bob.commit({ 'site/bob': 'of bob\n' })
  const people = [ann, bob]
  const pushed = await Promise.all(people.map(push))
  const late = people.filter((_, i) => pushed[i]?.code !== 0)
  expect(late, JSON.stringify(pushed)).toHaveLength(1)
  for (const { code, said } of pushed) if (code !== 0) expect(said).toContain('fetch first')
  for (const person of late) {
    expect(await person.git('pull', '-q', '--rebase', remote(person), 'main')).toMatchObject({ code: 0 })
    expect(await push(person)).toMatchObject({ code: 0 })
  }
  expect((await visit(`${url}/ann`)).body).toBe('of ann\n')
  expect((await visit(`${url}/bob`)).body).toBe('of bob\n')
})

test('a push that would take all processes of the machine ends with why, and neighbours go on', async () => {
  const loop = requestLoop(`http://welcome--${platform.admin.tenant}.localhost:${platform.port}`)
  const fork = 'RUN i=0; while [ $i -lt 3000 ]; do sleep 99 & i=$((i + 1)); done; exit 1\n'
  await bob.git('pull', '-q', '--rebase', remote(bob), 'main')
  await bob.git('checkout', '-q', '-b', 'hostile')
  await bob.commit({ Dockerfile: `${DOCKERFILE}${fork}` })
  const pushed = await bob.git('push', remote(bob), 'hostile:main')
  expect(pushed.code).not.toBe(0)
  expect(pushed.said).toContain('processes')
  expect((await loop.stop()).failures).toEqual([])
})

test('it is scaled, and all instances run on when the agent is killed', async () => {
  expect(await platform.run(['scale', APP, 'web=3', '--wait'])).toMatchObject({ code: 0 })
  const running = async () => (await instances(platform, APP)).filter(({ state }) => state === 'running')
  await eventually(async () => (await running()).length === 3)
  const [loop, held] = [requestLoop(url), await running()]
  await killOneByOne(platform, ['agent'])
  const works = async () => (await platform.run(['exec', APP, '--', 'true'])).code === 0
  await eventually(works, { what: 'a command, by the agent that came' })
  expect(await running()).toEqual(held)
  expect((await loop.stop()).failures).toEqual([])
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
  expect(await ann.git('pull', '-q', '--rebase', remote(ann), 'main')).toMatchObject({ code: 0 })
  await ann.commit(site('three'))
  expect(await push(ann)).toMatchObject({ code: 0 })
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
  expect((await ann.git('ls-remote', remote(ann))).code).not.toBe(0)
  const volume = async () => {
    const all = await platform.json<{ name: string; deletedAt: string | null }[]>(['volumes'])
    return all.find(({ name }) => name === VOLUME)
  }
  expect(await volume()).toMatchObject({ deletedAt: null })
  expect(await platform.run(['volumes', 'delete', VOLUME, '--yes'])).toMatchObject({ code: 0 })
  expect(await volume()).toMatchObject({ deletedAt: expect.any(String) as unknown })
})

test('after that the machine, the database and the storage of images are as they were', async () => {
  expect(await platform.run(['images', 'delete', APP, '--yes'])).toMatchObject({ code: 0 })
  await letYearPass(platform, database)
  await nothingMore(before, () => remainsOf(platform, database))
})
