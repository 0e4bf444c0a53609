import { readFile, statfs } from 'node:fs/promises'
import { arch, availableParallelism, hostname, release, totalmem } from 'node:os'
import type { NodeInfo } from '@berth/protocol'

/** Where containers write. */
export type WritableSpace =
  | { readonly kind: 'limited'; space(): Promise<{ readonly bytes: number; readonly freeBytes: number }> }
  | { readonly kind: 'unlimited'; readonly reason: string }

/** What this node is, for control; read anew for each heartbeat, because disks fill. */
export async function readNodeInfo(options: {
  dir: string
  agentVersion: string
  writable: WritableSpace
}): Promise<NodeInfo> {
  const [whole, mounts, bootId] = await Promise.all([
    diskSpace(options.dir),
    readFile('/proc/self/mounts', 'utf8'),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ])
  return {
    hostname: hostname(),
    kernel: release(),
    arch: arch() === 'arm64' ? 'arm64' : 'amd64',
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    diskBytes: whole.bytes,
    diskFreeBytes: whole.freeBytes,
    writable: await readWritable(options.writable, whole),
    cgroup: cgroupHierarchy(mounts),
    agentVersion: options.agentVersion,
    bootId: bootId.trim(),
  }
}

/** Of the file system that a folder lies on. */
export async function diskSpace(dir: string): Promise<Space> {
  const { blocks, bavail, bsize } = await statfs(dir)
  return { bytes: blocks * bsize, freeBytes: bavail * bsize }
}

/** From /proc/self/mounts: controllers of version 1 beside a version 2 tree are the hybrid layout. */
export function cgroupHierarchy(mounts: string): NodeInfo['cgroup'] {
  const types = new Set(mounts.split('\n').map((line) => line.split(' ')[2]))
  if (!types.has('cgroup')) return 'v2'
  return types.has('cgroup2') ? 'hybrid' : 'v1'
}

type Space = { readonly bytes: number; readonly freeBytes: number }

async function readWritable(writable: WritableSpace, whole: Space): Promise<NodeInfo['writable']> {
  return writable.kind === 'limited'
    ? { ...(await writable.space()), limited: true, reason: null }
    : { ...whole, limited: false, reason: writable.reason }
}
