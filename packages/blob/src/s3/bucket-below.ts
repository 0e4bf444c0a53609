import type { Bucket } from './bucket.ts'

/** The part of a bucket whose keys begin with `prefix`, which the keys of its users do not have. */
export function bucketBelow(bucket: Bucket, prefix: string): Bucket {
  if (prefix === '') return bucket
  const within = (key: string) => `${prefix}${key}`
  const without = <T extends { readonly key: string }>(found: T) => ({
    ...found,
    key: found.key.slice(prefix.length),
  })
  return {
    put: (key, body) => bucket.put(within(key), body),
    size: (key) => bucket.size(within(key)),
    read: (key, range) => bucket.read(within(key), range),
    copy: (from, key) => bucket.copy(within(from), within(key)),
    remove: (key) => bucket.remove(within(key)),
    async *list(below) {
      for await (const found of bucket.list(within(below))) yield without(found)
    },
    async *listParts(below) {
      for await (const found of bucket.listParts(within(below))) yield without(found)
    },
    beginParts: (key) => bucket.beginParts(within(key)),
    putPart: (key, id, part, body) => bucket.putPart(within(key), id, part, body),
    copyPart: ({ key, id }, part, from) =>
      bucket.copyPart({ key: within(key), id }, part, { ...from, key: within(from.key) }),
    completeParts: (key, id, sent) => bucket.completeParts(within(key), id, sent),
    abortParts: (key, id) => bucket.abortParts(within(key), id),
  }
}
