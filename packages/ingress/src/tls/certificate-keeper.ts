import type { Logger } from '@berth/log'
import { haproxyCommand } from '../haproxy-cli.ts'
import {
  CERTIFICATE_LIST,
  fileOf,
  removeCertificates,
  type ServedCertificate,
  writeCertificates,
} from './certificate-files.ts'
import { type CertificateCall, parseKept, parseServing, planCertificates } from './certificate-plan.ts'

/** The certificates of the door: files first, then the running HAProxy. */
export type CertificateKeeper = {
  /** Writes those that are new; returns all that may be listed: one that HAProxy once refused would stop a reload. */
  write(wanted: readonly ServedCertificate[]): Promise<readonly ServedCertificate[]>
  /** Tells HAProxy; one that it refuses harms no other. True when one was refused: what is listed changes. */
  tell(listed: readonly ServedCertificate[]): Promise<boolean>
}

export function createCertificateKeeper(options: {
  readonly dir: string
  readonly adminSocket: string
  readonly log: Logger
}): CertificateKeeper {
  const { dir, adminSocket, log } = options
  const refused = new Set<string>()

  return {
    write: async (wanted) => {
      const listed = wanted.filter((one) => !refused.has(fileOf(one)))
      await writeCertificates(dir, listed)
      return listed
    },
    tell: async (listed) => {
      const { add, remove } = planCertificates(await readRunning(adminSocket), listed)
      let anyRefused = false
      for (const calls of add) {
        const problem = await inOrder(adminSocket, calls)
        if (problem === undefined) continue
        const [{ file } = { file: '' }] = calls
        log.warn({ file, problem }, 'HAProxy refuses a certificate')
        refused.add(file)
        anyRefused = true
      }
      await inOrder(adminSocket, remove)
      if (remove.length > 0) await removeCertificates(dir, listed)
      return anyRefused
    },
  }
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
