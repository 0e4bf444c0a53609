import { z } from 'zod'

const checksOf = z.object({
  title: z.string(),
  description: z.string().default(''),
  checks: z.array(z.object({ name: z.string(), title: z.string(), points: z.number() })).default([]),
})

export type LabChecks = {
  readonly title: string
  readonly description: string
  readonly checks: readonly { readonly name: string; readonly title: string; readonly points: number }[]
}

/** What courses need of a version of a lab as it is kept; of one that says nothing of it, nothing. */
export function labChecks(spec: unknown, title: string): LabChecks {
  const read = checksOf.safeParse(spec)
  return read.success ? read.data : { title, description: '', checks: [] }
}
