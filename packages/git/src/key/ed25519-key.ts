import { createPrivateKey, createPublicKey } from 'node:crypto'

const TYPE = 'ssh-ed25519'
/** PKCS #8 of an Ed25519 key, up to the seed: RFC 8410, 7. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const BLOCK = 8

/**
 * A private key in OpenSSH's form: the same from the same 32 bytes, so that all control processes have a platform's own,
 * and of an app's deploy key 32 bytes are all that is kept. Source: OpenSSH's PROTOCOL.key.
 */
export function privateKeyFrom(seed: Uint8Array): string {
  const publicBytes = publicBytesOf(seed)
  const publicKey = publicBlob(publicBytes)
  const body = Buffer.concat([
    number(0), // twice the same number: how a reader sees that it was not encrypted
    number(0),
    publicKey,
    string(Buffer.concat([seed, publicBytes])),
    string('berth'),
  ])
  const padding = Buffer.from(
    Array.from({ length: (BLOCK - (body.length % BLOCK)) % BLOCK }, (_, i) => i + 1),
  )
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    number(1),
    string(publicKey),
    string(Buffer.concat([body, padding])),
  ])
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** The public part of the key that 32 bytes make: `ssh-ed25519 AAAA…`. */
export function publicKeyFrom(seed: Uint8Array): string {
  return `${TYPE} ${publicBlob(publicBytesOf(seed)).toString('base64')}`
}

function publicBytesOf(seed: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return spki.subarray(spki.length - 32)
}

function publicBlob(publicBytes: Uint8Array): Buffer {
  return Buffer.concat([string(TYPE), string(publicBytes)])
}

function string(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
