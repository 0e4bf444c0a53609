import { z } from 'zod'
import { absolutePath, text, uint32, uint64 } from './scalars.ts'
import { SECCOMP_ACTIONS, SECCOMP_ARCHITECTURES, SECCOMP_FLAGS, SECCOMP_OPERATORS } from './vocabulary.ts'

/** Actions that say an error number to the program, or to who traces it. */
const WITH_ERRNO: readonly string[] = ['SCMP_ACT_ERRNO', 'SCMP_ACT_TRACE']

const fields = z.object({
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

/** config-linux.md, `seccomp`. Without `architectures` it is the machine's own alone. */
export const seccompSchema = fields.check(({ value, issues }) => {
  const { defaultAction, defaultErrnoRet, listenerPath, listenerMetadata, syscalls } = value
  const refuse = (path: (string | number)[], message: string) =>
    issues.push({ code: 'custom', input: value, path, message })
  if (listenerMetadata !== undefined && listenerPath === undefined)
    refuse(['listenerMetadata'], 'nothing without a listenerPath')
  if (defaultErrnoRet !== undefined && !WITH_ERRNO.includes(defaultAction))
    refuse(['defaultErrnoRet'], `nothing with ${defaultAction}, which returns no error`)
  syscalls.forEach(({ action, errnoRet }, i) => {
    if (errnoRet !== undefined && !WITH_ERRNO.includes(action))
      refuse(['syscalls', i, 'errnoRet'], `nothing with ${action}, which returns no error`)
  })
})
