import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { eventually } from './eventually.ts'
import { killOneByOne } from './mortal-process.ts'
import type { TestPlatform } from './platform.ts'
import type { PlatformDatabase } from './platform-database.ts'

const run = promisify(execFile)

/** How many of each thing a platform has: what an app could leave on the machine and in the database. */
export type Remains = Readonly<Record<string, number>>

export async function remainsOf(
  platform: Pick<TestPlatform, 'dir'>,
  database: PlatformDatabase,
): Promise<Remains> {
  const { id } = JSON.parse(await readFile(path.join(platform.dir, 'instance.json'), 'utf8'))
  const links = await readdir('/sys/class/net')
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n')
  return {
    'network links': links.filter((name) => name.startsWith(`b${id}`)).length,
    mounts: mounts.filter((line) => line.includes(`/run/berth/${id}`)).length,
    'control groups': await groupsOf(id),
    ...(await firewallOf(id)),
    ...(await foldersOf(platform.dir, id)),
    ...(await rowsOf(database)),
  }
}

/** Nothing is more than it was; fewer may be, because what was before it goes as well. */
export async function nothingMore(before: Remains, now: () => Promise<Remains>): Promise<void> {
  let more: readonly string[] = []
  const isTidy = async () => {
    const after = await now()
    more = Object.keys(after)
      .filter((name) => (after[name] ?? 0) > (before[name] ?? 0))
      .map((name) => `${name}: ${before[name] ?? 0}, now ${after[name]}`)
    return more.length === 0
  }
  await eventually(isTidy).catch((error: unknown) => {
    throw new Error(`something is left over: ${more.join('; ')}`, { cause: error })
  })
}

/**
 * As if a year had passed: nothing is held any more for somebody who may still come for it. Control begins anew, because
 * it tidies up when it begins.
 */
export async function letYearPass(platform: TestPlatform, database: PlatformDatabase): Promise<void> {
  await collect(platform) // notes what nothing holds
  const year = `interval '1 year'`
  await database.ask(`UPDATE "Manifest" SET "leasedAt" = now() - ${year}, "looseAt" = "looseAt" - ${year}`)
  await database.ask(`UPDATE "Blob" SET "leasedAt" = now() - ${year}`)
  await database.ask(`UPDATE "Source" SET "createdAt" = now() - ${year}`)
  await database.ask(`UPDATE "Volume" SET "deletedAt" = "deletedAt" - ${year}`)
  await killOneByOne(platform, ['control'])
  await collect(platform)
}

/** Until nobody else is at it. */
function collect(platform: TestPlatform): Promise<void> {
  return eventually(async () => (await platform.run(['images', 'collect'])).code === 0, {
    what: 'a collection of images',
  })
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name))
}

async function groupsOf(id: string): Promise<number> {
  const controllers = (await readdir('/sys/fs/cgroup')).map((name) => path.join('/sys/fs/cgroup', name))
  const counts = await Promise.all(
    ['/sys/fs/cgroup', ...controllers].map((at) => foldersBelow(path.join(at, `berth-${id}`))),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

async function foldersBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []) // it has just gone, or never was
  const below = entries.filter((entry) => entry.isDirectory())
  const counts = await Promise.all(below.map(({ name }) => foldersBelow(path.join(folder, name))))
  return counts.reduce((sum, count) => sum + count, below.length)
}

type NftAnswer = { nftables: Record<string, { family: string; name: string; elem?: unknown[] }>[] }

async function nft(...args: string[]): Promise<NftAnswer['nftables']> {
  const { stdout } = await run('nft', ['-j', ...args], { maxBuffer: 64 * 1024 ** 2 })
  return (JSON.parse(stdout) as NftAnswer).nftables
}

/** Rules, and elements of sets and maps. */
async function firewallOf(id: string): Promise<Remains> {
  const tables = (await nft('list', 'tables')).flatMap(({ table }) => (table ? [table] : []))
  const own = tables.filter(({ name }) => name.includes(`berth_${id}`))
  const parts = (await Promise.all(own.map(({ family, name }) => nft('list', 'table', family, name)))).flat()
  const elements = parts.map(({ set, map }) => (set ?? map)?.elem?.length ?? 0)
  return {
    'firewall rules': parts.filter(({ rule }) => rule).length,
    'firewall elements': elements.reduce((sum, count) => sum + count, 0),
  }
}

/**
 * What is kept for later on purpose is not looked at: images of the node, and what builds are made faster by. Content of
 * sources and packs goes an hour after it came, when no row names it.
 */
async function foldersOf(dir: string, id: string): Promise<Remains> {
  const run = path.join('/run/berth', id)
  const places = {
    sockets: path.join(run, 'c'),
    namespaces: path.join(run, 'netns'),
    'secrets in memory': path.join(run, 'secrets'),
    containers: path.join(dir, 'agent/containers'),
    'containers of builds': path.join(dir, 'agent/builds/containers'),
    'builds at work': path.join(dir, 'agent/builds/runs'),
    'logs set aside': path.join(dir, 'agent/logs'),
    repositories: path.join(dir, 'git'),
  }
  const counts = Object.entries(places).map(async ([name, folder]) => {
    const names = await readdir(folder).catch(() => []) // made when it is needed first
    return [name, names.length] as const
  })
  return {
    ...Object.fromEntries(await Promise.all(counts)),
    'contents of images': (await filesBelow(path.join(dir, 'blobs'))).length,
  }
}

/**
 * What tells what was, and is kept for its time, of other apps too; and ImageUsage, a sum that a tenant has from its
 * first image on.
 */
const HISTORY =
  /^(?:Event|Alert|Audit|CollectionRun|RequestMetric|UseMetric|MetricStep|LogSource|LogPiece|Session|AuthAttempt|ImageUsage)(?:_|$)/

async function rowsOf(database: PlatformDatabase): Promise<Remains> {
  const tables = await database.ask<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  )
  const counted = tables.map(({ name }) => name).filter((name) => !HISTORY.test(name))
  const each = counted.map(
    (name) => `SELECT 'rows of ${name}' AS name, count(*)::int AS count FROM "${name}"`,
  )
  const rows = await database.ask<{ name: string; count: number }>(each.join(' UNION ALL '))
  const [logs] = await database.ask<{ count: number }>(
    `SELECT count(*)::int AS count FROM "LogSource" s
     WHERE NOT EXISTS (SELECT FROM "App" a WHERE a.id = s."appId" AND a."deletedAt" IS NULL)`,
  )
  return {
    ...Object.fromEntries(rows.map(({ name, count }) => [name, count])),
    'logs of apps that are gone': logs?.count ?? 0,
  }
}
