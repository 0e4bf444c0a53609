import type { RuntimeConfig } from '@berth/oci'
import { DEFAULT_MOUNTS, DEFAULT_PATH, MASKED_PATHS, READONLY_PATHS } from '../plan/container-defaults.ts'

const CAPABILITIES = ['CAP_AUDIT_WRITE', 'CAP_KILL', 'CAP_NET_BIND_SERVICE'] as const
const MAX_FILES = 1024

/** What `spec` writes: a shell in the folder `rootfs`. With `rootless`: for the user of that number, who is root inside. */
export function defaultConfig(ociVersion: string, rootless: { readonly uid: number } | undefined): unknown {
  const config: Omit<RuntimeConfig, 'process'> & { readonly process: unknown } = {
    ociVersion,
    process: {
      terminal: true,
      user: { uid: 0, gid: 0 },
      args: ['sh'],
      env: [`PATH=${DEFAULT_PATH}`, 'TERM=xterm'],
      cwd: '/',
      capabilities: { bounding: CAPABILITIES, effective: CAPABILITIES, permitted: CAPABILITIES },
      rlimits: [{ type: 'RLIMIT_NOFILE', hard: MAX_FILES, soft: MAX_FILES }],
      noNewPrivileges: true,
    },
    root: { path: 'rootfs', readonly: true },
    hostname: 'berth',
    mounts: [
      ...DEFAULT_MOUNTS.map(({ options = [], ...mount }) => ({ ...mount, options: [...options] })),
      ...(rootless ? [] : [CGROUP_MOUNT]),
    ],
    linux: {
      ...(rootless
        ? {
            uidMappings: [{ containerID: 0, hostID: rootless.uid, size: 1 }],
            gidMappings: [{ containerID: 0, hostID: rootless.uid, size: 1 }],
          }
        : { resources: { devices: [{ allow: false, access: 'rwm' }] } }),
      namespaces: [
        { type: 'pid' },
        ...(rootless ? [{ type: 'user' } as const] : [{ type: 'network' } as const]),
        { type: 'ipc' },
        { type: 'uts' },
        { type: 'mount' },
        { type: 'cgroup' },
      ],
      maskedPaths: [...MASKED_PATHS],
      readonlyPaths: READONLY_PATHS.filter((path) => path.startsWith('/proc/')),
    },
  }
  return config
}

const CGROUP_MOUNT = {
  destination: '/sys/fs/cgroup',
  type: 'cgroup',
  source: 'cgroup',
  options: ['nosuid', 'noexec', 'nodev', 'relatime', 'ro'],
}
