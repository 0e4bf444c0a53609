const MIB = 1024 * 1024
const CAPABILITIES = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP'],
  ...['SETPCAP', 'NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE'],
].map((name) => `CAP_${name}`)

const SIMPLE = ['nosuid', 'noexec', 'nodev']

/**
 * What docker would hand to its runtime for `args`; the network namespace is there already, as it is for ours. No
 * user namespace: runc 1.1 cannot mount for one.
 */
export function bundleConfig(options: {
  readonly netns: string
  readonly rootfs: string
  readonly seccomp: unknown
  readonly args: readonly string[]
}): object {
  const { netns, rootfs, seccomp, args } = options
  return {
    ociVersion: '1.0.2',
    hostname: 'box',
    root: { path: rootfs },
    process: {
      user: { uid: 0, gid: 0 },
      args,
      env: ['PATH=/bin'],
      cwd: '/',
      noNewPrivileges: true,
      capabilities: { bounding: CAPABILITIES, effective: CAPABILITIES, permitted: CAPABILITIES },
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: SIMPLE },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k'] },
      {
        destination: '/dev/pts',
        type: 'devpts',
        source: 'devpts',
        options: ['nosuid', 'noexec', 'newinstance'],
      },
      { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: [...SIMPLE, 'mode=1777'] },
      { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: SIMPLE },
      { destination: '/sys', type: 'sysfs', source: 'sysfs', options: [...SIMPLE, 'ro'] },
    ],
    linux: {
      namespaces: [
        ...['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type })),
        { type: 'network', path: `/run/netns/${netns}` },
      ],
      resources: {
        memory: { limit: 64 * MIB },
        cpu: { quota: 100_000, period: 100_000 },
        pids: { limit: 64 },
      },
      maskedPaths: ['/proc/kcore', '/proc/keys', '/proc/timer_list', '/sys/firmware'],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
      ...(seccomp === undefined ? {} : { seccomp: plain(seccomp) }),
    },
  }
}

type Profile = {
  defaultAction: string
  defaultErrnoRet?: number
  syscalls: {
    names: string[]
    action: string
    args?: object[]
    errnoRet?: number
    includes?: { arches?: string[] }
    excludes?: object
  }[]
}

/** The rules of a profile that hold on x86_64 without further capabilities, as the runtime-spec has them. */
function plain(profile: unknown): object {
  const { defaultAction, syscalls } = profile as Profile
  const rules = syscalls
    .filter(({ includes = {} }) => Object.keys(includes).length === 0 || includes.arches?.includes('amd64'))
    .map(({ names, action, args, errnoRet }) => ({
      names,
      action,
      ...(args && args.length > 0 ? { args } : {}),
      ...(errnoRet === undefined ? {} : { errnoRet }),
    }))
  const architectures = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']
  return { defaultAction, architectures, syscalls: rules }
}
