import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { BerthError } from '@berth/core'

export type CheckedCertificate = {
  /** PEM, normalised: the certificate of the host first */
  readonly chain: string
  readonly key: string
  readonly notBefore: Date
  readonly notAfter: Date
}

/** HAProxy takes a certificate over its command socket, in one buffer of 16 KiB. */
const MAX_BYTES = 12 * 1024
/** P-256, P-384 and P-521, as OpenSSL calls them */
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1']
/** a longer key lets each handshake take the door's time */
const RSA_BITS = { min: 2048, max: 4096 } as const
const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/**
 * A chain and a key that somebody brought, for this host. What passes here HAProxy takes as well: it would end a
 * reload for everybody otherwise. Error: certificate.invalid, which says what to do.
 */
export function checkCertificate(given: {
  readonly chain: string
  readonly key: string
  readonly host: string
  readonly now: Date
}): CheckedCertificate {
  const { host, now } = given
  if (given.chain.length + given.key.length > MAX_BYTES) throw invalid('chain and key are larger than 12 KiB')
  const certificates = (given.chain.match(BLOCK) ?? []).map(parseOne)
  const [leaf] = certificates
  if (!leaf) throw invalid('the certificate file has no certificate in PEM')
  const key = parseKey(given.key)
  refuseKind(key)
  if (!leaf.checkPrivateKey(key)) throw invalid('the key does not belong to the certificate')
  if (!namesHost(leaf, host))
    throw invalid(`it is for ${leaf.subjectAltName ?? 'no name'}, and not for ${host}`)
  const [notBefore, notAfter] = [new Date(leaf.validFrom), new Date(leaf.validTo)]
  if (notAfter <= now) throw invalid(`it expired on ${notAfter.toISOString().slice(0, 10)}`)
  const chain = certificates.map((one) => one.toString().trim()).join('\n')
  const pem = String(key.export({ type: 'pkcs8', format: 'pem' })).trim()
  refuseWeak(chain, pem)
  return { chain: `${chain}\n`, key: `${pem}\n`, notBefore, notAfter }
}

function parseOne(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw invalid('a certificate in the file cannot be read', cause)
  }
}

function parseKey(pem: string) {
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw invalid('the key is none in PEM, or is locked by a password: unlock it first', cause)
  }
}

/** Those that the OpenSSL of the door signs with; others would be taken by Node alone. */
function refuseKind({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): void {
  const { modulusLength = 0, namedCurve = '' } = details
  if (type === 'ed25519' || (type === 'ec' && CURVES.includes(namedCurve))) return
  if (type === 'rsa' && modulusLength >= RSA_BITS.min && modulusLength <= RSA_BITS.max) return
  const what = type === 'rsa' ? `RSA of ${modulusLength} bits` : `${type ?? 'unknown'} ${namedCurve}`.trim()
  throw invalid(
    `its key is ${what}: use RSA of ${RSA_BITS.min} to ${RSA_BITS.max} bits, P-256, P-384, P-521 or Ed25519`,
  )
}

/** Only alternative names count (RFC 6125); a star stands for one label, and for a star itself. */
function namesHost(certificate: X509Certificate, host: string): boolean {
  const names = (certificate.subjectAltName ?? '')
    .split(', ')
    .flatMap((name) => (name.startsWith('DNS:') ? [name.slice(4).toLowerCase()] : []))
  return names.some((name) => name === host || name === host.replace(/^[^.]+/, '*'))
}

/** As Debian's HAProxy does: security level 2 of OpenSSL, no key below 112 bits of strength, no SHA-1. */
function refuseWeak(cert: string, key: string): void {
  try {
    createSecureContext({ cert, key, ciphers: 'DEFAULT@SECLEVEL=2' })
  } catch (cause) {
    throw invalid('its key or signature is too weak: use RSA of 2048 bits, or an elliptic curve', cause)
  }
}

function invalid(why: string, cause?: unknown): BerthError {
  return new BerthError('certificate.invalid', `the certificate cannot be used: ${why}`, { cause })
}
