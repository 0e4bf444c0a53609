import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { followDeploy } from '../deploys/follow-deploy.ts'
import { messageOf } from '../output.ts'
import { explainError } from '../session/explain-error.ts'
import { connect, type Session } from '../session/session.ts'
import type { AdminFile } from './admin-file.ts'
import { buildImage } from './build-image.ts'
import { exists } from './exists.ts'
import { lastError } from './last-error.ts'
import type { Paths } from './paths.ts'
import { readIfThere } from './read-if-there.ts'
import type { UpSettings } from './up-settings.ts'

const IMAGES = ['busybox', 'welcome'] as const
const NODE_WITHIN_MS = 30_000

type Deps = {
  readonly paths: Paths
  readonly settings: UpSettings
  readonly admin: AdminFile
  readonly startedAt: Date
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Waits for this machine's node; once in the life of a data folder also fills `library/` and deploys the welcome app. */
export async function takeFirstSteps(deps: Deps): Promise<void> {
  const { paths, settings, admin, say } = deps
  const session = connect({
    url: `http://127.0.0.1:${settings.port}`,
    token: admin.token,
    tenant: admin.tenant,
  })
  await waitForNode(session, deps)
  say('the node is connected')
  const done = path.join(paths.dir, 'welcome.done')
  if (await exists(done)) return
  try {
    await showWelcome(deps, session)
    await writeFile(done, '')
  } catch (error) {
    say(`the welcome app is not deployed: ${messageOf(error)} (the next up tries again)`)
  }
}

/** A heartbeat from before this start says nothing. */
async function waitForNode(session: Session, { paths, startedAt, signal }: Deps): Promise<void> {
  const deadline = Date.now() + NODE_WITHIN_MS
  while (Date.now() < deadline) {
    signal.throwIfAborted()
    const nodes = await session.api.admin.nodes.query({}).catch(nothingYet)
    if (nodes === 'refused') return // somebody revoked the token of admin.json: then nobody can ask
    if (nodes.some(({ state, heartbeatAt }) => state === 'ready' && (heartbeatAt ?? 0) >= startedAt)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw await notConnected(paths, startedAt)
}

/** It is control that refuses, or cannot answer, as often as it is the agent. */
async function notConnected({ logs }: Paths, startedAt: Date): Promise<BerthError> {
  const told = ['control', 'agent'].map(async (name) => {
    const failure = lastError((await readIfThere(path.join(logs, `${name}.log`))) ?? '', startedAt)
    return failure === undefined ? [] : [`${name} says "${failure}"`]
  })
  const failures = (await Promise.all(told)).flat()
  const why = failures.length > 0 ? `${failures.join('; ')}; ` : ''
  return new BerthError(
    'node.unreachable',
    `the agent does not connect: ${why}see control.log and agent.log in ${logs}`,
  )
}

function nothingYet(error: unknown): [] | 'refused' {
  const known = explainError(error)
  const isRefused = known instanceof BerthError && /^(unauthenticated|forbidden)$/.test(known.kind)
  return isRefused ? 'refused' : []
}

async function showWelcome({ paths, admin, say }: Deps, session: Session): Promise<void> {
  const registry = { url: 'http://localhost', token: admin.token, socket: paths.sockets.control }
  for (const name of IMAGES) say(`pushed ${await buildImage(name, registry, () => undefined)}`)
  const { tenant } = admin
  const image = 'library/welcome'
  const started = await session.api.apps.deploy.mutate({ tenant, app: 'welcome', image, port: 8080 })
  const deploy = await followDeploy(session.api, tenant, started, () => undefined)
  if (deploy.state !== 'succeeded') throw new BerthError('deploy.failed', deploy.reason ?? deploy.state)
  say('the welcome app runs')
}
