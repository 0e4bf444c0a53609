'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Button } from '@berth/ui/button.tsx'
import { cn } from '@berth/ui/cn.ts'
import { Spinner } from '@berth/ui/spinner.tsx'
import { FolderUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, type DragEvent, useId, useRef, useState } from 'react'
import { type PickedSource, pickedByDrop } from './picked-source.ts'
import type { ChosenSource } from './use-source.ts'

/** A folder or an archive, dropped or chosen. */
export function SourceField(props: {
  chosen: ChosenSource
  error: string | undefined
  onPick: (picked: PickedSource) => void
}) {
  const t = useTranslations('newSource')
  const { chosen, error, onPick } = props
  const [isOver, setIsOver] = useState(false)
  const folder = useRef<HTMLInputElement>(null)
  const archive = useRef<HTMLInputElement>(null)
  const id = useId()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const picked = pickedByDrop(event.dataTransfer)
    if (picked) onPick(picked)
  }
  const change =
    (pick: (files: readonly File[]) => PickedSource) => (event: ChangeEvent<HTMLInputElement>) => {
      const files = [...(event.target.files ?? [])]
      // the same one may be chosen again, after it was changed
      event.target.value = ''
      if (files.length > 0) onPick(pick(files))
    }
  return (
    <div className="grid gap-1.5">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its buttons do the same */}
      <div
        role="group"
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint ${id}-error`}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={cn(
          'grid justify-items-center gap-2 rounded-lg border border-dashed px-4 py-6 text-center text-sm',
          isOver && 'border-accent bg-hover/50',
          error && 'border-bad',
        )}
      >
        <FolderUp aria-hidden className="size-5 text-muted" />
        <p id={`${id}-label`} role="status" className="font-medium [overflow-wrap:anywhere]">
          <ChosenText chosen={chosen} />
        </p>
        <p id={`${id}-hint`} className="text-xs text-muted">
          {t('dropHint')}
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button size="sm" onClick={() => folder.current?.click()}>
            {t('chooseFolder')}
          </Button>
          <Button size="sm" onClick={() => archive.current?.click()}>
            {t('chooseArchive')}
          </Button>
        </div>
        <input
          ref={(input) => {
            folder.current = input
            if (input) input.webkitdirectory = true // React has no name for it
          }}
          type="file"
          hidden
          onChange={change((files) => ({ kind: 'files', files }))}
        />
        <input
          ref={archive}
          type="file"
          accept=".tar,.tgz,.gz,.zip"
          hidden
          onChange={change(([file = new File([], '')]) => ({ kind: 'archive', file }))}
        />
      </div>
      <p id={`${id}-error`} className="text-xs text-bad empty:hidden">
        {error}
      </p>
    </div>
  )
}

function ChosenText({ chosen }: { chosen: ChosenSource }) {
  const t = useTranslations('newSource')
  if (chosen.state === 'reading') {
    return (
      <span className="inline-flex items-center gap-2">
        <Spinner />
        {t('reading')}
      </span>
    )
  }
  if (chosen.state !== 'ready') return t('drop')
  const { origin, content } = chosen.source
  return `${origin.name} (${formatBytes(content.size)})`
}
