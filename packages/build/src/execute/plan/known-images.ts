import type { ResolvedImage } from '@berth/image'

const MOST = 100
/** of the configuration of one: what is larger is read each time */
const MOST_BYTES = 64 * 1024

/** What manifests and configurations say, by digest: what a build was given the right to read is read once by a node. */
export type KnownImages = {
  find(digest: string, platform: string, read: () => Promise<ResolvedImage>): Promise<ResolvedImage>
}

/** Remembers those that were used last. */
export function createKnownImages(): KnownImages {
  const known = new Map<string, ResolvedImage>()
  return {
    async find(digest, platform, read) {
      const key = `${platform} ${digest}`
      const image = known.get(key) ?? (await read())
      if (Buffer.byteLength(JSON.stringify(image)) > MOST_BYTES) return image
      known.delete(key)
      known.set(key, image)
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
      return image
    },
  }
}
