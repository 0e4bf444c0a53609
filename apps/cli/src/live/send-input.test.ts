import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { sendInput } from './send-input.ts'

const AWAY = new BerthError('protocol.disconnected', 'the session is away')

/** Sends `keys`, of which each is refused as `outcomes` says; how often a loss was told. */
async function sent(keys: string, outcomes: readonly (Error | undefined)[], tty = true): Promise<number> {
  let losses = 0
  let at = 0
  await sendInput({
    input: chunks(keys),
    tty,
    deliver: () => {
      const outcome = outcomes[at++]
      return outcome ? Promise.reject(outcome) : Promise.resolve()
    },
    isConnected: () => true,
    onLost: () => losses++,
  })
  return losses
}

async function* chunks(keys: string): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield Buffer.from(key)
}

test('keys that did not arrive are told once for each outage', async () => {
  expect(await sent('abcd', [undefined, AWAY, AWAY, undefined])).toBe(1)
  expect(await sent('abcd', [AWAY, undefined, new Error('operation has timed out'), undefined])).toBe(2)
  expect(await sent('ab', [undefined, undefined])).toBe(0)
})

test('what a command that has ended does not take is no loss', async () => {
  expect(await sent('a', [new BerthError('container.not_running', 'it has ended')])).toBe(0)
})

test('a file with a hole in it is refused', async () => {
  await expect(sent('ab', [undefined, AWAY], false)).rejects.toBe(AWAY)
})
