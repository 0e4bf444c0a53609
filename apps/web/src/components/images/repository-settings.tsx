'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Field } from '@berth/ui/field.tsx'
import { Input } from '@berth/ui/input.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type SubmitEvent, useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { ErrorCallout } from '../error-callout.tsx'
import { RepositoryVisibility } from '../image-rules/repository-visibility.tsx'
import { useDescribe } from './use-describe.ts'

const DeleteDialog = dynamic(() => import('./delete-dialog.tsx').then((module) => module.DeleteDialog))

/** What is said of a repository, and its end. */
export function RepositorySettings({ repository }: { repository: RepositoryDetails }) {
  const t = useTranslations('images')
  const tenant = useTenant()
  const router = useRouter()
  const may = useMay()
  const { name } = repository
  const [line, setLine] = useState(repository.description)
  const [deletes, setDeletes] = useState(false)
  const save = useDescribe()
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate({ tenant, repository: name, description: line })
  }
  return (
    <>
      <Panel title={t('description')}>
        <form onSubmit={submit} className="grid grid-cols-1 gap-3">
          <Field label={t('descriptionLine')} hint={t('descriptionHint')}>
            <Input maxLength={200} value={line} onChange={(event) => setLine(event.target.value)} />
          </Field>
          {save.error ? <ErrorCallout error={save.error} /> : null}
          <div>
            <Button type="submit" busy={save.isPending}>
              {t('save')}
            </Button>
          </div>
        </form>
      </Panel>
      <RepositoryVisibility repository={repository} />
      {may('registry:delete') ? (
        <Panel title={t('deleteAction.repository')}>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm text-muted">{t('deleteRepositoryHint')}</p>
            <Button variant="danger-quiet" onClick={() => setDeletes(true)}>
              {t('deleteAction.repository')}
            </Button>
          </div>
        </Panel>
      ) : null}
      {deletes ? (
        <DeleteDialog
          repository={name}
          reference={null}
          onClose={() => setDeletes(false)}
          onDeleted={() => router.push(`/t/${tenant}/images`)}
        />
      ) : null}
    </>
  )
}
