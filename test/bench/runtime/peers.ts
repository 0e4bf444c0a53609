import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { bundleConfig } from './bundle-config.ts'
import { newerCrun } from './newer-crun.ts'

const run = promisify(execFile)
const OURS = new URL('../../../apps/runtime/bin/berth-runtime', import.meta.url).pathname

/** Another way into a container of busybox, with the same namespaces, limits and kind of filter. */
export type Peer = {
  readonly name: string
  /** `true`, to its end */
  readonly run: () => Promise<unknown>
  /** a container that stays */
  readonly stay: () => Promise<Staying>
}
export type Staying = {
  /** `true` in it, to its end */
  readonly exec: () => Promise<unknown>
  /** kill and delete */
  readonly remove: () => Promise<unknown>
}
export type Peers = { readonly list: readonly Peer[]; close(): Promise<void> }

const SECCOMP = '/usr/share/containers/seccomp.json'
const SPARE_HIERARCHY = '/sys/fs/cgroup/unified'

/** Our command, and those of runc, crun and podman that are installed; a plain root file system instead of overlayfs, to their favour. */
export async function openPeers(box: TestRuntime): Promise<Peers> {
  const bundle = join(box.base, 'bundle')
  await mkdir(bundle, { recursive: true })
  await run('cp', ['-a', box.layer, join(bundle, 'rootfs')])
  const profile: unknown = existsSync(SECCOMP) ? JSON.parse(await readFile(SECCOMP, 'utf8')) : undefined
  const { instance } = box.options
  const staying = join(box.base, 'bundle-that-stays')
  await mkdir(staying)
  const usual = { netns: instance, rootfs: join(bundle, 'rootfs'), seccomp: profile }
  await writeConfig(bundle, bundleConfig({ ...usual, args: ['true'] }))
  await writeConfig(staying, bundleConfig({ ...usual, args: ['sleep', '1000'] }))
  const hidden = await hideSpareHierarchy()
  const newer = await newerCrun()
  // it keeps its filters below its root
  const root = ['--root', join(box.base, 'crun')]
  const crun = (name: string, command: readonly string[]) =>
    ociPeer(name, [...hidden.prefix, ...command, ...root], { bundle, staying, instance })
  const found = [
    ociPeer('berth-runtime', [OURS], { bundle, staying, instance }),
    existsSync('/usr/sbin/runc') && ociPeer('runc', ['runc'], { bundle, staying, instance }),
    existsSync('/usr/bin/crun') && crun('crun', ['crun']),
    newer && crun('crun 1.21 with its filter kept', newer),
    existsSync('/usr/bin/podman') && podmanPeer(box),
  ].filter((peer) => peer !== false && peer !== undefined)
  return {
    list: await workingOnly(found),
    async close() {
      hidden.close()
      // podman leaves its storage mounted on itself; without podman there is none
      await run('umount', ['--lazy', join(box.base, 'podman/overlay')]).catch(() => undefined)
      for (const folder of [bundle, staying]) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function writeConfig(bundle: string, config: object): Promise<void> {
  await writeFile(join(bundle, 'config.json'), JSON.stringify(config))
}

function ociPeer(
  name: string,
  command: readonly string[],
  { bundle, staying, instance }: { bundle: string; staying: string; instance: string },
): Peer {
  const id = `bench-${instance}`
  const call = (...args: readonly string[]) => runQuietly([...command, ...args])
  return {
    name,
    run: () => call('run', '--bundle', bundle, id),
    async stay() {
      await call('run', '--detach', '--bundle', staying, id)
      return {
        exec: () => call('exec', id, 'true'),
        async remove() {
          await call('kill', id, 'KILL')
          await call('delete', '--force', id)
        },
      }
    },
  }
}

/** What stays holds no pipe of ours. */
async function runQuietly([file = '', ...args]: readonly string[]): Promise<void> {
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`)
}

/** Its own storage below the bench's folder; no network, as a bridge of its own costs it a second time as much. */
function podmanPeer(box: TestRuntime): Peer {
  const storage = join(box.base, 'podman')
  const limits = ['--ulimit', 'nofile=20000:20000', '--ulimit', 'nproc=20000:20000', '--network', 'none']
  const place = [
    '--root',
    storage,
    '--runroot',
    `${storage}-run`,
    '--cgroup-manager',
    'cgroupfs',
    '--runtime',
    'runc',
  ]
  const call = (...args: readonly string[]) => runQuietly(['podman', ...place, ...args])
  const id = `bench-${box.options.instance}`
  return {
    name: 'podman --network none',
    run: () => call('run', '--rm', ...limits, '--rootfs', box.layer, 'true'),
    async stay() {
      await call('run', '--detach', '--name', id, ...limits, '--rootfs', box.layer, 'sleep', '1000')
      return {
        exec: () => call('exec', id, 'true'),
        remove: () => call('rm', '--force', '--time', '0', id),
      }
    },
  }
}

/** crun refuses the hybrid hierarchy where it sees its second tree: it runs in a mount namespace without. */
async function hideSpareHierarchy(): Promise<{ prefix: readonly string[]; close(): void }> {
  if (!existsSync(SPARE_HIERARCHY)) return { prefix: [], close: () => undefined }
  const holder = spawn('unshare', ['-m', 'sh', '-c', `umount ${SPARE_HIERARCHY} && echo ready && exec cat`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  return { prefix: ['nsenter', '-m', '-t', String(holder.pid)], close: () => holder.stdin.end() }
}

async function workingOnly(peers: readonly Peer[]): Promise<readonly Peer[]> {
  const working: Peer[] = []
  for (const peer of peers) {
    try {
      await peer.run()
      working.push(peer)
    } catch (error) {
      process.stderr.write(`${peer.name} does not run here: ${String(error).slice(0, 300)}\n`)
    }
  }
  return working
}
