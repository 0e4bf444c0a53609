import { z } from 'zod'
import type { ProcessInfo } from './gateway.ts'
import { commitSchema } from './commit.ts'
import { fileJobSchema } from './file-job.ts'

/** A command travels to control inside a ticket, in a header, which is read up to 16 KiB. */
const MAX_ARGV_BYTES = 8_192
const MAX_ID = 64

/**
 * socket.io between browser (or CLI) and web. Path `/socket.io`. Authentication: the session cookie with a checked
 * Origin, or `auth: {token}` in the handshake. Every emit is acknowledged with `Ack`.
 *
 * Namespace `/events`:  emit `watch {tenant}` → from then on `event` (EventView) for that tenant, `unwatch`.
 * Namespace `/terminal`: emit `open` → then `data` (Uint8Array; without a tty also `stderr`) and `end` (ChannelEnd) arrive;
 *   emit `input` (Uint8Array), `eof`, `resize {cols, rows}`, `ack <bytes>`. To go on with a shell after a
 *   reconnect, `open` again with the `execId` and `containerId` that the first `open` answered; the screen is replayed,
 *   and `replayed` says when what follows is new.
 * Namespace `/logs`: emit `open` → `lines` (LogLine[], bytes) arrive, `end` when it does not follow; emit `ack <bytes>`
 *   with the number that came beside the lines, `close`.
 * Namespace `/stats`: emit `watch {tenant, app}` → `stats` (InstanceStats[]) every second; emit `top {tenant, app}`,
 *   which needs the right to enter, → `{instances: InstanceProcesses[]}`.
 * Namespace `/builds`: emit `watch {tenant, id}` → `more`, to be acknowledged, whenever the build printed something or
 *   changed its state; `builds.get` and `builds.output` tell what.
 * Namespace `/volumes`: emit `export {tenant, volume}` → `data` (Uint8Array: a tar archive of what the volume holds at
 *   this moment), `stderr` (what was left out) and `end` (ChannelEnd) arrive; emit `ack <bytes>`.
 *   emit `import {tenant, volume, bytes?}`, `input <Uint8Array>`… and `eof` → `stderr` and `end` arrive; `end` with code 0
 *   says that all of it is there, and that it takes the place of what the volume holds as a restore does.
 */
export const terminalOpenSchema = z.strictObject({
  tenant: z.string(),
  app: z.string(),
  /** instance to enter; the first running one when absent */
  containerId: z.string().max(MAX_ID).optional(),
  /** absent: a login shell */
  argv: z
    .array(z.string().refine((word) => !word.includes('\0'), 'must not contain a NUL character'))
    .min(1)
    .max(1000)
    .refine(
      (words) => new TextEncoder().encode(JSON.stringify(words)).length <= MAX_ARGV_BYTES,
      `is too long: at most ${MAX_ARGV_BYTES} bytes together, put more into a file`,
    )
    .optional(),
  /** copy files instead: then there is neither `argv` nor a terminal */
  files: fileJobSchema.optional(),
  /** make an image of it instead; the output is its digest */
  commit: commitSchema.optional(),
  tty: z.boolean(),
  cols: z.number().int().min(1).max(1000).optional(),
  rows: z.number().int().min(1).max(1000).optional(),
  /** go on with this one */
  execId: z.string().max(MAX_ID).optional(),
})

export const logsOpenSchema = z.strictObject({
  tenant: z.string(),
  app: z.string(),
  process: z.string().optional(),
  containerId: z.string().max(MAX_ID).optional(),
  /** of its instances alone; without it, of the release that serves and the one on its way */
  release: z.number().int().min(1).optional(),
  tail: z.number().int().min(0).max(100_000).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  grep: z.string().min(1).max(200).optional(),
  /** number of the instance within its process */
  instance: z.number().int().min(1).optional(),
  /** also what is kept of instances and releases that are gone */
  history: z.boolean().optional(),
  follow: z.boolean(),
})

export const volumeExportSchema = z.strictObject({ tenant: z.string(), volume: z.string().max(200) })
export const volumeImportSchema = volumeExportSchema.extend({
  /** the most that the archive unpacks to, where that is known */
  bytes: z
    .number()
    .int()
    .min(1)
    .max(2 ** 50)
    .optional(),
})
/** `app`, or the `repository` of an image, where a token reaches no more than that. */
export const buildWatchSchema = z.strictObject({
  tenant: z.string(),
  id: z.string().max(MAX_ID),
  app: z.string().optional(),
  repository: z.string().max(255).optional(),
})
export const watchSchema = z.strictObject({ tenant: z.string() })
export const statsWatchSchema = z.strictObject({ tenant: z.string(), app: z.string() })

export type Ack<T> =
  | ({ readonly ok: true } & T)
  | {
      readonly ok: false
      readonly error: { code: string; message: string; details?: Record<string, unknown> }
    }
export type TerminalOpened = { readonly execId: string; readonly containerId: string; readonly tty: boolean }

/** What runs in one instance. */
export type InstanceProcesses = { readonly containerId: string; readonly processes: readonly ProcessInfo[] }

/** One instance's use at one moment. cpu in cores. */
export type InstanceStats = {
  readonly containerId: string
  readonly at: string
  readonly cpu: number
  readonly memoryBytes: number
  readonly memoryLimit: number
  readonly pids: number
  readonly rxBytesPerSecond: number
  readonly txBytesPerSecond: number
}
