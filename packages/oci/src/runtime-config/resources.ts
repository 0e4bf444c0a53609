import { z } from 'zod'
import { int64, text, textMap, uint16, uint32, uint64 } from './scalars.ts'

const deviceNumber = { major: int64, minor: int64 }
const throttle = z.array(z.object({ ...deviceNumber, rate: uint64 })).optional()

/** config-linux.md, `resources`: memory in bytes and -1 for no limit, times of cpu in microseconds. */
export const resourcesSchema = z.object({
  unified: textMap.optional(),
  devices: z
    .array(
      z.object({
        allow: z.boolean(),
        type: z.enum(['a', 'b', 'c']).optional(),
        major: int64.optional(),
        minor: int64.optional(),
        access: z
          .string()
          .regex(/^[rwm]*$/, 'a composition of r, w and m')
          .optional(),
      }),
    )
    .optional(),
  memory: z
    .object({
      limit: int64.optional(),
      reservation: int64.optional(),
      swap: int64.optional(),
      kernel: int64.optional(),
      kernelTCP: int64.optional(),
      swappiness: z.int().min(0).max(100).optional(),
      disableOOMKiller: z.boolean().optional(),
      useHierarchy: z.boolean().optional(),
      checkBeforeUpdate: z.boolean().optional(),
    })
    .optional(),
  cpu: z
    .object({
      shares: z.int().min(0).optional(),
      quota: int64.optional(),
      burst: z.int().min(0).optional(),
      period: z.int().min(0).optional(),
      realtimeRuntime: int64.optional(),
      realtimePeriod: z.int().min(0).optional(),
      cpus: text.optional(),
      mems: text.optional(),
      idle: int64.optional(),
    })
    .optional(),
  pids: z.object({ limit: int64.optional() }).optional(),
  blockIO: z
    .object({
      weight: uint16.optional(),
      leafWeight: uint16.optional(),
      weightDevice: z
        .array(z.object({ ...deviceNumber, weight: uint16.optional(), leafWeight: uint16.optional() }))
        .optional(),
      throttleReadBpsDevice: throttle,
      throttleWriteBpsDevice: throttle,
      throttleReadIOPSDevice: throttle,
      throttleWriteIOPSDevice: throttle,
    })
    .optional(),
  hugepageLimits: z
    .array(
      z.object({
        pageSize: z.string().regex(/^[1-9][0-9]*[KMG]B$/, 'a size of pages like "2MB"'),
        limit: uint64,
      }),
    )
    .optional(),
  network: z
    .object({
      classID: uint32.optional(),
      priorities: z.array(z.object({ name: text, priority: uint32 })).optional(),
    })
    .optional(),
  rdma: z
    .record(z.string(), z.object({ hcaHandles: uint32.optional(), hcaObjects: uint32.optional() }))
    .optional(),
})
