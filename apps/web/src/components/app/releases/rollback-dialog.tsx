'use client'

import type { ReleaseView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../../../trpc/provider.tsx'
import { ErrorCallout } from '../../error-callout.tsx'
import { useAppName } from '../use-app.ts'
import { ChangeList } from './change-list.tsx'
import { releaseChanges } from './release-changes.ts'

/** Says what a roll back changes before it is done. */
export function RollbackDialog(props: {
  to: ReleaseView
  from: ReleaseView | undefined
  onClose: () => void
}) {
  const t = useTranslations('releases')
  const common = useTranslations('common')
  const name = useAppName()
  const router = useRouter()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const rollback = useMutation(
    trpc.releases.rollback.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.apps.pathKey() })
        await queryClient.invalidateQueries({ queryKey: trpc.deploys.pathKey() })
        props.onClose()
        router.push(`/t/${name.tenant}/apps/${name.app}/deploys`)
      },
    }),
  )
  const changes = props.from ? releaseChanges(props.from, props.to) : []
  return (
    <Dialog
      open
      onOpenChange={(open) => open || props.onClose()}
      title={t('confirmTitle', { app: name.app, number: props.to.number })}
      description={t('confirmHint')}
      closeLabel={common('close')}
    >
      {props.to.worked ? null : <Callout tone="warn" title={t('neverWorked')} className="mb-4" />}
      {changes.length > 0 ? (
        <ChangeList changes={changes} />
      ) : (
        <p className="text-sm text-muted">{t('sameConfig')}</p>
      )}
      {rollback.error ? (
        <div className="mt-4">
          <ErrorCallout error={rollback.error} />
        </div>
      ) : null}
      <DialogFooter>
        <Button onClick={props.onClose}>{common('cancel')}</Button>
        <Button
          variant="primary"
          busy={rollback.isPending}
          onClick={() => rollback.mutate({ ...name, number: props.to.number })}
        >
          {t('rollBackTo', { number: props.to.number })}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
