import { join } from 'node:path'
import type { RuntimeSpec } from '@berth/oci'
import type { ContainerRequest } from '../runtime.ts'
import { DEFAULT_SECCOMP } from '../seccomp/default-profile.ts'
import { DEFAULT_CAPABILITIES } from './capability.ts'
import {
  DEFAULT_DEVICES,
  DEFAULT_MOUNTS,
  DEFAULT_PATH,
  MASKED_PATHS,
  READONLY_PATHS,
} from './container-defaults.ts'
import { rlimitsWithInit } from './init.ts'
import { containerRlimits } from './rlimit.ts'

export type HostFacts = {
  /** hard limit of open files that the host lets us give */
  readonly maxFiles: number
  /** mounts of the container's own cgroups, for programs that look up their limits */
  readonly cgroupMounts: RuntimeSpec['mounts']
}

/** Where the runtime has written the request's files: one path per entry, in order. */
export type FilePaths = readonly string[]

/**
 * A request as an OCI runtime-spec. Mount options `idmap`, `file` and `copyup` are ours: ids are shifted by the
 * mount, the mount point is a file, and what lies there is copied into the source. The user is resolved in the root
 * file system, later; here it is root.
 */
export function compileSpec(request: ContainerRequest, filePaths: FilePaths, host: HostFacts): RuntimeSpec {
  const mapping = { containerID: 0, hostID: request.ids.start, size: request.ids.size }
  return {
    ociVersion: '1.2.0',
    hostname: request.hostname,
    root: { path: 'rootfs', readonly: request.readonlyRoot ?? false },
    process: {
      terminal: request.process.tty,
      user: { uid: 0, gid: 0 },
      args: request.process.argv,
      env: environment(request),
      cwd: request.process.cwd,
      capabilities: { bounding: DEFAULT_CAPABILITIES },
      rlimits: containerRlimits(host.maxFiles, rlimitsWithInit(request)),
      noNewPrivileges: true,
    },
    mounts: [
      ...DEFAULT_MOUNTS,
      ...host.cgroupMounts,
      ...(request.tmpfs ?? []).map(({ destination, bytes }) => ({
        destination,
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['nosuid', 'nodev', 'mode=1777', `size=${bytes}`],
      })),
      ...request.volumes.map((volume) => ({
        destination: volume.destination,
        type: 'bind',
        source: volume.source,
        options: [
          ...['bind', 'idmap', 'nosuid', 'nodev'],
          ...(volume.readonly ? ['ro'] : []),
          ...(volume.fill ? ['copyup'] : []),
          ...(volume.file ? ['file'] : []),
        ],
      })),
      ...request.files.map((file, i) => ({
        destination: file.destination,
        type: 'bind',
        source: filePaths[i] ?? '',
        options: ['bind', 'idmap', 'file', 'ro', 'nosuid', 'nodev', 'noexec'],
      })),
    ],
    linux: {
      namespaces: [
        { type: 'user' },
        { type: 'pid' },
        { type: 'mount' },
        { type: 'network', ...(request.netnsPath === undefined ? {} : { path: request.netnsPath }) },
        { type: 'uts' },
        { type: 'ipc' },
        { type: 'cgroup' },
      ],
      uidMappings: [mapping],
      gidMappings: [mapping],
      resources: {
        memory: { limit: request.limits.memory, swap: request.limits.memory },
        cpu: { quota: Math.round(request.limits.cpu * 100_000), period: 100_000 },
        pids: { limit: request.limits.pids },
      },
      seccomp: DEFAULT_SECCOMP,
      maskedPaths: MASKED_PATHS,
      readonlyPaths: READONLY_PATHS,
      devices: DEFAULT_DEVICES,
    },
  }
}

function environment(request: ContainerRequest): readonly string[] {
  const base: Record<string, string> = { PATH: DEFAULT_PATH, HOSTNAME: request.hostname }
  if (request.process.tty) base['TERM'] = 'xterm-256color'
  return Object.entries({ ...base, ...request.process.env, ...request.process.secretEnv }).map(
    ([name, value]) => `${name}=${value}`,
  )
}

/** Where the request's files are written, below the container's folder. */
export function filePathsOf(folder: string, request: ContainerRequest): FilePaths {
  return request.files.map((_, i) => join(folder, 'files', String(i)))
}
