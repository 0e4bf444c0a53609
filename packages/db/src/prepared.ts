import { createHash } from 'node:crypto'
import pg from 'pg'
import { asUnavailable } from './unavailable.ts'

type Value = string | number | bigint | boolean | Date | Uint8Array | null
type PreparedValue = Value | readonly Value[]

/**
 * A statement of a hot path, written as for `$queryRaw`, with the same types in its rows: Postgres parses and plans it
 * once for each connection, and Prisma does not see it. A transaction of its own. Error: db.unavailable.
 *
 * What stands between the values may be a constant, too, for statements that share a part.
 */
export type Prepared = <Row extends object>(
  text: readonly string[],
  ...values: readonly PreparedValue[]
) => Promise<Row[]>

/** Runs over connections that others use too. */
export function createPrepared(pool: pg.Pool): Prepared {
  const known = new Map<readonly string[], { readonly name: string; readonly text: string }>()
  const named = (strings: readonly string[]) => {
    const found = known.get(strings)
    if (found) return found
    const text = strings.reduce((before, after, i) => `${before}$${i}${after}`)
    // by content: two places with the same text share what was prepared
    const statement = { name: createHash('sha256').update(text).digest('base64url').slice(0, 32), text }
    known.set(strings, statement)
    return statement
  }
  let generation = 0
  const run = async <Row extends object>(strings: readonly string[], values: readonly PreparedValue[]) => {
    const { name, text } = named(strings)
    const query = { name: `${name}.${generation}`, text, values: values.map(toSent), types: TYPES }
    return (await asUnavailable(pool.query<Row>(query))).rows
  }
  return async <Row extends object>(strings: readonly string[], ...values: readonly PreparedValue[]) => {
    const before = generation
    try {
      return await run<Row>(strings, values)
    } catch (error) {
      if (!isOutdated(error)) throw error
      if (generation === before) generation++
      return run<Row>(strings, values)
    }
  }
}

/** A table got another column since `SELECT *` of it was prepared: nothing was done yet, and it is prepared anew. */
function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery'
}

/** Columns hold UTC without a zone, and pg would write a date in the zone of this process. */
function toSent(value: PreparedValue): unknown {
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.map(toSent) : value
}

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    switch (oid) {
      case pg.types.builtins.INT8:
        return (text: string) => BigInt(text)
      case pg.types.builtins.TIMESTAMP:
        return (text: string) => new Date(`${text.replace(' ', 'T')}Z`)
      default:
        return pg.types.getTypeParser(oid, format)
    }
  },
}
