import { type BerthError, toBerthError } from '@berth/core'
import type { BuildFailure } from '@berth/protocol'
import { BuildFailed } from './build-failed.ts'

const KIND_OF: Readonly<Partial<Record<BerthError['code'], BuildFailure['kind']>>> = {
  // it was told to end while it asked for something
  'build.ended': 'canceled',
  'disk.full': 'disk',
  'dockerfile.invalid': 'syntax',
  'image.not_found': 'base',
  'image.wrong_platform': 'base',
  'image.pull_failed': 'base',
  'image.corrupt': 'base',
  'image.unsafe': 'base',
  'image.reference_invalid': 'base',
  'auth.forbidden': 'base',
  'image.too_large': 'disk',
  'image.push_refused': 'push',
  'image.push_failed': 'push',
  'outbound.url_invalid': 'step',
  'outbound.unreachable': 'step',
  'outbound.timeout': 'step',
  'outbound.too_large': 'step',
  'runtime.start_failed': 'step',
  'input.invalid': 'step',
  'network.exhausted': 'node',
  'node.no_capacity': 'node',
}

/** Why a build failed, from whatever was thrown; what nobody expected is the platform's own fault. Pure. */
export function asFailure(thrown: unknown): BuildFailure {
  if (thrown instanceof BuildFailed) return thrown.failure
  const error = toBerthError(thrown)
  return { kind: KIND_OF[error.code] ?? 'platform', message: error.message.slice(0, 2000) }
}
