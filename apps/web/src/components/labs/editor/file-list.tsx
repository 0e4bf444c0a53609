'use client'

import type { LabProblemView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { cn } from '@berth/ui/cn.ts'
import { Input } from '@berth/ui/input.tsx'
import { CircleAlert, Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'

/** The files of a lab; lab.yml is the first, and stays. */
export function FileList(props: {
  paths: readonly string[]
  shown: string
  problems: readonly LabProblemView[]
  onShow: (path: string) => void
  onAdd: (path: string) => void
  onRemove: (path: string) => void
}) {
  const t = useTranslations('labs')
  const [added, setAdded] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (added.trim() === '') return
    props.onAdd(added.trim())
    setAdded('')
  }
  return (
    <nav
      aria-label={t('files')}
      className="grid min-w-0 grid-cols-1 content-start gap-2 border-b p-2 lg:border-r lg:border-b-0"
    >
      <ul className="grid max-h-48 min-w-0 grid-cols-1 gap-0.5 overflow-y-auto lg:max-h-none">
        {props.paths.map((path) => {
          const count = props.problems.filter(({ file }) => file === path).length
          const isShown = path === props.shown
          return (
            <li key={path} className="flex items-center gap-1">
              <button
                type="button"
                aria-current={isShown ? 'true' : undefined}
                onClick={() => props.onShow(path)}
                className={cn(
                  'flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1 text-left font-mono text-xs',
                  isShown ? 'bg-hover font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
                )}
              >
                <span className="min-w-0 flex-1 truncate">{path}</span>
                {count > 0 ? (
                  <span className="inline-flex items-center gap-1 text-bad">
                    <CircleAlert aria-hidden className="size-3.5" />
                    <span className="sr-only">{t('problems', { count })}</span>
                  </span>
                ) : null}
              </button>
              {path === 'lab.yml' ? null : (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={t('removeFile', { path })}
                  onClick={() => props.onRemove(path)}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      <form onSubmit={submit} className="flex gap-1">
        <Input
          aria-label={t('newFile')}
          placeholder="scripts/check.sh"
          value={added}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => setAdded(target.value)}
        />
        <Button type="submit" size="icon" aria-label={t('addFile')}>
          <Plus aria-hidden />
        </Button>
      </form>
    </nav>
  )
}
