import { z } from 'zod'
import { idMappingsSchema } from './mount.ts'
import { resourcesSchema } from './resources.ts'
import { absolutePath, int64, text, textMap, uint32 } from './scalars.ts'
import { seccompSchema } from './seccomp.ts'
import { MEMORY_POLICY_FLAGS, MEMORY_POLICY_MODES, NAMESPACE_TYPES, PROPAGATIONS } from './vocabulary.ts'

const namespaces = z
  .array(z.object({ type: z.enum(NAMESPACE_TYPES), path: absolutePath.optional() }))
  .check(({ value, issues }) => {
    value.forEach(({ type }, i) => {
      if (value.findIndex((other) => other.type === type) < i)
        issues.push({ code: 'custom', input: type, path: [i, 'type'], message: 'each type once' })
    })
  })

const timeOffset = z.object({
  secs: int64.optional(),
  nanosecs: z.int().min(0).max(999_999_999).optional(),
})

const device = z
  .object({
    path: absolutePath,
    type: z.enum(['c', 'b', 'u', 'p']),
    major: uint32.optional(),
    minor: uint32.optional(),
    fileMode: z.int().min(0).max(0o177777).optional(),
    uid: uint32.optional(),
    gid: uint32.optional(),
  })
  .check(({ value, issues }) => {
    if (value.type === 'p') return
    for (const key of ['major', 'minor'] as const) {
      if (value[key] === undefined)
        issues.push({ code: 'custom', input: value, path: [key], message: 'a number: only a pipe has none' })
    }
  })

/** As the kernel takes them (dev_valid_name); a `%` would have it choose a number. */
const deviceName = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[!-$&-.0-9;-~]{1,15}$/,
    'a name of a network device: 1 to 15 of ASCII, without "/", ":" and "%"',
  )

/** config-linux.md */
export const linuxSchema = z.object({
  namespaces: namespaces.optional(),
  uidMappings: idMappingsSchema.optional(),
  gidMappings: idMappingsSchema.optional(),
  timeOffsets: z.object({ monotonic: timeOffset.optional(), boottime: timeOffset.optional() }).optional(),
  devices: z.array(device).optional(),
  cgroupsPath: text.optional(),
  resources: resourcesSchema.optional(),
  rootfsPropagation: z.enum(PROPAGATIONS).optional(),
  seccomp: seccompSchema.optional(),
  sysctl: textMap.optional(),
  maskedPaths: z.array(absolutePath).optional(),
  readonlyPaths: z.array(absolutePath).optional(),
  mountLabel: text.optional(),
  personality: z
    .object({ domain: z.enum(['LINUX', 'LINUX32']), flags: z.array(z.never()).max(0).optional() })
    .optional(),
  memoryPolicy: z
    .object({
      mode: z.enum(MEMORY_POLICY_MODES),
      nodes: z
        .string()
        .regex(/^(\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*)?$/, 'a list of nodes like "0-1"')
        .optional(),
      flags: z.array(z.enum(MEMORY_POLICY_FLAGS)).optional(),
    })
    .optional(),
  intelRdt: z.looseObject({}).optional(),
  netDevices: z.record(deviceName, z.object({ name: deviceName.or(z.literal('')).optional() })).optional(),
})
