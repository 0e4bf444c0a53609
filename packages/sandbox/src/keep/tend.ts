import type { Tx } from '@berth/db'
import { tell } from '../events/tell.ts'
import { writeThrottle } from '../use/write-throttle.ts'
import { type Around, type Decision, decide } from './decide.ts'
import { lockSandboxes, readSandboxes, type SandboxRow } from './read-sandboxes.ts'
import type { ShelvedVersion } from './version-shelf.ts'
import { writeWish } from './wish.ts'
import { type Touched, writeSteps } from './write-steps.ts'

/** A script of its lab that is to be run now. */
export type ScriptDue = {
  readonly kind: 'setup' | 'cleanup'
  readonly row: SandboxRow
  readonly version: ShelvedVersion
}

export type Tended = { readonly touched: readonly Touched[]; readonly script: ScriptDue | null }

/** One of which something is to be done. */
export type ToTend = { readonly id: string; readonly version: ShelvedVersion }

const NOTHING: Tended = { touched: [], script: null }

/** Decides about sandboxes as they are at this moment, and writes it. One that somebody else changes now has its turn later. */
export async function tend(
  tx: Tx,
  all: readonly ToTend[],
  around: Omit<Around, 'spec'>,
): Promise<readonly Tended[]> {
  const rows = await lockSandboxes(
    tx,
    all.map(({ id }) => id),
  )
  const versions = new Map(all.map(({ id, version }) => [id, version]))
  const tended: Tended[] = []
  for (const row of rows) {
    const version = versions.get(row.id)
    if (version) tended.push(await tendOne(tx, row, { ...around, version }))
  }
  return tended
}

async function tendOne(
  tx: Tx,
  held: SandboxRow,
  { version, ...around }: Omit<Around, 'spec'> & { readonly version: ShelvedVersion },
): Promise<Tended> {
  const { now } = around
  const { spec } = version
  const first = decide(held, { ...around, spec })
  if (first.life !== null) await writeLife(tx, held, first.life, now)
  const [row] = first.life === null ? [held] : await readSandboxes(tx, [held.id])
  if (!row) return NOTHING
  const { steps, throttle } = first.life === null ? first : decide(row, { ...around, spec })
  const written = await writeSteps(tx, row, { steps, version, now })
  const heldBack = throttle === null ? [] : await writeThrottle(tx, row, throttle, now)
  return {
    touched: [...written.touched, ...heldBack],
    script: written.script && { kind: written.script, row, version },
  }
}

async function writeLife(
  tx: Tx,
  row: SandboxRow,
  life: NonNullable<Decision['life']>,
  now: Date,
): Promise<void> {
  switch (life.kind) {
    case 'end': {
      const reason = { kind: 'asked', by: row.wantedBy ?? 'the platform' } as const
      await writeWish(tx, row, { wanted: 'ended', reason, ...(row.wantedBy && { by: row.wantedBy }), now })
      return
    }
    case 'wish':
      if (life.wanted !== 'running') await writeWish(tx, row, { ...life, wanted: life.wanted, now })
      return
    case 'notice':
      await tx.sandbox.update({ where: { id: row.id }, data: { noticedAt: now } })
      await tell(tx, [{ sandbox: row, type: 'notice' }])
  }
}
