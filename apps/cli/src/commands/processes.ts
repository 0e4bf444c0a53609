import { formatBytes } from '@berth/core'
import type { ProcessView } from '@berth/protocol'
import { describeHealth } from '../apps/describe-health.ts'
import { quoteWords } from '../apps/quote-words.ts'
import { type ProcessFlags, parseProcessWish } from '../arguments/process-wish.ts'
import { UsageError } from '../arguments/usage-error.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { printJson, printResult } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

type Options = SessionOptions & ProcessFlags & { readonly wait?: boolean }
type Wishes = Record<string, ReturnType<typeof parseProcessWish> | null>

/** `processes APP`, `processes APP set NAME … [-- CMD…]`, `processes APP remove NAME…`. */
export async function processes(app: string, words: readonly string[], options: Options): Promise<void> {
  const [verb = 'list', name, ...rest] = words
  if (verb === 'list' && name === undefined) return await list(app, options)
  if (verb === 'set' && name !== undefined) {
    return await change(app, { [name]: parseProcessWish(name, rest, options) }, options)
  }
  if (verb === 'remove' && name !== undefined) {
    return await change(app, Object.fromEntries([name, ...rest].map((one) => [one, null])), options)
  }
  throw new UsageError(`berth processes ${app} [set NAME --port N … [-- CMD…] | remove NAME… | list]`)
}

async function change(app: string, wishes: Wishes, options: Options): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const started = await session.api.apps.setProcesses.mutate({ tenant, app, processes: wishes })
  await finishDeploy(session, tenant, started, options)
}

/** Of the release that serves; before there is one, of the newest. */
async function list(app: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const releases = await session.api.releases.list.query({ tenant: await session.tenant(), app })
  const release = releases.find(({ current }) => current) ?? releases[0]
  const found = Object.entries(release?.processes ?? {})
  if (options.json) return printJson(found.map(([name, process]) => ({ name, ...process })))
  printResult(
    formatTable([
      ['NAME', 'INSTANCES', 'PORT', 'OWN LIMITS', 'HEALTH CHECK', 'COMMAND'],
      ...found.map(([name, { command, replicas, port, health, limits }]) => [
        ...[name, String(replicas), port === null ? '-' : String(port), describeLimits(limits)],
        ...[describeHealth(health), command ? quoteWords(command) : "the image's own"],
      ]),
    ]),
  )
}

function describeLimits(limits: ProcessView['limits']): string {
  const { cpu, memory, disk, pids } = limits ?? {}
  const given = [
    ...(cpu === undefined ? [] : [`${cpu} cpu`]),
    ...(memory === undefined ? [] : [`${formatBytes(memory)} memory`]),
    ...(disk === undefined ? [] : [`${formatBytes(disk)} disk`]),
    ...(pids === undefined ? [] : [`${pids} processes`]),
  ]
  return given.join(', ') || '-'
}
