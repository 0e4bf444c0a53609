import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createWriteStream } from 'node:fs'
import { runGit } from '../program/git-program.ts'

/** Packs of a repository by the digest of their content, `sha256:…`. */
export async function listPacks(repository: string): Promise<Set<string>> {
  const names = await readdir(path.join(repository, 'objects/pack'))
  return new Set(
    names.flatMap((name) => /^pack-([0-9a-f]{64})\.idx$/.exec(name)?.[1] ?? []).map((hex) => `sha256:${hex}`),
  )
}

/** Brings a pack into a repository; `content` was checked when it came the first time. */
export async function addPack(repository: string, digest: string, content: Readable): Promise<void> {
  const folder = await mkdtemp(path.join(repository, 'objects/incoming-'))
  try {
    const pack = path.join(folder, 'incoming.pack')
    await pipeline(content, createWriteStream(pack))
    await runGit(['index-pack', pack], { repository })
    await movePack(repository, digest, path.join(folder, 'incoming'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `stem` + `.pack` and `.idx`; the index comes last, because git finds a pack by it. */
export async function movePack(repository: string, digest: string, stem: string): Promise<void> {
  const target = stemOf(repository, digest)
  await rename(`${stem}.pack`, `${target}.pack`)
  await rename(`${stem}.idx`, `${target}.idx`)
}

/** The index goes first, for the same reason. */
export async function dropPack(repository: string, digest: string): Promise<void> {
  for (const end of ['idx', 'rev', 'pack']) await rm(`${stemOf(repository, digest)}.${end}`, { force: true })
}

export function readPack(file: string): Readable {
  return createReadStream(file, { highWaterMark: 1024 * 1024 })
}

function stemOf(repository: string, digest: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1]
  if (hex === undefined) throw new TypeError(`"${digest}" is no digest`)
  return path.join(repository, `objects/pack/pack-${hex}`)
}
