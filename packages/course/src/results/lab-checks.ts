import { chooseLanguage } from '@berth/lab'
import { z } from 'zod'

const checksOf = z.object({
  title: z.string(),
  description: z.string().default(''),
  language: z.string().optional(),
  translations: z
    .record(z.string(), z.object({ title: z.string().nullable(), description: z.string().nullable() }))
    .default({}),
  checks: z.array(z.object({ name: z.string(), title: z.string(), points: z.number() })).default([]),
})

export type LabChecks = {
  readonly title: string
  readonly description: string
  readonly language?: string | undefined
  readonly translations: Readonly<
    Record<string, { readonly title: string | null; readonly description: string | null }>
  >
  readonly checks: readonly { readonly name: string; readonly title: string; readonly points: number }[]
}

/** What courses need of a version of a lab as it is kept; of one that says nothing of it, nothing. */
export function labChecks(spec: unknown, title: string): LabChecks {
  const read = checksOf.safeParse(spec)
  return read.success ? read.data : { title, description: '', checks: [], translations: {} }
}

/** Title and description as somebody of a language reads them. */
export function labWords({ title, description, language, translations }: LabChecks, wanted: string) {
  const own = chooseLanguage({ language, translations }, wanted)
  return { title: own?.title ?? title, description: own?.description ?? description }
}
