'use client'

import { useTranslations } from 'next-intl'
import { notifyProgress } from '../../../../notify-progress.ts'
import { saveAs } from '../../../../save-as.ts'
import type { FileDoor, Place } from '../file-door.ts'
import { nameOf } from '../file-paths.ts'
import { useFileWork } from '../use-file-work.ts'
import { useFolderNotes } from './use-folder-notes.ts'

/** Hands a folder to the browser as a tar archive; what packs it comes with the first one. */
export function useDownloadFolder(door: FileDoor) {
  const t = useTranslations('sandboxFiles')
  const { tooMuch, leftBehind } = useFolderNotes()
  return useFileWork(async (place: Place) => {
    const name = nameOf(place.path)
    const progress = notifyProgress()
    const { packFolder } = await import('./pack-folder.ts')
    const packed = await packFolder(door, place, (files) =>
      progress.say(t('packing', { name, files })),
    ).finally(() => progress.end())
    if (packed === null) return tooMuch(name)
    saveAs(`${name}.tar`, packed.archive)
    leftBehind(packed.leftOut)
  })
}
