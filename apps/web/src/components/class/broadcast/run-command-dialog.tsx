'use client'

import { Button } from '@berth/ui/button.tsx'
import { DialogFooter } from '@berth/ui/dialog.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Textarea } from '@berth/ui/textarea.tsx'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../../trpc/provider.tsx'
import { NumberField } from '../../courses/number-field.tsx'
import { useCourseId } from '../../courses/use-course.ts'
import { ErrorCallout } from '../../error-callout.tsx'
import { SendDialog } from './send-dialog.tsx'
import { Target, useTarget } from './target.tsx'

const MOST_CHARACTERS = 4000
const MOST_SECONDS = 120

/** Runs a command in the lab of everybody who is meant, as they would in their shell. */
export function RunCommandDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const t = useTranslations('wall.broadcast')
  const common = useTranslations('common')
  const course = useCourseId()
  const [command, setCommand] = useState('')
  const [timeout, setSeconds] = useState<number | null>(30)
  const target = useTarget()
  const run = useMutation(useTRPC().classes.runCommand.mutationOptions())
  return (
    <SendDialog
      title={t('commandTitle', { count: ids.length })}
      description={t('commandHint')}
      sent={run.data?.id}
      onClose={onClose}
    >
      <form
        className="grid grid-cols-1 gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          run.mutate({
            course,
            command: command.trim(),
            timeout: timeout ?? 30,
            sandboxes: ids,
            ...target.input,
          })
        }}
      >
        <Field label={t('command')}>
          <Textarea
            className="font-mono text-xs"
            spellCheck={false}
            maxLength={MOST_CHARACTERS}
            value={command}
            onChange={(event) => setCommand(event.target.value)}
          />
        </Field>
        <NumberField
          required
          label={t('seconds')}
          min={1}
          max={MOST_SECONDS}
          value={timeout}
          onChange={setSeconds}
        />
        <Target target={target} />
        {run.error ? <ErrorCallout error={run.error} /> : null}
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" variant="primary" busy={run.isPending} disabled={command.trim() === ''}>
            {t('run')}
          </Button>
        </DialogFooter>
      </form>
    </SendDialog>
  )
}
