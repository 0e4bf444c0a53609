import { z } from 'zod'
import { absolutePath, int64, text, texts, uint16, uint32, uint64 } from './scalars.ts'
import {
  CAPABILITY_NAMES,
  IO_PRIORITY_CLASSES,
  RLIMIT_NAMES,
  SCHEDULER_FLAGS,
  SCHEDULER_POLICIES,
} from './vocabulary.ts'

const capabilities = z.array(z.enum(CAPABILITY_NAMES))
const int32 = z.int().min(-0x8000_0000).max(0x7fff_ffff)

/** A list of processors as the kernel writes it. */
const cpuList = z
  .string()
  .regex(/^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/, 'a list of processors like "0-3,7"')

/** config.md, `process`, with what config-linux adds to it. */
export const processSchema = z.object({
  terminal: z.boolean().optional(),
  consoleSize: z.object({ height: uint16, width: uint16 }).optional(),
  user: z.object({
    uid: uint32,
    gid: uint32,
    umask: z.int().min(0).max(0o7777).optional(),
    additionalGids: z.array(uint32).max(65_536).optional(),
  }),
  args: texts.min(1),
  env: texts.optional(),
  cwd: absolutePath,
  capabilities: z
    .object({
      bounding: capabilities.optional(),
      effective: capabilities.optional(),
      inheritable: capabilities.optional(),
      permitted: capabilities.optional(),
      ambient: capabilities.optional(),
    })
    .optional(),
  rlimits: z
    .array(z.object({ type: z.enum(RLIMIT_NAMES), soft: uint64, hard: uint64 }))
    .check(({ value, issues }) => {
      value.forEach(({ type }, i) => {
        if (value.findIndex((other) => other.type === type) < i)
          issues.push({ code: 'custom', input: type, path: [i, 'type'], message: 'each limit once' })
      })
    })
    .optional(),
  noNewPrivileges: z.boolean().optional(),
  oomScoreAdj: z.int().min(-1000).max(1000).optional(),
  apparmorProfile: text.optional(),
  selinuxLabel: text.optional(),
  scheduler: z
    .object({
      policy: z.enum(SCHEDULER_POLICIES),
      nice: z.int().min(-20).max(19).optional(),
      priority: int32.min(0).max(99).optional(),
      flags: z.array(z.enum(SCHEDULER_FLAGS)).optional(),
      runtime: uint64.optional(),
      deadline: uint64.optional(),
      period: uint64.optional(),
    })
    .optional(),
  ioPriority: z.object({ class: z.enum(IO_PRIORITY_CLASSES), priority: int64.min(0).max(7) }).optional(),
  execCPUAffinity: z.object({ initial: cpuList.optional(), final: cpuList.optional() }).optional(),
})
