import { ARM_NUMBERS } from './numbers-arm.ts'
import { ARM64_NUMBERS } from './numbers-arm64.ts'
import { I386_NUMBERS } from './numbers-i386.ts'
import { X32_NUMBERS } from './numbers-x32.ts'
import { X64_NUMBERS } from './numbers-x64.ts'

/** A machine that Berth's containers run on, as Node names it. */
export type Machine = 'x64' | 'arm64'

/** One way into the kernel: a table of system calls. */
export type Architecture = {
  /** as the runtime-spec names it */
  readonly name: string
  /** AUDIT_ARCH_* of linux/audit.h, which the kernel gives to a filter; x32 has that of x86_64, and a bit of its own */
  readonly audit: number
  /** of a register: arguments of 32-bit programs are compared by their lower half alone */
  readonly bits: 32 | 64
  readonly numbers: ReadonlyMap<string, number>
  /** number of its first call */
  readonly first: number
  /** calls that carry the numbers of others in their first argument */
  readonly multiplexers: readonly Multiplexer[]
}

type Multiplexer = { readonly call: string; readonly members: Readonly<Record<string, number>> }

/** linux/net.h */
const SOCKETCALL: Multiplexer = {
  call: 'socketcall',
  members: {
    socket: 1,
    bind: 2,
    connect: 3,
    listen: 4,
    accept: 5,
    getsockname: 6,
    getpeername: 7,
    socketpair: 8,
    send: 9,
    recv: 10,
    sendto: 11,
    recvfrom: 12,
    shutdown: 13,
    setsockopt: 14,
    getsockopt: 15,
    sendmsg: 16,
    recvmsg: 17,
    accept4: 18,
    recvmmsg: 19,
    sendmmsg: 20,
  },
}

/** linux/ipc.h */
const IPC: Multiplexer = {
  call: 'ipc',
  members: {
    semop: 1,
    semget: 2,
    semctl: 3,
    semtimedop: 4,
    msgsnd: 11,
    msgrcv: 12,
    msgget: 13,
    msgctl: 14,
    shmat: 21,
    shmdt: 22,
    shmget: 23,
    shmctl: 24,
  },
}

const X32_BIT = 0x40000000

/** All that a kernel of each machine can run, its own first: a filter must know them, or one is the way around it. */
export const ARCHITECTURES: Readonly<Record<Machine, readonly Architecture[]>> = {
  x64: [
    architecture('SCMP_ARCH_X86_64', 0xc000003e, 64, X64_NUMBERS),
    architecture('SCMP_ARCH_X86', 0x40000003, 32, I386_NUMBERS, [SOCKETCALL, IPC]),
    { ...architecture('SCMP_ARCH_X32', 0xc000003e, 64, X32_NUMBERS), first: X32_BIT },
  ],
  arm64: [
    architecture('SCMP_ARCH_AARCH64', 0xc00000b7, 64, ARM64_NUMBERS),
    architecture('SCMP_ARCH_ARM', 0x40000028, 32, ARM_NUMBERS),
  ],
}

function architecture(
  name: string,
  audit: number,
  bits: 32 | 64,
  table: string,
  multiplexers: readonly Multiplexer[] = [],
): Architecture {
  return { name, audit, bits, numbers: parseNumbers(table), first: 0, multiplexers }
}

function parseNumbers(table: string): ReadonlyMap<string, number> {
  const words = table.trim().split(/\s+/)
  const numbers = new Map<string, number>()
  for (let i = 0; i + 1 < words.length; i += 2) numbers.set(words[i] ?? '', Number(words[i + 1]))
  return numbers
}
