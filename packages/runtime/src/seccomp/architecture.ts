import { ARM64_NUMBERS } from './numbers-arm64.ts'
import { I386_NUMBERS } from './numbers-i386.ts'
import { X64_NUMBERS } from './numbers-x64.ts'

export type Architecture = {
  /** as the runtime-spec names it */
  readonly name: string
  /** AUDIT_ARCH_* of linux/audit.h, which the kernel gives to a filter */
  readonly audit: number
  readonly numbers: ReadonlyMap<string, number>
}

/** What a kernel of each machine can run; a filter must know all of them, or one becomes the way around it. */
export const ARCHITECTURES: Readonly<Record<'x64' | 'arm64', readonly Architecture[]>> = {
  x64: [
    { name: 'SCMP_ARCH_X86_64', audit: 0xc000003e, numbers: parseNumbers(X64_NUMBERS) },
    { name: 'SCMP_ARCH_X86', audit: 0x40000003, numbers: parseNumbers(I386_NUMBERS) },
  ],
  arm64: [{ name: 'SCMP_ARCH_AARCH64', audit: 0xc00000b7, numbers: parseNumbers(ARM64_NUMBERS) }],
}

function parseNumbers(table: string): ReadonlyMap<string, number> {
  const words = table.trim().split(/\s+/)
  const numbers = new Map<string, number>()
  for (let i = 0; i + 1 < words.length; i += 2) numbers.set(words[i] ?? '', Number(words[i + 1]))
  return numbers
}
