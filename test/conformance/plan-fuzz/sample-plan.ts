import { encodePlan } from '../../../packages/runtime/src/plan/encode.ts'
import type { Plan } from '../../../packages/runtime/src/plan/operation.ts'

/** A plan with every kind of field, whose first operation would leave the folder `marker`. */
export function samplePlan(marker: string): Plan {
  return [
    { op: 'ensureDir', path: marker, mode: 0o700 },
    { op: 'clone', flags: 0n, cgroup: '' },
    { op: 'rlimit', resource: 7, soft: 64n, hard: 64n },
    { op: 'seccomp', program: Uint8Array.of(6, 0, 0, 0, 0, 0, 255, 127), flags: 0 },
    { op: 'exec', search: '/bin', argv: ['true', 'é'], env: ['A=1', 'B='] },
  ]
}

export function encodedSample(marker: string): Buffer {
  return encodePlan(samplePlan(marker))
}
