import type { CopyAction, CopySource, Origin, RunAction, StepAction } from '../../plan/step-action.ts'
import { cacheKey } from '../cache/cache-key.ts'
import type { Site } from '../site.ts'
import { byteText } from '../tree/byte-text.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { walkTree } from '../tree/walk-tree.ts'
import { chooseEntries } from './choose-entries.ts'
import { fetchSource } from './fetch-source.ts'
import type { Origins } from './open-origin.ts'

/** files that are read at once */
const AT_ONCE = 16

/** What a step reads beside the layers below it: as a part of its key, and where it lies when it had to be fetched. */
export type Reads = {
  readonly key: string
  /** file or folder on this host, of the sources that came from elsewhere */
  readonly fetched: ReadonlyMap<CopySource, string>
}

/**
 * Files of the context by their content; of stages and images by what they were made of. Times of files do not count.
 * Errors: input.invalid; those of a pull and of outbound calls.
 */
export async function readKey(options: {
  readonly site: Site
  readonly origins: Origins
  readonly action: StepAction
}): Promise<Reads> {
  const { action } = options
  switch (action.kind) {
    case 'run':
      return { key: await mountsKey(options, action), fetched: new Map() }
    case 'copy':
      return copyKey(options, action)
    case 'directory':
      return { key: '', fetched: new Map() }
  }
}

type Options = Parameters<typeof readKey>[0]

async function mountsKey({ site, origins }: Options, { mounts }: RunAction): Promise<string> {
  const parts: string[] = []
  for (const mount of mounts) {
    if (mount.type === 'bind' || (mount.type === 'cache' && mount.origin)) {
      const { origin } = mount
      if (origin)
        parts.push(await originKey({ site, origins }, origin, (root) => treeKey(site, root, mount.source)))
    }
  }
  return cacheKey(...parts)
}

async function copyKey({ site, origins }: Options, action: CopyAction): Promise<Reads> {
  const parts: string[] = []
  const fetched = new Map<CopySource, string>()
  for (const source of action.sources) {
    switch (source.kind) {
      case 'inline':
        break // the key's text has it
      case 'path': {
        const choose = (root: string) => chosenKey(site, root, { ...action, pattern: source.pattern })
        parts.push(await originKey({ site, origins }, source.origin, choose))
        break
      }
      case 'url':
      case 'git': {
        const { path, digest } = await fetchSource(site, source)
        fetched.set(source, path)
        parts.push(digest)
      }
    }
  }
  return { key: cacheKey(...parts), fetched }
}

async function originKey(
  { site, origins }: Pick<Options, 'site' | 'origins'>,
  origin: Origin,
  ofContext: (root: string) => Promise<string>,
): Promise<string> {
  return origin.kind === 'context' ? ofContext(site.context) : (await origins.chainOf(origin)).key
}

async function chosenKey(
  site: Site,
  root: string,
  wanted: Omit<Parameters<typeof chooseEntries>[1], 'work' | 'signal'>,
): Promise<string> {
  const parts: string[] = []
  const chosen = await chooseEntries(root, { ...wanted, work: site.patterns, signal: site.signal })
  for (let at = 0; at < chosen.length; at += AT_ONCE) {
    const some = chosen.slice(at, at + AT_ONCE)
    const digests = await Promise.all(some.map(({ entry }) => site.digests.of(entry)))
    parts.push(...some.flatMap(({ to }, i) => [to, digests[i] ?? '']))
  }
  return cacheKey(...parts)
}

async function treeKey(site: Site, root: string, source: string): Promise<string> {
  const { path } = await resolveBelow(root, byteText(source))
  const parts: string[] = []
  for await (const entry of walkTree(root, path)) parts.push(entry.path, await site.digests.of(entry))
  return cacheKey(...parts)
}
