import { z } from 'zod'

/** The bucket that a tenant's backups go to; its secret is never told. */
export type BackupTargetView = {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** what keys begin with: empty, or with a slash at the end */
  readonly prefix: string
  readonly accessKeyId: string
  /** endpoint/bucket/key, and not bucket.endpoint/key */
  readonly pathStyle: boolean
  readonly changedBy: string
  readonly changedAt: Date
}

/** An archive of a volume in the bucket. Sizes in bytes. */
export type VolumeBackupView = {
  readonly id: string
  readonly volume: string
  readonly app: string | null
  /** unpacked, and as it lies in the bucket */
  readonly bytes: number
  readonly storedBytes: number
  /** what the volume might hold */
  readonly limitBytes: number
  readonly digest: string
  readonly origin: 'asked' | 'schedule'
  /** false: it was found in the bucket, whoever wrote it; such a one is never removed by schedule */
  readonly own: boolean
  readonly takenAt: Date
  readonly createdBy: string
}

/** A backup that is made, or brought back. */
export type VolumeTransferView = {
  readonly id: string
  readonly volume: string
  readonly kind: 'backup' | 'restore'
  readonly backup: string
  readonly origin: 'asked' | 'schedule'
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly movedBytes: number
  /** 0: not known */
  readonly totalBytes: number
  /** why it failed, or waits */
  readonly reason: string | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly endedAt: Date | null
}

export type BackupScheduleView = {
  readonly every: 'daily' | 'weekly'
  readonly keep: number
  readonly dueAt: Date
}

/** What there is of a tenant, or of one of its volumes. */
export type VolumeBackupsView = {
  readonly target: BackupTargetView | null
  /** of the one volume that was asked about */
  readonly schedule: BackupScheduleView | null
  /** newest first */
  readonly backups: readonly VolumeBackupView[]
  /** newest first: those that wait, run or failed, and those that ended of late */
  readonly transfers: readonly VolumeTransferView[]
  /** after a look into the bucket: manifests that could not be read, or whose archive is not as they say */
  readonly unread?: number
}

/** How a bucket is reached. */
export const bucketSchema = z.strictObject({
  endpoint: z.string().trim().min(1).max(500),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,64}$/i, 'a region is like eu-central-1'),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i, 'a bucket has 3 to 63 of a-z, 0-9, "." and "-"'),
  prefix: z
    .string()
    .trim()
    .max(200)
    .regex(/^(?:[\w.!*'()-]+\/)*[\w.!*'()-]*$/, 'a prefix is like berth/acme')
    .transform((text) => (text === '' || text.endsWith('/') ? text : `${text}/`)),
  accessKeyId: z.string().trim().min(1).max(256),
  pathStyle: z.boolean(),
})

export type BucketAddress = z.output<typeof bucketSchema>

/** What web asks of control, which alone speaks to buckets. */
export const backupAskSchema = z.discriminatedUnion('op', [
  /** writes, looks at and removes a small object; without a secret with the one that is kept */
  z.strictObject({ op: z.literal('check'), bucket: bucketSchema, secret: z.string().optional() }),
  /** takes over what the manifests in the bucket say */
  z.strictObject({ op: z.literal('scan') }),
  /** removes a backup from the bucket */
  z.strictObject({ op: z.literal('remove'), backup: z.string() }),
])

export type BackupAsk = z.infer<typeof backupAskSchema>

/** After a scan: how many backups are in the bucket, and how many manifests could not be read. */
export const backupAnswerSchema = z.object({
  found: z.number().int().optional(),
  unread: z.number().int().optional(),
})
export type BackupAnswer = z.infer<typeof backupAnswerSchema>
