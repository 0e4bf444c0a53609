import { basename } from 'node:path'
import { DEFAULT_LAYER_LIMITS } from '@berth/image'
import type { CopyAction, CopySource } from '../../plan/step-action.ts'
import type { StepFolder } from '../layers/step-folder.ts'
import type { Site } from '../site.ts'
import { byteText } from '../tree/byte-text.ts'
import { look } from '../tree/look.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { chooseEntries } from './choose-entries.ts'
import { createCopier, type Copier } from './copier.ts'
import { openLayers, openOrigin, type Origins } from './open-origin.ts'
import type { Reads } from './read-key.ts'
import { resolveUser } from './resolve-user.ts'
import { timeOf } from './time-of.ts'
import { looksPacked, unpackAside } from './unpack-aside.ts'

/** COPY and ADD: what was chosen goes into the step's own layer, over what is below. Errors: input.invalid, disk.full. */
export async function copyStep(options: {
  readonly site: Site
  readonly origins: Origins
  readonly action: CopyAction
  readonly reads: Reads
  /** lowest first */
  readonly lower: readonly string[]
  readonly folder: StepFolder
}): Promise<void> {
  const { site, action, lower, folder } = options
  const below = await openLayers(site, action.link ? [] : lower)
  const names = action.link ? await openLayers(site, lower) : below
  try {
    const { path, entry } = await resolveBelow(below.root, byteText(action.destination))
    const copier = createCopier({
      ...{ site, upper: folder.upper, root: below.root, destination: path, time: timeOf(site) },
      isFolder: action.destination.endsWith('/') || action.sources.length > 1 || entry?.kind === 'directory',
      ids: action.chown === null ? undefined : await resolveUser(names.root, action.chown),
      chmod: action.chmod,
    })
    for (const source of action.sources) await copySource(options, source, copier)
    await copier.finish()
  } finally {
    await below.close()
    if (names !== below) await names.close()
  }
}

type Options = Parameters<typeof copyStep>[0]

async function copySource(options: Options, source: CopySource, copier: Copier): Promise<void> {
  const { site, origins, action, reads, folder } = options
  switch (source.kind) {
    case 'inline':
      return copier.write(byteText(source.name), Buffer.from(source.content))
    case 'path': {
      const tree = await openOrigin(site, origins, source.origin)
      try {
        return await copyPath(options, { root: tree.root, source, copier })
      } finally {
        await tree.close()
      }
    }
    case 'git': {
      const root = reads.fetched.get(source) ?? ''
      const whole = { pattern: '.', parents: false, excludes: action.excludes }
      return copier.copy(root, [...(await chooseEntries(root, { ...boundsOf(site), ...whole }))])
    }
    case 'url': {
      const path = reads.fetched.get(source) ?? ''
      const root = path.slice(0, -basename(path).length - 1)
      const entry = await look(root, basename(path))
      if (!entry) return
      if (source.unpack && (await looksPacked(root, entry))) {
        return copyUnpacked({ site, folder, root, entry: entry.path, copier, owner: action.chown !== null })
      }
      return copier.copy(root, [{ entry, to: byteText(source.name), single: true }])
    }
  }
}

async function copyPath(
  { site, action, folder }: Options,
  { root, source, copier }: { root: string; source: Extract<CopySource, { kind: 'path' }>; copier: Copier },
): Promise<void> {
  const chosen = await chooseEntries(root, { ...action, ...boundsOf(site), pattern: source.pattern })
  const plain: (typeof chosen)[number][] = []
  for (const one of chosen) {
    if (source.unpack && one.single && (await looksPacked(root, one.entry))) {
      await copyUnpacked({ site, folder, root, entry: one.entry.path, copier, owner: action.chown !== null })
    } else plain.push(one)
  }
  await copier.copy(root, plain)
}

function boundsOf({ patterns, signal }: Site) {
  return { work: patterns, signal }
}

/** An archive is unpacked beside the layer first, because what it holds may lie over anything. */
async function copyUnpacked(options: {
  site: Site
  folder: StepFolder
  root: string
  entry: string
  copier: Copier
  owner: boolean
}): Promise<void> {
  const { site, folder, root, entry, copier } = options
  const aside = await unpackAside({
    site,
    extra: folder.extra,
    root,
    path: entry,
    limits: DEFAULT_LAYER_LIMITS,
  })
  const chosen = await chooseEntries(aside, { ...boundsOf(site), pattern: '.', parents: false, excludes: [] })
  await copier.copy(aside, chosen, { keepOwners: !options.owner })
}
