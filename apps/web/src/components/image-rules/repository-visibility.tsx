'use client'

import type { RepositoryDetails } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useMay } from '../../session/use-may.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmByName } from '../confirm-by-name.tsx'
import { ErrorCallout } from '../error-callout.tsx'

/** Whether everybody may pull a repository; to open it asks for its name. */
export function RepositoryVisibility({ repository }: { repository: RepositoryDetails }) {
  const t = useTranslations('imageRules.visibility')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay()('tenant:manage')
  const [opens, setOpens] = useState(false)
  const { name } = repository
  const set = useMutation(
    trpc.imageRules.setPublic.mutationOptions({
      onSuccess: async () => {
        setOpens(false)
        await queryClient.invalidateQueries({ queryKey: trpc.images.pathKey() })
      },
    }),
  )
  return (
    <Panel title={t('title')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-muted">{repository.public ? t('isPublic') : t('isPrivate', { tenant })}</p>
        {mayChange ? (
          <Button
            busy={set.isPending}
            onClick={() =>
              repository.public ? set.mutate({ tenant, repository: name, public: false }) : setOpens(true)
            }
          >
            {repository.public ? t('makePrivate') : t('makePublic')}
          </Button>
        ) : null}
      </div>
      {set.error && !opens ? <ErrorCallout error={set.error} /> : null}
      <ConfirmByName
        open={opens}
        onOpenChange={setOpens}
        title={t('publicTitle', { name })}
        name={name}
        action={t('makePublic')}
        busy={set.isPending}
        error={set.error}
        onConfirm={() => set.mutate({ tenant, repository: name, public: true })}
      >
        {t('publicHint')}
      </ConfirmByName>
    </Panel>
  )
}
