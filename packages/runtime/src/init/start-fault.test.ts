import { constants } from 'node:os'
import { expect, test } from 'vitest'
import type { Operation } from '../plan/operation.ts'
import { FAILURE_DETAIL } from './failure-detail.ts'
import { explainFailure } from './start-error.ts'

const { ENOENT, EACCES, ENOEXEC, ENOTDIR, EPERM } = constants.errno

test('a program that cannot be executed is named with what is wrong with it', () => {
  expect(faultOf(exec('/bin/none'), ENOENT)).toEqual({ kind: 'not-in-image', subject: '/bin/none' })
  expect(faultOf(exec('none'), ENOENT)).toEqual({ kind: 'not-in-path', subject: 'none' })
  expect(faultOf(exec('/run'), ENOENT, FAILURE_DETAIL.noInterpreter)?.kind).toBe('no-interpreter')
  expect(faultOf(exec('/run'), EACCES)?.kind).toBe('not-executable')
  expect(faultOf(exec('/run'), ENOEXEC)?.kind).toBe('no-program')
  expect(faultOf(exec('/run'), ENOEXEC, FAILURE_DETAIL.otherArchitecture)?.kind).toBe('other-architecture')
})

test('a user that the image does not have is named', () => {
  const user = { op: 'user', user: 'web', extraGids: [] } as const
  expect(faultOf(user, ENOENT, FAILURE_DETAIL.noUser)).toEqual({ kind: 'no-user', subject: 'web' })
  expect(faultOf(user, ENOENT, FAILURE_DETAIL.noGroup)?.kind).toBe('no-group')
})

test('a working directory that cannot be one is named', () => {
  const cwd = { op: 'cwd', path: '/srv' } as const
  expect(faultOf(cwd, ENOTDIR)).toEqual({ kind: 'folder-is-none', subject: '/srv' })
  expect(faultOf(cwd, EACCES)?.kind).toBe('folder-forbidden')
  expect(faultOf(cwd, EPERM, FAILURE_DETAIL.outsideRoot)?.kind).toBe('folder-outside')
})

test('what the node is to blame for has no fault of the image', () => {
  expect(faultOf({ op: 'loopback' }, EPERM)).toBeUndefined()
  expect(explainFailure({ kind: 'died' }, []).fault).toBeUndefined()
})

function exec(program: string): Operation {
  return { op: 'exec', search: '/bin', argv: [program], env: [] }
}

function faultOf(operation: Operation, errno: number, detail = 0) {
  return explainFailure({ kind: 'failed', operation: 0, errno, detail }, [operation]).fault
}
