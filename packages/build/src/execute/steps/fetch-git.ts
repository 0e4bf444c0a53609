import { cp, lchown, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, randomBase32 } from '@berth/core'
import { archiveCommit, fetchRef, hasFolder, runGit } from '@berth/git'
import type { CopySource } from '../../plan/step-action.ts'
import { at, BuildFailed } from '../build-failed.ts'
import { cacheKey } from '../cache/cache-key.ts'
import type { Site } from '../site.ts'
import { unpackSource } from '../source/unpack-source.ts'
import { countFetched, fetchedFolder } from './fetched-folder.ts'
import { makeGitScratch } from './git-scratch.ts'

type GitSource = Extract<CopySource, { kind: 'git' }>

const FETCH_MS = 5 * 60_000
/** of the pack: what is fetched lies beside the limited disk until it was unpacked */
const PACK_BYTES = 512 * 1024 ** 2

/**
 * One commit of a git repository as ADD wants it: a folder with its files. What strangers made is read by git as the
 * build's own user, whom nothing of the machine belongs to. Error: BuildFailed.
 */
export async function fetchGit(
  site: Site,
  source: GitSource,
): Promise<{ readonly path: string; readonly digest: string }> {
  const folder = await makeGitScratch(site.tools.dir)
  try {
    return await fetchInto(site, source, join(folder, randomBase32(12)))
  } catch (error) {
    if (site.signal.aborted) throw site.signal.reason
    throw explained(error, site, source)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function fetchInto(site: Site, source: GitSource, repository: string) {
  const { ids, signal, spec, tools } = site
  const { remote, ref, directory, checksum } = source
  if (!/^https:/i.test(remote))
    throw new BerthError('git.address_invalid', 'write its https address: a build has no key for other ones')
  const user = ids.start
  const limits = { maxBytes: Math.min(PACK_BYTES, spec.limits.disk), timeoutMs: FETCH_MS }
  const access = { locate: tools.locate, caFile: tools.gitCaFile, hostKeys: '' }
  const commit = await fetchRef(repository, { url: remote, ref }, access, { limits, user, signal })
  if (checksum !== null && !commit.startsWith(checksum))
    throw new BerthError('input.invalid', `${remote} came as commit ${commit}, and ${checksum} was asked for`)
  // files as a checkout makes them: 644 and 755
  const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'tar.umask', GIT_CONFIG_VALUE_0: '0022' }
  const objects = { repository, env, user }
  const tree = directory === null ? commit : `${commit}:${directory}`
  if (directory !== null && !(await hasFolder(objects, tree)))
    throw new BerthError('input.invalid', `there is no folder ${directory} in ${remote} at ${commit}`)
  const path = join(await fetchedFolder(site), randomBase32(12))
  const packed = counted(site, archiveCommit(objects, tree, { maxBytes: spec.limits.disk, signal }))
  await unpackSource({ init: tools.init, directory: path, packed, bytes: spec.limits.disk })
  const keeps = source.keepGitDir && directory === null
  if (keeps) await keepRepository({ repository, user }, commit, join(path, '.git'))
  return { path, digest: cacheKey(commit, directory ?? '', String(keeps)) }
}

async function* counted(site: Site, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const full = countFetched(site, chunk.length)
    if (full) throw full
    yield chunk
  }
}

const CONFIG = '[core]\n\trepositoryformatversion = 0\n\tbare = false\n'

/** As `.git` of a checkout of that commit. */
async function keepRepository(
  objects: { readonly repository: string; readonly user: number },
  commit: string,
  target: string,
): Promise<void> {
  await runGit(['read-tree', commit], objects)
  const kept = ['objects', 'refs', 'shallow', 'index'] // a first commit is not shallow
  const there = await readdir(objects.repository)
  for (const name of kept.filter((each) => there.includes(each)))
    await cp(join(objects.repository, name), join(target, name), { recursive: true })
  await writeFile(join(target, 'config'), CONFIG)
  await writeFile(join(target, 'HEAD'), `${commit}\n`)
  // a copy keeps its owner, who is nobody inside
  for (const name of await readdir(target, { recursive: true })) await lchown(join(target, name), 0, 0)
}

function explained(error: unknown, { file }: Site, { place }: GitSource): unknown {
  if (error instanceof BuildFailed) return new BuildFailed({ ...error.failure, ...at(file, place) }, error)
  if (!(error instanceof BerthError) || error.kind === 'internal') return error
  return new BuildFailed({ kind: 'step', message: error.message, ...at(file, place) }, error)
}
