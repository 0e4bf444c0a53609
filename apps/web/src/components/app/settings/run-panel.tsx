'use client'

import type { ReleaseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { notify } from '../../../notify.ts'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { RunFields } from '../../run/run-fields.tsx'
import { readRun, runText } from '../../run/run-form.ts'
import { useFieldErrors } from '../../run/use-field-errors.ts'
import { useAppName } from '../use-app.ts'

/** Command, health check and options, as a whole: what is emptied is as usual again. */
export function RunPanel({ release }: { release: ReleaseView }) {
  const t = useTranslations('settings')
  const name = useAppName()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState(() => runText(release))
  const apply = useMutation(
    trpc.apps.configure.mutationOptions({
      onSuccess: async (deploy) => {
        notify.success(t('applied', { release: deploy.release }))
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
        await queryClient.invalidateQueries({ queryKey: trpc.releases.pathKey() })
      },
    }),
  )
  const read = readRun(text)
  const errors = useFieldErrors('bad' in read ? read.bad : [], apply.error)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if ('run' in read) apply.mutate({ ...name, ...read.run })
  }
  return (
    <Panel title={t('run')} description={t('runHint')}>
      <form onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
        <RunFields value={text} errors={errors} onChange={setText} />
        {apply.error && Object.keys(errors).length === 0 ? <ErrorCallout error={apply.error} /> : null}
        <div>
          <Button type="submit" variant="primary" busy={apply.isPending} disabled={'bad' in read}>
            {t('apply')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
