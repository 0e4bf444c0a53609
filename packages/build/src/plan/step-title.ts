import type { StageInstruction } from '@berth/dockerfile'

const LONGEST = 160

/** `[build 2/5] RUN npm ci`; `position` is null for what makes no layer. */
export function stepTitle(
  instruction: StageInstruction,
  at: {
    readonly stage: string | null
    readonly position: number | null
    readonly total: number
    readonly isTrigger: boolean
  },
): string {
  const place = [at.stage, at.position === null ? null : `${at.position}/${at.total}`]
    .filter(Boolean)
    .join(' ')
  const trigger = at.isTrigger ? 'ONBUILD ' : ''
  const text = `${trigger}${shown(instruction)}`.replace(/\s+/g, ' ')
  return `${place === '' ? '' : `[${place}] `}${text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text}`
}

/** With the first line of a here-document that is all of the command. */
function shown(instruction: StageInstruction): string {
  if (instruction.kind !== 'run' || instruction.command.form === 'exec') return instruction.text
  const [document] = instruction.command.documents
  const lines = document?.content.trim().split('\n') ?? []
  if (lines.length === 0) return instruction.text
  return `${instruction.text} (${lines[0] ?? ''}${lines.length > 1 ? ' …' : ''})`
}
