import { expect, test } from 'vitest'
import { lastError } from './last-error.ts'

const since = new Date(1000)
const line = (own: object) => JSON.stringify({ level: 50, time: 2000, msg: 'it failed', ...own })

test('the last failure is told with its cause, in one line', () => {
  const log = [
    line({ msg: 'first' }),
    line({ err: { message: 'no column\n  "x"' } }),
    line({ level: 30, msg: 'fine' }),
  ]
  expect(lastError(`${log.join('\n')}\n`, since)).toBe('it failed: no column "x"')
})

test('what is of an earlier start, no failure, or no line of a log is passed over', () => {
  const log = [line({ time: 999 }), line({ level: 40 }), 'Error: plain', '{"level":50,"ti']
  expect(lastError(log.join('\n'), since)).toBeUndefined()
  expect(lastError('', since)).toBeUndefined()
})
