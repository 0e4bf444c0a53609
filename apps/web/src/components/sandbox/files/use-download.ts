'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { saveAs } from '../../../save-as.ts'
import type { FileDoor, Place } from './file-door.ts'
import { nameOf } from './file-paths.ts'
import { useFileWork } from './use-file-work.ts'

/** Hands a whole file to the browser; of one that is too large nothing. */
export function useDownload(door: FileDoor) {
  const t = useTranslations('sandboxFiles')
  return useFileWork(async (place: Place) => {
    const name = nameOf(place.path)
    const { bytes, size } = await door.read(place)
    if (size > bytes.length) return notify.error(t('tooLarge', { name, most: formatBytes(SOCKET_FILE) }))
    saveAs(name, new Blob([bytes]))
  })
}
