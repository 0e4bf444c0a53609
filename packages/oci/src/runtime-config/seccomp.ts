import { z } from 'zod'
import { absolutePath, text, uint32, uint64 } from './scalars.ts'
import { SECCOMP_ACTIONS, SECCOMP_ARCHITECTURES, SECCOMP_FLAGS, SECCOMP_OPERATORS } from './vocabulary.ts'

/** config-linux.md, `seccomp`. Without `architectures` it is the machine's own alone. */
export const seccompSchema = z.object({
  defaultAction: z.enum(SECCOMP_ACTIONS),
  defaultErrnoRet: uint32.max(0xffff).optional(),
  architectures: z.array(z.enum(SECCOMP_ARCHITECTURES)).default(['SCMP_ARCH_NATIVE']),
  flags: z.array(z.enum(SECCOMP_FLAGS)).optional(),
  listenerPath: absolutePath.optional(),
  listenerMetadata: text.optional(),
  syscalls: z
    .array(
      z.object({
        names: z.array(text).min(1),
        action: z.enum(SECCOMP_ACTIONS),
        errnoRet: uint32.max(0xffff).optional(),
        args: z
          .array(
            z.object({
              index: z.int().min(0).max(5),
              value: uint64,
              valueTwo: uint64.optional(),
              op: z.enum(SECCOMP_OPERATORS),
            }),
          )
          .optional(),
      }),
    )
    .default([]),
})
