import type { Db, Tx } from '@berth/db'
import type { Log } from '../ports.ts'
import { PATIENCE } from './patience.ts'
import { setAside } from './set-aside.ts'

type Named = { readonly id: string }

/** So many are held at once: people who change theirs wait as long. */
const MOST = 20

export function inParts<One>(all: readonly One[]): One[][] {
  const parts = Math.ceil(all.length / MOST)
  return Array.from({ length: parts }, (_, part) => all.slice(part * MOST, (part + 1) * MOST))
}

/**
 * Does the work for several sandboxes in one transaction. Where that fails each has one of its own, and what cannot be
 * gone on with is set aside: one holds up no other.
 */
export async function together<One extends Named, Done>(
  { db, log }: { readonly db: Db; readonly log: Log },
  { all, now }: { readonly all: readonly One[]; readonly now: Date },
  work: (tx: Tx, some: readonly One[]) => Promise<Done>,
): Promise<Done[]> {
  if (all.length === 0) return []
  const inOne = (some: readonly One[]) => db.$transaction((tx) => work(tx, some), PATIENCE)
  if (all.length > 1) {
    try {
      return [await inOne(all)]
    } catch (failure) {
      log.warn({ err: failure }, 'sandboxes are gone on with one by one')
    }
  }
  const done: Done[] = []
  for (const one of all) {
    try {
      done.push(await inOne([one]))
    } catch (thrown) {
      await setAside({ db, log }, { id: one.id, thrown, now })
    }
  }
  return done
}
