import { MEDIA_TYPES } from '@berth/oci'
import { type CheckedManifest, checkManifest, MAX_MANIFEST_BYTES } from '../manifest.ts'
import { digestOf } from '../manifest-store.ts'
import { checkDigest, type Reference } from '../names.ts'
import type { Source } from './mirror-deps.ts'
import { readAnswer } from './read-answer.ts'
import { asUpstreamFailure, upstreamFailed, upstreamFailure } from './upstream-failure.ts'

const ACCEPT = [
  MEDIA_TYPES.ociIndex,
  MEDIA_TYPES.ociManifest,
  MEDIA_TYPES.dockerList,
  MEDIA_TYPES.dockerManifest,
].join(', ')

export type FetchedManifest = {
  readonly digest: string
  readonly content: Uint8Array<ArrayBuffer>
  readonly manifest: CheckedManifest
}

/**
 * What a tag points to at the upstream now, by HEAD, which rate limits do not count; undefined when there is no such
 * tag, null when the upstream does not say its digest. Errors: mirror.upstream_*.
 */
export async function askDigest(source: Source, tag: string): Promise<string | null | undefined> {
  const answer = await ask(source, 'HEAD', tag)
  answer.body.destroy()
  if (answer.status !== 200) return refuse(source, tag, answer)
  const digest = answer.headers['docker-content-digest']
  return typeof digest === 'string' && isSound(digest) ? digest : null
}

/** A manifest as the upstream has it, checked as one that is pushed; undefined when it has none. Errors: mirror.upstream_*. */
export async function fetchManifest(
  source: Source,
  reference: Reference,
): Promise<FetchedManifest | undefined> {
  const text = 'tag' in reference ? reference.tag : reference.digest
  const { host } = source.client
  const answer = await ask(source, 'GET', text)
  if (answer.status !== 200) {
    answer.body.destroy()
    return refuse(source, text, answer)
  }
  const content = await readAnswer(answer.body, MAX_MANIFEST_BYTES, host)
  const expected = 'digest' in reference ? reference.digest : `sha256:${'0'.repeat(64)}`
  const digest = digestOf(content, expected)
  if ('digest' in reference && digest !== expected)
    throw upstreamFailed(host, `what it gives for ${expected} is ${digest}: nothing of it was kept`)
  return { digest, content, manifest: check(content, answer.headers['content-type'], host) }
}

/** Some upstreams say a general type; the manifest's own then counts. */
function check(content: Uint8Array, contentType: string | undefined, host: string): CheckedManifest {
  const isGeneral =
    !contentType || /^(?:application\/json|text\/plain|application\/octet-stream)/.test(contentType)
  try {
    return checkManifest(content, isGeneral ? undefined : contentType)
  } catch (error) {
    throw upstreamFailed(host, error instanceof Error ? error.message : 'its manifest cannot be read', error)
  }
}

function ask({ client, repository }: Source, method: 'GET' | 'HEAD', reference: string) {
  const path = `${repository}/manifests/${reference}`
  return client.ask({ method, path, repository, accept: ACCEPT, size: 'small' })
}

function refuse(
  { client, repository }: Source,
  reference: string,
  answer: Parameters<typeof upstreamFailure>[0],
): undefined {
  const failure = upstreamFailure(answer, { host: client.host, what: `${repository}:${reference}` })
  if (!failure) return undefined
  client.rest(failure)
  throw asUpstreamFailure(client.host, failure)
}

function isSound(digest: string): boolean {
  try {
    return checkDigest(digest) === digest
  } catch {
    return false
  }
}
