import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { BerthError, type Secret } from '@berth/core'
import { deriveKey } from './hmac.ts'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Encrypts values at rest. What was sealed for one context (a tenant's id) does not open in another. */
export type Sealer = {
  seal(context: string, plain: string): string
  /** Error: vault.decrypt_failed, for another key, another context or changed bytes. */
  open(context: string, sealed: string): string
}

/** AES-256-GCM; `v1.<key id>.<base64url of iv, tag and ciphertext>`. */
export function createSealer(masterKey: Secret): Sealer {
  const key = deriveKey(masterKey, 'seal')
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8)
  return {
    seal: (context, plain) => {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(`${keyId} ${context}`))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open: (context, sealed) => {
      const [version, sealedBy, body, ...rest] = sealed.split('.')
      if (version !== 'v1' || body === undefined || rest.length > 0) throw failed('it is not a sealed value')
      if (sealedBy !== keyId) throw failed(`it was sealed with key ${sealedBy}, and this one is ${keyId}`)
      return decrypt(key, `${keyId} ${context}`, Buffer.from(body, 'base64url'))
    },
  }
}

function decrypt(key: Buffer, aad: string, bytes: Buffer): string {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(aad))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return plain.toString('utf8')
  } catch (cause) {
    throw failed('it was changed, or belongs to another tenant', cause)
  }
}

function failed(why: string, cause?: unknown): BerthError {
  return new BerthError('vault.decrypt_failed', `a sealed value does not open: ${why}`, { cause })
}
