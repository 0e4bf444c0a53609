'use client'

import type { SandboxView } from '@berth/protocol'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Select } from '@berth/ui/select.tsx'
import { FilePlus, FolderPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FileDoor } from './file-door.ts'
import { joinPath, stepsOf } from './file-paths.ts'
import { NameDialog } from './name-dialog.tsx'
import { UploadButtons } from './upload-buttons.tsx'
import { useCreateFile } from './use-create-file.ts'
import { useFileWork } from './use-file-work.ts'
import type { Files } from './use-files.ts'

/** Where one is, and what can be added there. */
export function FolderBar({ sandbox, files, door }: { sandbox: SandboxView; files: Files; door: FileDoor }) {
  const t = useTranslations('sandboxFiles')
  const [asks, setAsks] = useState<'file' | 'folder' | null>(null)
  const { folder } = files
  const at = (name: string) => ({ ...folder, path: joinPath(folder.path, name) })
  const create = useCreateFile(files, door)
  const close = () => setAsks(null)
  const add = useFileWork(async ({ kind, name }: { kind: 'file' | 'folder'; name: string }) => {
    if (kind === 'folder') return door.change(folder.container, { kind: 'mkdir', path: at(name).path })
    await create(name, new Uint8Array())
    files.showFile(at(name))
  }, close)
  const offered = sandbox.containers.filter(({ terminal }) => terminal)
  return (
    <div className="flex flex-wrap items-center gap-1 border-b p-1">
      {offered.length > 1 ? (
        <Select
          aria-label={t('container')}
          value={folder.container}
          options={offered.map(({ name }) => ({ value: name, label: name }))}
          onValueChange={files.showContainer}
        />
      ) : null}
      <Steps files={files} />
      <span className="ml-auto flex">
        <IconButton size="icon-sm" label={t('newFile')} onClick={() => setAsks('file')}>
          <FilePlus aria-hidden />
        </IconButton>
        <IconButton size="icon-sm" label={t('newFolder')} onClick={() => setAsks('folder')}>
          <FolderPlus aria-hidden />
        </IconButton>
        <UploadButtons files={files} door={door} />
      </span>
      {asks === null ? null : (
        <NameDialog
          title={t(asks === 'file' ? 'newFile' : 'newFolder')}
          busy={add.busy}
          onClose={close}
          onName={(name) => add.run({ kind: asks, name })}
        />
      )}
    </div>
  )
}

function Steps({ files }: { files: Files }) {
  const t = useTranslations('sandboxFiles')
  const { folder } = files
  return (
    <nav aria-label={t('folder')} className="flex min-w-0 flex-1 flex-wrap items-center font-mono text-xs">
      {stepsOf(folder.path).map(({ name, path }) => (
        <button
          key={path}
          type="button"
          aria-current={path === folder.path ? 'page' : undefined}
          className="max-w-40 truncate rounded-sm px-1 py-0.5 text-muted hover:bg-hover hover:text-ink aria-[current]:text-ink"
          onClick={() => files.showFolder({ ...folder, path })}
        >
          {name === '/' ? '/' : `${name}/`}
        </button>
      ))}
    </nav>
  )
}
