'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Button } from '@berth/ui/button.tsx'
import { Dialog, DialogFooter } from '@berth/ui/dialog.tsx'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ErrorCallout } from '../error-callout.tsx'
import { QueryView } from '../query-view.tsx'

/** Says what goes, and runs the rules. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('imageRules.retention')
  const common = useTranslations('common')
  const tenant = useTenant()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const preview = useQuery(trpc.imageRules.previewRetention.queryOptions({ tenant }))
  const run = useMutation(
    trpc.imageRules.runRetention.mutationOptions({
      onSuccess: async ({ tags, images }) => {
        notify.success(t('ran', { tags, images }))
        onClose()
        await queryClient.invalidateQueries({ queryKey: trpc.imageRules.pathKey() })
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('runTitle')}
      closeLabel={common('close')}
    >
      <QueryView query={preview} skeleton={<Skeleton className="h-10" />}>
        {({ going, images, bytes }) => (
          <p className="text-sm">{t('runHint', { tags: going, images, bytes: formatBytes(bytes) })}</p>
        )}
      </QueryView>
      {run.error ? <ErrorCallout error={run.error} /> : null}
      <DialogFooter>
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          variant="danger"
          busy={run.isPending}
          disabled={!preview.data}
          onClick={() => run.mutate({ tenant })}
        >
          {t('run')}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
