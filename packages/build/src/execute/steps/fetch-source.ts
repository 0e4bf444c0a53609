import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { randomBase32 } from '@berth/core'
import type { CopySource } from '../../plan/step-action.ts'
import { at, BuildFailed } from '../build-failed.ts'
import type { Site } from '../site.ts'
import { fetchGit } from './fetch-git.ts'
import { countFetched, fetchedFolder } from './fetched-folder.ts'

type Remote = Extract<CopySource, { kind: 'url' | 'git' }>

const REDIRECTS = 5

/** Brings what an ADD names from elsewhere. Errors: BuildFailed, outbound.*. */
export function fetchSource(
  site: Site,
  source: Remote,
): Promise<{ readonly path: string; readonly digest: string }> {
  return source.kind === 'git' ? fetchGit(site, source) : fetchFile(site, source)
}

async function fetchFile(
  site: Site,
  source: Extract<Remote, { kind: 'url' }>,
): Promise<{ readonly path: string; readonly digest: string }> {
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
  const path = join(await fetchedFolder(site), randomBase32(12))
  const [algorithm = 'sha256', wanted] = source.checksum?.split(':', 2) ?? []
  const hash = createHash(algorithm)
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const full = countFetched(site, chunk.length)
      if (full) return done(full)
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
