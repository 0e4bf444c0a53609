import { join } from 'node:path'
import type { Logger } from '@berth/log'
import { readIfThere } from '../door-files.ts'
import { haproxyCommand } from '../haproxy-cli.ts'
import {
  CERTIFICATE_LIST,
  fileOf,
  removeCertificates,
  type ServedCertificate,
  writeCertificates,
} from './certificate-files.ts'
import { type CertificateCall, parseKept, parseServing, planCertificates } from './certificate-plan.ts'

/** The certificates of the door: files first, then the running HAProxy, and the list when it has taken them. */
export type CertificateKeeper = {
  /** Writes those that are new; returns what may be listed: what HAProxy has taken, as all else could stop a reload. */
  write(wanted: readonly ServedCertificate[]): Promise<readonly ServedCertificate[]>
  /** Tells HAProxy; one that it refuses harms no other. True when what may be listed is not what it was. */
  tell(wanted: readonly ServedCertificate[]): Promise<boolean>
  /** Takes from HAProxy what is wanted no more. */
  forget(wanted: readonly ServedCertificate[]): Promise<void>
}

export function createCertificateKeeper(options: {
  readonly dir: string
  readonly adminSocket: string
  readonly log: Logger
}): CertificateKeeper {
  const { dir, adminSocket, log } = options
  const refused = new Set<string>()
  /** by this HAProxy, or by the one that an earlier process listed them for */
  let taken: Set<string> | undefined

  const allowed = (wanted: readonly ServedCertificate[]) => wanted.filter((one) => !refused.has(fileOf(one)))

  return {
    write: async (wanted) => {
      await writeCertificates(dir, allowed(wanted))
      const known = (taken ??= await readListed(dir))
      return allowed(wanted).filter((one) => known.has(fileOf(one)))
    },
    tell: async (wanted) => {
      const before = taken ?? new Set()
      const { add } = planCertificates(await readRunning(adminSocket), allowed(wanted))
      for (const calls of add) {
        const problem = await inOrder(adminSocket, calls)
        if (problem === undefined) continue
        const [{ file } = { file: '' }] = calls
        log.warn({ file, problem }, 'HAProxy refuses a certificate')
        refused.add(file)
      }
      const now = new Set(allowed(wanted).map(fileOf))
      taken = now
      return now.size !== before.size || [...now].some((file) => !before.has(file))
    },
    forget: async (wanted) => {
      const { remove } = planCertificates(await readRunning(adminSocket), allowed(wanted))
      await inOrder(adminSocket, remove)
      if (remove.length > 0) await removeCertificates(dir, allowed(wanted))
    },
  }
}

async function readListed(dir: string): Promise<Set<string>> {
  return new Set(parseServing((await readIfThere(join(dir, CERTIFICATE_LIST))) ?? '').keys())
}

async function readRunning(adminSocket: string) {
  return {
    kept: parseKept(await haproxyCommand(adminSocket, 'show ssl cert')),
    serving: parseServing(await haproxyCommand(adminSocket, `show ssl crt-list ${CERTIFICATE_LIST}`)),
  }
}

/** What HAProxy had against one of them, if it had; the rest is not tried then. Never tells the command: it holds keys. */
async function inOrder(adminSocket: string, calls: readonly CertificateCall[]): Promise<string | undefined> {
  for (const { command, expect, file } of calls) {
    const answer = await haproxyCommand(adminSocket, command)
    if (expect.test(answer)) continue
    await haproxyCommand(adminSocket, `abort ssl cert ${file}`)
    return answer.slice(0, 500)
  }
  return undefined
}
