import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'

/**
 * The same bytes; the last of them only when all had the digest and the size that they should have, so that whoever
 * takes them whole or not at all takes nothing else. Error: backup.damaged.
 */
export async function* verified(
  source: AsyncIterable<Uint8Array>,
  expected: { readonly digest: string; readonly size: number },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let size = 0
  let last: Uint8Array | undefined
  for await (const chunk of source) {
    size += chunk.length
    if (size > expected.size) throw damaged('it is longer than its manifest says')
    hash.update(chunk)
    if (last) yield last
    last = chunk
  }
  if (size !== expected.size) throw damaged(`${size} of ${expected.size} bytes are there`)
  if (`sha256:${hash.digest('hex')}` !== expected.digest)
    throw damaged('its bytes are others than its manifest says')
  if (last) yield last
}

function damaged(why: string): BerthError {
  return new BerthError('backup.damaged', `the backup is damaged, and the volume is as it was: ${why}`)
}
