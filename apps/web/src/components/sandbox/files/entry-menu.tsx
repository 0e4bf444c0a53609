'use client'

import type { FileEntry } from '@berth/protocol'
import { Dropdown, DropdownItem } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Download, EllipsisVertical, PenLine, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '../../confirm-dialog.tsx'
import type { FileDoor, Place } from './file-door.ts'
import { joinPath, parentOf } from './file-paths.ts'
import { NameDialog } from './name-dialog.tsx'
import { useDownloadFolder } from './folder/use-download-folder.ts'
import { useDownload } from './use-download.ts'
import { useFileWork } from './use-file-work.ts'
import type { Files } from './use-files.ts'

/** Download, rename, delete. */
export function EntryMenu(props: { entry: FileEntry; place: Place; files: Files; door: FileDoor }) {
  const t = useTranslations('sandboxFiles')
  const { entry, place, files, door } = props
  const [asks, setAsks] = useState<'rename' | 'remove' | null>(null)
  const download = useDownload(door)
  const downloadFolder = useDownloadFolder(door)
  const { path, container } = place
  const close = () => setAsks(null)
  /** What was open below it is there no more. */
  const gone = () => {
    close()
    const { file } = files
    if (file?.container === container && `${file.path}/`.startsWith(`${path}/`)) files.showFile(null)
  }
  const rename = useFileWork(
    (name: string) => door.change(container, { kind: 'rename', path, to: joinPath(parentOf(path), name) }),
    gone,
  )
  const remove = useFileWork(() => door.change(container, { kind: 'remove', path }), gone)
  const trigger = (
    <IconButton size="icon-sm" label={t('moreOf', { name: entry.name })}>
      <EllipsisVertical aria-hidden />
    </IconButton>
  )
  return (
    <>
      <Dropdown trigger={trigger}>
        {entry.kind === 'file' ? (
          <DropdownItem onSelect={() => download.run(place)}>
            <Download aria-hidden />
            {t('download')}
          </DropdownItem>
        ) : null}
        {entry.kind === 'folder' ? (
          <DropdownItem onSelect={() => downloadFolder.run(place)}>
            <Download aria-hidden />
            {t('downloadTar')}
          </DropdownItem>
        ) : null}
        <DropdownItem onSelect={() => setAsks('rename')}>
          <PenLine aria-hidden />
          {t('rename')}
        </DropdownItem>
        <DropdownItem danger onSelect={() => setAsks('remove')}>
          <Trash2 aria-hidden />
          {t('remove')}
        </DropdownItem>
      </Dropdown>
      {asks === 'rename' ? (
        <NameDialog
          title={t('rename')}
          name={entry.name}
          busy={rename.busy}
          onClose={close}
          onName={rename.run}
        />
      ) : null}
      {asks === 'remove' ? (
        <ConfirmDialog
          title={t('removeAsk', { name: entry.name })}
          hint={t(entry.kind === 'folder' ? 'removeFolderHint' : 'removeHint')}
          action={t('remove')}
          busy={remove.busy}
          onConfirm={() => remove.run(undefined)}
          onClose={close}
        />
      ) : null}
    </>
  )
}
