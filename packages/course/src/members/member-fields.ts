import { COURSE_PARTS } from '@berth/core'
import { oneLine } from '@berth/protocol'
import { z } from 'zod'

const short = z.string().trim().max(120)

/** What a teacher sets of a line of the roster. */
export const memberFields = z.strictObject({
  name: oneLine(120),
  part: z.enum(COURSE_PARTS),
  group: short.nullable(),
  externalId: short.nullable(),
})

export type MemberFields = z.infer<typeof memberFields>
