import { BerthError } from '@berth/core'
import { type Descriptor, formatPlatform, type Index, type Platform } from '@berth/oci'

/** Other spellings of an architecture, as builders write them. */
const ALIASES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64' }

/** The variant that an architecture has when none is named. */
const BASE_VARIANT: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8' }

/**
 * The manifest of an index that fits the node: its own variant, else one that every processor of the architecture
 * runs, else one that names no platform. Error: image.wrong_platform, with what there is.
 */
export function choosePlatform(index: Index, node: Platform): Descriptor {
  const images = index.manifests.filter((manifest) => !isAttestation(manifest))
  const fitting = images
    .filter((manifest) => !manifest.platform || runsOn(manifest.platform, node))
    .toSorted((a, b) => rank(a, node) - rank(b, node))
  const [best] = fitting
  if (!best)
    throw wrongPlatform(
      images.flatMap((manifest) => manifest.platform ?? []),
      node,
    )
  return best
}

/** Throws image.wrong_platform when an image, by its own configuration, is for another machine. */
export function checkPlatform(image: Platform, node: Platform): void {
  if (!runsOn(image, node)) throw wrongPlatform([image], node)
}

function runsOn(image: Platform, node: Platform): boolean {
  if (image.os !== node.os || architecture(image) !== architecture(node)) return false
  return variant(image) === variant(node) || variant(image) === BASE_VARIANT[architecture(image)]
}

function rank(manifest: Descriptor, node: Platform): number {
  if (!manifest.platform) return 2
  return variant(manifest.platform) === variant(node) ? 0 : 1
}

function architecture(platform: Platform): string {
  return ALIASES[platform.architecture] ?? platform.architecture
}

function variant(platform: Platform): string | undefined {
  return platform.variant || BASE_VARIANT[architecture(platform)]
}

/** buildx adds provenance to an index under a platform that no machine has. */
function isAttestation(manifest: Descriptor): boolean {
  return manifest.platform?.os === 'unknown'
}

function wrongPlatform(available: readonly Platform[], node: Platform): BerthError {
  const names = [...new Set(available.map(formatPlatform))]
  const what = names.length > 0 ? names.join(', ') : 'no platform'
  return new BerthError(
    'image.wrong_platform',
    `the image is for ${what}, and this node is ${formatPlatform(node)}: build it for the node's platform`,
    { details: { available: names, node: formatPlatform(node) } },
  )
}
