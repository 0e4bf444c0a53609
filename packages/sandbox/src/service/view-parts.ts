import type { Db, Sandbox } from '@berth/db'

type Named = { readonly id: string; readonly name: string; readonly title: string }

/** A sandbox as it is, and what else a view tells of it. */
export type ViewParts = Sandbox & {
  readonly lab: Named
  readonly course: Named | null
  /** by the name that its class knows */
  readonly owner: { readonly id: string; readonly name: string } | null
  /** what it is a copy of, and whose that is */
  readonly source: { readonly id: string; readonly name: string } | null
  readonly containers: readonly {
    readonly id: string
    readonly process: string
    readonly attempt: number
    readonly observed: string
  }[]
  readonly homes: readonly { readonly attempt: number; readonly usedBytes: number }[]
  /** shells that go on */
  readonly terminals: readonly {
    readonly attempt: number
    readonly number: number
    readonly container: string
  }[]
  /** the newest of each check */
  readonly results: readonly CheckResult[]
}

type CheckResult = {
  readonly name: string
  readonly passed: boolean
  readonly message: string
  readonly at: Date
}

type Row = Omit<ViewParts, 'results'> & {
  readonly results: readonly (Omit<CheckResult, 'at'> & { readonly at: string })[]
}

/** Every page of a lab asks every few seconds, so that it is one statement. */
const PARTS = `
  SELECT s.*, json_build_object('id', l.id, 'name', l.name, 'title', l.title) AS lab,
    CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'name', c.name, 'title', c.title) END AS course,
    CASE WHEN u.id IS NOT NULL
      THEN json_build_object('id', u.id, 'name', coalesce(m.name, u.name, u.email)) END AS owner,
    (SELECT json_build_object('id', o.id, 'name', coalesce(om.name, ou.name, ou.email)) FROM "Sandbox" o
      LEFT JOIN "CourseMember" om ON om.id = o."memberId" LEFT JOIN "User" ou ON ou.id = o."userId"
      WHERE o.id = s."copyOf" AND ou.id IS NOT NULL) AS source,
    coalesce((SELECT json_agg(json_build_object('id', k.id, 'process', k.process, 'attempt', k.attempt,
      'observed', k.observed)) FROM "Container" k
      WHERE k."sandboxId" = s.id AND k.desired <> 'removed'), '[]') AS containers,
    coalesce((SELECT json_agg(json_build_object('attempt', v.attempt, 'usedBytes', v."usedBytes"))
      FROM "Volume" v WHERE v."sandboxId" = s.id AND v."deletedAt" IS NULL), '[]') AS homes,
    coalesce((SELECT json_agg(json_build_object('attempt', t.attempt, 'number', t.number,
      'container', t.container)) FROM "SandboxTerminal" t
      WHERE t."sandboxId" = s.id AND t."endedAt" IS NULL), '[]') AS terminals,
    coalesce((SELECT json_agg(json_build_object('name', r.name, 'passed', r.passed, 'message', r.message,
      'at', r.at)) FROM (SELECT DISTINCT ON (name) * FROM "CheckResult"
      WHERE "sandboxId" = s.id ORDER BY name, at DESC) r), '[]') AS results
  FROM "Sandbox" s JOIN "Lab" l ON l.id = s."labId" LEFT JOIN "Course" c ON c.id = s."courseId"
  LEFT JOIN "CourseMember" m ON m.id = s."memberId" LEFT JOIN "User" u ON u.id = s."userId"
  WHERE s.id`
/** For an array Postgres makes a plan each time, which takes several times what it then does. */
const OF_ONE = [`${PARTS} = `, '']
const OF_SEVERAL = [`${PARTS} = ANY(`, '::text[])']

/** By the ids of sandboxes. */
export async function readViewParts(
  db: Pick<Db, '$prepared'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ViewParts>> {
  const [first, ...others] = ids
  if (first === undefined) return new Map()
  const rows =
    others.length === 0 ? await db.$prepared<Row>(OF_ONE, first) : await db.$prepared<Row>(OF_SEVERAL, ids)
  return new Map(rows.map((row) => [row.id, partsOf(row)]))
}

/** Columns hold UTC without a zone. */
function partsOf(row: Row): ViewParts {
  return { ...row, results: row.results.map((result) => ({ ...result, at: new Date(`${result.at}Z`) })) }
}
