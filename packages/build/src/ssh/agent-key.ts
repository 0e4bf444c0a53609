import { createPrivateKey, type KeyObject, sign as signNow, type SignKeyObjectInput } from 'node:crypto'
import { promisify } from 'node:util'
import { BerthError } from '@berth/core'
import ssh2 from 'ssh2'

/** A private key as an agent uses it: whoever asks gets signatures, and nothing else of it. */
export type AgentKey = {
  /** the public half, as in the protocol (RFC 4253, 6.6) */
  readonly blob: Buffer
  readonly comment: string
  /** Undefined for a way of signing that is not offered: with SHA-1. */
  sign(data: Buffer, flags: number): Promise<Signature | undefined>
}

type Signature = { readonly algorithm: string; readonly blob: Buffer }

/** Not on the thread that all of a node's work shares. */
const sign: (hash: string | null, data: Buffer, key: KeyObject | SignKeyObjectInput) => Promise<Buffer> =
  promisify(signNow)

/** of SSH_AGENTC_SIGN_REQUEST (draft-miller-ssh-agent, 4.5.1) */
const RSA_SHA2_256 = 2
const RSA_SHA2_512 = 4

const CURVES: Readonly<Record<string, string>> = {
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
}

/** Of OpenSSH's own form, or PEM. Error: input.invalid, also for one with a passphrase. */
export function readAgentKey(text: string): AgentKey {
  const parsed: unknown = ssh2.utils.parseKey(text.trim())
  const [key] = Array.isArray(parsed) ? parsed : [parsed]
  if (!isPrivateKey(key)) throw unreadable(parsed)
  const { type } = key
  const signer = signerOf(type, createPrivateKey(key.getPrivatePEM()))
  if (!signer)
    throw new BerthError('input.invalid', `keys of type ${type} are not used here: make an ed25519`)
  return { blob: key.getPublicSSH(), comment: key.comment, sign: signer }
}

function isPrivateKey(key: unknown): key is ssh2.ParsedKey {
  return typeof key === 'object' && key !== null && 'isPrivateKey' in key && isTrue(key.isPrivateKey, key)
}

function isTrue(method: unknown, of: object): boolean {
  return typeof method === 'function' && method.call(of) === true
}

function unreadable(parsed: unknown): BerthError {
  const needsPhrase = parsed instanceof Error && /passphrase|encrypted/i.test(parsed.message)
  return new BerthError(
    'input.invalid',
    needsPhrase
      ? 'the SSH key has a passphrase, which nobody can type here: use one without'
      : 'that is no private SSH key, of OpenSSH or in PEM',
  )
}

function signerOf(type: string, key: KeyObject): AgentKey['sign'] | undefined {
  if (type === 'ssh-ed25519') return async (data) => ({ algorithm: type, blob: await sign(null, data, key) })
  if (type === 'ssh-rsa') return (data, flags) => signRsa(data, key, flags)
  const hash = CURVES[type]
  return hash === undefined
    ? undefined
    : async (data) => ({
        algorithm: type,
        blob: twoNumbers(await sign(hash, data, { key, dsaEncoding: 'ieee-p1363' })),
      })
}

async function signRsa(data: Buffer, key: KeyObject, flags: number): Promise<Signature | undefined> {
  if (flags & RSA_SHA2_512) return { algorithm: 'rsa-sha2-512', blob: await sign('sha512', data, key) }
  if (flags & RSA_SHA2_256) return { algorithm: 'rsa-sha2-256', blob: await sign('sha256', data, key) }
  return undefined
}

/** r and s as mpints (RFC 5656, 3.1.2). */
function twoNumbers(signature: Buffer): Buffer {
  const half = signature.length / 2
  return Buffer.concat([signature.subarray(0, half), signature.subarray(half)].map(mpint))
}

function mpint(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.alloc(0) : bytes.subarray(first)
  const positive = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits
  const length = Buffer.alloc(4)
  length.writeUInt32BE(positive.length)
  return Buffer.concat([length, positive])
}
