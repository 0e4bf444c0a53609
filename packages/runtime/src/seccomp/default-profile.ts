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

/** The profile of every container: all of ALLOWED_SYSCALLS, a few others by argument, EPERM for the rest. */
export const DEFAULT_SECCOMP: Seccomp = {
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrnoRet: 1,
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
  syscalls: [
    { names: ALLOWED_SYSCALLS, action: 'SCMP_ACT_ALLOW' },
    ...PERSONALITIES.map((value): Rule => allowEqual('personality', value)),
    ...Object.values(SOCKET_FAMILIES).map((value): Rule => allowEqual('socket', value)),
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

function allowEqual(name: string, value: bigint): Rule {
  return { names: [name], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }] }
}
