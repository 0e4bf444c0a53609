import type { RosterLine, RosterPreview, RosterProblem } from '@berth/protocol'
import type { ReadLine, ReadRoster } from './read-roster.ts'

/** Who is on the roster already. */
export type KnownMember = {
  readonly email: string | null
  readonly name: string
  readonly role: string
  readonly group: string | null
  readonly externalId: string | null
  readonly removedAt: Date | null
}

/** What taking a list would do. It adds and changes students, and takes nobody away. */
export function planRoster(read: ReadRoster, known: readonly KnownMember[]): RosterPreview {
  const byEmail = new Map(known.map((member) => [member.email, member]))
  const lines: RosterLine[] = []
  const problems: RosterProblem[] = [...read.problems]
  for (const line of read.lines) {
    const member = byEmail.get(line.email)
    const kind = member && refuse(member)
    if (kind) problems.push({ line: line.line, column: null, kind, value: line.email })
    else lines.push({ ...line, change: member ? compare(line, member) : 'new' })
  }
  return { lines, problems: problems.toSorted((a, b) => a.line - b.line) }
}

function refuse(member: KnownMember): RosterProblem['kind'] | undefined {
  if (member.removedAt !== null) return 'removed'
  return member.role === 'student' ? undefined : 'teaches'
}

function compare(line: ReadLine, member: KnownMember): RosterLine['change'] {
  const same =
    line.name === member.name &&
    (line.group ?? member.group) === member.group &&
    (line.externalId ?? member.externalId) === member.externalId
  return same ? 'same' : 'changed'
}
