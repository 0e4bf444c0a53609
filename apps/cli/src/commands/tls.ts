import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { OwnTlsView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { describeTls } from '../platform/describe-tls.ts'
import { readAdmin } from '../platform/admin-file.ts'
import { lastSettings, localSession } from '../platform/local-session.ts'
import { findPlatform } from '../platform/running.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'

type TlsOptions = SessionOptions & { readonly cert?: string; readonly key?: string }

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
      return (await open(options)).api.tls.removeCertificate.mutate()
    default:
      throw new UsageError('berth tls [try | set --cert FILE --key FILE | remove]')
  }
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
