import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseEnv } from './parse-env.ts'

const schema = z.object({
  PORT: z.coerce.number().int(),
  MODE: z.enum(['a', 'b']),
  NAME: z.string().default('x'),
})

test('an empty value counts as absent', () => {
  expect(parseEnv(schema, { PORT: '80', MODE: 'a', NAME: '' })).toEqual({ PORT: 80, MODE: 'a', NAME: 'x' })
})

test('all bad keys are named at once', () => {
  expect(() => parseEnv(schema, { PORT: 'many', MODE: 'c' })).toThrow(/PORT[\s\S]*MODE/)
})
