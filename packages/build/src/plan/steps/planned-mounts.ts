import { readMount, refuse, type RunInstruction, type RunMount } from '@berth/dockerfile'
import { originOf } from '../graph/resolve-stage.ts'
import type { PlannedMount } from '../planned-mount.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import type { Origin } from '../origin.ts'
import { fill } from './fill.ts'
import { numbered } from './numbered.ts'
import { absolutePath, sourcePath } from './paths.ts'
import type { StepContext } from './step-context.ts'

const SSH_SOCKETS = '/run/buildkit'
const SECRETS = '/run/secrets'
const KERNELS = ['/proc', '/sys']

/** The mounts of a RUN, in their order. Error: dockerfile.invalid. */
export function plannedMounts(
  instruction: RunInstruction,
  scope: StageScope,
  context: StepContext,
): PlannedMount[] {
  let sockets = 0
  return instruction.mounts.map((flag) => {
    const mount = readMount(flag, (text) => fill(text, flag.place, scope, context))
    return planned(mount, scope, context, () => sockets++)
  })
}

function planned(
  mount: RunMount,
  scope: StageScope,
  context: StepContext,
  nextSocket: () => number,
): PlannedMount {
  const { place } = mount
  switch (mount.type) {
    case 'bind':
      return {
        type: 'bind',
        target: target(mount.target),
        origin: origin(mount.from) ?? { kind: 'context' },
        source: sourcePath(mount.source ?? '.'),
        readWrite: mount.readWrite,
        place,
      }
    case 'cache': {
      const path = target(mount.target)
      return {
        type: 'cache',
        target: path,
        id: mount.id ?? path,
        sharing: mount.sharing,
        readOnly: mount.readOnly,
        origin: mount.from === 'scratch' ? null : origin(mount.from),
        source: sourcePath(mount.source ?? '.'),
        ...owned(mount, 0o755),
        place,
      }
    }
    case 'tmpfs':
      return { type: 'tmpfs', target: target(mount.target), size: mount.size, place }
    case 'secret': {
      const { id, env, required } = mount
      const wanted = mount.target === null && env !== null ? null : (mount.target ?? `${SECRETS}/${id}`)
      return {
        type: 'secret',
        id,
        target: wanted === null ? null : target(wanted),
        env,
        required,
        ...owned(mount, 0o400),
        place,
      }
    }
    case 'ssh':
      return {
        type: 'ssh',
        id: mount.id ?? 'default',
        target: target(mount.target ?? `${SSH_SOCKETS}/ssh_agent.${nextSocket()}`),
        required: mount.required,
        ...owned(mount, 0o600),
        place,
      }
  }

  function target(text: string): string {
    const path = absolutePath(scope.settings.WorkingDir ?? '/', text)
    if (path === '/') throw refuse(place, 'nothing can be mounted at /')
    if (KERNELS.some((own) => path === own || path.startsWith(`${own}/`)))
      throw refuse(place, `nothing can be mounted at ${path}: it is the kernel's own`)
    return path
  }

  function origin(from: string | null): Origin | null {
    if (from === null) return null
    return numbered(originOf(context.dockerfile.stages, { text: from, place }, context), context)
  }
}

function owned(
  { mode, uid, gid }: { mode: number | null; uid: number | null; gid: number | null },
  usual: number,
) {
  return { mode: mode ?? usual, uid: uid ?? 0, gid: gid ?? 0 }
}
