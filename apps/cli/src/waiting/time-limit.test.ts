import { expect, test } from 'vitest'
import { TimedOut, timeLimit } from './time-limit.ts'

test('a limit that passed says of what', async () => {
  const signal = timeLimit('1s', 'the end of job')
  expect(signal.aborted).toBe(false)
  await new Promise((resolve) => signal.addEventListener('abort', resolve))
  expect(signal.reason).toBeInstanceOf(TimedOut)
  expect(signal.reason).toMatchObject({ message: 'the end of job did not come within 1s' })
})

test.each(['0s', '10', 'long', '25d'])('%s is no time to wait', (text) => {
  expect(() => timeLimit(text, 'it')).toThrow(`--timeout ${text} is no time: write 30s, 10m or 2h`)
})
