import { cronEntrySchema } from '@berth/protocol'
import { expect, test } from 'vitest'
import { checkReleaseSize, type SizedRelease } from './release-size.ts'

const NO_SECRETS = new Map<string, number>()
const small: SizedRelease = {
  ...{ env: {}, processes: { web: { replicas: 1 } }, releaseCommand: [], cron: [], volumes: [] },
  ...{ health: { kind: 'none' }, options: {} },
}
const text = (kib: number) => 'x'.repeat(kib * 1024)
const check = (change: Partial<SizedRelease>, secrets = NO_SECRETS) =>
  checkReleaseSize({ ...small, ...change }, secrets)

test('what is usual passes', () => {
  expect(() => check({ env: { A: text(30), B: text(30) } })).not.toThrow()
  expect(() => check({}, new Map([['KEY', 600 * 1024]]))).not.toThrow()
})

test('many that are each small enough are too large together, and the largest part is named', () => {
  const env = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`V${i}`, text(32)]))
  expect(() => check({ env })).toThrow('variables of the environment take 289 KiB')
  const processes = { web: { replicas: 1 }, worker: { replicas: 1, command: Array(9).fill(text(32)) } }
  expect(() => check({ processes, env: { A: text(4) } })).toThrow('its commands take 289 KiB')
})

test('parts are added up', () => {
  const entry = cronEntrySchema.parse({ name: 'nightly', schedule: '@daily', command: [text(30)] })
  const cron = Array.from({ length: 4 }, () => entry)
  const releaseCommand = Array<string>(4).fill(text(30))
  expect(() => check({ cron })).not.toThrow()
  expect(() => check({ releaseCommand })).not.toThrow()
  expect(() => check({ cron, releaseCommand, env: { A: text(32) } })).toThrow('at most 256 KiB together')
})

test('secrets have a bound of their own', () => {
  const secrets = new Map(Array.from({ length: 20 }, (_, i) => [`S${i}`, 43_700 + i] as const))
  expect(() => check({}, secrets)).toThrow('the largest is S19 with 33 KiB')
})
