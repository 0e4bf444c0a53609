import { BerthError, formatBytes } from '@berth/core'
import type { MirrorView } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** Administrators see how each mirror does; everybody else what can be pulled through. */
export async function listMirrors(options: SessionOptions): Promise<void> {
  const { api } = await openSession(options)
  const { user, scopes } = await api.me.get.query()
  const isAdmin = user.isAdmin && (scopes === null || scopes.includes('platform:admin'))
  if (!isAdmin) {
    const list = await api.mirrors.summaries.query()
    if (options.json) return printJson(list)
    const rows = list.map(({ prefix, namespaces }) => [`mirror/${prefix}/`, namespaces.join(' ')])
    return printResult(formatTable([['BELOW', 'REGISTRY'], ...rows]))
  }
  const { mirrors } = await api.mirrors.list.query()
  if (options.json) return printJson(mirrors)
  printResult(
    formatTable([
      ['BELOW', 'REGISTRY', 'LOGIN', 'STATE', 'SIZE', 'LIMIT', 'SPARED'],
      ...mirrors.map((mirror) => [
        `mirror/${mirror.prefix}/`,
        mirror.url,
        mirror.username ?? '-',
        describeState(mirror),
        formatBytes(mirror.usedBytes),
        formatBytes(mirror.maxBytes),
        `${mirror.hits} of ${mirror.hits + mirror.misses}`,
      ]),
    ]),
  )
}

function describeState({ enabled, okAt, failedAt, failure }: MirrorView): string {
  if (!enabled) return 'off'
  if (failedAt && (!okAt || failedAt > okAt)) return `failed ${sayWhen(failedAt)}: ${failure ?? ''}`
  return okAt ? `answered ${sayWhen(okAt)}` : 'not asked yet'
}

export async function testMirror(prefix: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const { ms } = await session.api.mirrors.test.mutate({ prefix })
  if (options.json) return printJson({ prefix, ms })
  say(`mirror ${prefix} answers, in ${ms} ms`)
}

export async function removeMirror(
  prefix: string,
  options: SessionOptions & { readonly yes?: boolean },
): Promise<void> {
  const session = await openSession(options)
  if (!options.yes) {
    const typed = await askLine(`Type ${prefix} to remove it with all its images: `, {
      orElse: 'confirm with --yes',
    })
    if (typed !== prefix) throw new BerthError('input.invalid', `mirror ${prefix} was not removed`)
  }
  await session.api.mirrors.remove.mutate({ prefix })
  if (options.json) return printJson({ prefix, state: 'removed' })
  say(`mirror ${prefix} is removed`)
}
