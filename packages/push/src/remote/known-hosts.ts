import { createHash } from 'node:crypto'

/** `SHA256:…` of the keys that lines of known_hosts hold, as ssh-keygen shows them. */
export function knownHosts(lines: string): { readonly host: string; readonly fingerprint: string }[] {
  return lines.split('\n').flatMap((line) => {
    const [host, , key] = line.trim().split(' ')
    if (host === undefined || key === undefined) return []
    const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64')
    return [{ host, fingerprint: `SHA256:${digest.replace(/=+$/, '')}` }]
  })
}
