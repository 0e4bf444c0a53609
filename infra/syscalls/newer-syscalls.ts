import type { Numbered } from './read-syscalls.ts'
import type { Table } from './tables.ts'

/**
 * System calls that Linux has got since the headers of Debian 12 (6.1), up to 6.18. Since 5.1 a new call has one number
 * on every machine; what a machine does not have is answered with ENOSYS by its kernel anyway.
 */
const NEWER: Readonly<Record<string, number>> = {
  cachestat: 451,
  fchmodat2: 452,
  map_shadow_stack: 453,
  futex_wake: 454,
  futex_wait: 455,
  futex_requeue: 456,
  statmount: 457,
  listmount: 458,
  lsm_get_self_attr: 459,
  lsm_set_self_attr: 460,
  lsm_list_modules: 461,
  mseal: 462,
  setxattrat: 463,
  getxattrat: 464,
  listxattrat: 465,
  removexattrat: 466,
  open_tree_attr: 467,
  file_getattr: 468,
  file_setattr: 469,
}

/** x86_64 has two calls of its own, made for the kernel's trampolines. */
const NEWER_X64: Readonly<Record<string, number>> = { uretprobe: 335, uprobe: 336 }

export function newerSyscalls(table: Table, known: readonly Numbered[]): Numbered[] {
  const names = new Set(known.map(([name]) => name))
  const newer = { ...NEWER, ...(table.name === 'x64' ? NEWER_X64 : {}) }
  return Object.entries(newer)
    .filter(([name]) => !names.has(name))
    .map(([name, number]): Numbered => [name, table.bit + number])
}
