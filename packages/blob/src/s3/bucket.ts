import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import type { ByteRange } from './byte-range.ts'
import { inTime } from './in-time.ts'
import { pagesOf } from './pages-of.ts'
import { createS3Client, type S3Way } from './s3-client.ts'
import { onBucket, unlessAbsent } from './s3-error.ts'
import type { S3Settings } from './s3-settings.ts'

export type StoredObject = { readonly key: string; readonly size: number; readonly at: Date }
/** A multipart upload that was begun: its parts are nowhere until it is completed. */
export type OpenParts = { readonly key: string; readonly id: string; readonly at: Date }
/** What a part is called when the upload is completed. */
export type SentPart = { readonly PartNumber: number; readonly ETag: string | undefined }
type Marker = { readonly KeyMarker: string; readonly UploadIdMarker: string | undefined }

/** The platform's own bucket copies gigabytes in one call. */
const TOTAL_MS = 20 * 60_000
const ABORT_MS = 10_000

export type Bucket = ReturnType<typeof openBucket>

/** The calls of S3 that a blob store is made of. Errors: those of `onBucket`. */
export function openBucket(settings: S3Settings, way?: S3Way) {
  const client = createS3Client(settings, way)
  const { bucket: Bucket } = settings
  const { totalMs = TOTAL_MS, pages: most = Number.POSITIVE_INFINITY, cut } = way ?? {}
  const on = <T>(call: Parameters<typeof inTime<T>>[1]) => onBucket(Bucket, inTime({ totalMs, cut }, call))
  const sourceOf = (key: string) => `${Bucket}/${key}`

  return {
    put: async (Key: string, Body: Uint8Array) =>
      void (await on((until) =>
        client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length }), until),
      )),

    size: async (Key: string) => {
      const found = await unlessAbsent(
        on((until) => client.send(new HeadObjectCommand({ Bucket, Key }), until)),
      )
      return found && (found.ContentLength ?? 0)
    },

    /** Undefined when it is not there. */
    read: async (Key: string, range?: ByteRange): Promise<Readable | undefined> => {
      const Range = range && `bytes=${range.start}-${range.end}`
      const found = await unlessAbsent(
        on((until) => client.send(new GetObjectCommand({ Bucket, Key, Range }), until)),
      )
      if (!found) return undefined
      return found.Body instanceof Readable ? found.Body : Readable.from([])
    },

    /** Of at most 5 GiB. */
    copy: async (from: string, Key: string) =>
      void (await on((until) =>
        client.send(new CopyObjectCommand({ Bucket, Key, CopySource: sourceOf(from) }), until),
      )),

    /** What is not there is no error. */
    remove: async (Key: string) =>
      void (await unlessAbsent(on((until) => client.send(new DeleteObjectCommand({ Bucket, Key }), until)))),

    async *list(Prefix: string): AsyncGenerator<StoredObject> {
      const pages = pagesOf({
        bucket: Bucket,
        ask: (next?: { ContinuationToken: string }): Promise<ListObjectsV2CommandOutput> =>
          on((until) => client.send(new ListObjectsV2Command({ Bucket, Prefix, ...next }), until)),
        nextOf: ({ IsTruncated, NextContinuationToken: ContinuationToken }) =>
          IsTruncated && ContinuationToken ? { ContinuationToken } : undefined,
        most,
      })
      for await (const { Contents } of pages)
        for (const { Key = '', Size = 0, LastModified = new Date() } of Contents ?? [])
          yield { key: Key, size: Size, at: LastModified }
    },

    async *listParts(Prefix: string): AsyncGenerator<OpenParts> {
      const pages = pagesOf({
        bucket: Bucket,
        ask: (next?: Marker): Promise<ListMultipartUploadsCommandOutput> =>
          on((until) => client.send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...next }), until)),
        nextOf: ({ IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker }) =>
          IsTruncated && KeyMarker ? { KeyMarker, UploadIdMarker } : undefined,
        most,
      })
      for await (const { Uploads } of pages)
        for (const { Key = '', UploadId = '', Initiated = new Date() } of Uploads ?? [])
          yield { key: Key, id: UploadId, at: Initiated }
    },

    beginParts: async (Key: string): Promise<string> =>
      (await on((until) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }), until))).UploadId ??
      '',

    putPart: async (
      Key: string,
      UploadId: string,
      PartNumber: number,
      Body: Uint8Array,
    ): Promise<SentPart> => {
      const part = { Bucket, Key, UploadId, PartNumber, Body, ContentLength: Body.length }
      return { PartNumber, ETag: (await on((until) => client.send(new UploadPartCommand(part), until))).ETag }
    },

    copyPart: async (
      { key: Key, id: UploadId }: { key: string; id: string },
      PartNumber: number,
      from: { key: string } & ByteRange,
    ): Promise<SentPart> => {
      const CopySourceRange = `bytes=${from.start}-${from.end}`
      const part = { Bucket, Key, UploadId, PartNumber, CopySource: sourceOf(from.key), CopySourceRange }
      return {
        PartNumber,
        ETag: (await on((until) => client.send(new UploadPartCopyCommand(part), until))).CopyPartResult?.ETag,
      }
    },

    completeParts: async (Key: string, UploadId: string, sent: readonly SentPart[]) => {
      const Parts = sent.toSorted((a, b) => a.PartNumber - b.PartNumber)
      const whole = { Bucket, Key, UploadId, MultipartUpload: { Parts } }
      await on((until) => client.send(new CompleteMultipartUploadCommand(whole), until))
    },

    // also of what was cut, whose parts would stay
    abortParts: async (Key: string, UploadId: string) => {
      const aborting = inTime({ totalMs: Math.min(totalMs, ABORT_MS) }, (until) =>
        client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), until),
      )
      await unlessAbsent(onBucket(Bucket, aborting))
    },
  }
}
