import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BerthError, formatBytes } from '@berth/core'
import { exportImage } from '@berth/image'
import { candidateReferences, type ImageReference, type Platform } from '@berth/oci'
import { say } from '../output.ts'
import { explainError } from '../session/explain-error.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

type Options = SessionOptions & {
  /** absent or `-`: standard output */
  readonly output?: string
  readonly format: 'docker' | 'oci'
  readonly platform?: string
}

/** Writes an image as an archive for `docker load`, or as an OCI layout. Errors: image.not_found, image.wrong_platform. */
export async function exportImageTo(text: string, options: Options): Promise<void> {
  const { output, format } = options
  if ((output === undefined || output === '-') && process.stdout.isTTY) {
    throw new BerthError('input.invalid', 'an archive is nothing for a terminal: name a file with --output')
  }
  const session = await openSession(options)
  const host = new URL(session.url).host
  const { repository, tag, digest } = await find(session, text, host)
  let written = 0
  const archive = exportImage({
    source: { url: session.url, repository, token: session.token },
    digest,
    name: `${host}/${repository}:${tag}`,
    platform: options.platform === undefined ? undefined : parsePlatform(options.platform),
    format,
    signal: new AbortController().signal,
    onBytes: (bytes) => {
      written = bytes
    },
  })
  await write(archive, output)
  say(`${repository}@${digest}: ${formatBytes(written)}`)
}

/** A file appears when it is whole. */
async function write(archive: AsyncIterable<Buffer>, output: string | undefined): Promise<void> {
  const bytes = Readable.from(archive, { objectMode: false })
  if (output === undefined || output === '-') return pipeline(bytes, process.stdout)
  const aside = `${output}.part`
  try {
    await pipeline(bytes, createWriteStream(aside))
    await rename(aside, output)
  } finally {
    await rm(aside, { force: true })
  }
}

/** Of the first candidate that is there. Error: image.not_found, about the first. */
async function find(session: Session, text: string, host: string) {
  const tenant = await session.tenant()
  let refusal: unknown
  for (const candidate of candidateReferences(text, { tenant, host })) {
    try {
      const { repository } = candidate
      const reference = candidate.digest ?? candidate.tag ?? 'latest'
      const { digest } = await session.api.images.get.query({ tenant, repository, reference })
      return { repository, tag: tagOf(candidate), digest }
    } catch (error) {
      const known = explainError(error)
      if (!(known instanceof BerthError) || known.kind !== 'not_found') throw error
      refusal ??= known
    }
  }
  throw refusal
}

function tagOf({ tag }: ImageReference): string {
  return tag ?? 'latest' // an archive has a name for what was asked for by its digest, too
}

/** `linux/arm64/v8` */
function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant] = text.split('/')
  if (os === '' || architecture === '') {
    throw new BerthError('input.invalid', `--platform ${text}: write it as linux/arm64`)
  }
  return { os, architecture, ...(variant ? { variant } : {}) }
}
