import { z } from 'zod'

/** YAML makes numbers and booleans of what an environment holds as text. */
export const environmentField = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'use A-Z, a-z, 0-9 and _'),
    z.union([z.string().max(32_768), z.number(), z.boolean()]).transform(String),
  )
  .refine((values) => Object.values(values).every((value) => !value.includes('\0')), 'must not contain a NUL')
