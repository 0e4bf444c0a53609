import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'
import { openView } from './support/view.ts'

const MIB = 1 << 20
const NO_HEALTH = { health: { kind: 'none' } } as const

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const WRITE = `echo kept > /www/made; rm /www/index.html; busybox chown 33:44 /www/made; busybox chmod 4711 /www/made
  rm -r /root; busybox mkdir /root; echo anew > /root/made; echo not > /data/volume; busybox ln /www/made /www/second; echo done`

test('an image of a container has what it wrote, without its volumes, and what was asked to be changed', async () => {
  const { id } = await rig.want(NO_HEALTH)
  await rig.healthy(id)
  expect(await run(rig, id, ['sh', '-c', WRITE])).toEqual({ out: 'done', err: '' })
  const digest = await commit(id, { env: { ADDED: 'yes' }, command: ['sleep', '1000'] })
  expect(await commit(id, {}, false)).toMatch(/^sha256:/)
  const copy = await rig.want({ ...NO_HEALTH, image: { repository: 'acme/copy', digest } })
  await rig.healthy(copy.id)
  const look = `cat /www/made /root/made /data/*; stat -c '%u:%g %a %h' /www/made
    echo $ADDED; cat /proc/*/cmdline | tr '\\0' ' '; echo /www/*`
  const { out } = await run(rig, copy.id, ['sh', '-c', look])
  expect(out).toMatch(/^kept\nanew\nfrom the image33:44 4711 2\nyes\n/)
  expect(out).toContain('sleep 1000')
  expect(out).toMatch(/\n.*\/www\/made \/www\/second$/)
})

test('names that stand for a whiteout are left out, whatever has them, and hide nothing', async () => {
  const { id } = await rig.want(NO_HEALTH)
  await rig.healthy(id)
  const fake = `cd /www; busybox ln -s x .wh.index.html; busybox mkdir .wh..wh..opq; busybox mkfifo .wh.made
    : > .wh.plain; echo kept > kept`
  expect((await run(rig, id, ['sh', '-c', fake])).err).toBe('')
  const copy = await rig.want({
    ...NO_HEALTH,
    image: { repository: 'acme/copy', digest: await commit(id, {}) },
  })
  await rig.healthy(copy.id)
  const { out } = await run(rig, copy.id, ['sh', '-c', 'echo /www/* /www/.wh*'])
  expect(out).toContain('/www/index.html /www/kept')
  expect(out).toMatch(/ \/www\/\.wh\*$/)
})

test('a file of a terabyte that takes nothing on disk is refused at once, and its container goes on', async () => {
  const { id } = await rig.want(NO_HEALTH)
  await rig.healthy(id)
  await run(rig, id, ['dd', 'if=/dev/zero', 'of=/www/hole', 'bs=1', 'count=1', 'seek=1099511627775'])
  const view = await start(id, {}, true)
  await eventually(() => view.end() !== undefined)
  expect(view.end()).toMatchObject({ kind: 'error', code: 'image.too_large' })
  expect((await run(rig, id, ['echo', 'alive'])).out).toBe('alive')
  await eventually(() => readdirSync(join(rig.dir, 'agent/commits')).length === 0)
})

test('of a container that is destroyed meanwhile there is no image of half of it', async () => {
  const { id, ...spec } = await rig.want(NO_HEALTH)
  await rig.healthy(id)
  await run(rig, id, ['dd', 'if=/dev/urandom', 'of=/tmp/large', 'bs=1M', 'count=100'])
  await run(rig, id, ['sh', '-c', 'echo late > /www/zzz'])
  const view = await start(id, {}, false)
  await eventually(isPacking)
  await rig.want({ ...spec, id, desired: 'removed' })
  await rig.seen(id, ({ state }) => state === 'removed')
  expect(view.end()).toBeUndefined()
  await eventually(() => view.end() !== undefined)
  expect(view.end()).toMatchObject({ kind: 'error', code: 'container.unreadable' })
})

test('commits that nobody waits for count as open sessions', async () => {
  const { id } = await rig.want(NO_HEALTH)
  await rig.healthy(id)
  const commits = await Promise.allSettled(Array.from({ length: 40 }, () => ask(id, {}, false)))
  const refused = commits.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(8)
  expect(refused[0]).toMatchObject({ reason: { code: 'quota.exceeded' } })
})

test('an agent that is killed in the middle leaves the container running, and nothing half', async () => {
  const { id } = await rig.want({
    ...NO_HEALTH,
    limits: { cpu: 1, memory: 256 * MIB, pids: 64, disk: 1024 * MIB },
  })
  await rig.healthy(id)
  await run(rig, id, ['dd', 'if=/dev/urandom', 'of=/tmp/large', 'bs=1M', 'count=150'])
  await start(id, {}, true)
  const commits = join(rig.dir, 'agent/commits')
  await eventually(() => readdirSync(commits).length > 0)
  await eventually(isPacking)
  expect(frozen(id)).toBe('1')
  await rig.killAgent()
  await rig.startAgent()
  await eventually(() => existsSync(commits) && readdirSync(commits).length === 0) // made anew at its start
  await eventually(() => frozen(id) === '0')
  await rig.healthy(id)
  await eventually(
    async () => (await run(rig, id, ['echo', 'alive']).catch(() => undefined))?.out === 'alive',
  )
})

function isPacking(): boolean {
  const files = readdirSync(join(rig.dir, 'agent/commits'), { recursive: true })
  return files.some((name) => /layer-/.test(String(name)))
}

function frozen(id: string): string {
  const pattern = `*${rig.instance}*/${id}/cgroup.freeze`
  const files = execFileSync('find', ['/sys/fs/cgroup', '-path', pattern], { encoding: 'utf8' }).trim()
  return readFileSync(files, 'utf8').trim()
}

async function commit(containerId: string, change: object, pause = true): Promise<string> {
  const view = await start(containerId, change, pause)
  await eventually(() => view.end() !== undefined)
  expect(view.end()).toEqual({ kind: 'exit', code: 0, signal: null })
  return view.text().trim()
}

async function start(containerId: string, change: object, pause: boolean) {
  const { execId } = await ask(containerId, change, pause)
  return openView(rig, execId, containerId)
}

function ask(containerId: string, change: object, pause: boolean) {
  const base = { repository: 'acme/shop', digest: rig.digest, token: 'pull' }
  const target = { url: 'http://localhost', repository: 'acme/copy', tag: 'v1', token: 'push' }
  const request = { containerId, pause, change, base, target }
  return rig.control.agent().call('image.commit', request)
}
