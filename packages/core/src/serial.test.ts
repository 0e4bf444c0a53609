import { expect, test } from 'vitest'
import { createSerial } from './serial.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('jobs of one key run one after the other, also after one that failed', async () => {
  const serial = createSerial()
  const seen: string[] = []
  const failing = serial.run('a', async () => {
    seen.push('first')
    await turn()
    seen.push('first failed')
    throw new Error('no')
  })
  const second = serial.run('a', async () => void seen.push('second'))
  await expect(failing).rejects.toThrow('no')
  await second
  expect(seen).toEqual(['first', 'first failed', 'second'])
})

test('different keys run beside each other', async () => {
  const serial = createSerial()
  let release = () => {}
  const held = serial.run('a', () => new Promise<void>((resolve) => (release = resolve)))
  expect(await serial.run('b', async () => 'done')).toBe('done')
  release()
  await held
})

test('idle waits for everything that was given', async () => {
  const serial = createSerial()
  let done = 0
  for (let i = 0; i < 3; i++) void serial.run('a', async () => void (await turn(), done++))
  await serial.idle()
  expect(done).toBe(3)
})
