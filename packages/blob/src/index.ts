export type { BlobStore, BlobWriter, StoredBlob } from './blob-store.ts'
export { createFileBlobStore } from './file-blob-store.ts'
