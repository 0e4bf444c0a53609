import { limitsSchema, logsOpenSchema, runOptionsSchema } from '@berth/protocol'
import { expect, test } from 'vitest'
import {
  parseCpu,
  parseDisk,
  parseMemory,
  parsePids,
  parsePort,
  parseDrainSeconds,
  parseStopSeconds,
  parseTail,
} from './ranges.ts'

const limits = limitsSchema.shape
const { stopTimeoutMs, drainMs } = runOptionsSchema.shape

test.each([
  ['--cpu', parseCpu, limits.cpu, ['0.01', '1024'], ['0', '0.009', '1025']],
  ['--pids', parsePids, limits.pids, ['1', '4096'], ['0', '4097', '1.5']],
  ['--memory', parseMemory, limits.memory, ['4M'], ['4095K', '64']],
  ['--disk', parseDisk, limits.disk, ['1M'], ['1023K']],
  ['--tail', parseTail, logsOpenSchema.shape.tail, ['0', '100000'], ['100001']],
])('%s takes what the platform takes, and no more', (_option, parse, field, good, bad) => {
  for (const text of good) expect(field.safeParse(parse(text)).success).toBe(true)
  for (const text of bad) expect(() => parse(text)).toThrow('write a')
})

test('the highest of each is the highest of the platform', () => {
  expect(limits.cpu.safeParse(1025).success).toBe(false)
  expect(limits.pids.safeParse(4097).success).toBe(false)
  expect(logsOpenSchema.shape.tail.safeParse(100_001).success).toBe(false)
  expect(stopTimeoutMs.safeParse(parseStopSeconds('600') * 1000).success).toBe(true)
  expect(stopTimeoutMs.safeParse(601_000).success).toBe(false)
  expect(drainMs.safeParse(parseDrainSeconds('300') * 1000).success).toBe(true)
  expect(drainMs.safeParse(301_000).success).toBe(false)
  expect(() => parseDrainSeconds('301')).toThrow()
})

test.each(['many', '', '-1', 'Infinity', '0x10', '1e3', ' '])('"%s" is no number', (text) => {
  expect(() => parsePort(text)).toThrow('write a whole number from 1 to 65535, as 8080')
})

test('a size without its unit is said back as what it is', () => {
  expect(() => parseMemory('64')).toThrow('that is 64 B: write a size from 4 MiB up, as 256M')
  expect(() => parseMemory('much')).toThrow(/^write a size from 4 MiB up, as 256M$/)
  expect(parseMemory('256M')).toBe(256 * 1024 ** 2)
})
