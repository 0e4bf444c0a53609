/** Where packed lines lie; a `blob` store of its own fits. */
export type LogBlobs = {
  /** Idempotent; under the digest of the bytes. Error: disk.full. */
  put(digest: string, bytes: Uint8Array): Promise<void>
  /** Undefined when it is gone. */
  get(digest: string): Promise<Uint8Array | undefined>
  /** What is not there is no error. */
  remove(digest: string): Promise<void>
}
