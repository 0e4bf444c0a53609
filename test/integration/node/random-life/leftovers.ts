import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Rig } from '../support/rig.ts'

/** What containers leave on a node that forgets one of them: folders, control groups, claims, mounts, processes. */
export async function leftovers(rig: Rig): Promise<string[]> {
  const agent = join(rig.dir, 'agent')
  const run = `/run/berth-${rig.instance}`
  const places = [
    join(agent, 'containers'),
    join(agent, 'node'),
    join(agent, 'network/attachments'),
    join(run, 'c'),
    join(run, 'disk/containers'),
  ]
  const found = await Promise.all([
    ...places.map(childrenOf),
    groupsOf(rig.instance),
    claimsOf(rig.instance),
    mounts([rig.dir, run]),
    supervised(rig).then((ids) => ids.map((id) => `supervisor of ${id}`)),
  ])
  return found.flat()
}

/** Ids of the containers that really run, by their supervisors. */
export async function supervised(rig: Rig): Promise<string[]> {
  return [...new Set((await supervisors(rig)).map(({ id }) => id))]
}

/** Supervisors of containers, not of sessions. */
export async function supervisors(rig: Rig): Promise<{ pid: number; id: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid,args', '--no-headers'])
  const pattern = new RegExp(`^\\s*(\\d+) berth-init start ${rig.instance}/(\\S+)`)
  return stdout.split('\n').flatMap((line) => {
    const [, pid, id] = pattern.exec(line) ?? []
    return id === undefined ? [] : [{ pid: Number(pid), id }]
  })
}

async function childrenOf(place: string): Promise<string[]> {
  return (await list(place)).map((name) => `${place}/${name}`)
}

async function groupsOf(instance: string): Promise<string[]> {
  const parents = (await list('/sys/fs/cgroup')).map((name) => `/sys/fs/cgroup/${name}/berth-${instance}`)
  const found = await Promise.all(parents.map(childrenOf))
  return found.flat().filter((path) => path.includes('/con_'))
}

async function claimsOf(instance: string): Promise<string[]> {
  const paths = (await list('/run/berth/ids')).map((name) => `/run/berth/ids/${name}`)
  const claims = await Promise.all(
    paths.map(async (path) => `${path} ${await readFile(path, 'utf8').catch(() => '')}`), // another's, gone meanwhile
  )
  return claims.filter((claim) => claim.includes(instance))
}

async function mounts(folders: readonly string[]): Promise<string[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n')
  return lines.filter((line) => line.includes('con_') && folders.some((folder) => line.includes(folder)))
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []) // a file, or nothing there
}
