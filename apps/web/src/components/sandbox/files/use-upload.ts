'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import { useCreateFile } from './use-create-file.ts'
import type { FileDoor } from './file-door.ts'
import { useFileWork } from './use-file-work.ts'
import type { Files } from './use-files.ts'

/** Puts files of the visitor into the folder in sight; what is there already stays as it is. */
export function useUpload(files: Files, door: FileDoor) {
  const t = useTranslations('sandboxFiles')
  const create = useCreateFile(files, door)
  return useFileWork(async (chosen: readonly File[]) => {
    for (const file of chosen) {
      if (file.size > SOCKET_FILE)
        notify.error(t('tooLarge', { name: file.name, most: formatBytes(SOCKET_FILE) }))
      else await create(file.name, new Uint8Array(await file.arrayBuffer()))
    }
  })
}
