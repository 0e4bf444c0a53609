import { expect, test } from 'vitest'
import { canExtend } from './can-extend.ts'

const at = (minutes: number) => new Date(minutes * 60_000)

test('what has overtime left can be extended until it is put away or has ended', () => {
  const time = { expiresAt: at(60), deadlineAt: at(90) }
  const states = [
    'queued',
    'starting',
    'running',
    'frozen',
    'stopped',
    'failed',
    'archived',
    'ended',
  ] as const
  const open = states.filter((state) => canExtend(time, state))
  expect(open).toEqual(['queued', 'starting', 'running', 'frozen', 'stopped', 'failed'])
})

test('what has had all its time, or whose time has not begun, cannot', () => {
  expect(canExtend({ expiresAt: at(90), deadlineAt: at(90) }, 'running')).toBe(false)
  expect(canExtend({ expiresAt: null, deadlineAt: null }, 'starting')).toBe(false)
})
