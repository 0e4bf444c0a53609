import type { WallSandbox, WallTile } from '@berth/protocol'

export const WALL_FILTERS = ['all', 'hand', 'failed', 'stuck', 'idle', 'absent'] as const
export type WallFilter = (typeof WALL_FILTERS)[number]
export const WALL_ORDERS = ['name', 'need', 'activity', 'progress'] as const
export type WallOrder = (typeof WALL_ORDERS)[number]

/** What a student may need, most pressing first. */
export type Need = 'hand' | 'failed' | 'stuck' | 'idle'

const STUCK_MS = 10 * 60_000
const IDLE_MS = 5 * 60_000

/** Idle: nothing typed for five minutes. Stuck: works on, and passed nothing for ten. */
export function needsOf({ sandbox }: WallTile, now: Date): Need[] {
  if (sandbox === null) return []
  const since = (at: Date | null) => (at === null ? 0 : now.getTime() - at.getTime())
  const { checks, hand, state, stuckSince, activeAt } = sandbox
  const isOpen = checks.passed < checks.all
  const isIdle = state === 'frozen' || (state === 'running' && since(activeAt ?? stuckSince) > IDLE_MS)
  const needs: Need[] = []
  if (hand) needs.push('hand')
  if (checks.failed > 0) needs.push('failed')
  if (isOpen && state === 'running' && !isIdle && since(stuckSince) > STUCK_MS) needs.push('stuck')
  if (isIdle) needs.push('idle')
  return needs
}

/** Who is shown, and in which order; equals stay in the order of their names. */
export function arrangeWall(
  tiles: readonly WallTile[],
  { filter, order, search, now }: { filter: WallFilter; order: WallOrder; search: string; now: Date },
): WallTile[] {
  const word = search.trim().toLowerCase()
  return tiles
    .filter(({ member }) => `${member.name} ${member.group ?? ''}`.toLowerCase().includes(word))
    .filter((tile) => matches(tile, filter, now))
    .toSorted((a, b) => rank(a, order, now) - rank(b, order, now))
}

/** Who asks for help, in the order in which they are to be helped: nobody comes yet first, then by time. */
export function handQueue(tiles: readonly WallTile[]): AskingTile[] {
  return tiles
    .flatMap(({ member, sandbox }) => (sandbox?.hand ? [{ member, sandbox, hand: sandbox.hand }] : []))
    .toSorted(
      (a, b) =>
        Number(a.hand.takenBy !== null) - Number(b.hand.takenBy !== null) ||
        a.hand.at.getTime() - b.hand.at.getTime(),
    )
}

export type AskingTile = {
  readonly member: WallTile['member']
  readonly sandbox: WallSandbox
  readonly hand: NonNullable<WallSandbox['hand']>
}

function matches(tile: WallTile, filter: WallFilter, now: Date): boolean {
  if (filter === 'all') return true
  if (filter === 'absent') return tile.sandbox === null && tile.ended === null
  return needsOf(tile, now).includes(filter)
}

function rank(tile: WallTile, order: WallOrder, now: Date): number {
  const { sandbox } = tile
  switch (order) {
    case 'name':
      return 0
    case 'need':
      return needRank(tile, now)
    case 'activity':
      return sandbox?.activeAt?.getTime() ?? 0
    case 'progress':
      return sandbox === null || sandbox.checks.all === 0 ? 0 : sandbox.checks.passed / sandbox.checks.all
  }
}

const NEEDS: readonly Need[] = ['hand', 'failed', 'stuck', 'idle']

function needRank(tile: WallTile, now: Date): number {
  const [first] = needsOf(tile, now)
  if (first !== undefined) return NEEDS.indexOf(first)
  return tile.sandbox === null ? NEEDS.length + 1 : NEEDS.length
}
