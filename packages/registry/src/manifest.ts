import { BerthError } from '@berth/core'
import { type Descriptor, indexSchema, manifestSchema, MEDIA_TYPES } from '@berth/oci'
import type { z } from 'zod'

export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

/** What the registry must know of a manifest, whose bytes are kept as they came. */
export type CheckedManifest = {
  readonly kind: 'image' | 'index'
  readonly mediaType: string
  readonly artifactType: string | null
  readonly subject: string | null
  readonly annotations: Readonly<Record<string, string>>
  readonly config: Descriptor | null
  /** layers; what lies at a foreign address is not among them */
  readonly blobs: readonly Descriptor[]
  /** manifests of an index */
  readonly children: readonly Descriptor[]
}

const KINDS: Readonly<Record<string, CheckedManifest['kind']>> = {
  [MEDIA_TYPES.ociManifest]: 'image',
  [MEDIA_TYPES.dockerManifest]: 'image',
  [MEDIA_TYPES.ociIndex]: 'index',
  [MEDIA_TYPES.dockerList]: 'index',
}

/** It names its layers in a way that nobody can verify, and nothing pulls it any more. */
const SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/

/** Keys that decide what a manifest is. Some readers ignore case, so a second spelling would mean two manifests in one. */
const DECIDING = [
  'schemaVersion',
  'mediaType',
  'manifests',
  'config',
  'layers',
  'subject',
  'fsLayers',
  'history',
]
const OF_IMAGES = ['config', 'layers', 'fsLayers', 'history']

/**
 * Reads a manifest as it was pushed. Whatever two readers could understand in two ways is refused.
 * Error: registry.manifest_invalid.
 */
export function checkManifest(content: Uint8Array, contentType: string | undefined): CheckedManifest {
  const value = parseObject(content)
  const own = value['mediaType']
  const mediaType = contentType?.split(';')[0]?.trim() || (typeof own === 'string' ? own : '')
  const kind = Object.hasOwn(KINDS, mediaType) ? KINDS[mediaType] : undefined
  if (SCHEMA_1.test(mediaType))
    throw invalid("Docker's schema 1 is not taken: push schema 2 or OCI, as every docker since 1.10 does")
  if (!kind) throw invalid(`the media type "${mediaType}" is not one of an image manifest or an index`)
  if (own !== undefined && own !== mediaType)
    throw invalid(`it says of itself that it is ${JSON.stringify(own)}, and was sent as ${mediaType}`)
  refuseAmbiguity(value, kind)
  return kind === 'image' ? checkImage(value, mediaType) : checkIndex(value, mediaType)
}

function parseObject(content: Uint8Array): Record<string, unknown> {
  const text = Buffer.from(content).toString('utf8')
  // what JSON can say and Postgres cannot keep
  if (/\\u0000/.test(text) || text.includes('\0')) throw invalid('it contains a NUL character')
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch (cause) {
    throw invalid('it is not JSON', cause)
  }
  throw invalid('it is not a JSON object')
}

function refuseAmbiguity(value: Record<string, unknown>, kind: CheckedManifest['kind']): void {
  const keys = Object.keys(value)
  const twin = keys.find((key) => !DECIDING.includes(key) && isSpellingOf(key, DECIDING))
  if (twin !== undefined) throw invalid(`it has the key "${twin}", which some readers take for another one`)
  const foreign = keys.find((key) => (kind === 'index' ? OF_IMAGES.includes(key) : key === 'manifests'))
  const old = keys.find((key) => key === 'fsLayers' || key === 'history')
  if (foreign ?? old)
    throw invalid(`"${foreign ?? old}" has no place in it: it could be read as two kinds of manifest`)
}

function isSpellingOf(key: string, known: readonly string[]): boolean {
  return known.some((name) => name.toLowerCase() === key.toLowerCase())
}

function checkImage(value: unknown, mediaType: string): CheckedManifest {
  const manifest = read(manifestSchema, value)
  return {
    kind: 'image',
    mediaType,
    artifactType: manifest.artifactType ?? manifest.config.mediaType,
    subject: manifest.subject?.digest ?? null,
    annotations: wellFormed(manifest.annotations ?? {}),
    config: manifest.config,
    blobs: manifest.layers.filter(({ urls }) => (urls ?? []).length === 0),
    children: [],
  }
}

function checkIndex(value: unknown, mediaType: string): CheckedManifest {
  const index = read(indexSchema, value)
  return {
    kind: 'index',
    mediaType,
    artifactType: index.artifactType ?? null,
    subject: index.subject?.digest ?? null,
    annotations: wellFormed(index.annotations ?? {}),
    config: null,
    blobs: [],
    children: index.manifests,
  }
}

function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(`${issue?.path.join('.') || 'it'}: ${issue?.message}`)
}

function wellFormed(annotations: Record<string, string>): Record<string, string> {
  if (
    Object.entries(annotations)
      .flat()
      .every((text) => text.isWellFormed())
  )
    return annotations
  throw invalid('an annotation is not well-formed Unicode')
}

function invalid(why: string, cause?: unknown): BerthError {
  return new BerthError('registry.manifest_invalid', `this manifest is refused: ${why}`, { cause })
}
