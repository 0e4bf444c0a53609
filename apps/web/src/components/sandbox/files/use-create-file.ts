'use client'

import { useTranslations } from 'next-intl'
import { notify } from '../../../notify.ts'
import type { FileDoor } from './file-door.ts'
import { joinPath } from './file-paths.ts'
import type { Files } from './use-files.ts'

/** Makes a file in the folder in sight; one that is there already stays as it is, which is told. */
export function useCreateFile({ folder }: Files, door: FileDoor) {
  const t = useTranslations('sandboxFiles')
  return async (name: string, content: Uint8Array): Promise<void> => {
    const { entries } = await door.list(folder)
    if (entries.some((entry) => entry.name === name)) return notify.error(t('exists', { name }))
    await door.write({ ...folder, path: joinPath(folder.path, name) }, content)
  }
}
