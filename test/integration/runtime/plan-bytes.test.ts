import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const NATIVE = new URL('../../../packages/runtime/native', import.meta.url).pathname

test('berth-init reads the fixture plan as TypeScript wrote it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'))
  try {
    const program = join(folder, 'read-plan')
    execFileSync('cc', ['-o', program, join(NATIVE, 'fixture/read-plan.c'), join(NATIVE, 'reader.c')])
    const hex = readFileSync(join(NATIVE, 'fixture/plan.hex'), 'utf8').replace(/\s/g, '')
    const bytes = Buffer.from(hex, 'hex')
    const output = execFileSync(program, { input: bytes, encoding: 'utf8' })
    expect(output).toBe('106 /host 6 2\n109 0 /inside 1\n37 3 bytes 2\n27\n38 /bin echo naïve A=1\n')
    expect(() => execFileSync(program, { input: bytes.subarray(0, -1) })).toThrow()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
