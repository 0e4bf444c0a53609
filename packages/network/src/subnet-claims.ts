import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { formatSubnet, overlap, parseSubnet, type Subnet, split } from './subnet.ts'

/** Addresses of one project on one node: a bridge holds about a thousand ports. */
const PROJECT_PREFIX = 22

/**
 * Subnets of this machine, shared by all instances on it: a claim is a file that only one can create, and it is
 * made where all of them look. Nothing of it outlives a reboot, as the bridges do not.
 */
export type SubnetClaims = {
  /** The lowest free subnet that overlaps none of `routed`. Error: network.exhausted. */
  claim(routed: readonly string[]): Promise<Subnet>
  release(subnet: Subnet): Promise<void>
  /** all claims of this instance */
  mine(): Promise<readonly Subnet[]>
}

export function createSubnetClaims(options: {
  directory: string
  instance: string
  pools: readonly Subnet[]
}): SubnetClaims {
  const { directory, instance, pools } = options
  const path = (subnet: Subnet) => join(directory, formatSubnet(subnet).replace('/', '-'))

  return {
    async claim(routed) {
      await mkdir(directory, { recursive: true })
      const claimed = await readdir(directory)
      const used = [...claimed.map((name) => name.replace('-', '/')), ...routed].flatMap(
        (text) => parseSubnet(text) ?? [],
      )
      for (const pool of pools) {
        for (const subnet of split(pool, PROJECT_PREFIX)) {
          if (used.some((other) => overlap(other, subnet))) continue
          if (await create(path(subnet), instance)) return subnet
        }
      }
      throw new BerthError(
        'network.exhausted',
        `every subnet of ${pools.map(formatSubnet).join(', ')} is claimed or routed elsewhere on this host: remove networks that nobody uses`,
      )
    },
    release: (subnet) => rm(path(subnet), { force: true }),
    async mine() {
      await mkdir(directory, { recursive: true })
      const names = await readdir(directory)
      const owned = await Promise.all(names.map((name) => isOwned(join(directory, name), instance)))
      return names.filter((_, i) => owned[i]).flatMap((name) => parseSubnet(name.replace('-', '/')) ?? [])
    },
  }
}

/** False when another one was quicker. */
async function create(path: string, instance: string): Promise<boolean> {
  try {
    await writeFile(path, instance, { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

async function isOwned(path: string, instance: string): Promise<boolean> {
  try {
    return (await readFile(path, 'utf8')) === instance
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false // given back meanwhile
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
