'use client'

import { useTranslations } from 'next-intl'
import { readBerthError } from '../../trpc/berth-error.ts'
import { useErrorText } from '../../trpc/use-error-text.ts'
import { type FormField, refusedField } from './refused-field.ts'

export type FieldErrors = Partial<Record<FormField, string>>

/** What stands at each field: what the form itself could not read, or else what the server refused it for. */
export function useFieldErrors(bad: readonly FormField[], refused: unknown): FieldErrors {
  const newApp = useTranslations('newApp')
  const limits = useTranslations('limits')
  const run = useTranslations('run.bad')
  const errorText = useErrorText()
  if (bad.length > 0) return Object.fromEntries(bad.map((field) => [field, rule(field)]))
  if (!refused) return {}
  const error = readBerthError(refused)
  const field = refusedField(error)
  if (field === null) return {}
  return { [field]: error.code === 'input.invalid' ? rule(field) : errorText(refused).title }

  function rule(field: FormField): string {
    switch (field) {
      case 'name':
      case 'image':
      case 'port':
      case 'env':
        return newApp(`${field}Bad`)
      case 'cpu':
      case 'memory':
      case 'pids':
      case 'disk':
        return limits(`${field}Bad`)
      default:
        return run(field)
    }
  }
}
