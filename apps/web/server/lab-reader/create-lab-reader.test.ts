import { expect, test, vi } from 'vitest'
import { createLabReader } from './create-lab-reader.ts'

vi.setConfig({ testTimeout: 60_000 })

const LAB = 'title: Hello\ncontainers:\n  box: { image: busybox }\n'
const throwing = new URL('data:text/javascript,throw new Error("no thread")')

test('a lab is read in another thread as it is in this one', async () => {
  const read = createLabReader()
  const reading = await read('tenant', { 'lab.yml': LAB, 'instructions/1.md': '# One\n' })
  expect(reading).toMatchObject({
    kind: 'ok',
    spec: { title: 'Hello', pages: [{ title: 'One' }] },
    images: { box: { line: 3 } },
  })
  expect(await read('tenant', { 'lab.yml': 'title: 1\n' })).toMatchObject({ kind: 'wrong' })
})

test('the loop of this thread goes on while hostile instructions are read', async () => {
  const read = createLabReader()
  let turns = 0
  const count = setInterval(() => turns++, 1)
  const reading = await read('tenant', { 'lab.yml': LAB, 'instructions/1.md': '!['.repeat(4096) })
  clearInterval(count)
  expect(reading.kind).toBe('ok')
  expect(turns).toBeGreaterThan(0)
})

test('a thread that dies is told, and the next reading has a new one', async () => {
  const read = createLabReader(throwing)
  await expect(read('tenant', { 'lab.yml': LAB })).rejects.toThrow('no thread')
  await expect(read('tenant', { 'lab.yml': LAB })).rejects.toThrow('no thread')
})
