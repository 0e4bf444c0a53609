import { appRouter } from '@berth/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenClient } from '../../support/browser-session.ts'
import { addFullTenant, DIGEST, type FullTenant } from '../../support/full-tenant.ts'
import { addToken, addUser } from '../../support/people.ts'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startWeb, type TestWeb } from '../../support/web-server.ts'
import { ROLE_PERMISSIONS } from '@berth/core'

/** What a call names beside the tenant, taken from the victim; or why no tenant is involved. */
type Entry =
  | 'public'
  | 'own account'
  | 'administrators'
  | OfCourse
  | OfSandbox
  | ((victim: FullTenant) => Record<string, unknown>)

/** A call that names a course by its id, with what else it names. */
type OfCourse = { readonly course: Record<string, unknown> }

/** A call that names a sandbox by its id, with what else it names. */
type OfSandbox = { readonly sandbox: Record<string, unknown> }

const app = (victim: FullTenant) => ({ app: victim.app })
const nothing = () => ({})
const BUCKET = {
  ...{ endpoint: 'https://s3.example.org', region: 'eu-1', bucket: 'mine', prefix: '' },
  ...{ accessKeyId: 'mine', pathStyle: true },
}
const made = ({ sourceId }: FullTenant) => ({
  source: sourceId,
  origin: { kind: 'folder', name: 'mine' },
  recipe: {},
})

/** Every procedure there is. A new one fails this test until it has its line here. */
const ENTRIES: Readonly<Record<string, Entry>> = {
  'me.get': 'own account',
  'me.setLocale': 'own account',
  'auth.config': 'public',
  'auth.signUp': 'public',
  'auth.requestReset': 'public',
  'auth.reset': 'public',
  'auth.invitation': 'public',
  'auth.acceptInvitation': 'public',
  'account.updateProfile': 'own account',
  'account.changePassword': 'own account',
  'account.sessions': 'own account',
  'account.revokeSession': 'own account',
  'account.revokeAllSessions': 'own account',
  'tenants.list': 'own account',
  'tenants.create': 'own account',
  'tenants.quota': nothing,
  'tenants.firstSteps': nothing,
  'tenants.hideFirstSteps': nothing,
  'members.list': nothing,
  'members.setRole': ({ userId }) => ({ userId, role: 'viewer' }),
  'members.remove': ({ userId }) => ({ userId }),
  'invitations.list': nothing,
  'invitations.create': () => ({ email: 'somebody@example.org', role: 'viewer' }),
  'invitations.revoke': ({ invitationId }) => ({ id: invitationId }),
  'tokens.list': nothing,
  'tokens.create': (victim) => ({ name: 'x', scopes: ['app:read'], kind: 'dpl', app: victim.app }),
  'tokens.revoke': ({ tokenId }) => ({ id: tokenId }),
  'tokens.current': 'own account',
  'keys.listOwn': 'own account',
  'keys.addOwn': 'own account',
  'keys.removeOwn': 'own account',
  'keys.list': nothing,
  'keys.add': () => ({
    name: 'mine',
    publicKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`,
    machine: true,
  }),
  'keys.remove': ({ keyId }) => ({ id: keyId }),
  'sandboxes.start': 'own account',
  'sandboxes.mine': 'own account',
  'sandboxes.trial': ({ lab }) => ({ lab }),
  'sandboxes.ofCourse': { course: {} },
  'sandboxPorts.list': { sandbox: {} },
  'sandboxPorts.enter': { sandbox: { name: 'web', at: '/' } },
  'sandboxes.get': { sandbox: {} },
  'sandboxes.instructions': { sandbox: {} },
  'sandboxes.events': { sandbox: {} },
  'sandboxes.extend': { sandbox: {} },
  'sandboxes.reset': { sandbox: {} },
  'sandboxes.undoReset': { sandbox: {} },
  'sandboxes.pause': { sandbox: {} },
  'sandboxes.stop': { sandbox: {} },
  'sandboxes.resume': { sandbox: {} },
  'sandboxes.end': { sandbox: {} },
  'sandboxes.check': { sandbox: { name: 'x' } },
  'sandboxes.raiseHand': { sandbox: {} },
  'sandboxes.takeHand': { sandbox: {} },
  'sandboxes.lowerHand': { sandbox: {} },
  'sandboxes.allowDriver': { sandbox: { user: null } },
  'sandboxes.askToDrive': { sandbox: {} },
  'sandboxes.copy': { sandbox: {} },
  'sandboxes.runScript': { sandbox: { name: 'solve' } },
  'sandboxes.stopDriving': { sandbox: {} },
  'labs.list': nothing,
  'labs.get': ({ lab }) => ({ name: lab }),
  'labs.versions': ({ lab }) => ({ name: lab }),
  'labs.validate': () => ({ files: {} }),
  'labs.save': () => ({
    name: 'mine',
    files: {
      'lab.yml': 'title: Mine\ncontainers: { box: { dockerfile: Dockerfile } }',
      Dockerfile: 'FROM scratch',
    },
  }),
  'labs.fetch': ({ lab }) => ({ name: lab }),
  'labs.delete': ({ lab }) => ({ name: lab }),
  'labs.examples': nothing,
  'labs.addExample': () => ({ example: 'no-such-example' }),
  'courses.list': nothing,
  'courses.create': () => ({ name: 'mine', title: 'Mine' }),
  'courses.mine': 'own account',
  'courses.get': { course: {} },
  'courses.change': { course: { change: { title: 'mine now' } } },
  'courses.archive': { course: {} },
  'courses.restore': { course: {} },
  'courses.results': { course: {} },
  'courses.tries': { course: { member: 'mem_x', lab: 'cla_x' } },
  'courses.exportHistory': { course: {} },
  'courses.exportResults': { course: { format: 'moodle' } },
  'courses.members.list': { course: {} },
  'courses.members.add': {
    course: {
      person: { name: 'Me', email: 'me@example.org', part: 'teacher', group: null, externalId: null },
    },
  },
  'courses.members.change': { course: { member: 'mem_x', change: { part: 'teacher' } } },
  'courses.members.remove': { course: { member: 'mem_x' } },
  'courses.members.endLink': { course: { member: 'mem_x' } },
  'courses.members.restore': { course: { member: 'mem_x' } },
  'courses.members.invite': { course: { members: null, mail: false } },
  'courses.members.previewRoster': { course: { csv: 'email\nme@example.org' } },
  'courses.members.importRoster': { course: { csv: 'email\nme@example.org' } },
  'courses.members.links': { course: {} },
  'courses.members.createLink': { course: { expiresAt: null, limit: null } },
  'courses.members.revokeLink': { course: { id: 'civ_x' } },
  'classes.wall': { course: {} },
  'classes.files': { course: {} },
  'classes.screens': { course: { seen: [] } },
  'classes.helpAll': { course: { act: 'pause', sandboxes: ['sbx_x'] } },
  'classes.resetAll': { course: { act: 'reset', sandboxes: ['sbx_x'] } },
  'classes.messages': { course: {} },
  'classes.sendMessage': { course: { text: 'hello', sandboxes: ['sbx_x'] } },
  'classes.broadcasts': { course: {} },
  'classes.broadcast': { course: { broadcast: 'brc_x' } },
  'classes.sendFile': {
    course: { path: 'x', base64: '', container: null, later: false, sandboxes: ['sbx_x'] },
  },
  'classes.runCommand': {
    course: { command: 'true', timeout: 5, container: null, later: false, sandboxes: ['sbx_x'] },
  },
  'classes.settleBroadcast': { course: { broadcast: 'brc_x', how: 'stop' } },
  'classes.unread': { sandbox: {} },
  'classes.markRead': { sandbox: { message: 'brc_x' } },
  'courses.labs.list': { course: {} },
  'courses.labs.choices': { course: {} },
  'courses.labs.add': { course: { lab: 'lab_x' } },
  'courses.labs.change': { course: { id: 'cla_x', change: { reserved: 5 } } },
  'courses.labs.remove': { course: { id: 'cla_x' } },
  'courses.labs.order': { course: { ids: [] } },
  'join.describe': 'public',
  'join.enter': 'own account',
  'join.asGuest': 'public',
  'join.mailLink': 'own account',
  'apps.list': nothing,
  'apps.get': app,
  'apps.deploy': ({ repository }) => ({ app: 'mine', image: repository }),
  'apps.stop': app,
  'apps.start': app,
  'apps.pause': app,
  'apps.unpause': app,
  'apps.setSleep': (victim) => ({ app: victim.app, after: 60 }),
  'apps.sleep': app,
  'apps.wake': app,
  'metrics.get': app,
  'apps.restart': app,
  'apps.destroy': app,
  'apps.env': app,
  'apps.setEnv': (victim) => ({ app: victim.app, set: { A: 'b' }, unset: [] }),
  'secrets.list': app,
  'secrets.change': (victim) => ({ app: victim.app, set: { KEY: { value: 'b' } } }),
  'apps.configure': (victim) => ({ app: victim.app, health: { kind: 'none' }, options: {} }),
  'apps.setLimits': (victim) => ({ app: victim.app, cpu: 1 }),
  'deploys.cancel': (victim) => ({ app: victim.app }),
  'apps.setProcesses': (victim) => ({ app: victim.app, processes: { worker: { command: ['x'] } } }),
  'apps.scale': (victim) => ({ app: victim.app, processes: { web: 2 } }),
  'projects.list': nothing,
  'projects.env': ({ project }) => ({ project }),
  'projects.setEnv': ({ project }) => ({ project, unset: ['A'] }),
  'projects.applyEnv': ({ project }) => ({ project }),
  'projects.secrets': ({ project }) => ({ project }),
  'projects.changeSecrets': ({ project }) => ({ project, unset: ['A'] }),
  'releases.list': app,
  'releases.rollback': (victim) => ({ app: victim.app, number: 1 }),
  'deploys.list': app,
  'deploys.get': ({ deployId }) => ({ id: deployId }),
  'domains.list': app,
  'domains.add': (victim) => ({ app: victim.app, host: 'www.example.org' }),
  'domains.change': (victim) => ({ app: victim.app, host: 'www.example.org', hsts: true }),
  'domains.remove': (victim) => ({ app: victim.app, host: 'www.example.org' }),
  'domains.setCertificate': (victim) => ({ app: victim.app, host: 'www.example.org', chain: 'x', key: 'x' }),
  'domains.check': (victim) => ({ app: victim.app, host: 'www.example.org' }),
  'door.get': app,
  'door.addRedirect': (victim) => ({ app: victim.app, from: '/a', to: '/b', status: 301 }),
  'door.removeRedirect': (victim) => ({ app: victim.app, from: '/a' }),
  'door.setUser': (victim) => ({ app: victim.app, name: 'ann', password: 'long enough' }),
  'door.removeUser': (victim) => ({ app: victim.app, name: 'ann' }),
  'door.setMaintenance': (victim) => ({ app: victim.app, maintenance: null }),
  'builds.list': app,
  'builds.get': ({ buildId }) => ({ id: buildId }),
  'builds.output': ({ buildId }) => ({ id: buildId, from: 0 }),
  'builds.upload': app,
  'builds.start': (victim) => ({ app: victim.app, ...made(victim) }),
  'builds.uploadImage': () => ({ repository: 'own-team/mine' }),
  'builds.startImage': (victim) => ({ repository: 'own-team/mine', ...made(victim) }),
  'builds.getImage': ({ buildId }) => ({ id: buildId, repository: 'own-team/mine' }),
  'builds.outputImage': ({ buildId }) => ({ id: buildId, repository: 'own-team/mine', from: 0 }),
  'builds.cancelImage': ({ buildId }) => ({ id: buildId, repository: 'own-team/mine' }),
  'builds.again': ({ buildId }) => ({ id: buildId }),
  'builds.cancel': ({ buildId }) => ({ id: buildId }),
  'git.get': app,
  'git.deploy': app,
  'git.setBranch': (victim) => ({ app: victim.app, branch: 'x' }),
  'git.makeKey': () => ({ app: 'mine' }),
  'git.setToken': () => ({ app: 'mine', host: 'git.example', token: 'x' }),
  'git.forgetHosts': app,
  'git.hook': app,
  'git.renewHook': app,
  'git.removeHook': app,
  'jobs.run': (victim) => ({ app: victim.app, command: ['id'] }),
  'jobs.list': app,
  'jobs.get': ({ app: name }) => ({ app: name, id: 'job_x' }),
  'jobs.log': ({ app: name }) => ({ app: name, id: 'job_x' }),
  'jobs.cancel': ({ app: name }) => ({ app: name, id: 'job_x' }),
  'jobs.cron': app,
  'jobs.setCron': (victim) => ({ app: victim.app, remove: ['nightly'] }),
  'jobs.runCron': (victim) => ({ app: victim.app, name: 'nightly' }),
  'jobs.pauseCron': (victim) => ({ app: victim.app, name: 'nightly', paused: true }),
  'instances.list': app,
  'events.list': ({ eventSeq }) => ({ before: String(BigInt(eventSeq) + 100n) }),
  'audit.list': ({ auditId }) => ({ before: auditId }),
  'volumes.list': app,
  'volumes.get': ({ volume }) => ({ volume }),
  'volumes.create': () => ({ name: 'mine' }),
  'volumes.resize': ({ volume }) => ({ volume, bytes: 2 ** 30 }),
  'volumes.attach': (victim) => ({ app: victim.app, mount: { volume: victim.volume, path: '/data' } }),
  'volumes.detach': (victim) => ({ app: victim.app, volume: victim.volume }),
  'volumes.snapshot': ({ volume }) => ({ volume }),
  'volumes.schedule': ({ volume }) => ({ volume, every: 'daily' }),
  'volumes.restore': ({ volume }) => ({ volume, snapshot: 1 }),
  'volumes.deleteSnapshot': ({ volume }) => ({ volume, snapshot: 1 }),
  'volumes.delete': ({ volume }) => ({ volume }),
  'volumes.undelete': ({ volume }) => ({ volume }),
  'backups.list': ({ volume }) => ({ volume }),
  'backups.setTarget': () => ({ bucket: BUCKET, secret: 'mine' }),
  'backups.removeTarget': nothing,
  'backups.refresh': nothing,
  'backups.start': ({ volume }) => ({ volume }),
  'backups.schedule': ({ volume }) => ({ volume, every: 'daily' }),
  'backups.restore': ({ volume, backupId }) => ({ volume, backup: backupId }),
  'backups.remove': ({ backupId }) => ({ backup: backupId }),
  'webhooks.list': nothing,
  'webhooks.create': () => ({ name: 'mine', url: 'https://mine.example/', events: ['push'] }),
  'webhooks.update': ({ webhookId }) => ({ id: webhookId, enabled: false }),
  'webhooks.renewSecret': ({ webhookId }) => ({ id: webhookId }),
  'webhooks.remove': ({ webhookId }) => ({ id: webhookId }),
  'webhooks.deliveries': ({ webhookId }) => ({ id: webhookId }),
  'webhooks.test': ({ webhookId }) => ({ id: webhookId }),
  'webhooks.redeliver': ({ webhookId, deliveryId }) => ({ id: webhookId, delivery: deliveryId }),
  'imageRules.usage': nothing,
  'imageRules.tagRules': nothing,
  'imageRules.addTagRule': () => ({ tags: 'v*', noDelete: true }),
  'imageRules.removeTagRule': ({ tagRuleId }) => ({ id: tagRuleId }),
  'imageRules.retentionRules': nothing,
  'imageRules.addRetentionRule': () => ({ keepLast: 1 }),
  'imageRules.removeRetentionRule': ({ retentionRuleId }) => ({ id: retentionRuleId }),
  'imageRules.previewRetention': nothing,
  'imageRules.runRetention': nothing,
  'imageRules.planPrune': nothing,
  'imageRules.prune': nothing,
  'imageRules.setPublic': ({ repository }) => ({ repository, public: true }),
  'images.list': nothing,
  'images.tags': ({ repository }) => ({ repository }),
  'images.repository': ({ repository }) => ({ repository }),
  'images.get': ({ repository }) => ({ repository, reference: 'latest' }),
  'images.manifest': ({ repository }) => ({ repository, reference: 'latest' }),
  'images.referrers': ({ repository }) => ({ repository, reference: 'latest' }),
  'images.packages': ({ repository }) => ({ repository, digest: DIGEST }),
  'images.withPackage': () => ({ name: 'openssl' }),
  'images.diff': ({ repository }) => ({
    from: { repository, reference: 'latest' },
    to: { repository, reference: 'latest' },
  }),
  'images.describe': ({ repository }) => ({ repository, description: 'mine now' }),
  'images.planDeletion': ({ repository }) => ({ repository, reference: null }),
  'images.delete': ({ repository }) => ({ repository, reference: null }),
  'nodeImages.list': 'administrators',
  'nodeImages.prune': 'administrators',
  'nodeImages.prefetch': 'administrators',
  'nodeImages.warm': nothing,
  'mirrors.summaries': 'own account',
  'mirrors.list': 'administrators',
  'mirrors.add': 'administrators',
  'mirrors.change': 'administrators',
  'mirrors.remove': 'administrators',
  'mirrors.test': 'administrators',
  'mirrors.setAnonymous': 'administrators',
  'admin.users': 'administrators',
  'admin.inviteUser': 'administrators',
  'admin.setDisabled': 'administrators',
  'admin.setAdmin': 'administrators',
  'admin.resetLink': 'administrators',
  'admin.tenants': 'administrators',
  'admin.createTenant': 'administrators',
  'admin.setQuota': 'administrators',
  'admin.nodes': 'administrators',
  'tls.overview': 'administrators',
  'tls.tryNow': 'administrators',
  'tls.setCertificate': 'administrators',
  'tls.removeCertificate': 'administrators',
  'storage.overview': 'administrators',
  'storage.run': 'administrators',
  'storage.collect': 'administrators',
}

/** What the intruder's own tenant may answer without any harm. */
const HARMLESS: ReadonlySet<string> = new Set([
  'git.makeKey',
  'git.setToken',
  'imageRules.addRetentionRule',
  'imageRules.addTagRule',
  'imageRules.prune',
  'imageRules.runRetention',
  'invitations.create',
  'keys.add',
  'builds.upload',
  'builds.uploadImage',
  'courses.create',
  'labs.save',
  'labs.validate',
  'tenants.hideFirstSteps',
  'volumes.create',
  'backups.setTarget',
  'backups.removeTarget',
  'backups.refresh',
  'webhooks.create',
])

const WORD = 'secretive'

let postgres: TestPostgres
let web: TestWeb
let victim: FullTenant
let intruderToken: string

beforeAll(async () => {
  postgres = await startPostgres()
  web = await startWeb({ databaseUrl: await postgres.createDatabase() })
  victim = await addFullTenant(web, WORD, await addUser(web.db, `${WORD}@example.org`))
  const intruder = await addUser(web.db, 'intruder@example.org')
  const own = await addFullTenant(web, 'own', intruder)
  intruderToken = (await addToken(web, own.tenantId, intruder, ROLE_PERMISSIONS.owner)).token
})

afterAll(async () => {
  await web.close()
  await postgres.stop()
})

type Outcome = { readonly code: string | undefined; readonly text: string }

async function call(path: string, input: Record<string, unknown>): Promise<Outcome> {
  const client = tokenClient(web.url, intruderToken)
  const procedure = path.split('.').reduce((part: object, name) => Reflect.get(part, name), client)
  const isQuery = kindOf(path) === 'query'
  try {
    const result: unknown = await Reflect.get(procedure, isQuery ? 'query' : 'mutate')(input)
    return { code: undefined, text: JSON.stringify(result) ?? '' }
  } catch (error) {
    const berth = Reflect.get(Object(Reflect.get(Object(error), 'data')), 'berth')
    return { code: berth?.code ?? String(error), text: JSON.stringify(berth) }
  }
}

function kindOf(path: string): string {
  return Object(Reflect.get(appRouter._def.procedures, path))._def.type
}

const paths = Object.keys(appRouter._def.procedures)

test('every procedure has its line in this test, and every line its procedure', () => {
  expect(Object.keys(ENTRIES).toSorted()).toEqual(paths.toSorted())
})

test.each(paths.filter((path) => typeof ENTRIES[path] === 'function'))(
  '%s: an outsider does not learn that the tenant exists, nor reach anything of it from a tenant of their own',
  async (path) => {
    const entry = ENTRIES[path]
    if (typeof entry !== 'function') throw new Error(path)
    const named = entry(victim)
    const [foreign, missing, own] = [
      await call(path, { tenant: victim.tenant, ...named }),
      await call(path, { tenant: 'nobody-has-this', ...named }),
      await call(path, { tenant: 'own-team', ...named }),
    ]
    expect(foreign.code).toBe('tenant.not_found')
    expect(foreign.text.replaceAll(victim.tenant, 'X')).toBe(missing.text.replaceAll('nobody-has-this', 'X'))
    if (own.code !== undefined) expect(own.code).toMatch(/\.(not_found|name_unknown)$/)
    else if (kindOf(path) === 'mutation') expect(HARMLESS).toContain(path)
    else expect(own.text).not.toContain(WORD)
  },
)

const names = (path: string, what: 'course' | 'sandbox') => {
  const entry = ENTRIES[path]
  return typeof entry === 'object' && what in entry
}

test.each(paths.filter((path) => names(path, 'sandbox')))(
  "%s: another tenant's sandbox and no sandbox are the same",
  async (path) => {
    const entry = ENTRIES[path]
    if (typeof entry !== 'object' || !('sandbox' in entry)) throw new Error(path)
    const missing = 'sbx_aaaaaaaaaaaaaaaa'
    const foreign = await call(path, { sandbox: victim.sandboxId, ...entry.sandbox })
    const none = await call(path, { sandbox: missing, ...entry.sandbox })
    expect(foreign.code).toBe('sandbox.not_found')
    expect(foreign.text.replaceAll(victim.sandboxId, 'X')).toBe(none.text.replaceAll(missing, 'X'))
  },
)

test.each(paths.filter((path) => names(path, 'course')))(
  "%s: another tenant's course and no course are the same",
  async (path) => {
    const entry = ENTRIES[path]
    if (typeof entry !== 'object' || !('course' in entry)) throw new Error(path)
    const missing = 'crs_aaaaaaaaaaaaaaaa'
    const foreign = await call(path, { course: victim.courseId, ...entry.course })
    const none = await call(path, { course: missing, ...entry.course })
    expect(foreign.code).toBe('course.not_found')
    expect(foreign.text.replaceAll(victim.courseId, 'X')).toBe(none.text.replaceAll(missing, 'X'))
  },
)

test.each(paths.filter((path) => ENTRIES[path] === 'administrators'))(
  '%s: is for administrators only',
  async (path) => {
    expect((await call(path, {})).code).toBe('auth.forbidden')
  },
)

test('after all of that, nothing of the tenant has changed', async () => {
  const { tenantId } = victim
  const where = { tenantId }
  expect(await web.db.app.findFirst({ where: { ...where, kind: 'app' } })).toMatchObject({
    desired: 'running',
    deletedAt: null,
    restartNonce: 0,
  })
  expect(await web.db.membership.findFirst({ where })).toMatchObject({ role: 'owner', userId: victim.userId })
  expect(await web.db.token.count({ where: { ...where, revokedAt: null } })).toBe(1)
  expect(await web.db.invitation.count({ where: { ...where, revokedAt: null } })).toBe(1)
  expect(await web.db.release.count({ where: { app: where } })).toBe(1)
  expect(await web.db.tag.count({ where: { repository: where } })).toBe(1)
  expect(await web.db.repository.count({ where: { ...where, public: true } })).toBe(0)
  expect(await web.db.build.count({ where })).toBe(1)
  expect(await web.db.build.count({ where: { ...where, cancelReason: null } })).toBe(1)
  expect(await web.db.tagRule.count({ where })).toBe(1)
  expect(await web.db.retentionRule.count({ where })).toBe(1)
  expect(await web.db.volume.count({ where: { ...where, deletedAt: null, bytes: 1n << 30n } })).toBe(1)
  expect(await web.db.course.findMany({ where })).toMatchObject([{ title: WORD, archivedAt: null }])
  expect(await web.db.courseMember.count({ where })).toBe(0)
  expect(await web.db.sandbox.findMany({ where })).toMatchObject([
    { state: 'running', wanted: 'running', attempt: 1, handAt: null },
  ])
  expect(await web.db.labVersion.count({ where: { ...where, lab: { deletedAt: null } } })).toBe(1)
  expect(await web.db.volumeSnapshot.count({ where: { volume: where, state: 'ready' } })).toBe(1)
})
