import { secretKindSchema } from '@berth/protocol'
import { z } from 'zod'
import { textField } from '../plain-fields.ts'

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/
const FILE = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

const wishField = z.strictObject({
  value: textField,
  /** absent: as it was, a variable when it is new */
  as: secretKindSchema.optional(),
})

/** What `secrets.change` takes beside the app. */
export const secretFields = {
  set: z
    .record(z.string().regex(FILE, 'use A-Z, a-z, 0-9, and _ . - after the first'), wishField)
    .default({}),
  unset: z.array(z.string()).max(100).default([]),
}

/** A file may have a dot in its name, a variable has none. */
export function fitsKind(name: string, kind: z.infer<typeof secretKindSchema>): boolean {
  return (kind === 'file' ? FILE : VARIABLE).test(name)
}

const request = z.strictObject(secretFields)
export type SecretChange = z.infer<typeof request>
