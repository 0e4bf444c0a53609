import { BerthError } from '@berth/core'
import type { PktReader } from './pkt-line.ts'

/** What a pusher asks for; `null` stands for a ref that is not there. */
export type RefUpdate = { readonly name: string; readonly old: string | null; readonly new: string | null }

export type ReceiveRequest = {
  readonly updates: readonly RefUpdate[]
  readonly capabilities: ReadonlySet<string>
}

const MAX_UPDATES = 5000
const MAX_SHALLOW = 10_000
const NOTHING = '0'.repeat(40)
const COMMAND = /^([0-9a-f]{40}) ([0-9a-f]{40}) (.+)$/s

/** The first part of gitprotocol-pack(5)'s update request. Undefined when nothing was asked. Error: input.invalid. */
export async function readReceiveRequest(lines: PktReader): Promise<ReceiveRequest | undefined> {
  const updates: RefUpdate[] = []
  let capabilities: ReadonlySet<string> = new Set()
  let shallow = 0
  for (let line = await lines.next(); line !== null; line = await lines.next()) {
    if (line === undefined) {
      if (updates.length === 0) return undefined
      throw new BerthError('input.invalid', 'the push ended before it had begun')
    }
    const [text = '', caps] = decode(line).split('\0', 2)
    // history that the pusher has not got itself: whether it is here shows when the objects are checked
    if (text.startsWith('shallow ')) {
      shallow += 1
      if (shallow > MAX_SHALLOW)
        throw new BerthError(
          'input.invalid',
          `more than ${MAX_SHALLOW} ends of history: git fetch --unshallow`,
        )
      continue
    }
    if (caps !== undefined) capabilities = new Set(caps.trim().split(' '))
    updates.push(parseCommand(text.replace(/\n$/, '')))
    if (updates.length > MAX_UPDATES)
      throw new BerthError(
        'input.invalid',
        `more than ${MAX_UPDATES} branches and tags at once: push them in parts`,
      )
  }
  return updates.length === 0 ? undefined : { updates, capabilities }
}

/** What is not UTF-8 gets a letter that no name may have. */
function decode(line: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(line)
}

function parseCommand(text: string): RefUpdate {
  const [, before, after, name] = COMMAND.exec(text) ?? []
  if (before === undefined || after === undefined || name === undefined)
    throw new BerthError('input.invalid', 'this is no request of git push')
  return { name, old: before === NOTHING ? null : before, new: after === NOTHING ? null : after }
}
