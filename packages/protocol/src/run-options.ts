import { z } from 'zod'

/** What a stop may send first. */
export const STOP_SIGNALS = [
  ...['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGKILL'],
] as const

/** Of a process alone; what could reach the host (core files, priorities, locked memory) has no name here. */
export const ULIMITS = ['nofile', 'nproc', 'stack', 'fsize', 'cpu', 'as', 'data'] as const

const MAX_LIMIT = 2 ** 48
export const MAX_DRAIN_MS = 300_000
const KERNEL_FOLDERS = ['/proc', '/sys', '/dev']

/** Where in a container a folder may be put. */
export const folderPathSchema = z
  .string()
  .regex(/^(\/[A-Za-z0-9._-]+)+$/, 'an absolute path of A-Z, a-z, 0-9, ., _ and -')
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), 'without . and ..')
  .refine(
    (path) => !KERNEL_FOLDERS.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    `not at or below ${KERNEL_FOLDERS.join(', ')}`,
  )

const count = z.number().int().min(0).max(MAX_LIMIT, `at most ${MAX_LIMIT}`)

/** How an app's containers run, beside their limits. What is not given is as usual. */
export const runOptionsSchema = z.strictObject({
  /** nothing but volumes and `tmpfs` can be written */
  readOnly: z.boolean().optional(),
  /** folders in memory, which counts as the container's */
  tmpfs: z
    .array(
      z.strictObject({
        path: folderPathSchema,
        bytes: z
          .number()
          .int()
          .min(4096, 'a size from 4 KiB up')
          .max(2 ** 40, 'a size up to 1 TiB'),
      }),
    )
    .max(16, 'at most 16 folders')
    .optional(),
  ulimits: z.partialRecord(z.enum(ULIMITS), count).optional(),
  /** false: the program is process 1 itself, and nobody reaps for it; absent: unless it is an init by name */
  init: z.boolean().optional(),
  stopSignal: z.enum(STOP_SIGNALS).optional(),
  stopTimeoutMs: z.number().int().min(0).max(600_000).optional(),
  /** how long one that leaves the door may finish what it serves; with what its stop takes below the ten minutes of a deploy */
  drainMs: z.number().int().min(0).max(MAX_DRAIN_MS).optional(),
  /** between two looks at one that is well */
  healthIntervalMs: z.number().int().min(1000).max(3_600_000).optional(),
  /** of one look */
  healthTimeoutMs: z.number().int().min(1000).max(300_000).optional(),
  /** looks in a row that fail before it is ended */
  healthRetries: z.number().int().min(1).max(100).optional(),
  /** how long a new one may take until it is well; below the ten minutes that a deploy has */
  healthStartPeriodMs: z.number().int().min(1000).max(540_000).optional(),
})

export type RunOptions = z.infer<typeof runOptionsSchema>
