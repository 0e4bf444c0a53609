'use client'

import { useTranslations } from 'next-intl'
import { notify } from '../../../../notify.ts'
import { notifyProgress } from '../../../../notify-progress.ts'
import type { SourceFolder } from '../../../new-source/prepare/source-node.ts'
import type { FileDoor } from '../file-door.ts'
import { joinPath } from '../file-paths.ts'
import { useFileWork } from '../use-file-work.ts'
import type { Files } from '../use-files.ts'
import { putFolder } from './put-folder.ts'
import { readTree } from './read-tree.ts'
import { useFolderNotes } from './use-folder-notes.ts'

/** Puts a folder of the visitor into the folder in sight; one that is there already stays as it is. */
export function useUploadFolder({ folder }: Files, door: FileDoor) {
  const t = useTranslations('sandboxFiles')
  const { tooMuch, leftBehind } = useFolderNotes()
  return useFileWork(async (source: SourceFolder) => {
    const { name } = source
    const { entries } = await door.list(folder)
    if (entries.some((entry) => entry.name === name)) return notify.error(t('exists', { name }))
    const tree = await readTree(source)
    if (tree === null) return tooMuch(name)
    const total = tree.files.size
    const progress = notifyProgress()
    let done = 0
    const onFile = (there: number) => {
      done = there
      progress.say(t('uploading', { name, done, total }))
    }
    try {
      leftBehind(await putFolder(door, { ...folder, path: joinPath(folder.path, name) }, tree, onFile))
    } catch (error) {
      notify.error(t('uploadCut', { name, done, total }))
      throw error
    } finally {
      progress.end()
    }
  })
}
