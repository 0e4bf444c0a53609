import { expect, test } from 'vitest'
import { z } from 'zod'
import { limitsSchema } from './container-spec.ts'
import { describeIssues, joinProblems } from './describe-issues.ts'
import { runOptionsSchema } from './run-options.ts'

const request = z.strictObject({
  port: z.number().int().min(1).max(65_535).optional(),
  name: z.string().min(1).max(8).optional(),
  email: z.email().optional(),
  since: z.iso.datetime().optional(),
  env: z
    .record(
      z.string().regex(/^[A-Z]+$/, 'use A-Z'),
      z.string().refine((value) => !value.includes('\0'), 'no NUL'),
    )
    .optional(),
  health: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('http') }),
    ])
    .optional(),
  argv: z.array(z.string()).min(1).max(2).optional(),
  either: z.union([z.string(), z.number()]).optional(),
  limits: limitsSchema.partial().optional(),
  options: runOptionsSchema.optional(),
})

function said(input: unknown): string {
  const { error } = request.safeParse(input)
  return error ? joinProblems(describeIssues(error.issues, input)) : ''
}

test.each<[unknown, string]>([
  [{ port: 99_999 }, 'port: 99999 is too much, at most 65535'],
  [{ port: 0 }, 'port: 0 is too little, at least 1'],
  [{ port: 1.5 }, 'port: 1.5 is not a whole number'],
  [{ port: '80' }, 'port: a number is needed, not a text'],
  [{ name: '' }, 'name: it is empty'],
  [{ email: 'me' }, 'email: "me" is not an e-mail address'],
  [{ since: 'now' }, 'since: "now" is not a time as 2026-01-31T12:00:00Z'],
  [{ env: { '1a': 'x' } }, 'env.1a: "1a" is not allowed: use A-Z'],
  [{ health: { kind: 'udp' } }, 'health.kind: "udp" is not known, use one of none, http'],
  [{ health: {} }, 'health.kind: it is missing, one of none, http is needed'],
  [{ argv: ['a', 'b', 'c'] }, 'argv: 3 items is too much, at most 2 items'],
  [{ either: {} }, 'either: a text is needed, not an object'],
  [{ limits: { memory: 64 } }, 'limits.memory: 64 B is too little, at least 4 MiB'],
  [{ tenant: 'x', nope: 1 }, 'there is no field "tenant", "nope"'],
  [7, 'an object is needed, not a number'],
])('%j', (input, sentence) => {
  expect(said(input)).toBe(sentence)
})

test('what there is to choose from is named', () => {
  expect(said({ options: { stopSignal: 'FOO' } })).toMatch(
    /^options\.stopSignal: "FOO" is not known, use one of SIGTERM, SIGINT/,
  )
  expect(said({ options: { ulimits: { foo: 3 } } })).toMatch(/options\.ulimits.*foo/)
  expect(said({ options: { tmpfs: [{ path: '/proc/x', bytes: 4096 }] } })).toBe(
    'options.tmpfs.0.path: "/proc/x" is not allowed: not at or below /proc, /sys, /dev',
  )
})

test('values that may be secret are not repeated, and long ones are not either', () => {
  expect(said({ env: { KEY: 'hunter2\0' } })).not.toContain('hunter2')
  expect(said({ email: 'x'.repeat(500) }).length).toBeLessThan(100)
})

test('what is wrong is told for other languages too, where it is not the words of a schema', () => {
  const input = { port: 99_999, name: '', argv: ['a', 'b', 'c'], limits: { memory: 1 }, extra: 1 }
  const { error } = request.safeParse(input)
  const faults = describeIssues(error?.issues ?? [], input).map(({ path, fault }) => [path, fault])
  expect(Object.fromEntries(faults)).toMatchObject({
    port: { kind: 'too-much', limit: '65535', unit: 'none' },
    name: { kind: 'empty' },
    argv: { kind: 'too-much', limit: '2', unit: 'items' },
    'limits.memory': { kind: 'too-little', unit: 'none' },
    '': { kind: 'unknown-field', fields: 'extra' },
  })
})
