'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import { Skeleton } from '@berth/ui/skeleton.tsx'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { QueryView } from '../query-view.tsx'

/** Says what goes, and runs the rules. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('imageRules.retention')
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
    <ConfirmDialog
      title={t('runTitle')}
      action={t('run')}
      busy={run.isPending}
      disabled={!preview.data}
      error={run.error}
      onConfirm={() => run.mutate({ tenant })}
      onClose={onClose}
    >
      <QueryView query={preview} skeleton={<Skeleton className="h-10" />}>
        {({ going, images, bytes }) => (
          <p className="text-sm">{t('runHint', { tags: going, images, bytes: formatBytes(bytes) })}</p>
        )}
      </QueryView>
    </ConfirmDialog>
  )
}
