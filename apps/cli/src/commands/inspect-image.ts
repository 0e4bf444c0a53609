import { BerthError, formatBytes, SEVERITIES } from '@berth/core'
import type { ImageReference } from '@berth/oci'
import type { FindingsView, ImageView, LayerView } from '@berth/protocol'
import { firstFound, isExact, referenceOf } from '../images/find-repository.ts'
import { shortDigest } from '../images/show-tags.ts'
import { printJson, printResult, say } from '../output.ts'
import { explainError } from '../session/explain-error.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'
import { imageTags } from './image-tags.ts'

type Options = SessionOptions & { readonly platform?: string }

/** All about the image that is named; of a repository alone its tags. JSON is a list, as docker's. */
export async function inspectImage(text: string, options: Options): Promise<void> {
  if (!isExact(text)) return imageTags(text, options)
  const session = await openSession(options)
  const tenant = await session.tenant()
  const image = await firstFound(session, { tenant, text }, (reference) =>
    readImage(session, { tenant, text, reference, platform: options.platform }),
  )
  if (options.json) return printJson([image])
  printResult(showImage(image))
  if (image.layers.length > 0) printResult(`\n${showLayers(image.layers)}`)
  say(`pull with: docker pull ${image.pull}`)
}

/** Error: image.not_found, with the tags that there are. */
async function readImage(
  session: Session,
  asked: { tenant: string; text: string; reference: ImageReference; platform: string | undefined },
): Promise<ImageView> {
  const { tenant, text, platform } = asked
  const { repository } = asked.reference
  try {
    const reference = referenceOf(asked.reference)
    return await session.api.images.get.query({ tenant, repository, reference, platform })
  } catch (error) {
    const known = explainError(error)
    if (!(known instanceof BerthError) || known.code !== 'registry.manifest_unknown') throw error
    const { tags } = await session.api.images.tags.query({ tenant, repository, limit: 20 })
    const names = tags.map(({ tag }) => tag).join(', ') || 'none'
    throw new BerthError('image.not_found', `image ${text} not found (tags: ${names})`, { cause: error })
  }
}

function showImage(image: ImageView): string {
  const { config, shown } = image
  return formatTable([
    ['image', image.tag ? `${image.repository}:${image.tag}` : image.repository],
    ['digest', image.digest],
    ['type', config ? image.mediaType : (image.artifactType ?? image.mediaType)],
    ['size', formatBytes(image.bytes)],
    ['pushed', `${sayWhen(image.pushedAt)}${image.pushedBy ? ` by ${image.pushedBy}` : ''}`],
    ['pulls', image.pulledAt ? `${image.pulls}, last ${sayWhen(image.pulledAt)}` : String(image.pulls)],
    ['tags', image.tags.join(' ') || '-'],
    ...(image.findings ? [['weaknesses', describeFindings(image.findings)]] : []),
    ...image.variants.map((one) => [
      one.digest === shown?.digest ? 'platform, shown' : 'platform',
      `${one.platform} ${formatBytes(one.bytes)} ${shortDigest(one.digest)}`,
    ]),
    ...(image.variants.length === 0 ? [['platform', shown?.platform ?? '-']] : []),
    ...(config
      ? [
          ['entrypoint', config.entrypoint.join(' ') || '-'],
          ['command', config.cmd.join(' ') || '-'],
          ['user', config.user ?? 'root'],
          ['folder', config.workingDir ?? '/'],
          ['ports', config.ports.join(' ') || '-'],
          ['volumes', config.volumes.join(' ') || '-'],
          ...config.env.map((assignment) => ['env', assignment]),
          ...Object.entries(config.labels).map(([name, value]) => ['label', `${name}=${value}`]),
        ]
      : []),
    ...Object.entries(image.annotations).map(([name, value]) => ['annotation', `${name}=${value}`]),
  ])
}

/** `1 critical, 20 high (grype 0.80)`. */
function describeFindings({ counts, scanner }: FindingsView): string {
  const found = SEVERITIES.filter((severity) => counts[severity] > 0)
  return `${found.map((severity) => `${counts[severity]} ${severity}`).join(', ') || 'none'} (${scanner})`
}

function showLayers(layers: readonly LayerView[]): string {
  return formatTable([
    ['LAYER', 'SIZE', 'MADE BY'],
    ...layers.map(({ digest, bytes, instruction }) => [
      digest ? shortDigest(digest) : '-',
      digest ? formatBytes(bytes) : '-',
      instruction ?? '-',
    ]),
  ])
}
