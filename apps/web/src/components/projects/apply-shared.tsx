'use client'

import type { ProjectAppView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** Says which apps run with older values, and deploys the change to them. Nothing where none does. */
export function ApplyShared(props: { project: string; apps: readonly ProjectAppView[] }) {
  const t = useTranslations('projects')
  const tenant = useTenant()
  const may = useMay()
  const trpc = useTRPC()
  const client = useQueryClient()
  const apply = useMutation(
    trpc.projects.applyEnv.mutationOptions({
      onSuccess: async ({ deploys, refused }) => {
        notify.success(t('applied', { count: deploys.length }))
        for (const { app, reason } of refused) notify.error(t('refused', { app, reason }))
        const keys = [trpc.projects.pathKey(), trpc.apps.pathKey(), trpc.deploys.pathKey()]
        await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })))
      },
    }),
  )
  const late = props.apps.filter(({ running, behind }) => running && behind.length > 0)
  if (late.length === 0) return null
  return (
    <Callout
      tone="warn"
      title={t('applyHint')}
      actions={
        <Button
          size="sm"
          variant="primary"
          busy={apply.isPending}
          disabled={!may('app:deploy')}
          onClick={() => apply.mutate({ tenant, project: props.project })}
        >
          {t('applyTo', { count: late.length })}
        </Button>
      }
    >
      <p className="text-sm">{late.map(({ name }) => name).join(', ')}</p>
      {apply.error ? <ErrorCallout error={apply.error} /> : null}
    </Callout>
  )
}
