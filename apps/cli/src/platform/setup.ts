import { execFile } from 'node:child_process'
import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { BerthError } from '@berth/core'
import { z } from 'zod'
import { type AdminFile, readAdmin, writeAdmin } from './admin-file.ts'
import { type AppSettings, controlEnv } from './app-specs.ts'
import type { Paths } from './paths.ts'
import { launchCommand } from './process-spec.ts'
import { writeSecret } from './secrets.ts'
import type { UserIds } from './users.ts'

const run = promisify(execFile)

const credentialsSchema = z.object({
  email: z.string(),
  password: z.string(),
  token: z.string(),
  tenant: z.string(),
  nodeToken: z.string(),
})

/** PEM */
export type GivenCertificate = { readonly chain: string; readonly key: string }

/**
 * Migrates; at the first start also makes administrator, tenant and node, and writes what they sign in with.
 * The file is written last: while it is not there, all of this is done again.
 */
export async function setUp(
  paths: Paths,
  settings: AppSettings,
  users: UserIds,
  certificate?: GivenCertificate,
): Promise<{ admin: AdminFile; isFirst: boolean }> {
  const known = await readAdmin(paths.adminFile)
  const more = certificate ? ['--certificate'] : []
  if (known) {
    await runSetup(paths, settings, more, certificate)
    const admin = { ...known, url: settings.url }
    if (known.url !== settings.url) await writeAdmin(paths.adminFile, admin)
    return { admin, isFirst: false }
  }
  const made = credentialsSchema.parse(
    await runSetup(paths, settings, ['--credentials', ...more], certificate),
  )
  await writeSecret(paths.secrets, { name: 'agent.token', reader: 'root', value: made.nodeToken }, users)
  const { email, password, token, tenant } = made
  const admin = { url: settings.url, email, password, token, tenant }
  await writeAdmin(paths.adminFile, admin)
  return { admin, isFirst: true }
}

/** `input`: goes to its standard input, as JSON, where no other process can look. */
async function runSetup(
  paths: Paths,
  settings: AppSettings,
  args: readonly string[],
  input?: object,
): Promise<unknown> {
  const log = path.join(paths.logs, 'setup.log')
  const { file, args: argv } = launchCommand({
    command: paths.node,
    args: [path.join(paths.runApp, 'apps/control/dist/setup.js'), ...args],
    user: 'berth-control',
    capabilities: [],
  })
  try {
    const running = run(file, argv, { cwd: paths.runApp, env: controlEnv(paths, settings) })
    running.child.stdin?.on('error', () => undefined) // it says itself why it did not read
    running.child.stdin?.end(input ? JSON.stringify(input) : '')
    const { stdout, stderr } = await running
    await appendFile(log, stderr, { mode: 0o600 })
    return JSON.parse(stdout)
  } catch (cause) {
    const stderr =
      cause instanceof Error ? String(Reflect.get(cause, 'stderr') ?? cause.message) : String(cause)
    await appendFile(log, stderr, { mode: 0o600 })
    throw new BerthError('db.unavailable', `the platform cannot be set up: ${reasonIn(stderr)} (${log})`, {
      cause,
    })
  }
}

/** Its last line, where setup.js says it; Node ends what it says of a crash with its own version. */
export function reasonIn(stderr: string): string {
  const lines = stderr.trim().split('\n')
  const crash = lines.at(-1)?.startsWith('Node.js v') && lines.find((line) => /^\w*Error\b/.test(line))
  return crash || (lines.at(-1) ?? '')
}
