import { z } from 'zod'
import { labelField, lineField } from './text.ts'

/** BCP 47, as far as languages of pages go: `en`, `zh-CN`. */
export const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/

export const languageField = z.string().regex(LANGUAGE, 'name a language, as en or zh-CN')

export const translationsField = z
  .record(
    languageField,
    z.strictObject({
      title: lineField(120).optional(),
      description: z.string().max(2000).optional(),
      checks: z.record(labelField, lineField(200)).describe('titles, by the name of the check').optional(),
    }),
  )
  .refine((all) => Object.keys(all).length <= 8, 'has at most 8 languages')
