import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BerthError, formatBytes } from '@berth/core'
import {
  type ArchivedImage,
  type ImageArchive,
  listArchive,
  openFolder,
  openTar,
  pushArchived,
  spoolArchive,
} from '@berth/image'
import { parseReference } from '@berth/oci'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'

type Options = SessionOptions & { readonly repository?: string }
type Target = { readonly repository: string; readonly tag: string }

/** Pushes what "docker save", podman or skopeo saved. Errors: image.corrupt, image.push_refused, input.invalid. */
export async function importImage(file: string, options: Options): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const workDir = await mkdtemp(join(tmpdir(), 'berth-import-'))
  try {
    const archive = await openArchive(file, workDir)
    const images = await listArchive(archive)
    const pushed: { image: string; digest: string }[] = []
    for (const image of images) {
      for (const target of targetsOf(image, images.length, { ...options, tenant })) {
        const digest = await push(session, { image, archive, target, workDir })
        pushed.push({ image: `${target.repository}:${target.tag}`, digest })
      }
    }
    await archive.close()
    if (options.json) printJson(pushed)
    else printResult(pushed.map(({ image, digest }) => `${image}@${digest}`).join('\n'))
  } finally {
    await rm(workDir, { recursive: true })
  }
}

/** `-` is standard input. What is packed, or cannot be read twice, is unpacked to a file first. */
async function openArchive(file: string, workDir: string): Promise<ImageArchive> {
  const path = join(workDir, 'archive.tar')
  if (file === '-') await spoolArchive(process.stdin, path)
  else if ((await stat(file)).isDirectory()) return openFolder(file)
  else if (await isPacked(file)) await spoolArchive(createReadStream(file), path)
  else return openTar(file)
  return openTar(path)
}

/** By its first bytes: gzip or zstd. */
async function isPacked(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { end: 3 }) as AsyncIterable<Buffer>) {
    const magic = chunk.toString('hex')
    return magic.startsWith('1f8b') || magic === '28b52ffd'
  }
  return false
}

function targetsOf(
  image: ArchivedImage,
  images: number,
  { repository, tenant }: { readonly repository?: string; readonly tenant: string },
): Target[] {
  if (repository !== undefined) return [asked(repository, image, images, tenant)]
  const targets = image.names.flatMap((name) => ownName(name, tenant))
  if (targets.length > 0) return targets
  throw new BerthError('input.invalid', 'an image of the archive has no name: give it one with --repository')
}

/** `shop` or `acme/shop`, with the archive's own tag; `shop:2` with this one. */
function asked(repository: string, image: ArchivedImage, images: number, tenant: string): Target {
  const parsed = parseReference(repository, { tenant })
  const isTagged = /:[^/]+$/.test(repository)
  if (images > 1 && isTagged) {
    throw new BerthError('input.invalid', `the archive has ${images} images: give --repository without a tag`)
  }
  const own = image.names.map(tagOf).find((tag) => tag !== undefined)
  return { repository: parsed.repository, tag: isTagged ? (parsed.tag ?? 'latest') : (own ?? 'latest') }
}

/** `docker.io/library/alpine:3` becomes `acme/alpine:3`; a tag alone says nothing of a repository. */
function ownName(name: string, tenant: string): Target[] {
  const tag = tagOf(name)
  const path = tag === undefined ? name : name.slice(0, -tag.length - 1)
  const last = path.slice(path.lastIndexOf('/') + 1)
  if (last === '') return []
  const { repository } = parseReference(last, { tenant })
  return [{ repository, tag: tag ?? 'latest' }]
}

function tagOf(name: string): string | undefined {
  return /:([^/:]+)$/.exec(name)?.[1]
}

async function push(
  session: Session,
  {
    image,
    archive,
    target,
    workDir,
  }: { image: ArchivedImage; archive: ImageArchive; target: Target; workDir: string },
): Promise<string> {
  return pushArchived(image, {
    archive,
    workDir,
    target: {
      url: session.url,
      ...target,
      auth: { kind: 'basic', username: 'berth', password: session.token },
    },
    onBlob: ({ digest, size, there }) =>
      say(`${digest.slice(0, 19)} ${formatBytes(size)}${there ? ' is there already' : ''}`),
  })
}
