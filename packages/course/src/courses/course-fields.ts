import { oneLine } from '@berth/protocol'
import { z } from 'zod'

/** More would be a tenant's whole quota. */
const MOST_SANDBOXES = 2_000

/** What a teacher sets of a course. */
export const courseFields = z.strictObject({
  title: oneLine(120),
  description: z.string().max(20_000),
  startsAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  guests: z.boolean(),
  maximum: z.number().int().min(1).max(MOST_SANDBOXES),
  perStudent: z.number().int().min(1).max(10),
})

export type CourseFields = z.infer<typeof courseFields>
