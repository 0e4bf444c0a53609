import { expect, test } from 'vitest'
import { parseLaunchLine } from './launch-line.ts'

test('every line of the launcher is understood', () => {
  expect(parseLaunchLine('made 12 3456')).toEqual({ kind: 'made', pid: 12, startTime: '3456' })
  expect(parseLaunchLine('sync')).toEqual({ kind: 'sync' })
  expect(parseLaunchLine('ready')).toEqual({ kind: 'ready' })
  expect(parseLaunchLine('started')).toEqual({ kind: 'started' })
  expect(parseLaunchLine('failed 3 2 0')).toEqual({ kind: 'failed', operation: 3, errno: 2, detail: 0 })
  expect(parseLaunchLine('nonsense')).toEqual({ kind: 'died' })
})
