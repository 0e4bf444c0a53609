import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { formatBytes, randomBase32 } from '@berth/core'
import type { CopySource } from '../../plan/step-action.ts'
import { at, BuildFailed } from '../build-failed.ts'
import type { Site } from '../site.ts'

type Remote = Extract<CopySource, { kind: 'url' | 'git' }>

const REDIRECTS = 5
/** of the folder, beside what is fetched: its file system keeps books there, too */
const SLACK_BYTES = 64 * 1024 * 1024

/** Brings what an ADD names from elsewhere. Errors: BuildFailed, outbound.*. */
export async function fetchSource(
  site: Site,
  source: Remote,
): Promise<{ readonly path: string; readonly digest: string }> {
  if (source.kind === 'git') {
    const message = 'a git repository cannot be added: fetch it before the build, or in a RUN'
    throw new BuildFailed({ kind: 'step', message, ...at(site.file, source.place) })
  }
  const { outbound } = site.tools
  const answer = await outbound.request({
    method: 'GET',
    url: source.url,
    redirects: REDIRECTS,
    limits: { maxBytes: site.spec.limits.disk, totalMs: site.spec.timeoutMs },
    signal: site.signal,
  })
  if (answer.status !== 200) {
    answer.body.destroy()
    const message = `${source.url} answered ${answer.status}`
    throw new BuildFailed({ kind: 'step', message, ...at(site.file, source.place) })
  }
  const { fetched, spec } = site
  const most = spec.limits.disk
  const folder = join(await site.tools.folders.claim(fetched.key, most + SLACK_BYTES), 'fetched')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomBase32(12))
  const [algorithm = 'sha256', wanted] = source.checksum?.split(':', 2) ?? []
  const hash = createHash(algorithm)
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      fetched.bytes += chunk.length
      if (fetched.bytes > most) return done(tooMuch(most))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(answer.body, tap, createWriteStream(path, { mode: 0o600 }))
  const digest = hash.digest('hex')
  if (wanted !== undefined && wanted !== digest) {
    const message = `${source.url} has the digest ${algorithm}:${digest}, and ${source.checksum} was asked for`
    throw new BuildFailed({ kind: 'step', message, ...at(site.file, source.place) })
  }
  return { path, digest }
}

/** All ADDs of a build share its limit of disk. */
function tooMuch(most: number): BuildFailed {
  const message = `ran out of disk: the ADDs of a build may bring ${formatBytes(most)} together`
  return new BuildFailed({ kind: 'disk', message })
}
