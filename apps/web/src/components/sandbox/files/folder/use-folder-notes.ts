'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { useTranslations } from 'next-intl'
import { notify } from '../../../../notify.ts'
import { MOST_BYTES, MOST_FILES } from './read-tree.ts'

/** What is told when a folder did not go as a whole. */
export function useFolderNotes() {
  const t = useTranslations('sandboxFiles')
  return {
    tooMuch: (name: string) =>
      notify.error(t('folderTooMuch', { name, files: MOST_FILES, most: formatBytes(MOST_BYTES) })),
    leftBehind: (count: number) => {
      if (count > 0) notify.error(t('leftOut', { count, most: formatBytes(SOCKET_FILE) }))
    },
  }
}
