import { BerthError } from '@berth/core'
import { TLS_MODES, type TlsMode } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readEnv } from '../env.ts'
import { messageOf } from '../output.ts'
import { exists } from '../platform/exists.ts'
import { lockFolder } from '../platform/lock.ts'
import { findRunning } from '../platform/running.ts'
import { runDetached } from '../platform/run-detached.ts'
import { reportLines, type Report, type UpReport } from '../platform/report.ts'
import { runPlatform } from '../platform/run-platform.ts'
import type { GivenCertificate } from '../platform/setup.ts'
import type { AskedSettings } from '../platform/up-settings.ts'
import { requireRoot } from './require-root.ts'

export type UpOptions = {
  readonly data: string
  readonly port?: number
  readonly url?: string
  readonly appsDomain?: string
  readonly sshPort?: number
  readonly tlsPort?: number
  readonly tls?: string
  readonly cert?: string
  readonly key?: string
  readonly acmeEmail?: string
  readonly acmeUrl?: string
  readonly acmeCa?: string
  readonly detach?: boolean
  /** false: only say whether it runs already */
  readonly start: boolean
}

export async function up(options: UpOptions): Promise<void> {
  requireRoot('up')
  const dir = path.resolve(options.data)
  if (!options.start) return await sayWhetherRunning(dir)
  if (options.detach) return await runDetached({ dir, report: print })
  const report = process.send ? reportToStarter(process.send.bind(process)) : print
  try {
    const certificate = await readCertificate(options)
    await runPlatform({ dir, asked: asked(options), env: readEnv(), certificate, report })
  } catch (error) {
    report({ kind: 'failed', message: messageOf(error) })
    process.exitCode = 1
  }
}

/** Exits with 1 when it does not run. */
async function sayWhetherRunning(dir: string): Promise<void> {
  const lock = (await exists(dir)) ? lockFolder(dir) : { release: () => undefined }
  if (!lock) return print({ kind: 'already', ...(await findRunning(dir)) })
  lock.release()
  process.exitCode = 1
}

/** Errors: UsageError, config.invalid. */
async function readCertificate({ cert, key }: UpOptions): Promise<GivenCertificate | undefined> {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined) throw new UsageError('say both --cert FILE and --key FILE')
  const read = (file: string) =>
    readFile(file, 'utf8').catch((cause: unknown) => {
      throw new BerthError('config.invalid', `${file} cannot be read: ${messageOf(cause)}`, { cause })
    })
  return { chain: await read(cert), key: await read(key) }
}

function asked(options: UpOptions): AskedSettings {
  const { port, url, appsDomain, sshPort, tlsPort, acmeEmail, acmeUrl, acmeCa } = options
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new UsageError(`--port ${port} is no port: use 1 to 65535`)
  }
  refuseNoPort('--ssh-port', sshPort)
  refuseNoPort('--tls-port', tlsPort)
  const tls = askedTls(options)
  if (port !== undefined && port === tlsPort)
    throw new UsageError('--port and --tls-port are the same: choose two')
  return {
    ...(port && { port }),
    ...(url && { url }),
    ...(appsDomain && { appsDomain }),
    ...(sshPort !== undefined && { sshPort }),
    ...(tlsPort !== undefined && { tlsPort }),
    ...(tls !== undefined && { tls }),
    ...(acmeEmail !== undefined && { acmeEmail }),
    ...(acmeUrl !== undefined && { acmeUrl }),
    ...(acmeCa !== undefined && { acmeCa: acmeCa && path.resolve(acmeCa) }),
  }
}

/** A certificate of one's own says it as well. */
function askedTls({ tls, cert }: UpOptions): TlsMode | undefined {
  if (tls === undefined) return cert === undefined ? undefined : 'files'
  const mode = TLS_MODES.find((one) => one === tls)
  if (mode && !(mode === 'off' && cert !== undefined)) return mode
  throw new UsageError(
    `--tls ${tls}: use ${TLS_MODES.join(', ')}${cert === undefined ? '' : '; not off with --cert'}`,
  )
}

function refuseNoPort(option: string, port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port < 65_536)) return
  throw new UsageError(`${option} ${port} is no port: use 1 to 65535, or 0 for none`)
}

function print(report: UpReport): void {
  const { out, err } = reportLines(report)
  for (const line of err) process.stderr.write(`${line}\n`)
  for (const line of out) process.stdout.write(`${line}\n`)
}

/** In the background: to whoever started it, as long as that one listens, and always to the log. */
function reportToStarter(send: (report: UpReport) => void): Report {
  return (report) => {
    for (const line of reportLines(report).err) process.stderr.write(`${new Date().toISOString()} ${line}\n`)
    if (!process.connected) return
    send(report)
    if (report.kind !== 'progress') process.disconnect()
  }
}
