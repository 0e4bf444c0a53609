import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Seccomp } from '@berth/oci'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ARCHITECTURES } from './architecture.ts'
import { compileSeccomp } from './compile.ts'
import { createProgramFiles } from './program-files.ts'

const PROFILE: Seccomp = {
  defaultAction: 'SCMP_ACT_ALLOW',
  architectures: [],
  syscalls: [
    { names: ['bpf'], action: 'SCMP_ACT_ERRNO', args: [{ index: 0, op: 'SCMP_CMP_EQ', value: 5n }] },
  ],
}
const PROGRAM = compileSeccomp(PROFILE, ARCHITECTURES.x64)

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'programs-')), 'seccomp')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

test('a program is kept in a folder that nobody else reads, and found there', () => {
  expect([...createProgramFiles('x64', folder)(PROFILE)]).toEqual([...PROGRAM])
  const [file = ''] = readdirSync(folder)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect([...readFileSync(join(folder, file))]).toEqual([...PROGRAM])
  writeFileSync(join(folder, file), Buffer.alloc(8, 6))
  expect(createProgramFiles('x64', folder)(PROFILE)).toHaveLength(8)
})

test('a file that is cut short is made anew', () => {
  const programOf = createProgramFiles('x64', folder)
  programOf(PROFILE)
  const [file = ''] = readdirSync(folder)
  truncateSync(join(folder, file), 13)
  expect([...programOf(PROFILE)]).toEqual([...PROGRAM])
  expect([...readFileSync(join(folder, file))]).toEqual([...PROGRAM])
})

test('other rules, other values and other machines are other files', () => {
  const [rule] = PROFILE.syscalls
  const other = { ...PROFILE, syscalls: [{ names: rule?.names ?? [], action: 'SCMP_ACT_ERRNO' as const }] }
  createProgramFiles('x64', folder)(PROFILE)
  createProgramFiles('x64', folder)(other)
  createProgramFiles('arm64', folder)(PROFILE)
  expect(readdirSync(folder)).toHaveLength(3)
})
