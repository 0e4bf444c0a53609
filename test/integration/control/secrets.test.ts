import { createServer, type Server } from 'node:http'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeployView, SecretChangeView } from '../../../packages/protocol/src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { portOf } from '../door/door-fixture.ts'
import { type ControlPlane, startControlPlane } from './support/control-plane.ts'
import { pushImage } from './support/push-image.ts'
import { connectAgent, runs, type ScriptedAgent } from './support/scripted-agent.ts'

const FIRST = 'correct-horse-battery'
const SECOND = 'staple-of-the-second'

let plane: ControlPlane
let agent: ScriptedAgent
let server: Server

beforeAll(async () => {
  plane = await startControlPlane()
  const node = await plane.addNode('one')
  server = createServer((_request, response) => void response.end('hello'))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const ports = [portOf(server)]
  await pushImage(plane.db, { tenantId: plane.caller.tenant.id, name: 'acme/hello', tag: '1', ports })
  await plane.startControl()
  const { socket, redis } = plane
  agent = await connectAgent({ socket, redisUrl: redis.bareUrl, token: node.token, script: runs() })
})

afterAll(async () => {
  await agent?.close()
  server?.close()
  await plane?.stop()
})

const target = (app: string) => ({ ...plane.caller, app })

async function ended({ id }: DeployView): Promise<DeployView> {
  const view = () => plane.deploy.getDeploy({ ...plane.caller, id })
  await eventually(async () => !['queued', 'running'].includes((await view()).state), {
    ...{ withinMs: 60_000, what: `the end of deploy ${id}` },
  })
  return view()
}

async function deploy(app: string, more: { project?: string } = {}): Promise<void> {
  const view = await plane.deploy.deploy({ ...target(app), ...more, image: 'hello:1', memory: 64 << 20 })
  expect(await ended(view)).toMatchObject({ state: 'succeeded' })
}

async function set(app: string, name: string, value: string, as?: 'file' | 'env') {
  const wish = { value, ...(as && { as }) }
  return plane.deploy.changeSecrets({ ...target(app), set: { [name]: wish }, unset: [] })
}

async function live({ deploy: view }: SecretChangeView): Promise<DeployView> {
  if (!view) throw new Error('nothing is deployed')
  return ended(view)
}

/** What the node was told of the instance of the newest release. */
function told(app: string) {
  const specs = [...agent.specs.values()].filter((spec) => spec.app.name === app)
  return specs.toSorted((a, b) => b.release - a.release)[0]
}

test('a secret is deployed with a release of its own, rolled back with it, and told to the node alone', async () => {
  await deploy('shop')
  expect(await live(await set('shop', 'API_KEY', FIRST))).toMatchObject({ state: 'succeeded', release: 2 })
  expect(told('shop')?.secrets).toEqual({ env: { API_KEY: FIRST }, files: {} })
  await live(await set('shop', 'API_KEY', SECOND, 'file'))
  expect(told('shop')?.secrets).toEqual({ env: {}, files: { API_KEY: SECOND } })
  await ended(await plane.deploy.rollback({ ...target('shop'), number: 2 }))
  expect(told('shop')).toMatchObject({ release: 4, secrets: { env: { API_KEY: FIRST }, files: {} } })
  expect(await plane.deploy.listSecrets(target('shop'))).toMatchObject([
    { name: 'API_KEY', as: 'env', version: 1, versions: [{ number: 2 }, { number: 1 }] },
  ])
})

test('no value is in a row, an event, an audit entry or any view', async () => {
  await deploy('quiet')
  await live(await set('quiet', 'TOKEN', FIRST))
  const rows = await Promise.all([
    plane.db.release.findMany(),
    plane.db.secret.findMany({ include: { versions: true } }),
    plane.db.audit.findMany(),
    plane.deploy.listSecrets(target('quiet')),
    plane.deploy.getApp(target('quiet')),
    plane.deploy.listReleases(target('quiet')),
    plane.deploy.listEvents(target('quiet')),
    plane.deploy.env(target('quiet')),
  ])
  expect(inspect(rows, { depth: null })).not.toContain(FIRST)
  const audit = await plane.db.audit.findFirst({ where: { action: 'app.secrets_changed', target: 'quiet' } })
  expect(audit?.data).toMatchObject({ set: ['TOKEN'], unset: [] })
})

test('a variable that becomes a secret is none any more, and what is unset is gone from the next release', async () => {
  await deploy('moves')
  await ended(await plane.deploy.setEnv({ ...target('moves'), set: { KEY: 'plain-value' }, unset: [] }))
  await live(await set('moves', 'KEY', SECOND))
  expect(await plane.deploy.env(target('moves'))).toEqual({})
  await live(await plane.deploy.changeSecrets({ ...target('moves'), set: {}, unset: ['KEY'] }))
  expect(told('moves')?.secrets).toBeUndefined()
  expect(await plane.deploy.listSecrets(target('moves'))).toEqual([])
  const again = plane.deploy.changeSecrets({ ...target('moves'), set: {}, unset: ['KEY'] })
  await expect(again).rejects.toMatchObject({ code: 'secret.not_found' })
})

test('apps of a project share its secrets, below their own; a release keeps its versions, and a roll back restores them', async () => {
  const project = { ...plane.caller, project: 'vaulted' }
  const share = (name: string, value: string, apply = false) =>
    plane.deploy.projects.changeSecrets({ ...project, set: { [name]: { value } }, unset: [], apply })
  await plane.deploy.projects.setEnv({ ...project, set: { KEY: 'a plain one' }, unset: [] })
  await share('KEY', FIRST)
  await deploy('tenant-a', { project: 'vaulted' })
  expect(told('tenant-a')?.secrets).toEqual({ env: { KEY: FIRST }, files: {} })
  expect(told('tenant-a')?.env).not.toHaveProperty('KEY')
  const waiting = await share('KEY', SECOND)
  expect(waiting).toMatchObject({ deploys: [], apps: [{ name: 'tenant-a', behind: ['KEY'] }] })
  const { deploys } = await plane.deploy.projects.applyEnv(project)
  expect(await Promise.all(deploys.map(ended))).toMatchObject([{ state: 'succeeded', release: 2 }])
  expect(told('tenant-a')?.secrets).toEqual({ env: { KEY: SECOND }, files: {} })
  await ended(await plane.deploy.rollback({ ...target('tenant-a'), number: 1 }))
  expect(told('tenant-a')).toMatchObject({ release: 3, secrets: { env: { KEY: FIRST }, files: {} } })
  await live(await set('tenant-a', 'KEY', 'of the app alone'))
  expect(told('tenant-a')?.secrets).toEqual({ env: { KEY: 'of the app alone' }, files: {} })
  expect(await plane.deploy.projects.secrets(project)).toMatchObject([
    { name: 'KEY', as: 'env', version: 2, versions: [{ number: 2 }, { number: 1 }] },
  ])
})

test('secrets of a project are in no row as they are, and no variable takes their name', async () => {
  const project = { ...plane.caller, project: 'guarded' }
  const wish = { set: { TOKEN: { value: FIRST } }, unset: [] }
  await plane.deploy.projects.changeSecrets({ ...project, ...wish })
  const rows = await Promise.all([
    plane.db.project.findMany(),
    plane.db.secret.findMany({ include: { versions: true } }),
    plane.db.audit.findMany(),
    plane.db.event.findMany(),
    plane.deploy.projects.secrets(project),
    plane.deploy.projects.env(project),
  ])
  expect(inspect(rows, { depth: null })).not.toContain(FIRST)
  const variable = plane.deploy.projects.setEnv({ ...project, set: { TOKEN: 'x' }, unset: [] })
  await expect(variable).rejects.toThrow('TOKEN is a secret of project guarded')
  await plane.deploy.projects.changeSecrets({ ...project, set: {}, unset: ['TOKEN'] })
  expect(await plane.deploy.projects.secrets(project)).toEqual([])
  const left = await plane.db.secret.count({ where: { project: { name: 'guarded' } } })
  expect(left).toBe(0)
})

test('what was set before the first release is in it', async () => {
  await plane.deploy.ensureApp(target('early'))
  expect(await set('early', 'tls.pem', FIRST, 'file')).toEqual({ deploy: null })
  await deploy('early')
  expect(told('early')?.secrets).toEqual({ env: {}, files: { 'tls.pem': FIRST } })
})

test('the newest ten versions are kept, and those that a release needs', async () => {
  await plane.deploy.ensureApp(target('many'))
  for (let i = 0; i < 13; i++) await set('many', 'KEY', `value number ${i}`)
  const numbers = async () =>
    (await plane.deploy.listSecrets(target('many'))).flatMap(({ versions }) =>
      versions.map(({ number }) => number),
    )
  expect(await numbers()).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4])
})

test('the name of a variable has no dot', async () => {
  await expect(set('early', 'not.a.variable', FIRST)).rejects.toMatchObject({ code: 'input.invalid' })
})

test('what an instance printed of a secret is hidden', async () => {
  await deploy('loud')
  await live(await set('loud', 'KEY', FIRST))
  const spec = told('loud')
  if (!spec) throw new Error('its node was not told of it')
  const mask = async () => {
    const at = new Date().toISOString()
    const end = { kind: 'exit' as const, code: 1 }
    await agent.report(spec, { state: 'failed', end, endedAt: at, lastLines: [`key is ${FIRST}`] })
  }
  await mask()
  const row = await plane.db.container.findUniqueOrThrow({ where: { id: spec.id } })
  expect(row.lastLines).toEqual(['key is ••••••••'])
})

const project = { project: 'team' }

async function share(set: Record<string, string>, options: { unset?: string[]; apply?: boolean } = {}) {
  const { unset = [], apply } = options
  return plane.deploy.projects.setEnv({ ...plane.caller, ...project, set, unset, apply })
}

test('apps get what their project shares with their next release, under what they have of their own', async () => {
  await deploy('front', project)
  await ended(await plane.deploy.setEnv({ ...target('front'), set: { MODE: 'own' }, unset: [] }))
  const { apps, deploys } = await share({ MODE: 'shared', DATABASE: 'first' })
  expect(deploys).toEqual([])
  expect(apps.find(({ name }) => name === 'front')).toMatchObject({
    ...{ release: 2, running: true, overrides: ['MODE'], behind: ['DATABASE'] },
  })
  expect(told('front')?.env).toMatchObject({ MODE: 'own' })
  await deploy('front', project)
  expect(told('front')?.env).toMatchObject({ MODE: 'own', DATABASE: 'first' })
  expect(await plane.deploy.env(target('front'))).toEqual({ MODE: 'own' })
  await live(await set('front', 'DATABASE', SECOND))
  expect(told('front')).toMatchObject({ env: { MODE: 'own' }, secrets: { env: { DATABASE: SECOND } } })
})

test('a change is deployed to who is behind when it is asked for, and a release keeps what it had', async () => {
  await deploy('one', project)
  await deploy('own', project)
  await ended(await plane.deploy.setEnv({ ...target('own'), set: { REGION: 'mine' }, unset: [] }))
  for (const view of (await share({ REGION: 'north' }, { apply: true })).deploys) await ended(view)
  const { release: before } = await plane.deploy.getApp(target('one'))
  expect(told('one')?.env).toMatchObject({ REGION: 'north' })
  const { deploys, apps } = await share({ REGION: 'south' }, { apply: true })
  expect(deploys.map(({ app }) => app)).toContain('one')
  expect(deploys.map(({ app }) => app)).not.toContain('own')
  expect(apps.filter(({ running, behind }) => running && behind.length > 0)).toEqual([])
  for (const view of deploys) expect(await ended(view)).toMatchObject({ state: 'succeeded' })
  expect(told('one')?.env).toMatchObject({ REGION: 'south' })
  await ended(await plane.deploy.rollback({ ...target('one'), number: before ?? 0 }))
  expect(told('one')?.env).toMatchObject({ REGION: 'north' })
  await ended(await plane.deploy.scale({ ...target('one'), processes: { web: 2 } }))
  expect(told('one')?.env).toMatchObject({ REGION: 'north' })
})

test('what is shared is sealed, and set again to what it is leaves all apps as they are', async () => {
  await share({ SHARED: FIRST })
  for (const view of (await plane.deploy.projects.applyEnv({ ...plane.caller, ...project })).deploys)
    await ended(view)
  const { apps } = await share({ SHARED: FIRST })
  expect(apps.filter(({ running, behind }) => running && behind.length > 0)).toEqual([])
  const rows = await Promise.all([
    plane.db.project.findMany(),
    plane.db.release.findMany(),
    plane.db.event.findMany(),
    plane.db.audit.findMany(),
    plane.deploy.projects.list(plane.caller),
  ])
  expect(inspect(rows, { depth: null })).not.toContain(FIRST)
  expect(await plane.deploy.projects.env({ ...plane.caller, ...project })).toMatchObject({
    env: { SHARED: FIRST },
  })
  const missing = share({}, { unset: ['NOTHING'] })
  await expect(missing).rejects.toMatchObject({ code: 'input.invalid' })
  const elsewhere = plane.deploy.projects.env({ ...plane.caller, project: 'elsewhere' })
  await expect(elsewhere).rejects.toMatchObject({ code: 'project.not_found' })
})

test('an instance whose secrets do not open is kept on its node, which is told of the others', async () => {
  await deploy('sealed')
  await live(await set('sealed', 'API_KEY', FIRST))
  await deploy('unsealed')
  const { id: appId } = await plane.db.app.findFirstOrThrow({ where: { name: 'sealed' } })
  const instance = await plane.db.container.findFirstOrThrow({ where: { appId, desired: 'running' } })
  await plane.db.secretVersion.updateMany({ where: { secret: { appId } }, data: { sealed: 'v1.AAAA' } })
  const { containers, untold } = await agent.peer.call('node.inventory', { containers: [] })
  expect(untold).toEqual([instance.id])
  expect(containers.map(({ app }) => app.name)).toContain('unsealed')
  expect(containers.map(({ id }) => id)).not.toContain(instance.id)
})
