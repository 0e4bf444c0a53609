'use client'

import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { CodeEditor } from '@berth/ui/editor/code-editor.tsx'
import { languageOf } from '@berth/ui/editor/language-of.ts'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent, ReactNode } from 'react'
import { notify } from '../../../notify.ts'
import { readBerthError } from '../../../trpc/berth-error.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import type { FileDoor, Place } from './file-door.ts'
import { toLf, withLineEnds } from './file-text.ts'
import type { Draft, Files } from './use-files.ts'

/** The editor of one text. A file that something else wrote meanwhile is not written over without a word. */
export function TextFile(props: {
  place: Place
  files: Files
  door: FileDoor
  read: Draft
  title: ReactNode
  close: ReactNode
  onAgain: () => Promise<unknown>
}) {
  const t = useTranslations('sandboxFiles')
  const { place, files, door, read, onAgain } = props
  const draft = files.draftOf(place)
  const { text, mtime } = draft ?? read
  const save = useMutation({
    mutationFn: ({ over }: { over: boolean }) =>
      door.write(place, new TextEncoder().encode(withLineEnds(text, read.text)), over ? undefined : mtime),
    onSuccess: async ({ mtime: now }) => {
      await onAgain()
      files.saved(place, { text, mtime: now })
      notify.success(t('saved'))
    },
  })
  const giveUp = async () => {
    await onAgain()
    files.setDraft(place, null)
    save.reset()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (draft) save.mutate({ over: false })
  }
  const isChanged = save.error !== null && readBerthError(save.error).code === 'file.changed'
  return (
    <>
      <div className="flex items-center gap-2 border-b px-2 py-1">
        {props.title}
        {draft ? <span className="text-xs whitespace-nowrap text-warn">{t('unsaved')}</span> : null}
        <Button
          size="sm"
          variant="primary"
          disabled={!draft}
          busy={save.isPending}
          onClick={() => save.mutate({ over: false })}
        >
          {t('save')}
        </Button>
        {props.close}
      </div>
      {isChanged ? (
        <Callout
          tone="warn"
          role="alert"
          className="m-2"
          title={t('changed')}
          actions={
            <>
              <Button size="sm" onClick={() => void giveUp()}>
                {t('takeTheirs')}
              </Button>
              <Button size="sm" onClick={() => save.mutate({ over: true })}>
                {t('writeOver')}
              </Button>
            </>
          }
        />
      ) : save.error ? (
        <div className="p-2">
          <ErrorCallout error={save.error} onRetry={() => save.mutate({ over: false })} />
        </div>
      ) : null}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the editor in it has the focus; this only hears its chord */}
      <div className="min-h-0 flex-1 overflow-auto" onKeyDown={onKey}>
        <CodeEditor
          label={place.path}
          value={text}
          language={languageOf(place.path)}
          onChange={(next) => files.setDraft(place, next === toLf(read.text) ? null : { text: next, mtime })}
        />
      </div>
    </>
  )
}
