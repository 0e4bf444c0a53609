'use client'

import type { RosterPreview } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { FileInput } from '@berth/ui/file-input.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useCourseId } from '../use-course.ts'
import { useRefreshCourses } from '../use-refresh-courses.ts'
import { RosterLines } from './roster-lines.tsx'

/** A list of students: looked at first, then taken as a whole. */
export function RosterDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('courses.roster')
  const common = useTranslations('common')
  const course = useCourseId()
  const { members } = useTRPC().courses
  const { onSuccess } = useRefreshCourses()
  const [csv, setCsv] = useState('')
  const preview = useMutation(members.previewRoster.mutationOptions())
  const take = useMutation(
    members.importRoster.mutationOptions({
      onSuccess: async (done) => {
        notify.success(t('taken', done))
        await onSuccess()
        onClose()
      },
    }),
  )
  const change = (text: string) => {
    setCsv(text)
    preview.reset()
  }
  const pick = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const text = await target.files?.[0]?.text()
    if (text === undefined) return
    change(text)
    preview.mutate({ course, csv: text })
  }
  const seen = preview.data
  const ready = seen !== undefined && seen.problems.length === 0 && seen.lines.length > 0
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={t('hint')}
      closeLabel={common('close')}
      className="max-w-2xl"
    >
      <div className="grid grid-cols-1 gap-4">
        <Field label={t('file')}>
          <FileInput accept=".csv,.tsv,.txt,text/csv" onChange={(event) => void pick(event)} />
        </Field>
        <Field label={t('text')}>
          <Textarea
            spellCheck={false}
            className="font-mono text-xs"
            placeholder={'name,email,group,external id\nAda Lovelace,ada@example.org,A,42'}
            value={csv}
            onChange={({ target }) => change(target.value)}
          />
        </Field>
        {seen ? <Preview seen={seen} /> : null}
        {(preview.error ?? take.error) ? <ErrorCallout error={preview.error ?? take.error} /> : null}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        {ready ? (
          <Button variant="primary" busy={take.isPending} onClick={() => take.mutate({ course, csv })}>
            {t('take')}
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={csv.trim() === ''}
            busy={preview.isPending}
            onClick={() => preview.mutate({ course, csv })}
          >
            {t('look')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  )
}

/** Of what is wrong so much is shown. */
const SHOWN = 20

function Preview({ seen }: { seen: RosterPreview }) {
  const t = useTranslations('courses.roster')
  const count = (change: string) => seen.lines.filter((line) => line.change === change).length
  if (seen.problems.length > 0) {
    return (
      <Callout tone="bad" role="alert" title={t('wrong', { count: seen.problems.length })}>
        <ul className="grid grid-cols-1 gap-1">
          {seen.problems.slice(0, SHOWN).map(({ line, column, kind, value }) => (
            <li key={`${line} ${kind}`} className="[overflow-wrap:anywhere]">
              {t('problemAt', {
                place: column === null ? t('line', { line }) : t('place', { line, column }),
                problem: t(`problem.${kind}`, { value }),
              })}
            </li>
          ))}
        </ul>
      </Callout>
    )
  }
  return (
    <div role="status" className="grid grid-cols-1 gap-2">
      <p className="text-sm">
        {t('would', { added: count('new'), changed: count('changed'), same: count('same') })}
      </p>
      <RosterLines lines={seen.lines} />
    </div>
  )
}
