import { describeEnd, formatBytes, type Limits } from '@berth/core'
import type { BuildFailure } from '@berth/protocol'
import type { ContainerRecord } from '@berth/runtime'

/** a file system has no room for a file before its last byte is taken */
const NEARLY = 2 * 1024 * 1024

/** Why a command that did not end well did so: by itself, or because it met a limit. Pure. */
export function whyEnded(
  record: Pick<ContainerRecord, 'end' | 'oomKills' | 'forksRefused'>,
  { limits, usedBytes }: { readonly limits: Limits; readonly usedBytes: number },
): BuildFailure {
  const { end } = record
  const exitCode = end?.kind === 'exit' ? { exitCode: end.code } : {}
  if (end?.kind === 'oom' || (record.oomKills ?? 0) > 0) {
    const message = `ran out of memory: the build may use ${formatBytes(limits.memory)}`
    return { kind: 'memory', message, ...exitCode }
  }
  if (usedBytes > limits.disk - NEARLY) {
    const message = `ran out of disk: the build may write ${formatBytes(limits.disk)}`
    return { kind: 'disk', message, ...exitCode }
  }
  if ((record.forksRefused ?? 0) > 0) {
    const message = `wanted more processes than the ${limits.pids} that the build may have`
    return { kind: 'processes', message, ...exitCode }
  }
  if (end?.kind === 'exit') {
    return { kind: 'step', message: `the command ended with code ${end.code}`, ...exitCode }
  }
  return { kind: 'step', message: end ? `the command ${describeEnd(end)}` : 'the command ended' }
}
