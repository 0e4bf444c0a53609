import { z } from 'zod'

/** bytes of a file that is sent to a class: as many as one's own page sends */
export const BROADCAST_FILE = 700 * 1024
/** characters */
export const BROADCAST_COMMAND = 4000
/** seconds that a command may take */
export const BROADCAST_SECONDS = 120

/** `container` null: where the files of the lab lie, or the first with a terminal. */
const fileSchema = z.object({
  path: z.string(),
  container: z.string().nullable(),
  base64: z.string(),
})

const commandSchema = z.object({
  command: z.string(),
  container: z.string().nullable(),
  /** seconds */
  timeout: z.number(),
})

export type FileContent = z.infer<typeof fileSchema>
export type CommandContent = z.infer<typeof commandSchema>

/** What is sent to many at once. */
export type Sending =
  | { readonly kind: 'file'; readonly content: FileContent }
  | { readonly kind: 'command'; readonly content: CommandContent }

/** A row as it was written by this package alone. */
export function sendingOf({ kind, content }: { readonly kind: string; readonly content: unknown }): Sending {
  return kind === 'file'
    ? { kind: 'file', content: fileSchema.parse(content) }
    : { kind: 'command', content: commandSchema.parse(content) }
}
