export type { BlobStore, BlobWriter } from './blob-store.ts'
export { createFileBlobStore } from './file-blob-store.ts'
