import { expect, test } from 'vitest'
import { parseOptions } from './parse-options.ts'

const TABLE = {
  bundle: ['text', 'b'],
  force: ['flag', 'f'],
  env: ['texts', 'e'],
  interval: 'number',
} as const

test('options are taken with a blank, an equals sign or a letter', () => {
  const argv = ['-b', '/x', '--force', '--env=A=1', '-e', 'B=2', '--interval', '5', 'id']
  expect(parseOptions(TABLE, argv, { interspersed: true })).toEqual({
    options: { bundle: '/x', force: true, env: ['A=1', 'B=2'], interval: 5 },
    rest: ['id'],
  })
})

test('what was not given is undefined, false or empty', () => {
  expect(parseOptions(TABLE, [], { interspersed: true }).options).toEqual({
    bundle: undefined,
    force: false,
    env: [],
    interval: undefined,
  })
})

test('options may stand behind the id, but not behind the program that another command runs', () => {
  expect(parseOptions(TABLE, ['id', '--force'], { interspersed: true }).options.force).toBe(true)
  expect(parseOptions(TABLE, ['id', 'ls', '--force'], { interspersed: false })).toEqual({
    options: { bundle: undefined, force: false, env: [], interval: undefined },
    rest: ['id', 'ls', '--force'],
  })
})

test('two dashes end the options', () => {
  expect(parseOptions(TABLE, ['--', '--force'], { interspersed: true }).rest).toEqual(['--force'])
})

test('an unknown option, a missing value and a wrong number are refused', () => {
  const parse = (...argv: string[]) => parseOptions(TABLE, argv, { interspersed: true })
  expect(() => parse('--nope')).toThrow('unknown option --nope')
  expect(() => parse('--bundle')).toThrow('option --bundle needs a value')
  expect(() => parse('--interval', 'soon')).toThrow('needs a whole number')
  expect(() => parse('--force=maybe')).toThrow('true or false')
})
