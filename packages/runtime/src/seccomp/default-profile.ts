import type { Seccomp } from '@berth/oci'
import { ALLOWED_SYSCALLS } from './allowed-syscalls.ts'

type Rule = Seccomp['syscalls'][number]

const ENOSYS = 38

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET: no namespaces inside a container. */
const NAMESPACE_FLAGS = 0x7e020000n

/** personality(2): PER_LINUX and PER_LINUX32, each also with UNAME26, and the query. */
const PERSONALITIES = [0x0n, 0x0008n, 0x20000n, 0x20008n, 0xffffffffn]

/** socket(2) families; AF_ALG, AF_VSOCK, AF_RXRPC and other rare ones have a history of escapes. */
const SOCKET_FAMILIES = { unix: 1n, inet: 2n, inet6: 10n, netlink: 16n, packet: 17n }

/**
 * ioctl(2) numbers carry their kind in bits 8 to 15. Kind 0x94 makes, among others, subvolumes of btrfs, which have no
 * limit and need no privilege: a volume would grow without bound. What clones extents has the same kind, and stays.
 */
const BTRFS_KIND = 0x94n
const CLONES = { FICLONE: 0x40049409n, FICLONERANGE: 0x4020940dn, FIDEDUPERANGE: 0xc0189436n }

/** The profile of every container: all of ALLOWED_SYSCALLS, a few others by argument, EPERM for the rest. */
export const DEFAULT_SECCOMP: Seccomp = {
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrnoRet: 1,
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
  syscalls: [
    { names: ALLOWED_SYSCALLS, action: 'SCMP_ACT_ALLOW' },
    ...PERSONALITIES.map((value): Rule => allowEqual('personality', value)),
    ...Object.values(SOCKET_FAMILIES).map((value): Rule => allowEqual('socket', value)),
    ...Object.values(CLONES).map((value): Rule => allowEqual('ioctl', value, 1)),
    ...otherKinds(BTRFS_KIND),
    {
      names: ['clone'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, value: NAMESPACE_FLAGS, valueTwo: 0n, op: 'SCMP_CMP_MASKED_EQ' }],
    },
    // its flags lie in memory, where a filter cannot look: programs fall back to clone
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    // the same for its arguments: the C libraries have called socket() and the like directly for long
    { names: ['socketcall'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
  ],
}

function allowEqual(name: string, value: bigint, index = 0): Rule {
  return { names: [name], action: 'SCMP_ACT_ALLOW', args: [{ index, value, op: 'SCMP_CMP_EQ' }] }
}

/** Profiles cannot say "not this kind": another kind differs from it in at least one of its eight bits. */
function otherKinds(kind: bigint): Rule[] {
  return Array.from({ length: 8 }, (_, i): Rule => {
    const bit = 1n << BigInt(8 + i)
    const other = ~(kind << 8n) & bit
    return {
      names: ['ioctl'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 1, value: bit, valueTwo: other, op: 'SCMP_CMP_MASKED_EQ' }],
    }
  })
}
