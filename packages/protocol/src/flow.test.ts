import { expect, test } from 'vitest'
import { ACK_BYTES, HIGH_WATER, LOW_WATER } from './channel.ts'
import { createReceiveWindow, createSendWindow, decodeAck, encodeAck } from './flow.ts'

test('a sender pauses above the high mark and goes on below the low one', () => {
  const calls: string[] = []
  const window = createSendWindow({ pause: () => calls.push('pause'), resume: () => calls.push('resume') })
  window.sent(HIGH_WATER)
  expect(calls).toEqual([])
  window.sent(1)
  window.sent(1)
  expect(calls).toEqual(['pause'])
  window.acked(HIGH_WATER + 2 - LOW_WATER)
  expect(calls).toEqual(['pause'])
  window.acked(1)
  expect(calls).toEqual(['pause', 'resume'])
})

test('a peer that acknowledges too much gains nothing', () => {
  const window = createSendWindow({ pause: () => undefined, resume: () => undefined })
  window.sent(10)
  window.acked(1_000_000)
  expect(window.outstanding).toBe(0)
})

test('a receiver acknowledges what it used in batches', () => {
  const acks: number[] = []
  const window = createReceiveWindow((payload) => acks.push(decodeAck(payload)))
  window.used(ACK_BYTES - 1)
  expect(acks).toEqual([])
  window.used(2)
  expect(acks).toEqual([ACK_BYTES + 1])
})

test('an acknowledgement that is not four bytes counts nothing', () => {
  expect(decodeAck(encodeAck(70_000))).toBe(70_000)
  expect(decodeAck(new Uint8Array(3))).toBe(0)
})
