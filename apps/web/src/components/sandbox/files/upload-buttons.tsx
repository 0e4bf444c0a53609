'use client'

import { IconButton } from '@berth/ui/icon-button.tsx'
import { FolderUp, Upload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useRef } from 'react'
import { pickedFolder } from '../../new-source/prepare/picked-folder.ts'
import type { FileDoor } from './file-door.ts'
import { useUploadFolder } from './folder/use-upload-folder.ts'
import type { Files } from './use-files.ts'
import { useUpload } from './use-upload.ts'

/** Files, or a folder with all that is in it. */
export function UploadButtons({ files, door }: { files: Files; door: FileDoor }) {
  const t = useTranslations('sandboxFiles')
  const many = useUpload(files, door)
  const whole = useUploadFolder(files, door)
  const filePicker = useRef<HTMLInputElement>(null)
  const folderPicker = useRef<HTMLInputElement>(null)
  const change = (take: (picked: readonly File[]) => void) => (event: ChangeEvent<HTMLInputElement>) => {
    const picked = [...(event.target.files ?? [])]
    event.target.value = '' // the same one can be chosen again
    if (picked.length > 0) take(picked)
  }
  return (
    <>
      <IconButton
        size="icon-sm"
        label={t('upload')}
        busy={many.busy}
        onClick={() => filePicker.current?.click()}
      >
        <Upload aria-hidden />
      </IconButton>
      <IconButton
        size="icon-sm"
        label={t('uploadFolder')}
        busy={whole.busy}
        onClick={() => folderPicker.current?.click()}
      >
        <FolderUp aria-hidden />
      </IconButton>
      <input
        ref={filePicker}
        type="file"
        multiple
        hidden
        aria-label={t('upload')}
        onChange={change((picked) => many.run(picked))}
      />
      <input
        ref={(input) => {
          folderPicker.current = input
          if (input) input.webkitdirectory = true // React has no name for it
        }}
        type="file"
        hidden
        aria-label={t('uploadFolder')}
        onChange={change((picked) => whole.run(pickedFolder(picked)))}
      />
    </>
  )
}
