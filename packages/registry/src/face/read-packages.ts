import type { Db } from '@berth/db'
import type { PackagePage, PackageView } from '@berth/protocol'
import type { FoundRepository } from './visible.ts'

/** More than any image has; what a hostile one claims beyond is not compared. */
const MOST = 20_000

export type PackageQuery = {
  readonly digest: string
  readonly search?: string | undefined
  readonly limit: number
  readonly offset?: number | undefined
}

const SELECT = { type: true, name: true, version: true } as const
const ORDER = [{ name: 'asc' }, { type: 'asc' }, { version: 'asc' }] as const

/** A page of the packages that an image brings, by name. */
export async function listPackages(
  db: Db,
  { id: repositoryId }: FoundRepository,
  query: PackageQuery,
): Promise<PackagePage> {
  const all = { repositoryId, digest: query.digest }
  const where = query.search
    ? { ...all, name: { contains: query.search, mode: 'insensitive' as const } }
    : all
  const total = await db.imagePackage.count({ where })
  const packages = await db.imagePackage.findMany({
    where,
    orderBy: [...ORDER],
    take: query.limit,
    skip: query.offset ?? 0,
    select: SELECT,
  })
  const known =
    total > 0 || (await db.imagePackage.findFirst({ where: all, select: { name: true } })) !== null
  return { packages, total, known }
}

/** All of them, to be compared; null when they were not read, or there are none. */
export async function allPackages(
  db: Db,
  { id: repositoryId }: FoundRepository,
  digest: string | undefined,
): Promise<PackageView[] | null> {
  if (digest === undefined) return null
  const where = { repositoryId, digest }
  const rows = await db.imagePackage.findMany({ where, orderBy: [...ORDER], take: MOST, select: SELECT })
  return rows.length > 0 ? rows : null
}
