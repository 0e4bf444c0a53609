'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { SandboxView } from '@berth/protocol'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryView } from '../../query-view.tsx'
import type { FileDoor, FileRead, Place } from './file-door.ts'
import { textOf } from './file-text.ts'
import { TextFile } from './text-file.tsx'
import { filesKey } from './use-file-work.ts'
import type { Files } from './use-files.ts'

/** A file of the sandbox in an editor; what is no text, or too much of it, says so. */
export function OpenFile(props: { sandbox: SandboxView; place: Place; files: Files; door: FileDoor }) {
  const t = useTranslations('sandboxFiles')
  const { sandbox, place, files, door } = props
  const file = useQuery({
    queryKey: [...filesKey(sandbox.id), 'file', sandbox.attempt, place.container, place.path],
    queryFn: () => door.read(place),
    staleTime: Infinity, // what is being read does not change under one's eyes: a save tells
    gcTime: 0,
  })
  const why = file.data ? whyNot(file.data) : null
  const title = (
    <span className="min-w-0 flex-1 truncate font-mono text-xs" title={place.path}>
      {place.path}
    </span>
  )
  const close = (
    <IconButton size="icon-sm" label={t('close')} onClick={() => files.showFile(null)}>
      <X aria-hidden />
    </IconButton>
  )
  const frame = 'flex min-h-64 min-w-0 flex-col lg:min-h-0'
  if (file.data && why === null) {
    return (
      <div className={frame}>
        <TextFile
          {...{ place, files, door, title, close }}
          read={{ text: textOf(file.data.bytes) ?? '', mtime: file.data.mtime }}
          onAgain={() => file.refetch()}
        />
      </div>
    )
  }
  return (
    <div className={frame}>
      <div className="flex items-center gap-2 border-b px-2 py-1">
        {title}
        {close}
      </div>
      <div className="p-3">
        <QueryView query={file} skeleton={<Skeleton className="h-32" />}>
          {() => (
            <p className="text-sm text-muted">{t(why ?? 'binary', { most: formatBytes(SOCKET_FILE) })}</p>
          )}
        </QueryView>
      </div>
    </div>
  )
}

function whyNot({ bytes, size }: FileRead): 'large' | 'binary' | null {
  if (size > bytes.length) return 'large'
  return textOf(bytes) === null ? 'binary' : null
}
