import { readFile, statfs } from 'node:fs/promises'
import { arch, availableParallelism, hostname, release, totalmem } from 'node:os'
import type { NodeInfo } from '@berth/protocol'

/** What this node is, for control; read anew for each heartbeat, because disks fill. */
export async function readNodeInfo(options: { dir: string; agentVersion: string }): Promise<NodeInfo> {
  const [disk, mounts, bootId] = await Promise.all([
    statfs(options.dir),
    readFile('/proc/self/mounts', 'utf8'),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ])
  return {
    hostname: hostname(),
    kernel: release(),
    arch: arch() === 'arm64' ? 'arm64' : 'amd64',
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    diskBytes: disk.blocks * disk.bsize,
    diskFreeBytes: disk.bavail * disk.bsize,
    cgroup: cgroupHierarchy(mounts),
    agentVersion: options.agentVersion,
    bootId: bootId.trim(),
  }
}

/** From /proc/self/mounts: controllers of version 1 beside a version 2 tree are the hybrid layout. */
export function cgroupHierarchy(mounts: string): NodeInfo['cgroup'] {
  const types = new Set(mounts.split('\n').map((line) => line.split(' ')[2]))
  if (!types.has('cgroup')) return 'v2'
  return types.has('cgroup2') ? 'hybrid' : 'v1'
}
