export type { BlobContent, BlobStore, BlobWriter, SetAside, StoredBlob } from './blob-store.ts'
export { createFileBlobStore } from './file-blob-store.ts'
export { loadS3 } from './load-s3.ts'
export type { S3Settings } from './s3/s3-settings.ts'
