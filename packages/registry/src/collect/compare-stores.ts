import type { StoredBlob } from '@berth/blob'

/** What the database says of a digest. `linked`: a repository has it, so that its content must be there. */
export type BlobRecord = {
  readonly digest: string
  readonly size: number
  readonly linked: boolean
  readonly missing: boolean
  /** where its content lies, in a store that has places */
  readonly place: string
}

export type Difference =
  /** storage has it, the database does not, or has it elsewhere */
  | { readonly kind: 'stray'; readonly stored: StoredBlob }
  /** a repository links it, and storage has it not, or not whole */
  | { readonly kind: 'missing'; readonly record: BlobRecord; readonly storedSize: number | null }
  /** it was noted as missing, and is there */
  | { readonly kind: 'back'; readonly record: BlobRecord }

/** Walks through both in the ASCII order of digests, holding one of each. */
export async function* compareStores(
  stored: AsyncIterable<StoredBlob>,
  records: AsyncIterable<BlobRecord>,
): AsyncGenerator<Difference> {
  const [left, right] = [stored[Symbol.asyncIterator](), records[Symbol.asyncIterator]()]
  let [file, record] = [await next(left), await next(right)]
  while (file || record) {
    if (file && (!record || file.digest < record.digest || isElsewhere(file, record))) {
      yield { kind: 'stray', stored: file }
      file = await next(left)
    } else if (record && (!file || record.digest < file.digest)) {
      if (record.linked) yield { kind: 'missing', record, storedSize: null }
      record = await next(right)
    } else if (file && record) {
      if (record.linked && file.size !== record.size) yield { kind: 'missing', record, storedSize: file.size }
      else if (record.missing) yield { kind: 'back', record }
      ;[file, record] = [await next(left), await next(right)]
    }
  }
}

function isElsewhere(file: StoredBlob, record: BlobRecord): boolean {
  return file.digest === record.digest && file.place !== undefined && file.place.name !== record.place
}

async function next<T>(iterator: AsyncIterator<T>): Promise<T | undefined> {
  const { done, value } = await iterator.next()
  return done ? undefined : value
}
