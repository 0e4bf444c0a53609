import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createGuard, type Guard, type UserActor } from '@berth/auth'
import { type BlobStore, createFileBlobStore } from '@berth/blob'
import { createBuildService, followBuild, receiveSource } from '@berth/build/service'
import { newId, type Permission, Secret } from '@berth/core'
import { createDb, type Db, forTenant } from '@berth/db'
import { createLog } from '@berth/log'
import { createGitService, type GitService, type PushLimits } from '@berth/push'
import { addMember, addTenant, addUser } from '../../support/people.ts'
import { startPostgres } from '../../support/postgres.ts'

export type GitFixture = {
  readonly url: string
  readonly host: string
  readonly db: Db
  readonly guard: Guard
  readonly sources: BlobStore
  readonly service: GitService
  readonly tenantId: string
  readonly owner: UserActor
  readonly viewer: UserActor
  /** folder of repositories */
  readonly root: string
  tokenOf(
    scopes?: readonly Permission[],
    more?: { kind?: 'pat' | 'svc' | 'dpl'; app?: string },
  ): Promise<string>
  /** `http://token:…@…/git/acme/<app>.git` */
  remote(app: string, token: string): string
  /** a new clone with one commit on `main`, and the commands of git in it */
  clone(files?: Readonly<Record<string, string>>): Promise<Clone>
  close(): Promise<void>
}

export type GitRun = { readonly code: number; readonly out: string; readonly err: string }

export type Clone = {
  readonly folder: string
  git(...args: string[]): Promise<GitRun>
  /** `heard` is called with all that was said so far, whenever there is more */
  hear(heard: (said: string) => void, ...args: string[]): Promise<GitRun>
  commit(files: Readonly<Record<string, string>>, message?: string): Promise<string>
}

/** The service over a real Postgres and real files: tenants `acme` and `rival`. Builds wait for `answerBuilds`. */
export async function startGitService(wanted: { limits?: PushLimits } = {}): Promise<GitFixture> {
  const postgres = await startPostgres()
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-git-'))
  const root = path.join(folder, 'repositories')
  await mkdir(root)
  const db = createDb({ url: await postgres.createDatabase() })
  const guard = createGuard({
    db,
    pepper: new Secret('p'.repeat(43)),
    url: 'http://localhost',
    onError: () => undefined,
  })
  const owner = await addUser(db, 'owner@acme.test')
  const tenantId = await addTenant(db, 'acme', owner)
  const viewer = await addUser(db, 'viewer@acme.test')
  await addMember(db, tenantId, viewer, 'viewer')
  await addTenant(db, 'rival', await addUser(db, 'owner@rival.test'))
  const sources = createFileBlobStore(path.join(folder, 'sources'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const service = createGitService({
    ...{
      db,
      sources,
      root,
      auth: guard,
      url: `http://${host}`,
      log: createLog({ name: 'git', level: 'error' }),
    },
    apps: {
      ensureApp: (target) => ensureApp(db, target),
      addressOf: (app, tenant) => `http://${app}--${tenant}.test`,
    },
    builds: buildsOf(db, sources),
    ...wanted,
  })
  server.on('request', (request, response) => void service.http(request, response))
  const acting = {
    db: forTenant(db, tenantId),
    tenantId,
    role: 'owner',
    by: owner.email,
    userId: owner.userId,
    ip: null,
  } as const
  return {
    ...{ url: `http://${host}`, host, db, guard, sources, service, tenantId, owner, viewer, root },
    tokenOf: async (scopes = ['app:read', 'app:deploy'], { kind = 'pat', app } = {}) => {
      const name = `t${randomBytes(4).toString('hex')}`
      return (await guard.tokens.create(acting, owner, { kind, name, scopes, app, expiresInDays: 1 })).token
    },
    remote: (app, token) => `http://x:${token}@${host}/git/acme/${app}.git`,
    clone: (files = { 'index.html': 'one' }) => newClone(folder, files),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await db.$disconnect()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function ensureApp(db: Db, target: { tenant: { id: string }; app: string }) {
  const known = await db.app.findFirst({
    where: { tenantId: target.tenant.id, name: target.app, deletedAt: null },
  })
  if (known) return known
  const project = await db.project.findFirstOrThrow({ where: { tenantId: target.tenant.id } })
  return db.app.create({
    data: { id: newId('app'), tenantId: target.tenant.id, projectId: project.id, name: target.app },
  })
}

/** What is written in place of a node calls nothing out: rows are looked at. */
const NO_HINTS = { watch: () => () => undefined }

/** The real use-cases; only what a node would report is left to the test. */
function buildsOf(db: Db, store: BlobStore): Parameters<typeof createGitService>[0]['builds'] {
  const secrets = { seal: async () => ({}), open: async () => ({}) }
  const service = createBuildService({ db, secrets, ensureApp: (target) => ensureApp(db, target) })
  const recipe = { kind: 'auto', args: {}, labels: {}, noCache: false, secrets: [] } as const
  return {
    keepSource: (source) => receiveSource({ db, store }, source),
    start: ({ tenant, by, app, sourceId, origin, sourceDateEpoch }) =>
      service.startApp({
        ...{ tenant, by, app, source: sourceId, origin, wish: {} },
        recipe: { ...recipe, args: {}, labels: {}, secrets: [], sourceDateEpoch },
      }),
    cancel: (ask) => service.cancel(ask),
    follow: (tenantId, id) => followBuild({ db: forTenant(db, tenantId), hints: NO_HINTS }, id),
    cancelHint: (id) => `berth builds cancel ${id}`,
  }
}

async function newClone(folder: string, files: Readonly<Record<string, string>>): Promise<Clone> {
  const place = await mkdtemp(path.join(folder, 'clone-'))
  const clone: Clone = {
    folder: place,
    git: (...args) => runGit(place, args),
    hear: (heard, ...args) => runGit(place, args, {}, heard),
    commit: async (wanted, message = 'a change') => {
      for (const [name, text] of Object.entries(wanted)) {
        await mkdir(path.dirname(path.join(place, name)), { recursive: true })
        await writeFile(path.join(place, name), text)
      }
      await clone.git('add', '-A')
      const made = await clone.git('commit', '-q', '-m', message)
      if (made.code !== 0) throw new Error(made.err + made.out)
      return (await clone.git('rev-parse', 'HEAD')).out.trim()
    },
  }
  await clone.git('init', '-q', '-b', 'main')
  await clone.commit(files, 'first')
  return clone
}

/** The real git, with nothing of the machine's configuration. */
export function runGit(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
  heard: (said: string) => void = () => undefined,
): Promise<GitRun> {
  const person = {
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ann',
    GIT_AUTHOR_EMAIL: 'ann@acme.test',
    GIT_COMMITTER_NAME: 'Ann',
    GIT_COMMITTER_EMAIL: 'ann@acme.test',
  }
  return runProgram('git', args, cwd, { ...person, ...env }, heard)
}

export function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
  heard: (said: string) => void = () => undefined,
): Promise<GitRun> {
  const options = {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
    env: { PATH: '/usr/bin:/bin', ...env },
  }
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, out, err })
    })
    child.stdin?.end()
    let said = ''
    child.stderr?.on('data', (chunk) => heard((said += String(chunk))))
  })
}
