'use client'

import type { SandboxView } from '@berth/protocol'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { QueryView } from '../../query-view.tsx'
import { createFileDoor } from './file-door.ts'
import { FolderBar } from './folder-bar.tsx'
import { FolderList } from './folder-list.tsx'
import { useUploadFolder } from './folder/use-upload-folder.ts'
import { OpenFile } from './open-file.tsx'
import { filesKey } from './use-file-work.ts'
import type { Files as FilesShown } from './use-files.ts'
import { useDrop } from './use-drop.ts'
import { useUpload } from './use-upload.ts'

/** Programs make files too: what is in sight is read again. */
const AGAIN_MS = 10_000

/** A folder of the sandbox, and the file of it that is open. */
export function Files({ sandbox, files }: { sandbox: SandboxView; files: FilesShown }) {
  const t = useTranslations('sandboxFiles')
  const [door] = useState(() => createFileDoor(sandbox.id))
  useEffect(() => () => door.close(), [door])
  const { folder, file } = files
  const listing = useQuery({
    queryKey: [...filesKey(sandbox.id), 'folder', sandbox.attempt, folder.container, folder.path],
    queryFn: () => door.list(folder),
    refetchInterval: AGAIN_MS,
  })
  const upload = useUpload(files, door)
  const uploadFolder = useUploadFolder(files, door)
  const drop = useDrop({ files: upload.run, folder: uploadFolder.run })
  return (
    <section
      aria-label={t('title')}
      {...drop.handlers}
      className="relative grid min-h-0 min-w-0 grid-cols-1 border-b bg-surface sm:grid-cols-[minmax(12rem,1fr)_2fr] lg:h-1/2"
    >
      {drop.isOver ? (
        <p className="pointer-events-none absolute inset-1 z-10 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-surface p-4 text-sm text-accent-text">
          {t('dropHere', { folder: folder.path })}
        </p>
      ) : null}
      <div className="flex max-h-64 min-h-0 min-w-0 flex-col max-sm:border-b sm:max-h-none sm:border-r">
        <FolderBar sandbox={sandbox} files={files} door={door} />
        <div className="min-h-0 flex-1 overflow-y-auto p-1">
          <QueryView query={listing} skeleton={<Skeleton className="h-32" />}>
            {(data) => (
              <FolderList entries={data.entries} truncated={data.truncated} files={files} door={door} />
            )}
          </QueryView>
        </div>
      </div>
      {file === null ? (
        <p className="m-auto p-4 text-sm text-muted">{t('none')}</p>
      ) : (
        <OpenFile
          key={`${sandbox.attempt} ${file.container} ${file.path}`}
          {...{ sandbox, place: file, files, door }}
        />
      )}
    </section>
  )
}
