import { type BlobStore, createFileBlobStore, loadS3, type S3Settings } from '@berth/blob'
import { Secret } from '@berth/core'

/** A store in words that another process can be given. */
export type DescribedStore =
  | { readonly kind: 'files'; readonly root: string }
  | { readonly kind: 's3'; readonly settings: Omit<S3Settings, 'secretAccessKey'>; readonly secret: string }

export function describeBucket({ secretAccessKey, ...settings }: S3Settings): DescribedStore {
  return { kind: 's3', settings, secret: secretAccessKey.reveal() }
}

export async function openDescribed(store: DescribedStore): Promise<BlobStore> {
  switch (store.kind) {
    case 'files':
      return createFileBlobStore(store.root)
    case 's3': {
      const { createS3BlobStore } = await loadS3()
      return createS3BlobStore({ ...store.settings, secretAccessKey: new Secret(store.secret) })
    }
  }
}
