import { z } from 'zod'

const pathSchema = z
  .string()
  .min(1)
  .max(4000)
  .refine((path) => !path.includes('\0'), 'must not contain a NUL character')

/**
 * What is done with files of a container, as a session without a terminal: a tar stream on its output or input,
 * what was left out on its errors, 1 as exit code when something that was asked for is missing.
 */
export const fileJobSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pack'),
    /** in the container; with a slash at its end a link is followed, and the folder's content alone is packed */
    path: pathSchema,
    /** what lies in other mounts (volumes, /proc) is left out */
    oneMount: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('unpack'),
    path: pathSchema,
    /** the first part of each name becomes this in the folder `path`, or `path` itself when it is no folder */
    name: z
      .string()
      .max(255)
      .regex(/^[^/\0]+$/)
      .refine((name) => name !== '.' && name !== '..', 'must be a name')
      .optional(),
  }),
  /** what was added, changed and deleted since the image: a line of JSON each, as `Change` */
  z.strictObject({ kind: z.literal('changes') }),
])

export type FileJob = z.infer<typeof fileJobSchema>

/** `path` is shown as text: bytes that are none are replaced. */
export const changeSchema = z.strictObject({
  kind: z.enum(['added', 'changed', 'deleted']),
  path: z.string(),
})

export type Change = z.infer<typeof changeSchema>
