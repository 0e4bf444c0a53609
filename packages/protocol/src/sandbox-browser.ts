import { z } from 'zod'
import { containerPathSchema, fileChangeSchema } from './sandbox-node.ts'
import { SOCKET_FILE } from './socket-file.ts'

const sandbox = z.string().min(1).max(64)
const side = z.number().int().min(1).max(1000)
const container = z.string().min(1).max(64)

/** Tabs of one sandbox. */
export const MOST_SHELLS = 16

/**
 * socket.io, namespace `/sandbox`: a person's view of one sandbox. Each socket shows one shell at most; a page has one
 * for each tab that is in sight.
 *
 * emit `watch {sandbox}` → from then on `changed` whenever something about it changed: `sandboxes.get` tells what;
 *   `viewers` (SandboxViewer[]) when somebody comes to look at a shell of it, or leaves.
 * emit `open` → `SandboxOpened`, then `data` (Uint8Array) and `end` (ChannelEnd) arrive; the screen is replayed, and
 *   `replayed` says when what follows is new. The shell goes on without viewers. `role` ('driver' | 'observer') tells
 *   when that changed: input of an observer is passed over. `size {cols, rows}` tells how large its driver made it.
 * emit `input` (Uint8Array), `resize {cols, rows}`, `ack <bytes>` as on `/terminal`.
 * emit `presence {visible}` after `watch`, every 20 s and at each change: whether the page is in sight.
 * emit `list`, `read`, `write`, `change` of files; answers are those of `files.…` (sandbox-node.ts).
 */
export const sandboxWatchSchema = z.strictObject({ sandbox })

export const sandboxOpenSchema = z.strictObject({
  sandbox,
  number: z.number().int().min(1).max(MOST_SHELLS),
  /** of the lab; the first that has a terminal when absent. Of a shell that is open already it is not asked */
  container: container.optional(),
  cols: side,
  rows: side,
  /** look on, also where one may drive */
  observe: z.boolean().optional(),
})

export const presenceSchema = z.strictObject({ visible: z.boolean() })

export const sandboxListSchema = z.strictObject({ sandbox, container, path: containerPathSchema })
export const sandboxReadSchema = sandboxListSchema.extend({
  maxBytes: z.number().int().min(0).max(SOCKET_FILE),
})
export const sandboxWriteSchema = sandboxListSchema.extend({
  content: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= SOCKET_FILE, 'is too large'),
  /** milliseconds; refuse, with file.changed, when the file has another time */
  unlessChanged: z.number().optional(),
})
export const sandboxChangeSchema = z.strictObject({ sandbox, container, change: fileChangeSchema })

export type SandboxRole = 'driver' | 'observer'

export type SandboxOpened = {
  readonly execId: string
  readonly containerId: string
  readonly container: string
  readonly number: number
  readonly role: SandboxRole
  /** how large it is; an observer shows it so */
  readonly size: { readonly cols: number; readonly rows: number }
}

/** Somebody who looks at a shell of the sandbox. */
export type SandboxViewer = {
  readonly userId: string
  readonly name: string
  readonly as: 'owner' | 'teacher'
  readonly role: SandboxRole
}
