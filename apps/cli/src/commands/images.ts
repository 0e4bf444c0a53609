import { formatBytes } from '@berth/core'
import { printJson, printResult, say } from '../output.ts'
import { buildImage } from '../platform/build-image.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

/** `sha256:` and twelve digits, as docker shows it; `--json` has all of them. */
const SHORT_DIGEST = 19

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
        sayWhen(repository.pushedAt),
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
      ['TAG', 'DIGEST', 'PLATFORMS', 'SIZE', 'PUSHED'],
      ...list.map((found) => [
        found.tag,
        found.digest.slice(0, SHORT_DIGEST),
        found.platforms.join(' '),
        formatBytes(found.bytes),
        sayWhen(found.pushedAt),
      ]),
    ]),
  )
  const [first] = list
  if (first) say(`pull with: docker pull ${first.pull}`)
}

/** Builds one of Berth's own base images on this machine and pushes it to `library/`. */
export async function buildBaseImage(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const image = await buildImage(name, { url: session.url, token: session.token }, say)
  if (options.json) return printJson({ image })
  printResult(image)
}
