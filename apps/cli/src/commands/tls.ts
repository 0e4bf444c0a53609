import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'
import type { OwnTlsView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { describeTls } from '../platform/describe-tls.ts'
import { readAdmin } from '../platform/admin-file.ts'
import { lastSettings, localSession } from '../platform/local-session.ts'
import { findPlatform } from '../platform/running.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { formatTable } from '../terminal/table.ts'

type TlsOptions = SessionOptions & { readonly cert?: string; readonly key?: string; readonly yes?: boolean }

/** `tls`, `tls try`, `tls set`, `tls remove`: certificates of the platform's own names; for administrators. */
export async function tls(verb: string | undefined, options: TlsOptions): Promise<void> {
  const view = await perform(verb ?? 'list', options)
  if (options.json) return printJson(view)
  const { message, fix } = describeTls(view)
  if (view.hosts.length > 0) printResult(table(view))
  say(fix === undefined ? message : `${message}\n  ${fix}`)
}

async function perform(verb: string, options: TlsOptions): Promise<OwnTlsView> {
  switch (verb) {
    case 'list':
      return (await open(options)).api.tls.overview.query()
    case 'try':
      return (await open(options)).api.tls.tryNow.mutate()
    case 'set': {
      const { cert, key } = options
      if (cert === undefined || key === undefined) throw new UsageError('say both --cert FILE and --key FILE')
      const [chain, secret] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')])
      return (await open(options)).api.tls.setCertificate.mutate({ chain, key: secret })
    }
    case 'remove':
      return await remove(await open(options), options)
    default:
      throw new UsageError('berth tls [try | set --cert FILE --key FILE | remove [--yes]]')
  }
}

/** Takes what it serves out of https at once: asks for the platform's host, unless it was said before. */
async function remove({ api }: Session, { yes }: TlsOptions): Promise<OwnTlsView> {
  if (!yes) {
    const host = new URL((await api.tls.overview.query()).url).hostname
    const question = `This takes away the certificate that you brought: what has no other, ${host} or its apps, is served by https no more. Its host, to go on: `
    if ((await askLine(question, { orElse: 'confirm with --yes' })) !== host)
      throw new BerthError('input.invalid', 'the certificate was not removed')
  }
  return await api.tls.removeCertificate.mutate()
}

/** With the data folder it does not matter how the certificate stands. */
async function open(options: TlsOptions): Promise<Session> {
  if (options.data === undefined) return openSession(options)
  const { paths } = await findPlatform(path.resolve(options.data))
  const admin = await readAdmin(paths.adminFile)
  return admin ? localSession(await lastSettings(paths.dir), admin) : openSession(options)
}

function table({ hosts }: OwnTlsView): string {
  const day = (at: Date | null | undefined) => at?.toISOString().slice(0, 16).replace('T', ' ') ?? '-'
  return formatTable([
    ['HOST', 'STATE', 'UNTIL', 'ISSUER', 'NEXT TRY', 'LAST FAILURE'],
    ...hosts.map(({ host, state, certificate, nextTryAt, failure }) => [
      ...[host, state, day(certificate?.notAfter), certificate?.issuer ?? '-'],
      ...[day(nextTryAt), failure ?? '-'],
    ]),
  ])
}
