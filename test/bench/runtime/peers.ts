import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { bundleConfig } from './bundle-config.ts'

const run = promisify(execFile)

/** Somebody else's way to run `true` in busybox to its end, with the same namespaces, limits and kind of filter. */
export type Peer = { readonly name: string; readonly run: () => Promise<unknown> }
export type Peers = { readonly list: readonly Peer[]; close(): Promise<void> }

const SECCOMP = '/usr/share/containers/seccomp.json'
const SPARE_HIERARCHY = '/sys/fs/cgroup/unified'

/** Those of runc, crun and podman that are installed; a plain root file system instead of overlayfs, to their favour. */
export async function openPeers(box: TestRuntime): Promise<Peers> {
  const bundle = join(box.base, 'bundle')
  await mkdir(bundle, { recursive: true })
  await run('cp', ['-a', box.layer, join(bundle, 'rootfs')])
  const profile: unknown = existsSync(SECCOMP) ? JSON.parse(await readFile(SECCOMP, 'utf8')) : undefined
  await writeFile(join(bundle, 'config.json'), JSON.stringify(bundleConfig(box.options.instance, profile)))
  const hidden = await hideSpareHierarchy()
  const found = [
    existsSync('/usr/sbin/runc') && ociPeer('runc run', ['runc'], bundle, box.options.instance),
    existsSync('/usr/bin/crun') &&
      ociPeer('crun run', [...hidden.prefix, 'crun'], bundle, box.options.instance),
    existsSync('/usr/bin/podman') && podmanPeer(box),
  ].filter((peer) => peer !== false)
  return {
    list: await workingOnly(found),
    async close() {
      hidden.close()
      // podman leaves its storage mounted on itself; without podman there is none
      await run('umount', ['--lazy', join(box.base, 'podman/overlay')]).catch(() => undefined)
      await rm(bundle, { recursive: true, force: true })
    },
  }
}

function ociPeer(name: string, command: readonly string[], bundle: string, instance: string): Peer {
  const [file = '', ...args] = command
  return { name, run: () => run(file, [...args, 'run', '--bundle', bundle, `bench-${instance}`]) }
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
  return {
    name: 'podman run --network none',
    run: () => run('podman', [...place, 'run', '--rm', ...limits, '--rootfs', box.layer, 'true']),
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
