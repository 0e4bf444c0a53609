import type { Place, StageInstruction } from '@berth/dockerfile'

/** The `--from` and `from=` of an instruction, which name stages or images. */
export function namesRead(instruction: StageInstruction): { text: string; place: Place }[] {
  if (instruction.kind === 'copy') return instruction.from ? [instruction.from] : []
  if (instruction.kind !== 'run') return []
  return instruction.mounts.flatMap(({ fields, place }) =>
    fields.flatMap(({ name, value }) =>
      name === 'from' && value && value !== 'scratch' ? [{ text: value, place }] : [],
    ),
  )
}
