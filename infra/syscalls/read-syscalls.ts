import { execFileSync } from 'node:child_process'
import type { Table } from './tables.ts'

export type Numbered = readonly [name: string, number: number]

/** Macros of the headers that are no system calls. */
const NOT_CALLS = new Set([
  'SYSCALL_BASE',
  'OABI_SYSCALL_BASE',
  'SYSCALL_MASK',
  'BASE',
  'syscalls',
  'arch_specific_syscall',
])
/** `__ARM_NR_cacheflush` and the like: calls of 32-bit ARM alone */
const MACRO = /^#define __(?:ARM_)?NR_(\w+) /gm

/** All `__NR_*` of a machine's asm/unistd.h, evaluated by the C preprocessor. */
export function readSyscalls(table: Table, include: string): Numbered[] {
  const flags = ['-E', '-undef', '-nostdinc', '-I', include, ...table.defines.map((name) => `-D${name}`), '-']
  const header = '#include <asm/unistd.h>\n'
  const macros = preprocess([...flags, '-dM'], header)
  const names = [...macros.matchAll(MACRO)]
    .map(([, name = '']) => name)
    .filter((name) => !NOT_CALLS.has(name))
  const lines = names.map((name) => `@ ${name} ${macroOf(name, macros)}`)
  const values = preprocess(flags, header + lines.join('\n'))
  return [...values.matchAll(/^@ (\S+) (.*)$/gm)].map(([, name = '', value = '']) => [name, sum(value)])
}

function macroOf(name: string, macros: string): string {
  return macros.includes(`#define __NR_${name} `) ? `__NR_${name}` : `__ARM_NR_${name}`
}

function preprocess(flags: readonly string[], text: string): string {
  return execFileSync('cc', flags, { input: text, encoding: 'utf8' })
}

/** `((0x40000000 + 512))`, `(0x0f0000+5)`, `17` */
function sum(expression: string): number {
  const value = expression
    .replace(/[()\s]/g, '')
    .split('+')
    .reduce((total, term) => total + Number(term), 0)
  if (!Number.isSafeInteger(value)) throw new Error(`no number of a system call: ${expression}`)
  return value
}
