import type { Health } from '@berth/protocol'
import { expect, test } from 'vitest'
import { describeNote } from './describe-note.ts'
import { waitNote } from './wait-note.ts'

const timeoutMs = 10_000

test.each<[Health, string]>([
  [{ kind: 'tcp', port: 8080, timeoutMs }, 'waiting for port 8080, at most 10 s'],
  [
    { kind: 'http', port: 8080, path: '/healthz', timeoutMs },
    'waiting for GET /healthz on port 8080, at most 10 s',
  ],
  [
    { kind: 'command', argv: ['test', '-e', '/ready'], timeoutMs },
    'waiting until "test -e /ready" exits with 0, at most 10 s',
  ],
])('a deploy names the check that it waits for: %j', (health, sentence) => {
  const note = waitNote({ health })
  expect(note && describeNote(note)).toBe(sentence)
})

test('without a check there is nothing to wait for, and a long command is cut', () => {
  expect(waitNote({ health: { kind: 'none' } })).toBeNull()
  const note = waitNote({ health: { kind: 'command', argv: ['x'.repeat(500)], timeoutMs } })
  expect(note && describeNote(note).length).toBeLessThan(150)
})
