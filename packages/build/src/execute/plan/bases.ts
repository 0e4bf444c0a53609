import { BerthError, createTurns } from '@berth/core'
import { type LocalImage, resolveImage, type ResolvedImage } from '@berth/image'
import type { Platform } from '@berth/oci'
import type { BaseImage, BaseRequest } from '../../plan/base-image.ts'
import type { BuilderOptions } from '../builder-options.ts'
import type { Desk } from '../desk.ts'
import type { KnownImages } from './known-images.ts'

/** An image that a build reads, as far as it had to be looked at. */
export type Base = {
  readonly image: BaseImage
  readonly repository: string
  readonly layers: ResolvedImage['layers']
  /** pulls it, once */
  readonly local: () => Promise<LocalImage>
}

/** Images that one build reads, each resolved once. Errors: image.*, auth.forbidden. */
export type Bases = {
  find(request: Pick<BaseRequest, 'reference' | 'platform'>): Promise<Base>
}

/** A recipe has no use for more, and each is asked for at the registry. */
const MOST = 100
const AT_ONCE = 8
/** between attempts at a registry that does not answer */
const DELAYS = [500, 2000]

export function createBases(options: {
  readonly build: string
  readonly desk: Desk
  readonly tools: Pick<BuilderOptions, 'images' | 'registrySocket'>
  readonly images: KnownImages
  /** digests that must stay on this node as long as the build runs */
  readonly kept: Set<string>
  readonly signal: AbortSignal
}): Bases {
  const { build, desk, tools, kept, signal } = options
  const known = new Map<string, Promise<Base>>()
  const turns = createTurns({ all: AT_ONCE })

  return {
    async find(request) {
      const key = `${request.platform} ${request.reference}`
      const found = known.get(key)
      if (found) return found
      if (known.size >= MOST) throw tooMany()
      const base = turns.run(key, () => resolve(request))
      known.set(key, base)
      return base
    },
  }

  async function resolve({
    reference,
    platform: text,
  }: Pick<BaseRequest, 'reference' | 'platform'>): Promise<Base> {
    const { url, repository, digest, token } = await desk.call('build.base', { id: build, reference })
    kept.add(digest)
    const { registrySocket: socketPath } = tools
    const source = { url, repository, token, ...(socketPath === undefined ? {} : { socketPath }) }
    const platform = platformOf(text)
    const { config, layers } = await options.images.find(digest, text, () =>
      resolveImage({ source, digest, platform, signal, delays: DELAYS }),
    )
    let pulled: Promise<LocalImage> | undefined
    return {
      image: { reference, platform: text, digest, config },
      repository,
      layers,
      local() {
        pulled ??= tools.images.pull({ source, digest, platform, signal })
        return pulled
      },
    }
  }
}

function platformOf(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/')
  return { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

function tooMany(): BerthError {
  return new BerthError('input.invalid', `a build may be made of ${MOST} other images, and no more`)
}
