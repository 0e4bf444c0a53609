import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { layoutsHeader } from '../../../../infra/native/layouts.ts'
import { encodePlan } from './encode.ts'
import { OPERATIONS, type Plan } from './operation.ts'

const PLAN: Plan = [
  { op: 'holdTree', source: '/host', attributes: 6n, flags: 2 },
  { op: 'bindTree', tree: 0, destination: '/inside', flags: 1 },
  { op: 'seccomp', program: Uint8Array.of(1, 2, 3), flags: 2 },
  { op: 'pivot' },
  { op: 'exec', search: '/bin', argv: ['echo', 'naïve'], env: ['A=1'] },
]

test('a plan has the bytes of the fixture that the C side reads', async () => {
  const fixture = await readFile(new URL('../../native/fixture/plan.hex', import.meta.url), 'utf8')
  expect(encodePlan(PLAN).toString('hex')).toBe(fixture.replace(/\s/g, ''))
})

test('the C side knows the same codes', async () => {
  const header = await readFile(new URL('../../native/operations.h', import.meta.url), 'utf8')
  const theirs = [...header.matchAll(/OP_(\w+) = (\d+)/g)].map(([, name = '', code]) => [
    name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    Number(code),
  ])
  expect(Object.fromEntries(theirs)).toEqual(
    Object.fromEntries(Object.entries(OPERATIONS).map(([name, { code }]) => [name, code])),
  )
})

test('the C side knows the fields of each operation (else: node infra/native/write-layouts.ts)', async () => {
  const header = await readFile(new URL('../../native/layouts.h', import.meta.url), 'utf8')
  expect(header).toBe(layoutsHeader())
})

test('text with a NUL byte is refused, because it would mean something else on the other side', () => {
  expect(() => encodePlan([{ op: 'hostname', name: 'a\0b' }])).toThrow('NUL')
})
