import { expect, test } from 'vitest'
import { isAlive, parseStat } from './process-start.ts'

test('a program may be called anything', () => {
  const fields = Array.from({ length: 30 }, (_, i) => String(i + 4)).join(' ')
  expect(parseStat(`12 (a) Z (b) S ${fields}\n`)).toEqual({ state: 'S', startTime: '22' })
  expect(parseStat('')).toBeUndefined()
})

test('this process is alive, and with another start time it is another one', async () => {
  expect(await isAlive({ pid: process.pid, startTime: '1' })).toBe(false)
})
