import { getSystemErrorName } from 'node:util'
import { constants } from 'node:os'
import type { StartFault } from '@berth/core'
import { RLIMIT_NAMES } from '@berth/oci'
import type { Operation, Plan } from '../plan/operation.ts'
import { FAILURE_DETAIL } from './failure-detail.ts'
import type { PlanOutcome } from './outcome.ts'
import { startFault } from './start-fault.ts'

const { ENOENT, EACCES, ELOOP, ENOTDIR, ENOEXEC, ENOSPC } = constants.errno

export type StartError = {
  readonly message: string
  /** as a shell has it: 127 not found, 126 cannot be executed; 125 when it is not about the program */
  readonly exitCode: 125 | 126 | 127
  /** what the message says, for other languages, where the image or its settings are to blame */
  readonly fault?: StartFault
}

type Words = Omit<StartError, 'fault'>

/** What failed, in words for the person who deployed it. */
export function explainFailure(outcome: Exclude<PlanOutcome, { kind: 'started' }>, plan: Plan): StartError {
  if (outcome.kind === 'died') return { message: 'its supervisor died while it was set up', exitCode: 125 }
  const operation = plan[outcome.operation]
  const reason = getSystemErrorName(-outcome.errno)
  if (!operation) return { message: `the plan could not be read (${reason})`, exitCode: 125 }
  const fault = startFault(operation, outcome)
  const words: Words =
    operation.op === 'exec'
      ? explainExec(operation.argv[0] ?? '', outcome)
      : { message: explainOperation(usedBy(operation, plan), outcome, reason), exitCode: 125 }
  return { ...words, ...(fault === undefined ? {} : { fault }) }
}

/** What is bound later is known by where: the operation that binds it stands for the one that could not open it. */
function usedBy(operation: Operation, plan: Plan): Operation {
  if (operation.op !== 'holdTree') return operation
  const tree = plan.filter(({ op }) => op === 'holdTree').indexOf(operation)
  return plan.find((later) => later.op === 'bindTree' && later.tree === tree) ?? operation
}

type Failure = Extract<PlanOutcome, { kind: 'failed' }>

function explainExec(program: string, { errno, detail }: Failure): Words {
  if (detail === FAILURE_DETAIL.noInterpreter) {
    return { message: `${program}: its interpreter is not in the image`, exitCode: 127 }
  }
  if (errno === ENOENT || errno === ENOTDIR) {
    const where = program.includes('/') ? 'not in the image' : 'not found in the PATH of the image'
    return { message: `${program}: ${where}`, exitCode: 127 }
  }
  if (errno === EACCES) return { message: `${program}: permission denied (not executable)`, exitCode: 126 }
  if (errno === ENOEXEC) {
    const why =
      detail === FAILURE_DETAIL.otherArchitecture
        ? 'built for another architecture'
        : 'neither a program nor a script that begins with #!'
    return { message: `${program}: exec format error: ${why}`, exitCode: 126 }
  }
  return { message: `${program}: cannot be executed (${getSystemErrorName(-errno)})`, exitCode: 126 }
}

function explainOperation(operation: Operation, { errno, detail }: Failure, reason: string): string {
  switch (operation.op) {
    case 'user':
      if (detail === FAILURE_DETAIL.noUser) return `user "${operation.user}": not in the image's /etc/passwd`
      if (detail === FAILURE_DETAIL.noGroup)
        return `user "${operation.user}": its group is not in the image's /etc/group`
      return `user "${operation.user}": ${reason}`
    case 'cwd':
    case 'rootDir':
      if (detail === FAILURE_DETAIL.outsideRoot)
        return `working directory ${operation.path}: outside of the container`
      if (errno === ENOTDIR) return `working directory ${operation.path}: not a directory`
      if (errno === EACCES) return `working directory ${operation.path}: permission denied`
      return `working directory ${operation.path}: ${reason}`
    case 'filesystem':
      if (errno === ELOOP || errno === ENOTDIR)
        return `${operation.destination} of the image must be a directory, not a link or a file`
      return `${operation.destination} could not be mounted (${reason})`
    case 'bindTree':
      if (errno === ENOTDIR) return `${operation.destination}: the image has a file where a folder is mounted`
      return `${operation.destination} could not be mounted from the node (${reason})`
    case 'mount':
      return `the root file system could not be mounted (${operation.type || 'private'}: ${reason})`
    case 'holdTree':
      return `a layer of the root file system could not be mounted (${operation.source}: ${reason})`
    case 'stageTree':
      return `a layer of the root file system could not be mounted (${reason})`
    case 'joinPath':
    case 'joinInit':
      return `its namespaces could not be entered (${reason})`
    case 'findInit':
      return 'the container has ended'
    case 'writeFile':
    case 'writeIfThere':
    case 'holdFile':
    case 'writeHeld':
      return `its limits could not be applied (${reason})`
    case 'notify':
      return `the listener ${operation.socket} of the seccomp filter could not be reached (${reason})`
    case 'hook':
      if (detail === FAILURE_DETAIL.hookStatus) return `hook ${operation.path} ended with status ${errno}`
      if (reason === 'ETIMEDOUT')
        return `hook ${operation.path} took longer than ${operation.timeoutMs / 1000} s`
      return `hook ${operation.path} could not be run (${reason})`
    case 'giveFile':
      if (errno === ENOSPC) return `${operation.path}: there is no memory left for it`
      return `${operation.path} could not be written (${reason})`
    case 'reap':
    case 'rest':
    case 'askFiles':
      return `its process 1 could not start the program (${reason})`
    case 'find':
      return `${operation.program} cannot be executed (${reason})`
    case 'openTree':
      return `${operation.source} could not be opened for a mount (${reason})`
    case 'openFilesystem':
      return `a file system of type ${operation.type} with mapped ids could not be made (${reason})`
    case 'attachTree':
    case 'attachFilesystem':
    case 'remount':
      if (errno === ELOOP) return `${operation.destination} is a link, where a mount must not follow one`
      return `${operation.destination} could not be mounted (${reason})`
    case 'makeDevice':
      if (reason === 'EEXIST') return `${operation.path} is there already, and not that device`
      return `device ${operation.path} could not be made (${reason})`
    case 'writeProc':
      return `/proc/${operation.path} could not be written (${reason})`
    case 'openIdMap':
    case 'openMountNamespace':
      return `namespace ${operation.path} could not be opened (${reason})`
    case 'raiseLimit':
      return `${RLIMIT_NAMES[operation.resource] ?? 'a limit'}: ${operation.hard} is more than this host gives (${reason})`
    case 'tryDir':
      return `working directory ${operation.path}: ${reason}`
    case 'openNetwork':
      return `network namespace ${operation.path || 'of its own'} could not be opened (${reason})`
    case 'moveDevice':
      return `linux.netDevices.${operation.device}: ${explainMove(operation.name, reason)} (${reason})`
    case 'packFiles':
    case 'unpackFiles':
      if (errno === ENOENT) return `${operation.path}: no such file or folder`
      if (errno === ENOTDIR) return `${operation.path}: not a folder`
      if (errno === ELOOP) return `${operation.path}: leads through a link of the kernel, or in a circle`
      return `${operation.path}: cannot be copied (${reason})`
    case 'makeIdMap':
    case 'enterIdMap':
    case 'becomeRoot':
    case 'openDevice':
    case 'enterMountNamespace':
    case 'rootTree':
    case 'chroot':
    case 'openProc':
    case 'domainname':
    case 'identity':
    case 'takeIdentity':
    case 'capabilities':
    case 'scheduler':
    case 'ioPriority':
    case 'cpuAffinity':
    case 'personality':
    case 'memoryPolicy':
    case 'deviceFilter':
    case 'loopback':
    case 'enterNetwork':
    case 'ownStdio':
    case 'keyring':
    case 'attend':
    case 'sync':
    case 'waitStart':
    case 'supervise':
    case 'makeUserns':
    case 'clone':
    case 'unshare':
    case 'fsIds':
    case 'makeDir':
    case 'ensureDir':
    case 'saveFile':
    case 'saveRecord':
    case 'openRoot':
    case 'device':
    case 'symlink':
    case 'mask':
    case 'readonly':
    case 'openEmptyMounts':
    case 'ownMounts':
    case 'switchRoot':
    case 'pivot':
    case 'hostname':
    case 'stdio':
    case 'pty':
    case 'rlimit':
    case 'enterUserns':
    case 'credentials':
    case 'noNewPrivileges':
    case 'seccomp':
    case 'exec':
      return `${operation.op} failed (${reason})`
  }
}

function explainMove(name: string, reason: string): string {
  if (reason === 'ENODEV') return 'the host has no such network device'
  if (reason === 'EEXIST') return `the container's network has a device "${name}" already`
  if (reason === 'EINVAL') return 'the kernel does not let this device leave its network'
  return 'it could not be moved'
}
