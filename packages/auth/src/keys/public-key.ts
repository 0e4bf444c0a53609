import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'

/** A public key of OpenSSH's, as one line says it: RFC 4253, 6.6. */
export type PublicKey = {
  /** `ssh-ed25519 AAAA…`, without its comment */
  readonly text: string
  /** `SHA256:…`, as `ssh-keygen -l` shows it */
  readonly fingerprint: string
}

const TYPES = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa']
const MAX_LENGTH = 8192
/** 2,048 bits; the number begins with a zero byte. */
const LEAST_RSA_BYTES = 256

/** Error: key.invalid, which says what it is instead. */
export function parsePublicKey(input: string): PublicKey {
  const line = input.trim()
  if (line.includes('PRIVATE KEY'))
    throw invalid(
      'this is a private key: never give it away. The public one is in the file that ends with .pub',
    )
  if (line.length > MAX_LENGTH || line.includes('\n'))
    throw invalid('a public key is one line, as in a .pub file')
  const [type = '', data = ''] = line.split(/[ \t]+/)
  if (!TYPES.includes(type))
    throw invalid(
      `keys begin with ${TYPES[0]} or another of ${TYPES.slice(1).join(', ')}: make one with ssh-keygen -t ed25519`,
    )
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(data) ? Buffer.from(data, 'base64') : Buffer.alloc(0)
  const fields = readFields(bytes)
  if (fields?.[0]?.toString('latin1') !== type || !hasForm(type, fields))
    throw invalid('the key is cut off or broken')
  return { text: `${type} ${bytes.toString('base64')}`, fingerprint: fingerprintOf(bytes) }
}

/** `SHA256:…` of a key's bytes. */
export function fingerprintOf(bytes: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`
}

/** The length-prefixed strings that a key is made of; undefined when they do not end where it ends. */
function readFields(bytes: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    fields.push(bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

function hasForm(type: string, fields: readonly Buffer[]): boolean {
  if (type === 'ssh-ed25519') return fields.length === 2 && fields[1]?.length === 32
  if (type !== 'ssh-rsa') return fields.length === 3
  if (fields.length !== 3) return false
  const modulus = fields[2]?.length ?? 0
  if (modulus > 0 && modulus < LEAST_RSA_BYTES) throw invalid('an RSA key of less than 2048 bits is too weak')
  return modulus > 0
}

function invalid(why: string): BerthError {
  return new BerthError('key.invalid', why)
}
