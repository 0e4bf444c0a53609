import { expect, test } from 'vitest'
import { parseAssignments, variableName } from './assignments.ts'
import { parseMoment } from './moment.ts'
import { parseProcesses } from './processes.ts'
import { parseSize } from './size.ts'

test('a value may hold an equals sign, a key may not be empty', () => {
  expect(parseAssignments(['A=1', 'B=x=y', 'C='])).toEqual({ A: '1', B: 'x=y', C: '' })
  expect(() => parseAssignments(['=1'])).toThrow('"=1" is not KEY=VALUE')
  expect(() => parseAssignments(['NONE'], '--env')).toThrow('--env "NONE" is not KEY=VALUE: write it as')
})

test('a name of a variable that is none says what is allowed', () => {
  expect(() => parseAssignments(['lower-case=1'])).toThrow('use letters, digits and _')
  expect(parseAssignments(['lower_case1=1'])).toEqual({ lower_case1: '1' })
  expect(() => variableName('1ST')).toThrow('"1ST" is no name')
})

test('a size that is none names its option', () => {
  expect(parseSize('--tmpfs', '256M')).toBe(256 * 1024 ** 2)
  expect(() => parseSize('--tmpfs', 'much')).toThrow('--tmpfs much is no size')
})

test('a moment is a date or so long ago', () => {
  const now = new Date('2026-01-01T12:00:00Z')
  expect(parseMoment('10m', now)).toBe('2026-01-01T11:50:00.000Z')
  expect(parseMoment('2026-01-01', now)).toBe('2026-01-01T00:00:00.000Z')
  expect(() => parseMoment('yesterday', now)).toThrow('is no time')
})

test('processes are counted by name', () => {
  expect(parseProcesses(['web=3', 'worker=0'])).toEqual({ web: 3, worker: 0 })
  expect(() => parseProcesses(['web=many'])).toThrow('"web=many" is not PROCESS=COUNT')
  expect(() => parseProcesses(['web=101'])).toThrow('"web=101" is too many: a process has 0 to 100')
})

test('a count alone is answered with what was meant', () => {
  expect(() => parseProcesses(['2'])).toThrow('say of which process: web=2')
})
