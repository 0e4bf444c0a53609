import { expect, test } from 'vitest'
import { createPacedWriter } from './paced-writer.ts'

function terminal(room: number) {
  const state = { room, taken: '', tries: 0 }
  const writeSome = async (data: Uint8Array) => {
    state.tries++
    const count = Math.min(state.room, data.length)
    if (count === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' })
    state.room -= count
    state.taken += Buffer.from(data.subarray(0, count)).toString()
    return count
  }
  return { state, writer: createPacedWriter(writeSome) }
}

test('what does not fit waits, and follows in order', async () => {
  const { state, writer } = terminal(3)
  const all = Promise.all([writer.write(Buffer.from('abcd')), writer.write(Buffer.from('ef'))])
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(state.taken).toBe('abc')
  state.room = 100
  await all
  expect(state.taken).toBe('abcdef')
})

test('a program that does not read keeps nobody busy', async () => {
  const { state, writer } = terminal(0)
  void writer.write(Buffer.from('x'))
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(state.tries).toBeLessThan(10)
  writer.end()
})

test('the end of the writer lets go of what waits', async () => {
  const { state, writer } = terminal(0)
  const waiting = writer.write(Buffer.from('x'))
  await new Promise((resolve) => setTimeout(resolve, 10))
  writer.end()
  await waiting
  await writer.write(Buffer.from('y'))
  expect(state.taken).toBe('')
})

test('a reader that is gone takes nothing, and fails nobody', async () => {
  const writer = createPacedWriter(async () => {
    throw Object.assign(new Error('gone'), { code: 'EIO' })
  })
  await writer.write(Buffer.from('x'))
})
