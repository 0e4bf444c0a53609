import { z } from 'zod'
import { isOne, scriptParts } from './script-field.ts'
import { labelField, lineField } from './text.ts'

export const checkField = z
  .strictObject({
    ...scriptParts,
    name: labelField,
    title: lineField(200).describe('what is to be done, for the student').optional(),
    auto: z.boolean().describe('asked now and then without a click').optional(),
    points: z.number().int().min(0).max(1000).optional(),
  })
  .refine(isOne, { message: 'say file or run, one of them', path: ['name'] })

export type CheckWish = z.output<typeof checkField>
