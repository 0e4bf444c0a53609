import { formatBytes } from '@berth/core'
import { formatTable, printJson, printResult, say } from '../output.ts'
import { buildImage } from '../platform/build-image.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export async function listImages(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const list = await session.api.images.list.query({ tenant: await session.tenant() })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['REPOSITORY', 'TAGS', 'SIZE', 'PUSHED'],
      ...list.map((repository) => [
        repository.name,
        String(repository.tags),
        formatBytes(repository.bytes),
        repository.pushedAt?.toISOString() ?? '-',
      ]),
    ]),
  )
}

/** The tags of a repository, or the one that is named. */
export async function inspectImage(reference: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const [repository = '', tag] = reference.split(':')
  const all = await session.api.images.tags.query({ tenant: await session.tenant(), repository })
  const list = tag === undefined ? all : all.filter((candidate) => candidate.tag === tag)
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['TAG', 'DIGEST', 'PLATFORMS', 'SIZE', 'PUSHED', 'PULL'],
      ...list.map((found) => [
        found.tag,
        found.digest,
        found.platforms.join(' '),
        formatBytes(found.bytes),
        found.pushedAt.toISOString(),
        found.pull,
      ]),
    ]),
  )
}

/** Builds one of Berth's own base images on this machine and pushes it to `library/`. */
export async function buildBaseImage(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const image = await buildImage(name, { url: session.url, token: session.token }, say)
  if (options.json) return printJson({ image })
  printResult(image)
}
