import type { PickedSource } from '../picked-source.ts'
import { chooseFiles } from './choose-files.ts'
import { droppedFolder } from './dropped-folder.ts'
import { MOST_BYTES, packFiles } from './pack-files.ts'
import { pickedFolder } from './picked-folder.ts'
import { type Preview, previewFiles } from './preview-files.ts'
import { readZip } from './read-zip.ts'
import type { SourceFolder } from './source-node.ts'
import { SourceProblem } from './source-problem.ts'

/** A source as it will be sent, and what its build would do. */
export type PreparedSource = {
  readonly origin: { readonly kind: 'folder' | 'archive'; readonly name: string }
  readonly content: Blob
  /** null: of an archive that is sent as it is */
  readonly look: {
    readonly files: number
    readonly leftOut: number
    readonly preview: Preview
  } | null
}

/** Reads what was chosen and packs it; nothing is sent. Error: SourceProblem. */
export async function prepareSource(picked: PickedSource): Promise<PreparedSource> {
  if (picked.kind === 'files') return pack(pickedFolder(picked.files), 'folder')
  if (picked.kind === 'dropped') return pack(droppedFolder(picked.folder), 'folder')
  const { file } = picked
  if (/\.zip$/i.test(file.name)) return pack(await readZip(file), 'archive')
  if (!/\.(?:tar|tar\.gz|tgz)$/i.test(file.name)) throw new SourceProblem('badKind')
  if (file.size > MOST_BYTES) throw new SourceProblem('tooLarge')
  return { origin: { kind: 'archive', name: file.name }, content: file, look: null }
}

async function pack(folder: SourceFolder, kind: 'folder' | 'archive'): Promise<PreparedSource> {
  const { files, leftOut } = await chooseFiles(folder)
  const look = { files: files.size, leftOut, preview: await previewFiles(files) }
  return { origin: { kind, name: folder.name }, content: packFiles(files), look }
}
