import { expect, test } from 'vitest'
import { z } from 'zod'
import { deployFields } from './requests.ts'

const accepts = (asked: object) =>
  z.strictObject(deployFields).safeParse({ app: 'hello', image: 'hello', ...asked }).success

test.each([
  { command: ['sh', '-c', 'echo\0'] },
  { env: { A: 'x\0y' } },
  { env: { 'A=B': 'x' } },
  { cpu: Number.NaN },
  { memory: -1 },
  { pids: 1_000_000 },
  { replicas: 1_000_000 },
  { privileged: true },
])('%j is refused', (asked) => {
  expect(accepts(asked)).toBe(false)
})

test('what is usual is accepted', () => {
  expect(accepts({ command: ['sh'], env: { A: 'x' }, cpu: 0.5, pids: 512, replicas: 2 })).toBe(true)
})
