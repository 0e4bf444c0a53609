import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { explainLaunch, explainStart } from './explain-launch.ts'

const { ENOENT, EACCES } = constants.errno

test('a program that is not there is told in the words that tools look for', () => {
  const explain = (program: string, errno: number) =>
    explainLaunch(
      { kind: 'failed', operation: 0, errno, detail: 0 },
      [{ op: 'find', program, search: '/bin' }],
      'runtime.start_failed',
    ).message
  expect(explain('nosuch', ENOENT)).toContain('executable file not found in $PATH')
  expect(explain('/nosuch', ENOENT)).toBe('exec "/nosuch": no such file or directory')
  expect(explain('/etc', EACCES)).toBe('exec "/etc": permission denied')
})

test('a report at the start says what failed, and whether it was a hook', () => {
  const report = (error: number, detail: number) =>
    Buffer.from(new Uint32Array([1, 40, error, detail]).buffer)
  expect(explainStart(report(3, 6), 'c')).toMatchObject({ code: 'runtime.hook_failed' })
  expect(explainStart(report(ENOENT, 0), 'c').message).toBe('container c could not be started (ENOENT)')
  expect(explainStart(Buffer.alloc(3), 'c')).toMatchObject({ code: 'runtime.start_failed' })
})
