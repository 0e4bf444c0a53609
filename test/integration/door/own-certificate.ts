import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type OwnCertificate = { readonly cert: string; readonly key: string }

/** A certificate that signs itself, for these names; `openssl` makes it. `newkey`: the kind of its key. */
export function ownCertificate(
  names: readonly string[],
  options: { readonly days?: number; readonly newkey?: readonly string[] } = {},
): OwnCertificate {
  const { days = 2, newkey = curve('prime256v1') } = options
  const dir = mkdtempSync(join(tmpdir(), 'berth-cert-'))
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
  try {
    const made = ['-newkey', ...newkey, '-nodes', '-keyout', key, '-out', cert]
    const alt = names.map((name) => `DNS:${name}`).join(',')
    const said = ['-days', String(days), '-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${alt}`]
    execFileSync('openssl', ['req', '-x509', ...made, ...said], { stdio: 'pipe' })
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The kind of key of an elliptic curve. */
export function curve(name: string): readonly string[] {
  return ['ec', '-pkeyopt', `ec_paramgen_curve:${name}`]
}
