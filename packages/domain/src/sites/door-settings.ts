import type { AppDoor, Prisma } from '@berth/db'
import { z } from 'zod'

/** The longest that fits into the door's tables, and so many that one app does not fill them. */
export const LIMITS = { redirects: 50, users: 20, allow: 20, message: 500 } as const

const path = z
  .string()
  .max(500)
  .regex(/^\/[A-Za-z0-9._~%/+,:=@-]*$/)
const target = z
  .string()
  .max(1000)
  .regex(
    /^(?:https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/+,:=@-]*)?|\/[A-Za-z0-9._~%/+,:=@-]*)$/,
  )

export const redirectSchema = z.strictObject({
  /** a path, and all below it */
  from: path.refine((text) => text.split('/').filter(Boolean).length <= 6, 'at most six segments deep'),
  /** a path of the same host, or an address */
  to: target.refine((text) => !text.startsWith('//'), 'not an address without http or https'),
  status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]),
})

export const maintenanceSchema = z.strictObject({
  message: z.string().trim().min(1).max(LIMITS.message),
  allow: z.array(z.union([z.ipv4(), z.ipv6()])).max(LIMITS.allow),
})

const userSchema = z.strictObject({ name: z.string(), proof: z.string() })
const startedSchema = maintenanceSchema.extend({ by: z.string(), since: z.iso.datetime() })

/** A row of AppDoor as it is understood; what another release wrote and this one does not know is left out. */
export type DoorSettings = {
  readonly redirects: readonly z.infer<typeof redirectSchema>[]
  readonly users: readonly z.infer<typeof userSchema>[]
  readonly maintenance: z.infer<typeof startedSchema> | null
}

export const NOTHING_SET: DoorSettings = { redirects: [], users: [], maintenance: null }

export function doorSettings(row: Pick<AppDoor, 'redirects' | 'users' | 'maintenance'>): DoorSettings {
  const maintenance = startedSchema.safeParse(row.maintenance)
  return {
    redirects: known(redirectSchema, row.redirects),
    users: known(userSchema, row.users),
    maintenance: maintenance.success ? maintenance.data : null,
  }
}

function known<Schema extends z.ZodType>(schema: Schema, value: Prisma.JsonValue): z.infer<Schema>[] {
  return (Array.isArray(value) ? value : []).flatMap((each) => {
    const parsed = schema.safeParse(each)
    return parsed.success ? [parsed.data] : []
  })
}
