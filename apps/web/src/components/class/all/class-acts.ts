import type { WallSandbox, WallTile } from '@berth/protocol'

export const HELPING = ['pause', 'resume', 'extend'] as const
export const TEACHING = ['reset', 'undoReset', 'end'] as const
export type ClassAct = (typeof HELPING)[number] | (typeof TEACHING)[number]

const FITS: Readonly<Record<ClassAct, (sandbox: WallSandbox) => boolean>> = {
  pause: ({ state }) => state === 'running',
  resume: ({ state }) => ['frozen', 'stopped', 'archived'].includes(state),
  extend: ({ state, canExtend }) => canExtend && ['running', 'frozen', 'stopped'].includes(state),
  reset: ({ state }) => ['running', 'frozen', 'stopped', 'failed'].includes(state),
  undoReset: ({ canUndo }) => canUndo,
  end: () => true,
}

/** Those of the tiles that this can be done to: their sandbox, and whose it is. */
export function fitting(tiles: readonly WallTile[], act: ClassAct): { id: string; name: string }[] {
  return tiles.flatMap(({ member, sandbox }) =>
    sandbox && FITS[act](sandbox) ? [{ id: sandbox.id, name: member.name }] : [],
  )
}
