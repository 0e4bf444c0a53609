import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where one step writes: an overlay's upper folder, with what it needs beside it. */
export type StepFolder = {
  readonly key: string
  readonly path: string
  readonly upper: string
  readonly work: string
  /** what lives as long as the step */
  readonly extra: string
}

export function stepFolder(key: string, path: string): StepFolder {
  return { key, path, upper: join(path, 'upper'), work: join(path, 'work'), extra: join(path, 'extra') }
}

/** Its root looks as that of the layer below, because the folder on top decides. */
export async function makeStepFolder(folder: StepFolder, below: string | undefined): Promise<void> {
  for (const path of [folder.upper, folder.work, folder.extra]) await mkdir(path, { recursive: true })
  if (below === undefined) return chmod(folder.upper, 0o755)
  const root = await lstat(below)
  await chown(folder.upper, root.uid, root.gid)
  await chmod(folder.upper, root.mode & 0o7777)
}

/** Only what becomes the layer stays. */
export async function sealStepFolder({ work, extra }: StepFolder): Promise<void> {
  for (const path of [work, extra]) await rm(path, { recursive: true, force: true })
}
