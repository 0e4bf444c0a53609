import { formatBytes } from '@berth/core'
import { printJson, printResult, say } from '../output.ts'
import { buildImage } from '../platform/build-image.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

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

/** Builds one of Berth's own base images on this machine and pushes it to `library/`. */
export async function buildBaseImage(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const image = await buildImage(name, { url: session.url, token: session.token }, say)
  if (options.json) return printJson({ image })
  printResult(image)
}
