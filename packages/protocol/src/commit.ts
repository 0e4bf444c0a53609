import { z } from 'zod'

/** It travels in a ticket, in a header, which is read up to 16 KiB. */
const MAX_BYTES = 8192

const textSchema = z.string().refine((text) => !text.includes('\0'), 'must not contain a NUL character')

/** What a commit changes beside the files. */
export const commitChangeSchema = z
  .strictObject({
    /** for the history of the image */
    message: textSchema.max(500).optional(),
    /** beside the image's own, or instead of them */
    env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), textSchema).optional(),
    /** in place of the image's entrypoint and command */
    command: z.array(textSchema).min(1).max(1000).optional(),
    /** the only one that it exposes */
    port: z.number().int().min(1).max(65_535).optional(),
  })
  .refine(
    (change) => new TextEncoder().encode(JSON.stringify(change)).length <= MAX_BYTES,
    `is too long: at most ${MAX_BYTES} bytes together`,
  )

export type CommitChange = z.infer<typeof commitChangeSchema>

/** An image of an instance: what it wrote, on top of the image that it runs. */
export const commitSchema = z.strictObject({
  /** as in a deploy: `name:tag` or `tenant/name:tag` */
  reference: z.string().min(1).max(400),
  /** whether the instance stands still while it is read */
  pause: z.boolean(),
  change: commitChangeSchema,
})

export type Commit = z.infer<typeof commitSchema>
