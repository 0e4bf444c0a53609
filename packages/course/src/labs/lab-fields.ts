import { z } from 'zod'

const count = z.number().int().min(0).max(500)

/** What a teacher sets of a lab in a course. */
export const courseLabFields = z.strictObject({
  opensAt: z.date().nullable(),
  closesAt: z.date().nullable(),
  startAllAt: z.date().nullable(),
  reserved: count,
  initial: count,
  warmFrom: z.date().nullable(),
  warmUntil: z.date().nullable(),
  capacity: z.number().int().min(1).max(2_000).nullable(),
})

export type CourseLabFields = z.infer<typeof courseLabFields>
