'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { cn } from '@berth/ui/cn.ts'
import { FileArchive } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'

export function isArchive(file: File): boolean {
  return /\.(?:tar|tar\.gz|tgz)$/i.test(file.name)
}

/** An archive, chosen or dropped: the field itself lies over all of it and takes both. */
export function ArchiveField(props: {
  file: File | null
  error: string | undefined
  onChange: (file: File) => void
}) {
  const t = useTranslations('newSource')
  const { file, error, onChange } = props
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <div
        className={cn(
          'relative grid justify-items-center gap-2 rounded-lg border border-dashed px-4 py-8 text-center text-sm focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent hover:bg-hover/50',
          error && 'border-bad',
        )}
      >
        <FileArchive aria-hidden className="size-5 text-muted" />
        <label htmlFor={id} className="font-medium [overflow-wrap:anywhere]">
          {file ? `${file.name} (${formatBytes(file.size)})` : t('drop')}
        </label>
        <span id={`${id}-hint`} className="text-xs text-muted">
          {t('dropHint')}
        </span>
        <input
          id={id}
          type="file"
          accept=".tar,.tgz,.gz"
          className="absolute inset-0 cursor-pointer opacity-0"
          aria-describedby={`${id}-hint ${id}-error`}
          aria-invalid={error !== undefined}
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            if (chosen) onChange(chosen)
          }}
        />
      </div>
      <p id={`${id}-error`} className="text-xs text-bad empty:hidden">
        {error}
      </p>
    </div>
  )
}
