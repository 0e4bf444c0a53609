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
import { createS3Client, type S3Way } from './s3-client.ts'
import { onBucket, unlessAbsent } from './s3-error.ts'
import type { S3Settings } from './s3-settings.ts'

export type StoredObject = { readonly key: string; readonly size: number; readonly at: Date }
/** A multipart upload that was begun: its parts are nowhere until it is completed. */
export type OpenParts = { readonly key: string; readonly id: string; readonly at: Date }
/** What a part is called when the upload is completed. */
export type SentPart = { readonly PartNumber: number; readonly ETag: string | undefined }

export type Bucket = ReturnType<typeof openBucket>

/** The calls of S3 that a blob store is made of. Errors: those of `onBucket`. */
export function openBucket(settings: S3Settings, way?: S3Way) {
  const client = createS3Client(settings, way)
  const { bucket: Bucket } = settings
  const on = <T>(call: Promise<T>) => onBucket(Bucket, call)
  const sourceOf = (key: string) => `${Bucket}/${key}`

  return {
    put: async (Key: string, Body: Uint8Array) =>
      void (await on(client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length })))),

    size: async (Key: string) => {
      const found = await unlessAbsent(on(client.send(new HeadObjectCommand({ Bucket, Key }))))
      return found && (found.ContentLength ?? 0)
    },

    /** Undefined when it is not there. */
    read: async (Key: string, range?: ByteRange): Promise<Readable | undefined> => {
      const Range = range && `bytes=${range.start}-${range.end}`
      const found = await unlessAbsent(on(client.send(new GetObjectCommand({ Bucket, Key, Range }))))
      if (!found) return undefined
      return found.Body instanceof Readable ? found.Body : Readable.from([])
    },

    /** Of at most 5 GiB. */
    copy: async (from: string, Key: string) =>
      void (await on(client.send(new CopyObjectCommand({ Bucket, Key, CopySource: sourceOf(from) })))),

    /** What is not there is no error. */
    remove: async (Key: string) =>
      void (await unlessAbsent(on(client.send(new DeleteObjectCommand({ Bucket, Key }))))),

    async *list(Prefix: string): AsyncGenerator<StoredObject> {
      let next: { ContinuationToken?: string } | undefined = {}
      while (next) {
        const page: ListObjectsV2CommandOutput = await on(
          client.send(new ListObjectsV2Command({ Bucket, Prefix, ...next })),
        )
        for (const { Key = '', Size = 0, LastModified = new Date() } of page.Contents ?? [])
          yield { key: Key, size: Size, at: LastModified }
        const { NextContinuationToken: ContinuationToken } = page
        next = page.IsTruncated && ContinuationToken ? { ContinuationToken } : undefined
      }
    },

    async *listParts(Prefix: string): AsyncGenerator<OpenParts> {
      let next: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {}
      while (next) {
        const page: ListMultipartUploadsCommandOutput = await on(
          client.send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...next })),
        )
        for (const { Key = '', UploadId = '', Initiated = new Date() } of page.Uploads ?? [])
          yield { key: Key, id: UploadId, at: Initiated }
        const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page
        next = page.IsTruncated && KeyMarker ? { KeyMarker, UploadIdMarker } : undefined
      }
    },

    beginParts: async (Key: string): Promise<string> =>
      (await on(client.send(new CreateMultipartUploadCommand({ Bucket, Key })))).UploadId ?? '',

    putPart: async (
      Key: string,
      UploadId: string,
      PartNumber: number,
      Body: Uint8Array,
    ): Promise<SentPart> => {
      const part = { Bucket, Key, UploadId, PartNumber, Body, ContentLength: Body.length }
      return { PartNumber, ETag: (await on(client.send(new UploadPartCommand(part)))).ETag }
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
        ETag: (await on(client.send(new UploadPartCopyCommand(part)))).CopyPartResult?.ETag,
      }
    },

    completeParts: async (Key: string, UploadId: string, sent: readonly SentPart[]) => {
      const Parts = sent.toSorted((a, b) => a.PartNumber - b.PartNumber)
      const whole = { Bucket, Key, UploadId, MultipartUpload: { Parts } }
      await on(client.send(new CompleteMultipartUploadCommand(whole)))
    },

    abortParts: async (Key: string, UploadId: string) =>
      void (await unlessAbsent(on(client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))))),
  }
}
