import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ip, within } from './lab.ts'

/** A namespace that plays the internet and the cloud's metadata service, behind a router next to the host. */
export type World = {
  readonly netns: string
  /** the host's address on the link to it */
  readonly hostAddress: string
  readonly internet: string
  readonly metadata: string
  readonly privateNeighbour: string
  close(): Promise<void>
}

export async function createWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'berth-world-'))
  const netns = join(dir, 'netns')
  const link = `wd${process.pid}`
  const internet = '203.0.113.10'
  const metadata = '169.254.169.254'
  const privateNeighbour = '10.99.99.99'
  await writeFile(netns, '')
  await within('host', 'unshare', `--net=${netns}`, 'true')
  await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', netns)
  await ip('address', 'add', '198.51.100.1/24', 'dev', link)
  await ip('link', 'set', link, 'up')
  for (const address of [internet, metadata, privateNeighbour]) {
    await ip('route', 'add', `${address}/32`, 'via', '198.51.100.2', 'dev', link, 'onlink')
    await within(netns, 'ip', 'address', 'add', `${address}/32`, 'dev', 'lo')
  }
  await within(netns, 'ip', 'address', 'add', '198.51.100.2/24', 'dev', 'eth0')
  await within(netns, 'ip', 'link', 'set', 'lo', 'up')
  await within(netns, 'ip', 'link', 'set', 'eth0', 'up')
  await within(netns, 'ip', 'route', 'add', 'default', 'via', '198.51.100.1')
  return {
    netns,
    hostAddress: '198.51.100.1',
    internet,
    metadata,
    privateNeighbour,
    async close() {
      await ip('link', 'delete', link)
      await within('host', 'umount', '--lazy', netns)
      await rm(dir, { recursive: true })
    },
  }
}
