'use client'

import type { FileEntry } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import { Circle, File, FileQuestion, Folder } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EntryMenu } from './entry-menu.tsx'
import type { FileDoor } from './file-door.ts'
import { joinPath } from './file-paths.ts'
import type { Files } from './use-files.ts'

/** What is in a folder, folders first. */
export function FolderList(props: {
  entries: readonly FileEntry[]
  truncated: boolean
  files: Files
  door: FileDoor
}) {
  const t = useTranslations('sandboxFiles')
  const sorted = props.entries.toSorted(
    (a, b) => Number(isFolder(b)) - Number(isFolder(a)) || a.name.localeCompare(b.name),
  )
  if (sorted.length === 0) return <p className="p-2 text-sm text-muted">{t('empty')}</p>
  return (
    <>
      <ul aria-label={t('entries')} className="grid grid-cols-1">
        {sorted.map((entry) => (
          <Entry key={entry.name} entry={entry} files={props.files} door={props.door} />
        ))}
      </ul>
      {props.truncated ? <p className="p-2 text-xs text-muted">{t('more')}</p> : null}
    </>
  )
}

function Entry({ entry, files, door }: { entry: FileEntry; files: Files; door: FileDoor }) {
  const t = useTranslations('sandboxFiles')
  const { folder, file } = files
  const place = { ...folder, path: joinPath(folder.path, entry.name) }
  const isOpen = file?.container === place.container && file.path === place.path
  const Icon = isFolder(entry) ? Folder : entry.kind === 'other' ? FileQuestion : File
  return (
    <li className="flex items-center">
      <button
        type="button"
        disabled={entry.kind === 'other'}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => (isFolder(entry) ? files.showFolder(place) : files.showFile(place))}
        className={cn(
          'flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-left font-mono text-xs hover:bg-hover disabled:text-muted',
          isOpen && 'bg-hover font-medium',
        )}
      >
        <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
        <span className="min-w-0 flex-1 truncate" title={entry.target && `${entry.name} → ${entry.target}`}>
          {entry.name}
        </span>
        {files.draftOf(place) ? (
          <span title={t('unsaved')}>
            <Circle aria-hidden className="size-2 fill-current text-warn" />
            <span className="sr-only">{t('unsaved')}</span>
          </span>
        ) : null}
      </button>
      <EntryMenu entry={entry} place={place} files={files} door={door} />
    </li>
  )
}

function isFolder({ kind, leadsToFolder }: FileEntry): boolean {
  return kind === 'folder' || leadsToFolder === true
}
