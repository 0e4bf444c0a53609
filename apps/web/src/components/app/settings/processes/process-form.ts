import type { ReleaseView } from '@berth/protocol'
import { joinWords, splitWords } from '../../../../format/shell-words.ts'

/** A process type as it is typed. */
export type ProcessText = {
  /** of the row, as long as the form is open */
  readonly key: string
  readonly name: string
  /** as a shell reads it; empty: the image's own. That of `web` is changed elsewhere. */
  readonly command: string
  readonly replicas: number
  /** it is not in the release: its name can be changed */
  readonly isNew: boolean
}

type ProcessWish = { readonly command?: string[] | null; readonly replicas: number }

/** What the form asks for. Counts alone leave the instances that run as they are. */
export type ProcessChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly keys: readonly string[] }
  | { readonly kind: 'scale'; readonly processes: Record<string, number> }
  | { readonly kind: 'change'; readonly processes: Record<string, ProcessWish | null> }

type Processes = ReleaseView['processes']

export const VISITED = 'web'

export function processTexts(processes: Processes): ProcessText[] {
  return Object.entries(processes).map(([name, { command, replicas }]) => ({
    ...{ key: name, name, command: joinWords(command ?? []), replicas, isNew: false },
  }))
}

export function readProcesses(before: Processes, rows: readonly ProcessText[]): ProcessChange {
  const bad = rows.filter((row) => isBad(row, rows)).map(({ key }) => key)
  if (bad.length > 0) return { kind: 'bad', keys: bad }
  const removed = Object.keys(before).filter((name) => rows.every((row) => row.name !== name))
  const isSame = ({ name, command, isNew }: ProcessText) =>
    !isNew && (name === VISITED || command.trim() === joinWords(before[name]?.command ?? []))
  if (removed.length === 0 && rows.every(isSame)) return scaled(before, rows)
  return {
    kind: 'change',
    processes: Object.fromEntries([
      ...removed.map((name) => [name, null]),
      ...rows.map((row) => [row.name, isSame(row) ? { replicas: row.replicas } : wishOf(row)]),
    ]),
  }
}

function scaled(before: Processes, rows: readonly ProcessText[]): ProcessChange {
  const changed = rows.filter(({ name, replicas }) => before[name]?.replicas !== replicas)
  if (changed.length === 0) return { kind: 'none' }
  return {
    kind: 'scale',
    processes: Object.fromEntries(changed.map(({ name, replicas }) => [name, replicas])),
  }
}

function wishOf({ command, replicas }: ProcessText): ProcessWish {
  const words = splitWords(command)
  return { command: words?.length ? words : null, replicas }
}

function isBad({ key, name, command, replicas }: ProcessText, rows: readonly ProcessText[]): boolean {
  const isTwice = rows.some((row) => row.key !== key && row.name === name)
  const isCount = Number.isInteger(replicas) && replicas >= 0 && replicas <= 100
  return (
    isTwice ||
    !isCount ||
    splitWords(command) === null ||
    !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ||
    name.length < 2
  )
}
