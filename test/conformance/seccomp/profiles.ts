import type { Seccomp } from '@berth/oci'
import { ALLOWED_SYSCALLS } from '../../../packages/runtime/src/seccomp/allowed-syscalls.ts'
import { DEFAULT_SECCOMP } from '../../../packages/runtime/src/seccomp/default-profile.ts'

type Rule = Seccomp['syscalls'][number]
type Operator = NonNullable<Rule['args']>[number]['op']

/** A profile without its architectures: each is tried on several. */
export type Profile = Omit<Seccomp, 'architectures'>

const ALLOW = 'SCMP_ACT_ALLOW'
const ERRNO = 'SCMP_ACT_ERRNO'

/** As Docker's default: an allow-list, with conditions for what may be asked for in part. */
const DOCKER: Profile = {
  defaultAction: ERRNO,
  defaultErrnoRet: 1,
  syscalls: [
    allow(ALLOWED_SYSCALLS.filter((name) => name !== 'ptrace')),
    allow(['ptrace', 'process_vm_readv', 'process_vm_writev']),
    ...[0n, 8n, 0x20000n, 0x20008n, 0xffffffffn].map((value) => allow(['personality'], when(0, 'EQ', value))),
    ...[0n, 1n, 2n, 10n, 16n, 17n, 36n, 39n, 41n].map((value) => allow(['socket'], when(0, 'EQ', value))),
    allow(['clone'], when(0, 'MASKED_EQ', 0x7e020000n, 0n)),
    { names: ['clone3'], action: ERRNO, errnoRet: 38 },
    allow(['open_by_handle_at', 'chroot', 'arch_prctl', 'modify_ldt', 'socketcall']),
  ],
}

/** As Podman's: calls are unknown unless listed, some refused by name, a netlink protocol of its own errno. */
const PODMAN: Profile = {
  defaultAction: ERRNO,
  defaultErrnoRet: 38,
  syscalls: [
    {
      names: ['bdflush', 'io_pgetevents', 'kexec_load', 'bpf', 'setns', 'mount'],
      action: ERRNO,
      errnoRet: 1,
    },
    allow(ALLOWED_SYSCALLS.filter((name) => name !== 'io_pgetevents')),
    { names: ['socket'], action: ERRNO, errnoRet: 22, args: [...when(0, 'EQ', 16n), ...when(2, 'EQ', 9n)] },
    allow(['socket'], when(0, 'NE', 16n)),
    allow(['socket'], when(2, 'NE', 9n)),
    allow(['personality'], [...when(0, 'EQ', 0n), ...when(0, 'EQ', 8n)]),
  ],
}

/** As systemd hardens a service: everything but a few, with conditions that refuse. */
const SYSTEMD: Profile = {
  defaultAction: ALLOW,
  syscalls: [
    refuse([
      'mount',
      'umount2',
      'pivot_root',
      'open_tree',
      'move_mount',
      'fsopen',
      'init_module',
      'delete_module',
    ]),
    refuse(['iopl', 'ioperm', 'kexec_load', 'swapon', 'reboot', 'settimeofday', 'clock_settime', 'stime']),
    ...[0x10000000n, 0x20000000n, 0x40000000n, 0x20000n].flatMap((flag) => [
      refuse(['clone', 'unshare'], when(0, 'MASKED_EQ', flag, flag)),
      refuse(['setns'], when(1, 'MASKED_EQ', flag, flag)),
    ]),
    refuse(['setns'], when(1, 'EQ', 0n)),
    { names: ['clone3'], action: ERRNO, errnoRet: 38 },
    ...[...when(0, 'LT', 1n), ...when(0, 'GT', 17n)].map((one) => refuse(['socket'], [one], 97)),
    ...[3n, 4n, 5n, 9n, 12n].map((value) => refuse(['socket'], when(0, 'EQ', value), 97)),
    refuse(['mmap', 'mmap2'], when(2, 'MASKED_EQ', 6n, 6n)),
    refuse(['mprotect', 'pkey_mprotect'], when(2, 'MASKED_EQ', 4n, 4n)),
    refuse(['shmat'], when(2, 'MASKED_EQ', 0x8000n, 0x8000n)),
    ...[0x800n, 0x400n].map((bit) => refuse(['chmod', 'fchmod'], when(1, 'MASKED_EQ', bit, bit))),
    refuse(['openat'], [...when(2, 'MASKED_EQ', 0x40n, 0x40n), ...when(3, 'MASKED_EQ', 0x800n, 0x800n)]),
    refuse(['personality'], when(0, 'NE', 0n)),
    refuse(['sched_setscheduler'], when(1, 'GT', 3n)),
  ],
}

const OPERATORS: readonly Operator[] = ['NE', 'LT', 'LE', 'EQ', 'GE', 'GT'].map((op) => operator(op))
const WIDE = [0n, 1n, 0xffffffffn, 0x100000000n, 0x1_0000_0001n, 0x7fff_ffff_ffff_ffffn, 2n ** 64n - 1n]
const PLAIN_CALLS = ['read', 'write', 'ioctl', 'fcntl', 'lseek', 'prctl', 'dup3', 'readv', 'getdents64']

/** Every operator on values that need both halves of a register, and several conditions at once. */
const WIDE_ARGUMENTS: readonly Profile[] = OPERATORS.map(
  (op, i): Profile => ({
    defaultAction: ERRNO,
    syscalls: [
      ...WIDE.map((value, j) => allow([PLAIN_CALLS[j] ?? ''], [{ index: (i + j) % 6, op, value }])),
      allow(
        ['mremap'],
        WIDE.slice(0, 5).map((value, index) => ({ index, op, value })),
      ),
      allow(
        ['madvise'],
        [
          { index: 1, op, value: 0x1_0000_0001n },
          ...when(2, 'MASKED_EQ', 0xffff_0000_ffff_0000n, 0x1234_0000_5678_0000n),
        ],
      ),
    ],
  }),
)

/** Every action, as a rule and as the default. */
const ACTIONS: readonly Profile[] = [
  'SCMP_ACT_KILL_PROCESS',
  'SCMP_ACT_KILL_THREAD',
  'SCMP_ACT_TRAP',
  'SCMP_ACT_LOG',
  'SCMP_ACT_NOTIFY',
  'SCMP_ACT_ALLOW',
].map(
  (defaultAction): Profile => ({
    defaultAction: defaultAction as Profile['defaultAction'],
    syscalls: [
      { names: ['ptrace'], action: 'SCMP_ACT_TRACE', errnoRet: 77 },
      { names: ['chroot'], action: 'SCMP_ACT_TRAP' },
      { names: ['acct'], action: 'SCMP_ACT_KILL' },
      { names: ['syslog'], action: 'SCMP_ACT_KILL_PROCESS' },
      { names: ['vhangup'], action: 'SCMP_ACT_LOG' },
      { names: ['mknod', 'mknodat'], action: 'SCMP_ACT_NOTIFY' },
      { names: ['getpid'], action: ERRNO, errnoRet: 0 },
      { names: ['getppid'], action: ERRNO },
      { names: ['gettid'], action: ERRNO, errnoRet: 4094 },
    ],
  }),
)

export const PROFILES: Readonly<Record<string, Profile>> = {
  ours: DEFAULT_SECCOMP,
  docker: DOCKER,
  podman: PODMAN,
  systemd: SYSTEMD,
  ...Object.fromEntries(WIDE_ARGUMENTS.map((profile, i) => [`wide arguments, ${OPERATORS[i]}`, profile])),
  ...Object.fromEntries(ACTIONS.map((profile) => [`default ${profile.defaultAction}`, profile])),
  empty: { defaultAction: 'SCMP_ACT_LOG', syscalls: [] },
}

function allow(names: readonly string[], args?: Rule['args']): Rule {
  return { names, action: ALLOW, ...(args ? { args } : {}) }
}

function refuse(names: readonly string[], args?: Rule['args'], errnoRet = 1): Rule {
  return { names, action: ERRNO, errnoRet, ...(args ? { args } : {}) }
}

function when(index: number, op: string, value: bigint, valueTwo?: bigint): NonNullable<Rule['args']> {
  return [{ index, op: operator(op), value, ...(valueTwo === undefined ? {} : { valueTwo }) }]
}

function operator(name: string): Operator {
  return `SCMP_CMP_${name}` as Operator
}
