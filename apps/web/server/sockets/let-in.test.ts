import { EventEmitter } from 'node:events'
import type { Auth } from '@berth/auth'
import { createLog } from '@berth/log'
import { expect, test } from 'vitest'
import { createDoorkeeper } from './let-in.ts'
import type { BerthSocket } from './socket.ts'

const actor = { label: 'ada@example.org' }
const log = createLog({ name: 'test', level: 'silent' })

/** As much of a socket as the doorkeeper looks at. */
function knock() {
  const conn = Object.assign(new EventEmitter(), { readyState: 'open' })
  const socket = Object.assign(new EventEmitter(), {
    conn,
    request: { headers: {} },
    handshake: { auth: { token: 'berth_pat_x' } },
  }) as unknown as BerthSocket // the rest is socket.io's
  const leave = () => {
    conn.readyState = 'closed'
    conn.emit('close')
  }
  return { socket, leave }
}

function doorkeeper(onAsk: () => void = () => undefined) {
  const authenticate = async () => (onAsk(), actor)
  const auth = { authenticate } as unknown as Auth // who asks is all that it is asked
  const letIn = createDoorkeeper({ auth, url: 'http://localhost', log })
  return (socket: BerthSocket) => new Promise<Error | undefined>((resolve) => void letIn(socket, resolve))
}

test('one person holds a hundred sockets at most, and each that ends makes room', async () => {
  const letIn = doorkeeper()
  const open = Array.from({ length: 100 }, knock)
  for (const { socket } of open) expect(await letIn(socket)).toBeUndefined()
  expect((await letIn(knock().socket))?.message).toBe('too many connections at once')
  open[0]?.leave()
  open[0]?.socket.emit('disconnect', 'transport close')
  expect(await letIn(knock().socket)).toBeUndefined()
  expect(await letIn(knock().socket)).toBeDefined()
})

test('who goes while they are asked who they are, or before they are in, does not count', async () => {
  let leave = () => undefined as void
  const letIn = doorkeeper(() => leave())
  for (let round = 0; round < 150; round++) {
    const visitor = knock()
    if (round % 2 === 0) leave = visitor.leave
    await letIn(visitor.socket)
    visitor.leave()
    leave = () => undefined
  }
  expect(await letIn(knock().socket)).toBeUndefined()
})
