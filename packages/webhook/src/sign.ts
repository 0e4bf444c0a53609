import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'

/** A new secret: `whsec_` and 32 random bytes in base64 (Standard Webhooks). */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64')
}

/** The headers by which a receiver knows that a message is ours and recent (standardwebhooks.com, symmetric). */
export function signatureHeaders(message: {
  readonly id: string
  readonly at: Date
  readonly body: string
  readonly secret: string
}): Record<string, string> {
  const { id, body, secret } = message
  const seconds = String(Math.floor(message.at.getTime() / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}
