import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import ssh2 from 'ssh2'
import { describe, expect, test } from 'vitest'
import { readAgentKey } from '../../ssh/agent-key.ts'
import { answerAgent } from './agent-protocol.ts'

const pairOf = (type: 'ed25519' | 'rsa' | 'ecdsa', bits?: number) =>
  ssh2.utils.generateKeyPairSync(type as 'rsa', bits ? { bits } : ({} as { bits: number }))
const part = (bytes: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
const flagged = (flags: number) => Buffer.from([0, 0, 0, flags])
const data = Buffer.from('sign this')
const request = (blob: Buffer, flags = 0) =>
  Buffer.concat([Buffer.from([13]), part(blob), part(data), flagged(flags)])

/** Of a SIGN_RESPONSE: algorithm and signature. */
function signed(answer: Buffer): [string, Buffer] {
  expect(answer[0]).toBe(14)
  const name = answer.subarray(9, 9 + answer.readUInt32BE(5))
  return [name.toString(), answer.subarray(13 + name.length)]
}

describe('an agent', () => {
  const pair = pairOf('ed25519')
  const key = readAgentKey(pair.private)

  test('names its keys, and signs what is asked of one that it has', async () => {
    const listed = await answerAgent(Buffer.from([11]), [key])
    expect(listed.subarray(0, 5)).toEqual(Buffer.from([12, 0, 0, 0, 1]))
    expect(listed.includes(key.blob)).toBe(true)
    const [algorithm, blob] = signed(await answerAgent(request(key.blob), [key]))
    expect(algorithm).toBe('ssh-ed25519')
    const own = ssh2.utils.parseKey(pair.public)
    if (own instanceof Error) throw own
    expect(own.verify(data, blob)).toBe(true)
  })

  test('gives nothing of a private key away', async () => {
    const [secret] = pair.private.split('\n').slice(2)
    expect((await answerAgent(Buffer.from([11]), [key])).toString('base64')).not.toContain(secret)
  })

  test('fails for keys of others, for what is cut off, and for everything else that one asks of agents', async () => {
    const other = readAgentKey(pairOf('ed25519').private)
    const refused = Buffer.from([5])
    expect(await answerAgent(request(other.blob), [key])).toEqual(refused)
    expect(await answerAgent(request(key.blob).subarray(0, 30), [key])).toEqual(refused)
    expect(await answerAgent(Buffer.concat([Buffer.from([13]), Buffer.alloc(4, 0xff)]), [key])).toEqual(
      refused,
    )
    for (const type of [0, 1, 17, 18, 19, 22, 25, 27, 255]) {
      expect(await answerAgent(Buffer.from([type]), [key])).toEqual(refused)
    }
    expect(await answerAgent(Buffer.alloc(0), [key])).toEqual(refused)
  })
})

test('RSA signs with SHA-2, and with SHA-1 not at all', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = readAgentKey(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())
  for (const [flags, algorithm, hash] of [
    [2, 'rsa-sha2-256', 'sha256'],
    [4, 'rsa-sha2-512', 'sha512'],
  ] as const) {
    const [name, blob] = signed(await answerAgent(request(key.blob, flags), [key]))
    expect(name).toBe(algorithm)
    expect(verify(hash, data, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), blob)).toBe(
      true,
    )
  }
  expect(await answerAgent(request(key.blob), [key])).toEqual(Buffer.from([5]))
})

test('curves sign as the protocol has it', async () => {
  const pair = pairOf('ecdsa', 256)
  const key = readAgentKey(pair.private)
  const [algorithm, blob] = signed(await answerAgent(request(key.blob), [key]))
  expect(algorithm).toBe('ecdsa-sha2-nistp256')
  const r = blob.readUInt32BE()
  expect(blob.length).toBe(8 + r + blob.readUInt32BE(4 + r))
})

test.each([
  ['nothing', '', 'that is no private SSH key'],
  ['a public key', pairOf('ed25519').public, 'that is no private SSH key'],
])('%s is refused', (_, text, message) => {
  expect(() => readAgentKey(text)).toThrow(message)
})

test('a key with a passphrase is refused with why', () => {
  const locked = ssh2.utils.generateKeyPairSync('ed25519', {
    passphrase: 'x',
    cipher: 'aes256-cbc',
    rounds: 4,
  })
  expect(() => readAgentKey(locked.private)).toThrow('has a passphrase')
})
