import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { HookSender } from './hook-call.ts'

/** Whether a call was signed with this secret: by an HMAC over its bytes, or, from GitLab, with the secret itself. */
export function isSigned(sender: HookSender, body: Uint8Array, secret: string): boolean {
  return sameText(sender.signature, expected(sender.provider, body, secret))
}

function expected(provider: HookSender['provider'], body: Uint8Array, secret: string): string {
  const mac = () => createHmac('sha256', secret).update(body).digest('hex')
  switch (provider) {
    case 'github':
      return `sha256=${mac()}`
    case 'gitea':
      return mac()
    case 'gitlab':
      return secret
  }
}

export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** In the same time wherever they differ, and however long they are. */
export function sameText(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashText(given)), Buffer.from(hashText(wanted)))
}
