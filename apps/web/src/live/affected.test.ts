import { expect, test } from 'vitest'
import { affectedBy } from './affected.ts'

test('an event names the parts of the page that it changes', () => {
  expect(affectedBy('container.ended')).toContain('apps')
  expect(affectedBy('job.ended')).toContain('jobs')
  expect(affectedBy('build.failed')).toContain('builds')
  expect(affectedBy('app.secrets_changed')).toContain('secrets')
  expect(affectedBy('member.added')).toEqual(['events', 'members'])
})

test('an event of a kind that this page does not know still refreshes the activity', () => {
  expect(affectedBy('comet.sighted')).toEqual(['events'])
})
