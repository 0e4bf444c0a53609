import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { BlobStore } from '@berth/blob'
import { isId } from '@berth/core'
import type { Db } from '@berth/db'
import { addPack, dropPack, ensureBareFolder, listPacks, writeRefs } from '@berth/git'

/** A repository as it was when it was opened. */
export type OpenRepository = {
  readonly appId: string
  readonly folder: string
  readonly deployBranch: string
  /** ref → commit */
  readonly refs: ReadonlyMap<string, string>
  /** digest → size */
  readonly packs: ReadonlyMap<string, number>
}

/** The repositories of apps: rows and packs in storage are the truth, folders are caches of them. */
export type Repositories = {
  /** Brings what the folder lacks. Error: app.not_found is the caller's to check before. */
  open(appId: string): Promise<OpenRepository>
  forgetPack(appId: string, digest: string): Promise<void>
  /** Removes the folders of apps that are gone. */
  sweep(): Promise<void>
}

export function createRepositories(deps: {
  readonly db: Db
  readonly sources: BlobStore
  /** absolute; this process may write there */
  readonly root: string
}): Repositories {
  const { db, sources, root } = deps
  const turns = new Map<string, Promise<void>>()

  /** Two requests do not bring the same pack at once. */
  const inTurn = async <T>(appId: string, work: () => Promise<T>): Promise<T> => {
    const before = turns.get(appId) ?? Promise.resolve()
    const mine = before.then(work)
    const settled = mine.then(
      () => undefined,
      () => undefined, // its own caller hears of it
    )
    turns.set(appId, settled)
    try {
      return await mine
    } finally {
      if (turns.get(appId) === settled) turns.delete(appId)
    }
  }

  return {
    open: (appId) =>
      inTurn(appId, async () => {
        const folder = folderOf(root, appId)
        const { refs, packs, deployBranch } = await readRows(db, appId)
        await ensureBareFolder(folder)
        const present = await listPacks(folder)
        for (const digest of packs.keys())
          if (!present.has(digest)) await addPack(folder, digest, await sources.read(digest))
        await writeRefs(folder, refs, headOf(refs, deployBranch))
        return { appId, folder, deployBranch, refs, packs }
      }),
    forgetPack: (appId, digest) => dropPack(folderOf(root, appId), digest),
    sweep: async () => {
      await mkdir(root, { recursive: true })
      const names = (await readdir(root)).filter((name) => isId('app', name))
      const apps = await db.app.findMany({
        where: { id: { in: names }, deletedAt: null },
        select: { id: true },
      })
      const alive = new Set(apps.map(({ id }) => id))
      for (const name of names)
        if (!alive.has(name)) await rm(path.join(root, name), { recursive: true, force: true })
    },
  }
}

function folderOf(root: string, appId: string): string {
  if (!isId('app', appId)) throw new TypeError(`"${appId}" is no app`)
  return path.join(root, appId)
}

async function readRows(db: Db, appId: string) {
  const app = await db.app.findUniqueOrThrow({
    where: { id: appId },
    include: { gitRefs: { orderBy: { name: 'asc' } }, gitPacks: true },
  })
  return {
    deployBranch: app.deployBranch,
    refs: new Map(app.gitRefs.map(({ name, commit }) => [name, commit])),
    packs: new Map(app.gitPacks.map(({ digest, size }) => [digest, Number(size)])),
  }
}

/** What a clone checks out: the deploy branch, as soon as it is there. */
function headOf(refs: ReadonlyMap<string, string>, deployBranch: string): string {
  const deployed = `refs/heads/${deployBranch}`
  const first = [...refs.keys()].find((name) => name.startsWith('refs/heads/'))
  return refs.has(deployed) ? deployed : (first ?? deployed)
}
