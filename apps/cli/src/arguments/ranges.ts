import { MIN_LIMITS } from '@berth/core'
import { countIn, numberIn } from './number.ts'
import { sizeFrom } from './size.ts'

/** instances of one process */
export const MAX_REPLICAS = 100

/** How the options of an app are read. The platform checks again; a test compares both. */
export const parsePort = countIn({ min: 1, max: 65_535, example: '8080' })
export const parseCpu = numberIn({ min: MIN_LIMITS.cpu, max: 1024, example: '0.5' })
export const parsePids = countIn({ min: MIN_LIMITS.pids, max: 4096, example: '200' })
export const parseMemory = sizeFrom(MIN_LIMITS.memory, '256M')
export const parseDisk = sizeFrom(MIN_LIMITS.disk, '2G')
export const parseReplicas = countIn({ max: MAX_REPLICAS, example: '2' })
export const parseStopSeconds = countIn({ max: 600, example: '30' })
export const parseDrainSeconds = countIn({ max: 300, example: '60' })
export const parseHealthRetries = countIn({ min: 1, max: 100, example: '3' })
export const parseRelease = countIn({ min: 1, max: 1_000_000, example: '3' })
export const parseInstance = countIn({ min: 1, max: 1000, example: '2' })
export const parseKeep = countIn({ min: 1, max: 14, example: '7' })
export const parseKeptBackups = countIn({ min: 1, max: 100, example: '7' })
export const parseTail = countIn({ max: 100_000, example: '100' })
