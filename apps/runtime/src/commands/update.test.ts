import { parseLinuxResources } from '@berth/oci'
import { expect, test } from 'vitest'
import { parseOptions } from '../options/parse-options.ts'
import { fromOptions, UPDATE_OPTIONS } from './update.ts'

const read = (...argv: string[]) =>
  parseLinuxResources(fromOptions(parseOptions(UPDATE_OPTIONS, argv, { interspersed: true }).options))

test('only what was given is changed', () => {
  expect(read('--pids-limit', '20')).toEqual({ pids: { limit: 20 } })
})

test('memory may have a unit, and -1 is no limit', () => {
  expect(read('--memory', '512m', '--memory-swap=-1')).toEqual({ memory: { limit: 536_870_912, swap: -1 } })
  expect(() => read('--memory', 'lots')).toThrow('memory.limit')
})
