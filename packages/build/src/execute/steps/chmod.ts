import type { ChmodRule } from '../../plan/step-action.ts'

/** The mode that a file gets: chmod(1), where no umask counts. Pure. */
export function chmodOf(rule: ChmodRule | null, mode: number, isFolder: boolean): number {
  if (rule === null) return mode
  if (rule.kind === 'octal') return rule.mode
  return rule.text.split(',').reduce((before, clause) => applyClause(before, clause, isFolder), mode)
}

const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 }

function applyClause(mode: number, clause: string, isFolder: boolean): number {
  const [, who = ''] = /^([ugoa]*)/.exec(clause) ?? []
  const whose = who === '' || who.includes('a') ? ['u', 'g', 'o'] : [...new Set(Array.from(who))]
  return [...clause.matchAll(/([-+=])([rwxXstugo]*)/g)].reduce((before, [, operator, letters = '']) => {
    const change = { operator, letters, isFolder }
    return whose.reduce((current, name) => applyTo(current, name, before, change), before)
  }, mode)
}

function applyTo(
  mode: number,
  name: string,
  before: number,
  change: { operator: string | undefined; letters: string; isFolder: boolean },
): number {
  const shift = SHIFTS[name] ?? 0
  const special = specialBits(name, change.letters)
  const bits = (permissions(change.letters, before, change.isFolder) << shift) | special
  if (change.operator === '+') return mode | bits
  if (change.operator === '-') return mode & ~bits
  const clearable = name === 'u' ? 0o4000 : name === 'g' ? 0o2000 : 0o1000
  return (mode & ~((0o7 << shift) | (change.isFolder && special === 0 ? 0 : clearable))) | bits
}

function specialBits(name: string, letters: string): number {
  if (letters.includes('s')) return name === 'u' ? 0o4000 : name === 'g' ? 0o2000 : 0
  return letters.includes('t') && name === 'o' ? 0o1000 : 0
}

/** `X`: for folders, and for what somebody may execute already. */
function permissions(letters: string, mode: number, isFolder: boolean): number {
  let bits = 0
  for (const letter of letters) {
    if (letter === 'r') bits |= 4
    else if (letter === 'w') bits |= 2
    else if (letter === 'x' || (letter === 'X' && (isFolder || (mode & 0o111) !== 0))) bits |= 1
    else if (letter in SHIFTS) bits |= (mode >> (SHIFTS[letter] ?? 0)) & 7
  }
  return bits
}
