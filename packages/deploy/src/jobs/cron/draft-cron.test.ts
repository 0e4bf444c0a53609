import { DEFAULT_LIMITS } from '@berth/core'
import { cronEntrySchema } from '@berth/protocol'
import { expect, test } from 'vitest'
import type { ReleaseDraft } from '../../release-draft.ts'
import { NOW } from '../../test-models.ts'
import { draftCron } from './draft-cron.ts'

const entry = (name: string, schedule = '@daily') => cronEntrySchema.parse({ name, schedule, command: ['x'] })
const base: ReleaseDraft = {
  ...{ image: 'hello:1', repository: 'team/hello', digest: 'sha256:1', processes: {}, port: null, env: {} },
  ...{
    sharedEnv: {},
    sharedSecrets: {},
    secrets: {},
    limits: DEFAULT_LIMITS,
    health: { kind: 'none' },
    restart: { policy: 'always' },
  },
  ...{ options: {}, volumes: [], releaseCommand: [], rollbackOf: null, build: null, kin: 'kin_1' },
  cron: [entry('nightly'), entry('weekly', '@weekly')],
}

test('entries come, change and go, and instances stay', () => {
  const changed = draftCron(base, { set: [entry('nightly', '@hourly')], remove: ['weekly'] }, NOW)
  expect(changed.cron.map(({ name, schedule }) => `${name} ${schedule}`)).toEqual(['nightly @hourly'])
  expect(changed.kin).toBe(base.kin)
})

test('what is not there cannot go, and what is never due cannot come', () => {
  expect(() => draftCron(base, { remove: ['hourly'] }, NOW)).toThrow('it has nightly, weekly')
  expect(() => draftCron(base, { set: [entry('never', '0 0 31 2 *')] }, NOW)).toThrow('never due')
})
