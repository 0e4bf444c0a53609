import { constants } from 'node:os'
import type { StartFault } from '@berth/core'
import type { Operation } from '../plan/operation.ts'
import { FAILURE_DETAIL } from './failure-detail.ts'
import type { PlanOutcome } from './outcome.ts'

const { ENOENT, EACCES, ELOOP, ENOTDIR, ENOEXEC } = constants.errno

type Failure = Extract<PlanOutcome, { kind: 'failed' }>

/** What of the image or its settings made an operation fail; undefined when the node is to blame, or nobody knows. */
export function startFault(operation: Operation, failure: Failure): StartFault | undefined {
  if (operation.op === 'exec') return execFault(operation.argv[0] ?? '', failure)
  if (operation.op === 'user') return userFault(operation.user, failure)
  if (operation.op === 'cwd' || operation.op === 'rootDir') return folderFault(operation.path, failure)
  const { errno } = failure
  if (operation.op === 'filesystem' && (errno === ELOOP || errno === ENOTDIR)) {
    return { kind: 'mount-on-link', subject: operation.destination }
  }
  if (operation.op === 'bindTree' && errno === ENOTDIR) {
    return { kind: 'mount-on-file', subject: operation.destination }
  }
  return undefined
}

function execFault(subject: string, { errno, detail }: Failure): StartFault | undefined {
  if (detail === FAILURE_DETAIL.noInterpreter) return { kind: 'no-interpreter', subject }
  if (errno === ENOENT || errno === ENOTDIR) {
    return { kind: subject.includes('/') ? 'not-in-image' : 'not-in-path', subject }
  }
  if (errno === EACCES) return { kind: 'not-executable', subject }
  if (errno !== ENOEXEC) return undefined
  return { kind: detail === FAILURE_DETAIL.otherArchitecture ? 'other-architecture' : 'no-program', subject }
}

function userFault(subject: string, { detail }: Failure): StartFault | undefined {
  if (detail === FAILURE_DETAIL.noUser) return { kind: 'no-user', subject }
  return detail === FAILURE_DETAIL.noGroup ? { kind: 'no-group', subject } : undefined
}

function folderFault(subject: string, { errno, detail }: Failure): StartFault | undefined {
  if (detail === FAILURE_DETAIL.outsideRoot) return { kind: 'folder-outside', subject }
  if (errno === ENOTDIR) return { kind: 'folder-is-none', subject }
  return errno === EACCES ? { kind: 'folder-forbidden', subject } : undefined
}
