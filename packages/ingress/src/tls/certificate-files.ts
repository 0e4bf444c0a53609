import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DoorCertificate, DoorOwn, DoorRoute } from '@berth/core'
import { syncFolder } from '../door-files.ts'

/** HAProxy's list of certificates and of the host that each is for (configuration.txt, section 5.1, crt-list). */
export const CERTIFICATE_LIST = 'certs.list'

const FILE = /^(crt_[a-z0-9_]{1,60})\.pem$/
/** The door and control are of one group; nobody else reads private keys. */
const MODE = 0o640

/** A certificate serves the host of its domain and no other name that it may carry. */
export type ServedCertificate = DoorCertificate & { readonly host: string }

export function certificatesOf(routes: readonly DoorRoute[], own: DoorOwn): ServedCertificate[] {
  const ofDomains = routes.flatMap(({ site }) =>
    (site?.domains ?? []).flatMap(({ host, certificate }) => (certificate ? [{ ...certificate, host }] : [])),
  )
  return [...own.certificates, ...ofDomains]
}

export function fileOf(certificate: Pick<DoorCertificate, 'name'>): string {
  return `${certificate.name}.pem`
}

export function certificateList(certificates: readonly ServedCertificate[]): string {
  return certificates.map((one) => `${fileOf(one)} ${one.host}\n`).join('')
}

/** Adds those that are not there: a name stands for its bytes, so a file never changes. */
export async function writeCertificates(
  dir: string,
  certificates: readonly ServedCertificate[],
): Promise<void> {
  await mkdir(dir, { recursive: true })
  const there = new Set(await readdir(dir))
  for (const one of certificates) {
    if (there.has(fileOf(one))) continue
    const path = join(dir, fileOf(one))
    const aside = `${path}.${process.pid}.tmp`
    await writeFile(aside, one.pem.reveal(), { mode: MODE, flush: true })
    await rename(aside, path)
  }
  await syncFolder(dir)
}

/** Removes those that nothing names any more. */
export async function removeCertificates(
  dir: string,
  certificates: readonly ServedCertificate[],
): Promise<void> {
  const wanted = new Set(certificates.map(fileOf))
  for (const name of await readdir(dir)) {
    if (FILE.test(name) && !wanted.has(name)) await rm(join(dir, name), { force: true })
  }
}
